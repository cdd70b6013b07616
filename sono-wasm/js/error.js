/** The error that every function throws: `code` names the kind, and `problems` lists all problems of the input. */
export class SonoEvalError extends Error {
  #data;

  constructor(data, options = undefined) {
    const { kind, message, problems = [] } = data;
    super([message, ...problems.map(inWords)].join('\n  '), options);
    this.name = 'SonoEvalError';
    this.code = kind;
    this.problems = problems;
    this.#data = data;
  }

  /** The error as every language writes it in JSON. */
  toJSON() {
    return { error: this.#data };
  }
}

/** The error of a signal that stops work; its name is the one that the platform uses. */
export function aborted({ reason }) {
  const late = reason?.name === 'TimeoutError';
  const data = late
    ? { kind: 'deadline_exceeded', message: 'the work was not done in time' }
    : { kind: 'cancelled', message: 'the work was cancelled' };
  return Object.assign(new SonoEvalError(data, { cause: reason }), { name: late ? 'TimeoutError' : 'AbortError' });
}

/** A problem in words, as the core writes it. */
function inWords({ pointer, file, line, key, message }) {
  let place = '';
  if (pointer !== undefined) place += `${pointer || '(whole input)'}: `;
  if (file !== undefined) place += line === undefined ? `${file}: ` : `${file}:${line}: `;
  if (key) place += `\`${key}\`: `;
  return place + message;
}
