// Requests as JSON text, and the values of their answers.

import { SonoEvalError } from './error.js';

const DEFAULT_OPTIONS = { position_encoding: 'utf-16' };

/** The call that assesses, whose own fields stand among the options. */
export function assessCall(submission, options) {
  const { assessment_id, timestamp, opinions, ...door } = options ?? {};
  return { call: 'assess', submission, assessment_id, timestamp, opinions, options: door };
}

/** A request as JSON text. A value that is not an object goes as it is, for the core to refuse. */
export function textOf(request) {
  const { options } = isObject(request) ? request : {};
  return isObject(request) && (options == null || isObject(options))
    ? written({ ...request, options: withDefaults(options) })
    : written(request);
}

/** The value of an answer in JSON text. */
export function answerOf(text) {
  const answer = JSON.parse(text);
  if (isObject(answer) && 'error' in answer) throw new SonoEvalError(answer.error);
  return answer;
}

/** A report; one that is not text has its bytes in an array. */
export function reportOf({ encoding, ...answer }) {
  if (encoding === undefined) return answer;
  return { ...answer, report: Uint8Array.from(atob(answer.report), (byte) => byte.charCodeAt(0)) };
}

function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function withDefaults(options) {
  return { ...DEFAULT_OPTIONS, ...options };
}

function written(value) {
  try {
    // A value that JSON does not have, such as a function, becomes null.
    return JSON.stringify(value, number) ?? 'null';
  } catch (cause) {
    // A cycle, or a number.
    const message = `the call cannot be written as JSON: ${cause.message}`;
    throw new SonoEvalError({ kind: 'invalid_call', message }, { cause });
  }
}

/** Refuses a number that JSON.stringify would write as another one, as null, or not at all. */
function number(name, value) {
  if (typeof value === 'bigint') {
    if (Number.isSafeInteger(Number(value))) return Number(value);
    throw new TypeError(`expected an integer between -(2^53-1) and 2^53-1 or a string in "${name}", got ${value}n`);
  }
  if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))) {
    const got = Number.isFinite(value) ? '-0' : value;
    throw new TypeError(`expected a finite number, and 0 without a sign, in "${name}", got ${got}`);
  }
  return value;
}
