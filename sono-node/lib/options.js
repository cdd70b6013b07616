'use strict'

const { AbortError, SonoEvalError } = require('./error.js')

const KINDS = {
  function: (value) => typeof value === 'function',
  'a number of milliseconds': (value) => typeof value === 'number' && value >= 0,
  'an AbortSignal': (value) => value instanceof AbortSignal,
}

/** The checks of the options that both calls and batches have. */
const TYPES = { onProgress: 'function', signal: 'an AbortSignal', timeout: 'a number of milliseconds' }

/** Checks the options of a method; every problem is found at once. */
function check(options, known) {
  const problems = []
  const note = (pointer, message) => problems.push({ message, pointer })
  if (options === null || typeof options !== 'object') {
    note('', `expected an object of options, got ${describe(options)}`)
  } else {
    for (const [name, value] of Object.entries(options)) {
      const expected = TYPES[name]
      if (!known.includes(name)) {
        note(`/${name}`, `unknown option "${name}"; expected one of "${known.join('", "')}"`)
      } else if (value !== undefined && expected !== undefined && !KINDS[expected](value)) {
        note(`/${name}`, `expected ${expected}, got ${describe(value)}`)
      }
    }
  }
  if (problems.length > 0) {
    throw new SonoEvalError({ kind: 'invalid_options', message: 'the options are not valid', problems })
  }
  return options
}

/** A value in words. */
function describe(value) {
  if (value === null) return 'null'
  return typeof value === 'number' ? String(value) : typeof value
}

/**
 * Waits for what `start` begins, or for the signal. The promise is rejected as soon as the signal says so; the work
 * is stopped and ends a little later.
 */
async function abortable(signal, stop, start) {
  if (signal === undefined) return start()
  if (signal.aborted) throw new AbortError(signal.reason)
  let onAbort
  const aborted = new Promise((_, reject) => {
    onAbort = () => {
      stop()
      reject(new AbortError(signal.reason))
    }
    signal.addEventListener('abort', onAbort, { once: true })
  })
  try {
    return await Promise.race([start(), aborted])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}

module.exports = { abortable, check, describe }
