import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'

import { Engine } from 'sono-eval'

import { LONG, random, rejection } from './material.mjs'

const engine = new Engine()

/** A source that counts the items read, and knows whether it was closed. */
class Source {
  read = 0
  isClosed = false

  constructor(length, item = (index) => `x = ${index}\ny = 2\n`) {
    this.length = length
    this.item = item
  }

  *[Symbol.iterator]() {
    try {
      while (this.read < this.length) yield this.item(this.read++)
    } finally {
      this.isClosed = true
    }
  }
}

async function all(batch) {
  const items = []
  for await (const item of batch) items.push(item)
  return items
}

const statuses = (items) => items.map((item) => item.status)

test('results come in the order of the source, with the keys of the host', async () => {
  const source = new Source(40, (index) => (index % 2 ? { id: `k${index}`, submission: `x = ${index}\n` } : `x = ${index}\n`))
  const batch = engine.assessBatch(source, { concurrency: 2 })
  const items = await all(batch)
  assert.deepEqual(items.map((item) => item.index), Array.from({ length: 40 }, (_, index) => index))
  assert.deepEqual([items[0].id, items[1].id], [undefined, 'k1'])
  assert.deepEqual(items[3].assessment, await engine.assess('x = 3\n'))
  assert.equal(items[3].input_hash, items[3].assessment.metadata.provenance.input_hash)
  assert.deepEqual([batch.state.phase, batch.state.completed], ['completed', 40])
  assert.deepEqual(await batch.next(), { done: true, value: undefined })
})

test('results may come as they are ready', async () => {
  const source = [LONG, 'x = 1\n', 'y = 1\n']
  const items = await all(engine.assessBatch(source, { concurrency: 2, order: 'completion' }))
  assert.notEqual(items[0].index, 0)
  assert.deepEqual(items.map((item) => item.index).sort(), [0, 1, 2])
})

test('a bad item fails alone', async () => {
  const bad = [{ content: 3 }, { content: { code: '\ud800' } }, undefined, { id: 'big', submission: { content: { code: 1n } } }]
  const items = await all(engine.assessBatch(['x = 1\n', ...bad, 'y = 1\n']))
  assert.deepEqual(statuses(items), ['completed', 'failed', 'failed', 'failed', 'failed', 'completed'])
  assert.ok(items.slice(1, 5).every((item) => item.error.kind === 'invalid_submission'), JSON.stringify(items.slice(1, 5)))
  assert.equal(items[2].error.problems[0].pointer, '/content/code')
  assert.equal(items[4].id, 'big')
})

test('a key that is no text fails its item alone', async () => {
  const source = [{ id: 7, submission: 'x = 1\n' }, { id: '\ud800', submission: 'x = 1\n' }, { id: 'k', submission: 'x = 1\n' }]
  const items = await all(engine.assessBatch(source))
  assert.deepEqual(statuses(items), ['failed', 'failed', 'completed'])
  assert.equal(items[0].error.problems[0].message, 'expected a string of Unicode text, got 7')
  assert.equal(items[0].error.problems[0].pointer, '/id')
})

test('the source is not read before the first result is asked for, nor further than the window', async () => {
  const source = new Source(100)
  const batch = engine.assessBatch(source, { concurrency: 2, window: 5 })
  await sleep(50)
  assert.equal(source.read, 0)
  for (let taken = 1; taken <= 3; taken += 1) {
    await batch.next()
    await sleep(100)
    assert.ok(source.read <= taken + 5, `${source.read} were read when ${taken} were taken`)
  }
  assert.equal(source.read, 8, 'and no less than the window')
  assert.equal((await all(batch)).length, 97)
})

