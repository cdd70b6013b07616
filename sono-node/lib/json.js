'use strict'

const { SonoEvalError } = require('./error.js')

const NOT_JSON = 'this cannot be written as JSON'

/**
 * Writes a value as JSON text for the core. A value that JSON does not have is refused with its place: JSON.stringify
 * writes half a surrogate pair as an escape, which stands for no text.
 */
function write(value, kind) {
  let text
  try {
    text = JSON.stringify(value)
  } catch (cause) {
    const problems = [{ message: cause.message, pointer: '' }]
    throw new SonoEvalError({ kind, message: NOT_JSON, problems }, { cause })
  }
  if (text === undefined) {
    const problems = [{ message: `expected an object, got ${typeof value}`, pointer: '' }]
    throw new SonoEvalError({ kind, message: NOT_JSON, problems })
  }
  if (text.includes('\\ud')) {
    const problems = [...halves(JSON.parse(text), '')]
    if (problems.length > 0) throw new SonoEvalError({ kind, message: 'these texts are not Unicode', problems })
  }
  return text
}

/** Refuses JSON text that is not Unicode: on its way it would silently become another text. */
function checkText(text) {
  if (typeof text !== 'string') {
    throw new SonoEvalError({ kind: 'invalid_json', message: `expected JSON text, got ${typeof text}` })
  }
  if (!text.isWellFormed()) {
    throw new SonoEvalError({ kind: 'invalid_json', message: half(text) })
  }
  return text
}

/** The core reads no JSON that is nested deeper. */
const DEPTH = 128

function* halves(value, pointer, depth = 0) {
  if (typeof value === 'string') {
    if (!value.isWellFormed()) yield { message: half(value), pointer }
  } else if (value !== null && typeof value === 'object' && depth < DEPTH) {
    for (const [key, child] of Object.entries(value)) {
      if (!key.isWellFormed()) yield { message: `in the name of a field, ${half(key)}`, pointer }
      const segment = key.toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1')
      yield* halves(child, `${pointer}/${segment}`, depth + 1)
    }
  }
}

function half(text) {
  const offset = text.search(/\p{Surrogate}/u)
  const unit = text.charCodeAt(offset).toString(16)
  return `expected Unicode text, got half of a surrogate pair (\\u${unit}) at offset ${offset}`
}

/** A submission of one text may be given as that text. */
function unfold(submission) {
  return typeof submission === 'string' ? { content: { code: submission } } : submission
}

module.exports = { checkText, unfold, write }
