import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

import { Engine, canonicalJson } from 'sono-eval'

import { LONG, code, rejection } from './material.mjs'

const engine = new Engine()

test('a string is the text of the code', async () => {
  const fromText = await engine.assess('def double(x):\n    return 2 * x\n')
  const fromObject = await engine.assess({ content: { code: 'def double(x):\n    return 2 * x\n' } })
  assert.deepEqual(fromText, fromObject)
  assert.ok(fromText.overall_score > 0)
  assert.equal(fromText.path_scores.length, 5)
})

test('code as a string may state its language and path', async () => {
  const text = 'half = lambda x: x'
  const stated = await engine.assess(text, { language: 'python', path: 'src/half.py' })
  assert.deepEqual(stated, await engine.assess({ content: { files: [{ path: 'src/half.py', text, language: 'python' }] } }))
  assert.deepEqual(stated.metadata.languages, ['python'])
  const error = await rejection(engine.assess({ content: { code: text } }, { language: 'python' }))
  assert.equal(error.code, 'invalid_submission')
})

test('all ways give the same assessment', async () => {
  const submission = { candidate_id: 'c-1', content: { code: code(2) } }
  const assessment = await engine.assess(submission)
  assert.deepEqual(engine.assessSync(submission), assessment)
  assert.deepEqual(JSON.parse(await engine.assessJson(submission)), assessment)
  assert.deepEqual(await engine.call({ call: 'assess', submission }), assessment)
  assert.equal(canonicalJson(assessment), await engine.assessJson(submission))
})

test('ids and times are echoed', async () => {
  const options = { assessmentId: 'a-1', timestamp: '2026-01-02T03:04:05Z' }
  for (const assessment of [await engine.assess('x = 1\n', options), engine.assessSync('x = 1\n', options)]) {
    assert.equal(assessment.assessment_id, 'a-1')
    assert.equal(assessment.timestamp, '2026-01-02T03:04:05Z')
  }
})

test('offsets cut strings of JavaScript at the right places', async () => {
  const source = `note = '🦀🦀'; label = "🦀"\n${deep()}`
  const assessment = await engine.assess(source)
  const evidence = assessment.path_scores.flatMap((path) => path.metrics).flatMap((metric) => metric.evidence)
  let named = 0
  for (const { description, location } of evidence.filter((one) => one.location)) {
    const found = source.slice(location.start.offset, location.end.offset)
    const line = source.split('\n')[location.start.line - 1]
    assert.ok(line.startsWith(found.split('\n')[0], location.start.column - 1), `${description}: ${found}`)
    if (!description.includes('`tangled`')) continue
    assert.ok(found.startsWith('tangled'), found)
    named += 1
  }
  assert.ok(named > 0)
  assert.equal(assessment.metadata.position_encoding, 'utf-16')
})

function deep() {
  const branches = Array.from({ length: 12 }, (_, depth) => `${'    '.repeat(depth + 1)}if x > ${depth}: # 🦀`)
  return `def other(): return "🦀"\ndef tangled(x):\n${branches.join('\n')}\n${'    '.repeat(13)}return 1\n`
}

test('the position encoding can be chosen, and utf-8 gives the canonical form', async () => {
  const bytes = new Engine({ position_encoding: 'utf-8' })
  const json = await bytes.assessJson(deep())
  assert.ok(!json.includes('"position_encoding":"utf-16"'))
  assert.equal(json, canonicalJson(await bytes.assess(deep())))
  assert.notEqual(json, await engine.assessJson(deep()))
})

test('promises run side by side', async () => {
  const submissions = Array.from({ length: 64 }, (_, index) => `x = ${index}\n` + code(index % 5))
  const assessments = await Promise.all(submissions.map((text) => engine.assess(text)))
  assert.deepEqual(assessments, submissions.map((text) => engine.assessSync(text)))
})

test('the event loop turns while a long submission is assessed', async () => {
  let turns = 0
  const timer = setInterval(() => (turns += 1), 5)
  const start = performance.now()
  await engine.assessJson(LONG)
  const took = performance.now() - start
  clearInterval(timer)
  assert.ok(took > 50, `it took ${took} ms, too little to tell`)
  assert.ok(turns >= 5, `${turns} turns in ${took} ms`)
})

test('a signal that was aborted before stops a call before it starts', async () => {
  const reason = new Error('enough')
  const error = await rejection(engine.assess(LONG, { signal: AbortSignal.abort(reason) }))
  assert.deepEqual([error.name, error.code], ['AbortError', 'cancelled'])
  assert.equal(error.cause, reason)
})

test('a signal stops a call at once, and the next call works', async () => {
  const controller = new AbortController()
  const call = rejection(engine.assess(LONG, { signal: controller.signal }))
  await sleep(10)
  const start = performance.now()
  controller.abort()
  const error = await call
  assert.ok(performance.now() - start < 100)
  assert.deepEqual([error.name, error.code, error.cause.name], ['AbortError', 'cancelled', 'AbortError'])
  assert.ok((await engine.assess('x = 1\ny = 2\n')).overall_score !== undefined)
})

test('a call leaves nothing behind at its signal', async () => {
  const { signal } = new AbortController()
  const listeners = new Set()
  const add = signal.addEventListener.bind(signal)
  const remove = signal.removeEventListener.bind(signal)
  signal.addEventListener = (type, listener, options) => (listeners.add(listener), add(type, listener, options))
  signal.removeEventListener = (type, listener) => (listeners.delete(listener), remove(type, listener))
  await engine.assess('x = 1\n', { signal })
  await rejection(engine.assess({}, { signal }))
  assert.equal(listeners.size, 0)
})

test('a call ends at its timeout', async () => {
  const error = await rejection(engine.assess(LONG, { timeout: 5 }))
  assert.deepEqual([error.name, error.code], ['SonoEvalError', 'deadline_exceeded'])
  assert.throws(() => engine.assessSync(LONG, { timeout: 0 }), { code: 'deadline_exceeded' })
  await engine.assess('x = 1\n', { timeout: Infinity })
})
