/**
 * What goes wrong when the library is used: `code` names the kind and never changes, `problems` lists everything that
 * is wrong with the input.
 */
export class SonoEvalError extends Error {
  #summary;

  constructor(code, summary, problems = [], options = undefined) {
    super([summary, ...problems.map((problem) => `  ${inWords(problem)}`)].join('\n'), options);
    this.name = 'SonoEvalError';
    this.code = code;
    this.problems = problems;
    this.#summary = summary;
  }

  /** The error that JSON describes. */
  static from({ kind, message, problems }) {
    return new SonoEvalError(kind, message, problems);
  }

  /** The error as JSON describes it, which a worker can send. */
  toJSON() {
    const { code: kind, problems } = this;
    return { kind, message: this.#summary, ...(problems.length > 0 && { problems }) };
  }
}

function inWords({ pointer, file, line, key, message }) {
  let place = '';
  if (pointer !== undefined) place += `${pointer || '(whole input)'}: `;
  if (file !== undefined) place += line === undefined ? `${file}: ` : `${file}:${line}: `;
  if (key) place += `\`${key}\`: `;
  return place + message;
}
