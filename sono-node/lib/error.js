'use strict'

class SonoEvalError extends Error {
  #data

  constructor(data, options = {}) {
    super(options.text ?? data.message, 'cause' in options ? { cause: options.cause } : undefined)
    this.#data = data
    this.code = data.kind
    this.problems = data.problems ?? []
  }

  get name() {
    return 'SonoEvalError'
  }

  toJSON() {
    return { error: this.#data }
  }
}

/** What Node throws when a signal stops its work, with the kind that the core has for it. */
class AbortError extends SonoEvalError {
  constructor(reason) {
    super({ kind: 'cancelled', message: 'The operation was aborted' }, { cause: reason })
  }

  get name() {
    return 'AbortError'
  }
}

/** The error that the native module threw: its message is JSON. */
function fromNative(thrown) {
  let read
  try {
    read = JSON.parse(thrown.message)
  } catch {
    const message = `a defect in this library, please report it: ${thrown.message}`
    return new SonoEvalError({ kind: 'internal', message }, { cause: thrown })
  }
  return new SonoEvalError(read.error, { text: read.text })
}

/** An error with problems that the core could not see, since they are none of JSON's. */
function withProblems(kind, message, problems, cause) {
  const lines = problems.map(({ pointer, message }) => `\n  ${pointer || '(whole input)'}: ${message}`)
  const options = { text: message + lines.join(''), ...(cause === undefined ? {} : { cause }) }
  return new SonoEvalError({ kind, message, problems }, options)
}

/** Runs what calls the native module. */
function native(work) {
  try {
    return work()
  } catch (thrown) {
    throw fromNative(thrown)
  }
}

module.exports = { AbortError, SonoEvalError, fromNative, native, withProblems }