test('10,000 items pass, and the event loop turns meanwhile', async () => {
  let turns = 0
  const timer = setInterval(() => (turns += 1), 5)
  let sum = 0
  const batch = engine.assessBatch(new Source(10_000, (index) => `x = ${index}\n`), { total: 10_000 })
  for await (const item of batch) sum += item.status === 'completed' ? 1 : 0
  clearInterval(timer)
  assert.equal(sum, 10_000)
  assert.equal(batch.state.total, 10_000)
  assert.ok(turns > 20, `${turns} turns`)
})

test('an asynchronous source may be slower than the batch', async () => {
  async function* slow() {
    for (let index = 0; index < 4; index += 1) {
      await sleep(30)
      yield `x = ${index}\n`
    }
  }
  assert.equal((await all(engine.assessBatch(slow(), { concurrency: 1 }))).length, 4)
  const promises = [Promise.resolve('x = 1\n'), 'y = 1\n']
  assert.deepEqual(statuses(await all(engine.assessBatch(promises))), ['completed', 'completed'])
})

test('an empty source is an empty batch, and what is no source is refused', async () => {
  const batch = engine.assessBatch([])
  assert.deepEqual(await all(batch), [])
  assert.equal(batch.state.phase, 'completed')
  for (const wrong of [undefined, null, 3, 'x = 1\n', { content: { code: '' } }]) {
    assert.throws(() => engine.assessBatch(wrong), { code: 'invalid_options' })
  }
})

test('progress is told while results are taken', async () => {
  const events = []
  await all(engine.assessBatch(new Source(6), { onProgress: (event) => events.push(event), progressItems: 2 }))
  assert.deepEqual(events.map((event) => event.sequence), events.map((_, index) => index))
  assert.equal(events[0].type, 'batch_started')
  assert.equal(events.at(-1).type, 'batch_completed')
  assert.equal(events.filter((event) => event.type === 'item_completed').length, 6)
  assert.ok(events.some((event) => event.type === 'progress'))
})

test('leaving the loop ends the batch and lets the source go', async () => {
  const source = new Source(1000)
  const batch = engine.assessBatch(source, { window: 4 })
  for await (const item of batch) {
    if (item.index === 2) break
  }
  assert.ok(source.isClosed && source.read < 20)
  assert.equal(batch.state.completed, 3)
  assert.deepEqual(await batch.next(), { done: true, value: undefined })
})

test('return() ends a batch whose next result is awaited', async () => {
  async function* never() {
    yield 'x = 1\n'
    await new Promise(() => {})
  }
  const batch = engine.assessBatch(never())
  await batch.next()
  const waiting = batch.next()
  await sleep(20)
  assert.deepEqual(await batch.return(), { done: true, value: undefined })
  assert.deepEqual(await waiting, { done: true, value: undefined })
})

test('a signal ends a batch, what is ready still comes, and the state goes on from there', async () => {
  const controller = new AbortController()
  const source = new Source(200)
  const batch = engine.assessBatch(source, { signal: controller.signal, concurrency: 2, window: 4 })
  const items = []
  const error = await rejection(
    (async () => {
      for await (const item of batch) {
        items.push(item)
        if (items.length === 10) controller.abort('enough')
      }
    })(),
  )
  assert.deepEqual([error.name, error.code, error.cause], ['AbortError', 'cancelled', 'enough'])
  assert.ok(source.isClosed)
  assert.equal(batch.state.phase, 'cancelled')
  assert.equal(batch.state.completed, items.length)

  const resume = JSON.parse(JSON.stringify(batch.state))
  const rest = await all(engine.assessBatch(new Source(200), { resume, window: 4 }))
  const indices = [...items, ...rest].map((item) => item.index).sort((a, b) => a - b)
  assert.deepEqual(indices, Array.from({ length: 200 }, (_, index) => index))
})

