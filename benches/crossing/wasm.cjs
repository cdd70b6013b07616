// The shortest of many assessments of one submission through the WebAssembly package under Node, in microseconds:
// node wasm.cjs PACKAGE
const { readFileSync } = require('node:fs')
const { join, resolve } = require('node:path')

const { callJson, assess } = require(resolve(process.argv[2]))
const ROUNDS = 3000
const code = readFileSync(join(__dirname, '../data/thirty.py'), 'utf8')
const submission = { content: { code } }
const call = JSON.stringify({ call: 'assess', submission })

function shortest(work) {
  let best = Infinity
  for (let round = 0; round < ROUNDS; round++) {
    const start = process.hrtime.bigint()
    work()
    best = Math.min(best, Number(process.hrtime.bigint() - start))
  }
  return (best / 1000).toFixed(0)
}
console.log(
  `WebAssembly: by the JSON door ${shortest(() => callJson(call))} us, as an object ${shortest(() => assess(submission))} us`,
)
