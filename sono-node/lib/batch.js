'use strict'

const { AbortError, SonoEvalError, fromNative, native: run } = require('./error.js')
const { unfold, write } = require('./json.js')
const { check, describe } = require('./options.js')

/** Milliseconds that one of Node's threads waits for a message before it takes other work. */
const WAIT = 20

/** Options, and their names in the core. */
const NAMES = {
  concurrency: 'jobs',
  itemTimeout: 'item_deadline_ms',
  order: 'order',
  progressInterval: 'progress_ms',
  progressItems: 'progress_items',
  resume: 'resume',
  retryFailed: 'retry_failed',
  startedAt: 'started_unix_ms',
  timeout: 'batch_deadline_ms',
  total: 'total',
  window: 'window',
}
const KNOWN = [...Object.keys(NAMES), 'onProgress', 'signal'].sort()

/**
 * The results of a batch. Nothing happens until the first is asked for. From then on two sides run: `#feed` reads the
 * source while the batch has room, `#results` takes messages while somebody asks for them. A result that was taken
 * makes room again.
 */
class Batch {
  #door
  #options
  #source
  #results
  #native
  /** The final state. */
  #state
  /** An error of the host while the batch ran: it ends the batch, and is thrown at the end. */
  #failure
  /** Whether nobody takes results any more. */
  #isLeft = false
  #isEnded = false
  #isSourceOpen = true
  #wake = () => {}

  constructor(door, source, options) {
    this.#door = door
    this.#options = check(options, KNOWN)
    this.#source = iteratorOf(source)
    this.#results = this.#run()
  }

  get state() {
    if (this.#state !== undefined) return this.#state
    const text = run(() => this.#native?.state() ?? null)
    return text === null ? undefined : JSON.parse(text)
  }

  next() {
    return this.#results.next()
  }

  return(value) {
    this.#isLeft = true
    this.#stop()
    return this.#results.return(value)
  }

  throw(error) {
    this.#isLeft = true
    this.#stop()
    return this.#results.throw(error)
  }

  [Symbol.asyncIterator]() {
    return this
  }

  async *#run() {
    const { signal } = this.#options
    if (signal?.aborted) throw new AbortError(signal.reason)
    this.#native = open(this.#door, this.#options)
    const onAbort = () => this.#stop()
    signal?.addEventListener('abort', onAbort, { once: true })
    this.#feed()
    try {
      yield* this.#messages()
    } finally {
      signal?.removeEventListener('abort', onAbort)
      this.#isEnded = true
      this.#stop()
      // A source that does not answer must not block the end.
      await Promise.race([this.#closeSource(), new Promise((resolve) => setImmediate(resolve))])
    }
    this.#throwIfCut()
  }

  async *#messages() {
    for (;;) {
      const text = await this.#native.next(WAIT).catch((thrown) => {
        throw fromNative(thrown)
      })
      if (text === null) continue
      const { type, ...message } = JSON.parse(text)
      if (type === 'item') {
        this.#wake()
        yield message
      } else if (type === 'event') {
        this.#options.onProgress(message.event)
      } else {
        if (message.error !== undefined) throw new SonoEvalError(message.error)
        this.#state = message.state
        return
      }
    }
  }

  #throwIfCut() {
    const { signal } = this.#options
    if (this.#isLeft) return
    if (this.#failure !== undefined) throw this.#failure.error
    if (this.#state.phase === 'deadline_exceeded') {
      throw new SonoEvalError({ kind: 'deadline_exceeded', message: 'the batch was not done before its deadline' })
    }
    if (this.#state.phase !== 'completed') throw new AbortError(signal?.reason)
  }

  /** Reads the source. It never rejects: a failure here is thrown where the results are taken. */
  async #feed() {
    try {
      while (await this.#hasRoom()) {
        const { done, value } = await this.#source.next()
        if (done) {
          this.#isSourceOpen = false
          return
        }
        this.#push(await value)
      }
    } catch (error) {
      this.#isSourceOpen = false
      this.#failure ??= { error }
      this.#stop()
    } finally {
      this.#native.endInput()
    }
  }

  /** Tells a source that was not read to its end to release its resources. */
  async #closeSource() {
    if (!this.#isSourceOpen) return
    this.#isSourceOpen = false
    try {
      await this.#source.return?.()
    } catch (error) {
      this.#failure ??= { error }
    }
  }

  /** Waits for room; there is none any more once the batch is over. */
  async #hasRoom() {
    while (!this.#isOver() && !this.#native.wantsInput()) {
      await new Promise((resolve) => {
        this.#wake = resolve
      })
    }
    return !this.#isOver()
  }

  #isOver() {
    return this.#isLeft || this.#isEnded || this.#failure !== undefined || this.#options.signal?.aborted === true
  }

  #push(item) {
    const isKeyed = item !== null && typeof item === 'object' && 'submission' in item
    const { id, submission } = isKeyed ? item : { submission: item }
    let text
    try {
      checkId(id)
      text = write(unfold(submission), 'invalid_submission')
    } catch (error) {
      const key = typeof id === 'string' ? id : undefined
      run(() => this.#native.pushFailed(key, JSON.stringify(error.toJSON().error)))
      return
    }
    run(() => this.#native.push(id, text))
  }

  #stop() {
    this.#native?.cancel()
    this.#wake()
  }
}

function checkId(id) {
  if (id === undefined || (typeof id === 'string' && id.isWellFormed())) return
  const problems = [{ message: `expected a string of Unicode text, got ${describe(id)}`, pointer: '/id' }]
  throw new SonoEvalError({ kind: 'invalid_submission', message: 'the key of the item is not valid', problems })
}

function iteratorOf(source) {
  const begin = source?.[Symbol.asyncIterator] ?? source?.[Symbol.iterator]
  if (typeof begin !== 'function' || typeof source === 'string') {
    const message = `expected an iterable of submissions, got ${describe(source)}`
    throw new SonoEvalError({ kind: 'invalid_options', message })
  }
  return begin.call(source)
}

function open(door, options) {
  const { onProgress, signal: _, ...rest } = options
  const renamed = Object.entries(rest).map(([name, value]) => [NAMES[name], value])
  const text = write({ ...Object.fromEntries(renamed), events: onProgress !== undefined }, 'invalid_options')
  try {
    return run(() => door.batch(text))
  } catch (error) {
    throw new SonoEvalError({ ...error.toJSON().error, problems: error.problems.map(inOptions) })
  }
}

/** A problem of an option, under the name that the host uses. */
function inOptions({ pointer = '', ...problem }) {
  const [, first, ...rest] = pointer.split('/')
  const known = Object.keys(NAMES).find((name) => NAMES[name] === first)
  return known === undefined ? { ...problem, pointer } : { ...problem, pointer: ['', known, ...rest].join('/') }
}

module.exports = { Batch }
