// The shortest of many assessments of one submission through the Node package, in microseconds:
// node node.cjs MODULE, with the folder of the native module in its release.
const { readFileSync, readdirSync } = require('node:fs')
const { join } = require('node:path')

const folder = process.argv[2]
process.env.NAPI_RS_NATIVE_LIBRARY_PATH = join(folder, readdirSync(folder).find((name) => name.endsWith('.node')))
const { Engine } = require('../../sono-node')

const ROUNDS = 3000
const code = readFileSync(join(__dirname, '../data/thirty.py'), 'utf8')
const engine = new Engine({ position_encoding: 'utf-8' })
const submission = { content: { code } }

async function shortest(work) {
  let best = Infinity
  for (let round = 0; round < ROUNDS; round++) {
    const start = process.hrtime.bigint()
    await work()
    best = Math.min(best, Number(process.hrtime.bigint() - start))
  }
  return (best / 1000).toFixed(0)
}

async function main() {
  const call = JSON.stringify({ call: 'assess', submission })
  console.log(
    `Node: by the JSON door ${await shortest(() => engine.callJson(call))} us,`,
    `as an object ${await shortest(() => engine.assessSync(submission))} us,`,
    `as a promise ${await shortest(() => engine.assess(submission))} us`,
  )
}
main()