test('a state is bound to the items that are done', async () => {
  const items = Array.from({ length: 20 }, (_, index) => ({ id: `k${index}`, submission: `x = ${index}\n` }))
  const begun = engine.assessBatch(items, { window: 2 })
  assert.equal(begun.state, undefined)
  for await (const item of begun) {
    assert.equal(begun.state.completed, item.index + 1)
    if (item.index === 9) break
  }
  const resume = begun.state
  const renamed = items.map((item, index) => (index === 4 ? { ...item, id: 'other' } : item))
  const recoded = items.map((item, index) => (index === 4 ? { ...item, submission: 'y = 1\n' } : item))
  for (const changed of [items.toReversed(), renamed, recoded, items.slice(1), items.slice(0, 5)]) {
    const taken = []
    const error = await rejection(
      (async () => {
        for await (const item of engine.assessBatch(changed, { resume })) taken.push(item)
      })(),
    )
    assert.deepEqual([error.code, taken], ['invalid_parameter', []])
  }
  const later = items.map((item, index) => (index === 15 ? { ...item, submission: 'y = 1\n' } : item))
  const rest = await all(engine.assessBatch(later, { resume }))
  assert.deepEqual(rest.map((item) => item.index), [10, 11, 12, 13, 14, 15, 16, 17, 18, 19])
})

/**
 * A host that adds the hash of each result to a file, and now and then stores the state, with the length of the file that
 * belongs to it. What it finds beyond that length is done again.
 */
const HOST = `
  import { createHash } from 'node:crypto'
  import { existsSync, openSync, readFileSync, renameSync, truncateSync, writeFileSync, writeSync } from 'node:fs'
  import { Engine } from ${JSON.stringify(new URL('../index.mjs', import.meta.url).href)}
  import { random } from ${JSON.stringify(new URL('material.mjs', import.meta.url).href)}
  const [path, count, every] = [process.argv[1], Number(process.argv[2]), Number(process.argv[3])]
  const last = existsSync(path + '.state') ? JSON.parse(readFileSync(path + '.state', 'utf8')) : { length: 0 }
  const nested = '('.repeat(3000)
  const poison = [{ content: 3 }, { content: { code: '\\ud800' } }, undefined, 'x = ' + nested, { content: { code: 1n } }]
  function* items() {
    // The same in every life.
    const next = random(20_261_130)
    for (let index = 0; index < count; index += 1) {
      const good = ('def f' + index + '(a):\\n    return a + ' + next() + '\\n').repeat(20)
      yield { id: 'k' + index, submission: next() > 0.05 ? good : poison[Math.floor(next() * poison.length)] }
    }
  }
  truncateSync(path, last.length)
  const out = openSync(path, 'a')
  let length = last.length
  const batch = new Engine().assessBatch(items(), { concurrency: 2, resume: last.state })
  for await (const item of batch) {
    const { index, id } = item
    const result = createHash('sha256').update(JSON.stringify(item)).digest('hex')
    length += writeSync(out, JSON.stringify({ index, id, result }) + '\\n')
    if ((index + 1) % every === 0) {
      writeFileSync(path + '.new', JSON.stringify({ length, state: batch.state }))
      renameSync(path + '.new', path + '.state')
    }
  }
`
// `make test-all` has many more.
const ITEMS = Number(process.env.SONO_KILL_ITEMS ?? 300)
const KILLS = Number(process.env.SONO_KILLS ?? 4)

