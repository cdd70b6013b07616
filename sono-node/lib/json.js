'use strict'

const { SonoEvalError } = require('./error.js')

const NOT_JSON = 'this cannot be written as JSON'

/**
 * Writes a value as JSON text for the core. A value that JSON does not have is refused with its place: JSON.stringify
 * writes half a surrogate pair as an escape, which stands for no text, NaN as null and -0 as 0. The last is right where
 * canonical JSON is asked for.
 */
function write(value, kind, isCanonical = false) {
  let text
  const odd = []
  try {
    text = JSON.stringify(value, (_, part) => {
      const [number, message] = isCanonical && part === 0 ? [0] : numeric(part)
      return message === undefined ? number : mark(odd.push(message) - 1)
    })
  } catch (cause) {
    const problems = [{ message: cause.message, pointer: '' }]
    throw new SonoEvalError({ kind, message: NOT_JSON, problems }, { cause })
  }
  if (text === undefined) {
    const problems = [{ message: `expected an object, got ${typeof value}`, pointer: '' }]
    throw new SonoEvalError({ kind, message: NOT_JSON, problems })
  }
  if (odd.length > 0) {
    const problems = odd.map((message, index) => ({ message, pointer: placeOf(mark(index), JSON.parse(text)) ?? '' }))
    throw new SonoEvalError({ kind, message: 'these numbers would be others in JSON', problems })
  }
  if (text.includes('\\ud')) {
    const problems = [...halves(JSON.parse(text), '')]
    if (problems.length > 0) throw new SonoEvalError({ kind, message: 'these texts are not Unicode', problems })
  }
  return text
}

/** A number as JSON has it, or what is wrong with it; anything else as it is. */
function numeric(value) {
  if (typeof value === 'bigint') {
    const number = Number(value)
    if (Number.isSafeInteger(number)) return [number]
    return [value, `expected an integer between -(2^53-1) and 2^53-1 or a string, got ${shown(value)}n`]
  }
  if (typeof value !== 'number') return [value]
  if (!Number.isFinite(value)) return [value, `expected a finite number, got ${value}`]
  return Object.is(value, -0) ? [value, 'expected 0, got -0'] : [value]
}

/** The digits of an integer, cut if there are very many. */
function shown(value) {
  const digits = value.toString()
  return digits.length > 60 ? `${digits.slice(0, 60)}…` : digits
}

/** What stands in the text for a number that was refused. */
function mark(index) {
  return `\u0000number ${index}\u0000`
}

/** The pointer of a text. */
function placeOf(sought, value, pointer = '', depth = 0) {
  if (value === sought) return pointer
  if (value === null || typeof value !== 'object' || depth >= DEPTH) return undefined
  for (const [key, child] of Object.entries(value)) {
    const found = placeOf(sought, child, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, depth + 1)
    if (found !== undefined) return found
  }
  return undefined
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

/** A submission of one text may be given as that text; only then its language and the name of its file can be stated. */
function unfold(submission, { language, path } = {}) {
  const isStated = language !== undefined || path !== undefined
  if (typeof submission === 'string') {
    return { content: { code: isStated ? { text: submission, language, path } : submission } }
  }
  if (isStated) {
    const message = '`language` and `path` can be stated of code as a string; the files of a submission have fields for that'
    throw new SonoEvalError({ kind: 'invalid_submission', message })
  }
  return submission
}

module.exports = { checkText, unfold, write }
