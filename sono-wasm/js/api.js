// The functions of the package. Everything crosses as JSON text, so that there is nothing to free and no type that
// JavaScript does not have; positions count UTF-16 code units unless an option says otherwise.

import { callJson } from './instance.js';
import { answerOf, assessCall, reportOf, textOf } from './request.js';

export { SonoEvalError } from './error.js';
export { callJson };

export function call(request) {
  return answerOf(callJson(textOf(request)));
}

export function assess(submission, options) {
  return call(assessCall(submission, options));
}

export function batch(submissions, options) {
  return call({ call: 'batch', submissions: listOf(submissions), options });
}

export function metrics(submission, options) {
  return call({ call: 'metrics', submission, options });
}

export function verify(assessment, submission, options) {
  return call({ call: 'verify', assessment, submission, options });
}

export function report(request, options) {
  return reportOf(call({ ...request, call: 'report', options }));
}

export function reviewRequest(submission, options) {
  return call({ call: 'review_request', submission, options });
}

export function norms(request) {
  return call({ ...request, call: 'norms' });
}

export function standing(assessment, norms) {
  return call({ call: 'standing', assessment, norms });
}

export function record(request) {
  return call({ ...request, call: 'record' });
}

export function override(request) {
  return call({ ...request, call: 'override' });
}

export function checkLog(request) {
  return call({ ...request, call: 'check_log' });
}

export function rubrics() {
  return call({ call: 'rubrics' }).rubrics;
}

export function rubric(id) {
  return call({ call: 'rubric', id }).source;
}

export function checkRubric(rubric, options) {
  const source = typeof rubric === 'string' ? { source: rubric } : rubric;
  return call({ ...source, call: 'check_rubric', options });
}

export function signals() {
  return call({ call: 'signals' }).signals;
}

export function schema(of) {
  return call({ call: 'schema', of });
}

export function about() {
  return call({ call: 'about' });
}

/** A value that is not a collection stays as it is, for the core to refuse. */
function listOf(collection) {
  return typeof collection === 'object' && collection?.[Symbol.iterator] ? [...collection] : collection;
}
