import assert from 'node:assert/strict'
import { test } from 'node:test'

import { Engine, SonoEvalError, canonicalJson, requestJson } from 'sono-eval'

import { LONG, rejection } from './material.mjs'

const engine = new Engine()
const assessment = engine.assessSync('x = 1\ny = 2\n')
const hiring = new Engine({ rubric: 'hiring' }).assessSync('x = 1\ny = 2\n')

/** A way to cause each kind of error from here, or the reason why there is none. */
const KINDS = {
  cancelled: () => engine.assess('x = 1\n', { signal: AbortSignal.abort() }),
  deadline_exceeded: () => engine.assess('x = 1\n', { timeout: 0 }),
  internal: () => engine.call({ call: 'panic' }),
  invalid_answer: 'reviewers are not offered here',
  invalid_call: () => engine.call({ call: 'asess' }),
  invalid_json: () => engine.callJson('{'),
  invalid_options: () => new Engine({ rubrik: 'growth' }),
  invalid_override: () =>
    engine.call({ call: 'override', assessment, target: 'overall', score: 101, reason: '', author: 'r' }),
  invalid_parameter: () =>
    engine.assess({ content: { code: 'x = 1\n' }, options: { rubric_parameters: { nothing: 1 } } }),
  invalid_record: () => engine.call({ call: 'record', assessed: assessment, last_line: '{}' }),
  invalid_reviewer: 'reviewers are not offered here',
  invalid_rubric: () => new Engine({ rubric: { source: 'format = 1\n' } }),
  invalid_signal: 'signals of the host are not offered here',
  invalid_submission: () => engine.assess({ content: { cdoe: '' } }),
  io: 'nothing is read from files',
  limit_exceeded: () => new Engine({ limits: { max_file_bytes: 1 } }).assess('x = 1\n'),
  not_comparable: () => engine.call({ call: 'norms', assessments: [assessment, hiring] }),
  signal_failed: 'signals of the host are not offered here',
  unknown_rubric: () => new Engine({ rubric: 'grwoth' }),
}

test('the table of kinds is complete', () => {
  const kinds = engine.schema('boundary').$defs.ErrorKind.oneOf.map((kind) => kind.const)
  const met = Object.keys(KINDS)
  assert.deepEqual(kinds.filter((kind) => !met.includes(kind)), [])
  assert.deepEqual(met.filter((kind) => !kinds.includes(kind)), [])
})

for (const [kind, meet] of Object.entries(KINDS)) {
  if (typeof meet === 'string') continue
  test(`an error of kind ${kind} says so`, async () => {
    const error = await rejection((async () => meet())())
    assert.ok(error instanceof SonoEvalError && error instanceof Error, String(error))
    assert.equal(error.code, kind)
    assert.ok(error.message.length > 0 && Array.isArray(error.problems))
    assert.equal(error.toJSON().error.kind, kind)
    assert.equal(canonicalJson(error), JSON.stringify(error))
  })
}

test('every problem is named with its place', async () => {
  const error = await rejection(engine.assess({ content: { cdoe: 1, code: 2 }, candidate_id: 'a b' }))
  const pointers = error.problems.map((problem) => problem.pointer)
  assert.deepEqual(pointers.sort(), ['/submission/candidate_id', '/submission/content/cdoe', '/submission/content/code'])
  for (const problem of error.problems) assert.ok(error.message.includes(`\n  ${problem.pointer}: ${problem.message}`))
})

test('a wrong rubric is named with file, line and key', () => {
  const source = 'format = 1\nid = 3\n'
  const refuse = () => new Engine({ rubric: { source, file: 'team.toml' } })
  assert.throws(refuse, (error) => {
    const at = error.problems.find((problem) => problem.key === 'id')
    assert.deepEqual([at.file, at.line], ['team.toml', 2])
    return error.message.includes('team.toml:2: `id`: ')
  })
})

