'use strict'

class SonoEvalError extends Error {
  #data

  constructor(data, options) {
    super([data.message, ...(data.problems ?? []).map(words)].join('\n  '), options)
    this.#data = data
    this.code = data.kind
    this.problems = data.problems ?? []
  }

  toJSON() {
    return { error: this.#data }
  }
}

SonoEvalError.prototype.name = 'SonoEvalError'

/** The error that Node throws when a signal stops its work, with the kind of the core. */
class AbortError extends SonoEvalError {
  constructor(reason) {
    super({ kind: 'cancelled', message: 'The operation was aborted' }, { cause: reason })
  }
}

AbortError.prototype.name = 'AbortError'

/** A problem in words, as the core writes it. */
function words({ pointer, file, line, key, message }) {
  const place = pointer === undefined ? '' : `${pointer || '(whole input)'}: `
  const inFile = file === undefined ? '' : `${file}:${line === undefined ? '' : `${line}:`} `
  return `${place}${inFile}${key ? `\`${key}\`: ` : ''}${message}`
}

/** The error that the native module threw: its message is JSON. */
function fromNative(thrown) {
  try {
    return new SonoEvalError(JSON.parse(thrown.message).error)
  } catch {
    const message = `a defect in this library, please report it: ${thrown.message}`
    return new SonoEvalError({ kind: 'internal', message }, { cause: thrown })
  }
}

/** Runs work that calls the native module. */
function native(work) {
  try {
    return work()
  } catch (thrown) {
    throw fromNative(thrown)
  }
}

module.exports = { AbortError, SonoEvalError, fromNative, native }
