'use strict'

const native = require('../native.js')
const { Batch } = require('./batch.js')
const { fromNative, native: run } = require('./error.js')
const { checkText, unfold, write } = require('./json.js')
const { abortable, check } = require('./options.js')

const CALL = ['signal', 'timeout']
const ASSESS = ['assessmentId', 'language', 'path', 'signal', 'timeout', 'timestamp']
const ASSESS_SYNC = ['assessmentId', 'language', 'path', 'timeout', 'timestamp']

class Engine {
  #door

  constructor(options = {}) {
    const text = write(withUnit(options), 'invalid_options')
    this.#door = run(() => new native.Door(text))
  }

  async assess(submission, options) {
    return JSON.parse(await this.assessJson(submission, options))
  }

  async assessJson(submission, options = {}) {
    return this.#ask(assessCall(submission, check(options, ASSESS)), options)
  }

  assessSync(submission, options = {}) {
    return this.#askSync(assessCall(submission, check(options, ASSESS_SYNC)), options)
  }

  assessBatch(source, options = {}) {
    return new Batch(this.#door, source, options)
  }

  async metrics(submission, options = {}) {
    return this.#answer({ call: 'metrics', submission: unfold(submission) }, check(options, CALL))
  }

  async verify(assessment, submission, options = {}) {
    return this.#answer({ call: 'verify', assessment, submission: unfold(submission) }, check(options, CALL))
  }

  async report(what, options = {}) {
    const submission = unfold(what?.submission)
    const { encoding, ...answer } = await this.#answer({ ...what, call: 'report', submission }, check(options, CALL))
    return encoding === undefined ? answer : { ...answer, report: Buffer.from(answer.report, encoding) }
  }

  rubrics() {
    return this.#askSync({ call: 'rubrics' }).rubrics
  }

  rubric(id) {
    return this.#askSync({ call: 'rubric', id }).source
  }

  checkRubric(source) {
    const fields = typeof source === 'string' ? { source } : source
    return this.#askSync({ call: 'check_rubric', ...fields })
  }

  signals() {
    return this.#askSync({ call: 'signals' }).signals
  }

  schema(of) {
    return this.#askSync({ call: 'schema', of })
  }

  about() {
    return this.#askSync({ call: 'about' })
  }

  async call(call, options = {}) {
    return this.#answer(call, check(options, CALL))
  }

  callSync(call) {
    return this.#askSync(call)
  }

  async callJson(text, options = {}) {
    return this.#send(checkText(text), check(options, CALL))
  }

  async #answer(call, options) {
    return JSON.parse(await this.#ask(call, options))
  }

  #ask(call, options) {
    return this.#send(write(call, kindOf(call)), options)
  }

  #send(text, options) {
    return send((stop, timeout) => this.#door.call(text, stop, timeout), options)
  }

  #askSync(call, { timeout } = {}) {
    const text = write(call, kindOf(call))
    return JSON.parse(run(() => this.#door.callSync(text, timeout)))
  }
}

/** Options whose unit of positions is that of strings here, unless they name another. The core refuses other values. */
function withUnit(options) {
  const isObject = options !== null && typeof options === 'object' && !Array.isArray(options)
  return isObject ? { ...options, position_encoding: options.position_encoding ?? 'utf-16' } : options
}

/** The fault in a call with a submission is, as a rule, in the submission. */
function kindOf(call) {
  return call !== null && typeof call === 'object' && 'submission' in call ? 'invalid_submission' : 'invalid_call'
}

function assessCall(submission, { assessmentId, language, path, timestamp }) {
  const whole = unfold(submission, { language, path })
  return { call: 'assess', submission: whole, assessment_id: assessmentId, timestamp }
}

async function send(start, { signal, timeout }) {
  const stop = new native.Stop()
  return abortable(signal, () => stop.cancel(), async () => {
    try {
      return await start(stop, timeout)
    } catch (thrown) {
      throw fromNative(thrown)
    }
  })
}

async function requestJson(text, options = {}) {
  checkText(text)
  return send((stop, timeout) => native.request(text, stop, timeout), check(options, CALL))
}

function canonicalJson(value) {
  const text = write(value, 'invalid_json', true)
  return run(() => native.canonicalJson(text))
}

module.exports = { Engine, canonicalJson, requestJson }
