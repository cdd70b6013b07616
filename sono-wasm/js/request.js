// Requests as JSON text, and what their answers say.

import { SonoEvalError } from './error.js';

const DEFAULT_OPTIONS = { position_encoding: 'utf-16' };

/** The call that assesses, whose own fields stand among the options. */
export function assessCall(submission, options) {
  const { assessment_id, timestamp, opinions, ...door } = options ?? {};
  return { call: 'assess', submission, assessment_id, timestamp, opinions, options: door };
}

/** The request with the defaults of JavaScript. What is no object stays as it is, for the core to refuse. */
function withDefaults(request) {
  if (!isObject(request) || !(request.options == null || isObject(request.options))) return request;
  return { ...request, options: { ...DEFAULT_OPTIONS, ...request.options } };
}

/** The request as JSON text. */
export function textOf(request) {
  let text;
  try {
    text = JSON.stringify(withDefaults(request));
  } catch (cause) {
    // A cycle, or a BigInt.
    const message = `the call cannot be written as JSON: ${cause.message}`;
    throw new SonoEvalError({ kind: 'invalid_call', message }, { cause });
  }
  // What JSON cannot say at all, such as a function.
  return text ?? 'null';
}

/** The value of an answer in JSON text. */
export function answerOf(text) {
  const answer = JSON.parse(text);
  if (isObject(answer) && 'error' in answer) throw new SonoEvalError(answer.error);
  return answer;
}

function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
