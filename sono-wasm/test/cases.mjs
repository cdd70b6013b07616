// Conformance: the answers that every binding must give, byte for byte. Runs under Node and in a page.

/** The method of each call, and the fields that it can express; a bare one takes no options. */
const METHODS = {
  about: { fields: [], ask: (api) => api.about(), bare: true },
  assess: {
    fields: ['submission', 'assessment_id', 'timestamp', 'opinions'],
    ask: (api, { submission, ...echoed }, options) => api.assess(submission, { ...echoed, ...options }),
  },
  batch: { fields: ['submissions'], ask: (api, { submissions }, options) => api.batch(submissions, options) },
  check_rubric: {
    fields: ['source', 'file', 'parents'],
    ask: (api, source, options) => api.checkRubric(source, options),
  },
  metrics: { fields: ['submission'], ask: (api, { submission }, options) => api.metrics(submission, options) },
  check_log: { fields: ['log', 'head'], ask: (api, request) => api.checkLog(request), bare: true },
  norms: { fields: ['assessments', 'norms', 'by'], ask: (api, request) => api.norms(request), bare: true },
  override: {
    fields: ['assessment', 'target', 'score', 'reason', 'author'],
    ask: (api, request) => api.override(request),
    bare: true,
  },
  record: {
    fields: ['assessed', 'rescored', 'overridden', 'last_line', 'at'],
    ask: (api, request) => api.record(request),
    bare: true,
  },
  review_request: {
    fields: ['submission'],
    ask: (api, { submission }, options) => api.reviewRequest(submission, options),
  },
  report: {
    fields: ['assessment', 'submission', 'format', 'detail', 'width', 'color', 'ascii', 'pretty'],
    ask: (api, request, options) => api.report(request, options),
  },
  rubric: { fields: ['id'], ask: (api, { id }) => ({ id, source: api.rubric(id) }), bare: true },
  rubrics: { fields: [], ask: (api) => ({ rubrics: api.rubrics() }), bare: true },
  schema: { fields: ['of'], ask: (api, { of }) => api.schema(of), bare: true },
  signals: { fields: [], ask: (api) => ({ signals: api.signals() }), bare: true },
  standing: {
    fields: ['norms', 'assessment'],
    ask: (api, { assessment, norms }) => api.standing(assessment, norms),
    bare: true,
  },
  verify: {
    fields: ['assessment', 'submission'],
    ask: (api, { assessment, submission }, options) => api.verify(assessment, submission, options),
  },
};

/** Runs a case through every door; returns the names of those that answered otherwise. */
export function failures(api, request, expected) {
  const wrong = [];
  const check = (door, answer) => {
    if (answer !== expected) wrong.push(`${door}: ${firstDifference(answer, expected)}`);
  };
  check('callJson', api.callJson(request));

  const value = parsed(request);
  // A text that JavaScript's own JSON changes (with a repeated key, say) goes through the JSON door alone.
  if (!isObject(value) || api.callJson(JSON.stringify(value)) !== expected) return wrong;
  const { call, options = {}, ...fields } = value;
  if (!isObject(options)) return wrong;
  const canonicalOptions = { position_encoding: 'utf-8', ...options };
  check('call', outcome(() => api.call({ ...value, options: canonicalOptions })));
  const method = typeof call === 'string' && METHODS[call];
  const hasOptions = Object.keys(options).length > 0;
  if (method && Object.keys(fields).every((name) => method.fields.includes(name)) && !(method.bare && hasOptions)) {
    check(call, outcome(() => method.ask(api, fields, canonicalOptions)));
  }
  return wrong;
}

function outcome(ask) {
  try {
    return canonical(ask());
  } catch (error) {
    if (typeof error.toJSON !== 'function') throw error;
    return canonical(error.toJSON());
  }
}

/** Canonical JSON (RFC 8785) of a value: JavaScript writes strings and numbers that way, but may reorder keys. */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const fields = Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
  return `{${fields.join()}}`;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function firstDifference(answer, expected) {
  let at = 0;
  while (answer[at] === expected[at]) at += 1;
  const near = (text) => JSON.stringify(text.slice(Math.max(0, at - 30), at + 30));
  return `at ${at}: got ${near(answer)}, expected ${near(expected)}`;
}
