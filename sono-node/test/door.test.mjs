import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { test } from 'node:test'

import * as esm from 'sono-eval'

import { LONG, rejection } from './material.mjs'

const { Engine } = esm
const engine = new Engine()
const text = 'def double(x):\n    return 2 * x\n'

test('both module systems load one implementation', () => {
  const cjs = createRequire(import.meta.url)('sono-eval')
  assert.deepEqual(Object.keys(cjs).sort(), Object.keys(esm).sort())
  for (const name of Object.keys(cjs)) assert.equal(cjs[name], esm[name])
})

test('metrics are measured', async () => {
  const { files, signals } = await engine.metrics(text)
  assert.deepEqual([files[0].functions[0].name, files[0].functions[0].start_line], ['double', 1])
  assert.equal(signals['size.lines.code'], 2)
})

test('an assessment is verified', async () => {
  const assessment = await engine.assess(text)
  const equal = await engine.verify(assessment, text)
  assert.equal(equal.result, 'equal')
  const uncovered = ['/assessment_id', '/timestamp', '/processing_time_ms', '/metadata/position_encoding']
  assert.deepEqual(equal.not_covered.map(({ pointer }) => pointer), uncovered)
  assert.notEqual((await engine.verify(assessment, text + 'x = 1\n')).result, 'equal')
  assert.equal((await engine.verify({ ...assessment, overall_score: 1 }, text)).result, 'differs')
})

test('reports are written of an assessment, a submission, or both', async () => {
  const assessment = await engine.assess(text)
  const markdown = await engine.report({ assessment, format: 'markdown', detail: 'brief' })
  assert.equal(markdown.media_type, 'text/markdown')
  assert.match(markdown.report, /^# /)
  const both = await engine.report({ assessment, submission: text, width: 60 })
  assert.ok(both.report.split('\n').every((line) => line.length <= 60))
  assert.deepEqual(await engine.report({ submission: text, width: 60 }), both)
  const bytes = await engine.report({ assessment, format: 'every-byte' })
  assert.ok(Buffer.isBuffer(bytes.report))
  assert.deepEqual([...bytes.report], Array.from({ length: 256 }, (_, byte) => byte))
  assert.equal((await rejection(engine.report({ format: 'pdff', submission: text }))).code, 'invalid_call')
  assert.equal((await rejection(engine.report())).code, 'invalid_call')
})

test('rubrics are listed, shown and checked', () => {
  for (const rubric of engine.rubrics()) {
    const check = engine.checkRubric(engine.rubric(rubric.id))
    assert.deepEqual([check.valid, check.rubric.hash], [true, rubric.hash])
  }
  assert.equal(engine.checkRubric({ source: 'format = 1\n', file: 'team.toml' }).problems[0].file, 'team.toml')
})

test('an engine scores with the rubric it was given', async () => {
  const source = 'format = 1\nid = "team"\nversion = "2.0.0"\nname = "Team"\nextends = "hiring"\n'
  const assessment = await new Engine({ rubric: { source } }).assess(text)
  assert.equal(assessment.metadata.provenance.rubric.version, '2.0.0')
})

test('signals, schemas and the build are described', () => {
  assert.ok(engine.signals().some((signal) => signal.id === 'complexity.cognitive.p90'))
  for (const of of ['submission', 'assessment', 'rubric', 'boundary']) assert.ok(engine.schema(of).$schema)
  assert.deepEqual(engine.about().rubrics, engine.rubrics().map((rubric) => rubric.id))
})

test('calls can be made as objects and as text', async () => {
  const call = { call: 'assess', submission: { content: { code: text } } }
  assert.deepEqual(JSON.parse(await engine.callJson(JSON.stringify(call))), await engine.call(call))
  assert.deepEqual(engine.callSync({ call: 'about' }), engine.about())
  const { line } = await engine.call({ call: 'record', assessed: await engine.assess(text) })
  assert.equal(typeof line, 'string')
  const aborted = { signal: AbortSignal.abort() }
  for (const work of [engine.metrics(LONG, aborted), engine.callJson('{}', aborted), engine.report({ submission: text }, aborted)]) {
    assert.equal((await rejection(work)).code, 'cancelled')
  }
})

test('canonical JSON sorts keys as RFC 8785 says', () => {
  assert.equal(esm.canonicalJson({ b: 1, 10: 1, 9: 1, a: [1.0, 1e21, -0, '\u20ac\n'] }), '{"10":1,"9":1,"a":[1,1e+21,0,"€\\n"],"b":1}')
  assert.throws(() => esm.canonicalJson(undefined), { code: 'invalid_json' })
})
