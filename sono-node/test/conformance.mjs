// Runs the conformance cases: node conformance.mjs FOLDER
//
// Each goes through the JSON door, and as well, unless it is about JSON itself, through the method that hosts would use.

import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { Engine, SonoEvalError, canonicalJson, requestJson } from '../index.mjs'

const METHODS = {
  about: (engine) => engine.about(),
  assess: (engine, { submission, assessment_id: assessmentId, timestamp }) =>
    engine.assess(submission, { assessmentId, timestamp }),
  batch: async (engine, { submissions }) => {
    const items = []
    for await (const { input_hash, ...item } of engine.assessBatch(submissions)) items.push(item)
    return { items }
  },
  check_rubric: (engine, { call, ...source }) => engine.checkRubric(source),
  metrics: (engine, { submission }) => engine.metrics(submission),
  report: (engine, { call, ...what }) => engine.report(what),
  rubric: (engine, { id }) => ({ id, source: engine.rubric(id) }),
  rubrics: (engine) => ({ rubrics: engine.rubrics() }),
  schema: (engine, { of }) => engine.schema(of),
  signals: (engine) => ({ signals: engine.signals() }),
  verify: (engine, { assessment, submission }) => engine.verify(assessment, submission),
}

/** The fields that the methods have a place for. */
const FIELDS = {
  about: [],
  assess: ['submission', 'assessment_id', 'timestamp'],
  batch: ['submissions'],
  check_rubric: ['source', 'file', 'parents'],
  metrics: ['submission'],
  report: ['assessment', 'submission', 'format', 'detail', 'width', 'color', 'ascii', 'pretty'],
  rubric: ['id'],
  rubrics: [],
  schema: ['of'],
  signals: [],
  verify: ['assessment', 'submission'],
}

/** The method for a call; `call` itself where there is none, or where it means something else by such arguments. */
function methodOf({ call, ...fields }) {
  const known = (typeof call === 'string' && FIELDS[call]) || []
  const hasPlace = Object.keys(fields).every((name) => known.includes(name))
  const isText = typeof fields.submission === 'string'
  const isSource = !('submissions' in fields) || Array.isArray(fields.submissions)
  const fits = typeof call === 'string' && Object.hasOwn(METHODS, call) && hasPlace && !isText && isSource
  return fits ? METHODS[call] : (engine, call) => engine.call(call)
}

async function answerOf(work) {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof SonoEvalError)) throw error
    return JSON.stringify(error)
  }
}

/** The case through the method, or nothing where there is no such way. */
async function throughMethod(name, request, expected) {
  // JSON.parse turns these into another text, or fails.
  if (name.includes('/json_')) return undefined
  const read = JSON.parse(request)
  if (read === null || typeof read !== 'object' || Array.isArray(read)) return undefined
  // Problems of options come up when the engine is made, with pointers into the options.
  if (/"pointer":"\/options/.test(expected)) return undefined
  const { options, ...call } = read
  return answerOf(async () => {
    const engine = new Engine({ ...options, position_encoding: options?.position_encoding ?? 'utf-8' })
    return canonicalJson(await methodOf(call)(engine, call))
  })
}

const folder = process.argv[2]
const files = await readdir(join(folder, 'cases'), { recursive: true })
const names = files.filter((name) => name.endsWith('.json')).sort()
let failed = 0
let methods = 0
for (const name of names) {
  const request = await readFile(join(folder, 'cases', name), 'utf8')
  const expected = await readFile(join(folder, 'answers', name), 'utf8')
  const ways = {
    door: await answerOf(() => requestJson(request)),
    method: await throughMethod(name, request, expected),
  }
  methods += ways.method === undefined ? 0 : 1
  const wrong = Object.entries(ways).filter(([, answer]) => answer !== undefined && answer !== expected)
  for (const [way, answer] of wrong) {
    const at = [...answer].findIndex((character, index) => character !== expected[index])
    const excerpt = (text) => text.slice(Math.max(0, at - 40), at + 80)
    console.error(`${name} (${way}):\n  expected ${excerpt(expected)}\n  got      ${excerpt(answer)}`)
  }
  failed += wrong.length > 0 ? 1 : 0
}
console.log(`${methods} cases went through a method as well`)
console.log(`conformance: Node: ${names.length - failed} passed, ${failed} failed`)
process.exitCode = failed > 0 || names.length === 0 ? 1 : 0
