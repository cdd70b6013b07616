// Calls again and again, and fails when resident memory grows: node --expose-gc leaks.mjs CALLS

import { Engine } from '../index.mjs'

const calls = Number(process.argv[2])
const engine = new Engine()
const submission = { content: { code: 'def mean(xs):\n    """Mean."""\n    return sum(xs) / len(xs)\n' } }

/** All kinds of calls, in turn: promises, results, errors, aborted calls and batches. */
async function round() {
  const controller = new AbortController()
  const aborted = engine.assessJson(submission, { signal: controller.signal }).catch((error) => error.code)
  controller.abort()
  for await (const _ of engine.assessBatch([submission, {}], { concurrency: 1 }));
  engine.assessSync(submission)
  new Engine({ rubric: 'hiring' }).about()
  await Promise.all([aborted, engine.assess({}).catch((error) => error.code)])
  await Promise.all(Array.from({ length: 20 }, () => engine.assess(submission)))
}

const PER_ROUND = 25

async function run(calls) {
  for (let done = 0; done < calls; done += PER_ROUND) await round()
  gc()
  return process.memoryUsage().rss / 2 ** 20
}

await run(calls / 10)
const middle = await run(calls / 2)
const after = await run(calls / 2)
console.log(`leaks: Node: ${calls} calls; ${middle.toFixed(1)} MiB after half of them, ${after.toFixed(1)} MiB after all`)
process.exitCode = after - middle < 16 ? 0 : 1