test('a batch killed anywhere ends with the identical results', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sono-eval-'))
  const [whole, killed] = [join(folder, 'whole'), join(folder, 'killed')]
  const length = async (path) => (await stat(path)).size
  /** A host that is at work, and how it will end. */
  const start = async (path) => {
    const before = await length(path)
    const every = Math.max(1, Math.floor(ITEMS / 200))
    const args = ['--input-type=module', '-e', HOST, '--', path, String(ITEMS), String(every)]
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] })
    const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve(signal ?? code)))
    while ((await length(path)) === before && child.exitCode === null) await sleep(2)
    return { child, ended }
  }
  try {
    for (const path of [whole, killed]) await writeFile(path, '')
    const undisturbed = await start(whole)
    const started = performance.now()
    assert.equal(await undisturbed.ended, 0)
    // All lives together leave something to do.
    const longest = (performance.now() - started) / (2 * KILLS)
    const next = random(1)
    for (let life = 0; life < KILLS; life += 1) {
      const { child, ended } = await start(killed)
      await sleep(next() * longest)
      child.kill('SIGKILL')
      assert.equal(await ended, 'SIGKILL')
    }
    const { state } = JSON.parse(await readFile(`${killed}.state`, 'utf8'))
    assert.ok(state.completed > 0 && state.completed < ITEMS, `${state.completed} of ${ITEMS}`)
    const last = await start(killed)
    assert.equal(await last.ended, 0)
    const expected = await readFile(whole)
    const indices = expected.toString().trimEnd().split('\n').map((line) => JSON.parse(line).index)
    assert.deepEqual(indices, Array.from({ length: ITEMS }, (_, index) => index))
    assert.ok(expected.equals(await readFile(killed)), 'not the results of a batch that nobody disturbed')
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('a signal that was aborted before leaves the source alone', async () => {
  const source = new Source(5)
  const error = await rejection(all(engine.assessBatch(source, { signal: AbortSignal.abort() })))
  assert.deepEqual([error.code, source.read], ['cancelled', 0])
})

test('a signal ends a batch whose source does not answer', async () => {
  let isClosed = false
  const stuck = {
    [Symbol.asyncIterator]: () => ({
      next: () => new Promise(() => {}),
      return: async () => ((isClosed = true), { done: true, value: undefined }),
    }),
  }
  const error = await rejection(all(engine.assessBatch(stuck, { signal: AbortSignal.timeout(50) })))
  assert.deepEqual([error.name, error.cause.name, isClosed], ['AbortError', 'TimeoutError', true])
})

test('deadlines hold for items and for the batch', async () => {
  const items = await all(engine.assessBatch([LONG, 'x = 1\n'], { itemTimeout: 20, concurrency: 1 }))
  assert.deepEqual([items[0].error.kind, items[1].status], ['deadline_exceeded', 'completed'])
  const batch = engine.assessBatch(new Source(100, () => LONG), { timeout: 50, concurrency: 1 })
  const error = await rejection(all(batch))
  assert.deepEqual([error.code, batch.state.phase], ['deadline_exceeded', 'deadline_exceeded'])
})

test('what a source or a callback throws is thrown to whoever takes the results', async () => {
  const failure = new Error('the disk is gone')
  function* failing() {
    yield 'x = 1\n'
    throw failure
  }
  assert.equal(await rejection(all(engine.assessBatch(failing()))), failure)
  const source = new Source(50)
  const onProgress = () => {
    throw failure
  }
  assert.equal(await rejection(all(engine.assessBatch(source, { onProgress }))), failure)
  assert.ok(source.isClosed)
})

test('options are refused under the names that they have here', async () => {
  const error = await rejection(all(engine.assessBatch([], { concurrency: 'x', itemTimeout: -1, order: 'random' })))
  assert.equal(error.code, 'invalid_options')
  assert.deepEqual(error.problems.map((problem) => problem.pointer), ['/concurrency', '/order', '/itemTimeout'])
  assert.throws(() => engine.assessBatch([], { concurency: 1 }), /unknown option "concurency"/)
})

test('a thread of JavaScript may end in the middle of a batch', async () => {
  const program = `
    import { parentPort } from 'node:worker_threads'
    import { Engine } from ${JSON.stringify(new URL('../index.mjs', import.meta.url).href)}
    function* endless() { for (;;) yield 'x = 1\\n' }
    for await (const item of new Engine().assessBatch(endless())) if (item.index === 20) parentPort.postMessage('under way')
  `
  for (let round = 0; round < 3; round += 1) {
    const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(program)}`))
    const said = await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject))
    assert.equal(said, 'under way')
    await worker.terminate()
  }
  assert.equal((await all(engine.assessBatch(['x = 1\n']))).length, 1)
})
