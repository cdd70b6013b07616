// The same functions, and the same class of errors, as `require` gives.

import api from './node.cjs';

export const {
  SonoEvalError,
  about,
  assess,
  batch,
  call,
  callJson,
  checkRubric,
  init,
  metrics,
  report,
  rubric,
  rubrics,
  schema,
  signals,
  verify,
} = api;

export default init;
