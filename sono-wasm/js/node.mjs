// The same functions, and the same class of errors, as `require` gives.

import api from './node.cjs';

export const {
  SonoEvalError,
  about,
  assess,
  batch,
  call,
  callJson,
  checkLog,
  checkRubric,
  init,
  metrics,
  norms,
  override,
  record,
  report,
  reviewRequest,
  rubric,
  rubrics,
  schema,
  signals,
  standing,
  verify,
} = api;

export default init;