test('options are refused by name, all at once', async () => {
  const error = await rejection(engine.assess('x = 1\n', { timout: 5, signal: 3, timeout: -1 }))
  assert.equal(error.code, 'invalid_options')
  assert.deepEqual(error.problems.map((problem) => problem.pointer), ['/timout', '/signal', '/timeout'])
  assert.equal((await rejection(engine.assess('x = 1\n', null))).code, 'invalid_options')
  assert.throws(() => new Engine(null), { code: 'invalid_options' })
  assert.throws(() => new Engine('growth'), /expected an object of options, got "growth"/)
})

test('what is no submission is refused', async () => {
  for (const wrong of [undefined, null, 3, [], new Map()]) {
    assert.equal((await rejection(engine.assess(wrong))).code, wrong === undefined ? 'invalid_call' : 'invalid_submission')
  }
})

test('what JSON cannot say is refused', async () => {
  const circular = { content: {} }
  circular.content.code = circular
  const error = await rejection(engine.assess(circular))
  assert.equal(error.code, 'invalid_submission')
  assert.ok(error.cause instanceof TypeError)
})

test('a number that JSON would change is refused with its place', async () => {
  const content = { code: 'x = 1\n' }
  const problems = async (attributes) => {
    const error = await rejection(engine.assess({ content, attributes }))
    assert.equal(error.code, 'invalid_submission')
    return error.problems
  }
  const integer = 'expected an integer between -(2^53-1) and 2^53-1 or a string'
  assert.deepEqual(await problems({ a: 1, 'b/c': 2n ** 53n, d: NaN, e: -0 }), [
    { message: `${integer}, got 9007199254740992n`, pointer: '/submission/attributes/b~1c' },
    { message: 'expected a finite number, got NaN', pointer: '/submission/attributes/d' },
    { message: 'expected 0, got -0', pointer: '/submission/attributes/e' },
  ])
  const [unsafe] = await problems({ a: 2 ** 53 })
  assert.equal(unsafe.message, `${integer}, got 9007199254740992`)
  assert.match(unsafe.pointer, /\/attributes\/a$/)
  const kept = await engine.assess({ content, attributes: { a: 2n ** 53n - 1n, b: -7n, c: 1.5, d: '9007199254740993' } })
  assert.deepEqual(kept.attributes, { a: 2 ** 53 - 1, b: -7, c: 1.5, d: '9007199254740993' })
})

test('half a surrogate pair is refused with its place, and a whole one is text', async () => {
  const half = { content: { files: [{ path: 'a/b.py', text: "x = '\ud83e'\n" }], code: '\\ud83e' } }
  const error = await rejection(engine.assess(half))
  assert.equal(error.code, 'invalid_submission')
  assert.deepEqual(error.problems, [
    {
      message: 'expected Unicode text, got half of a surrogate pair (\\ud83e) at offset 5',
      pointer: '/submission/content/files/0/text',
    },
  ])
  assert.equal((await rejection(engine.callJson('{"call": "\udc00"}'))).code, 'invalid_json')
  assert.equal((await rejection(requestJson('{"call": "\\udc00"}'))).code, 'invalid_json')
  assert.equal((await rejection(requestJson(3))).code, 'invalid_json')
  await engine.assess({ content: { code: 'x = "\\ud83e \ud83e\udd80"\n' } })
})

test('a panic is an error, and the next call works', async () => {
  assert.throws(() => engine.callSync({ call: 'panic' }), { code: 'internal' })
  const errors = await Promise.all(Array.from({ length: 8 }, () => rejection(engine.call({ call: 'panic' }))))
  assert.ok(errors.every((error) => error.code === 'internal' && /panic that a test asked for/.test(error.message)))
  assert.ok((await engine.assess(LONG)).overall_score > 0)
})

test('the error of an item can be made an error again', () => {
  const error = new SonoEvalError({ kind: 'invalid_json', message: 'no', problems: [{ message: 'why', pointer: '' }] })
  assert.equal(String(error), 'SonoEvalError: no\n  (whole input): why')
  assert.equal(JSON.stringify(error), '{"error":{"kind":"invalid_json","message":"no","problems":[{"message":"why","pointer":""}]}}')
})
