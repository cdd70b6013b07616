// The functions of the package. Everything crosses as JSON text, so that there is nothing to free and no type that
// JavaScript does not have; positions count UTF-16 code units unless an option says otherwise.

import { callJson } from './instance.js';
import { answerOf, textOf } from './request.js';

export { SonoEvalError } from './error.js';
export { callJson };

export function call(request) {
  return answerOf(callJson(textOf(request)));
}

export function assess(submission, options = {}) {
  const { assessment_id, timestamp, ...door } = options ?? {};
  return call({ call: 'assess', submission, assessment_id, timestamp, options: door });
}

export function batch(submissions, options) {
  return call({ call: 'batch', submissions: [...submissions], options });
}

export function metrics(submission, options) {
  return call({ call: 'metrics', submission, options });
}

export function verify(assessment, submission, options) {
  return call({ call: 'verify', assessment, submission, options });
}

export function report(request, options) {
  return call({ ...request, call: 'report', options });
}

export function rubrics() {
  return call({ call: 'rubrics' });
}

export function rubric(id) {
  return call({ call: 'rubric', id });
}

export function checkRubric(rubric, options) {
  const source = typeof rubric === 'string' ? { source: rubric } : rubric;
  return call({ ...source, call: 'check_rubric', options });
}

export function signals() {
  return call({ call: 'signals' });
}

export function schema(of) {
  return call({ call: 'schema', of });
}

export function about() {
  return call({ call: 'about' });
}
