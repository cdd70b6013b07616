import type {
  About,
  Assessment,
  BatchAnswer,
  Call,
  DoorOptions,
  ErrorData,
  Metrics,
  Problem,
  ReportAnswer,
  ReportCall,
  RubricCheck,
  RubricList,
  RubricSource,
  RubricText,
  SchemaName,
  SignalList,
  Submission,
  Verification,
} from './types.js';

export type * from './types.js';

/** How to assess. Positions count UTF-16 code units unless `position_encoding` says otherwise. */
export type Options = Partial<DoorOptions>;

/** How to assess one submission. */
export interface AssessOptions extends Options {
  /** Your id for the assessment, echoed. */
  assessment_id?: string;
  /** When it is assessed, echoed. */
  timestamp?: string;
}

/** What `init` can load the module from; by default the file beside the script. */
export type ModuleSource = string | URL | Request | Response | BufferSource | WebAssembly.Module;

/**
 * What goes wrong when the library is used. The message names every problem. A submission that does not parse, say, is
 * no error but a finding of its assessment.
 */
export class SonoEvalError extends Error {
  constructor(code: string, summary: string, problems?: Problem[], options?: ErrorOptions);
  /** The kind, such as `invalid_submission`; these strings never change. */
  readonly code: string;
  /** Everything that is wrong with the input, and where. */
  readonly problems: Problem[];
  /** The error as it stands in JSON. */
  toJSON(): ErrorData;
}

/**
 * Loads the module, which the web needs before the first call. In Node it is loaded already, and this does nothing.
 *
 * @throws {SonoEvalError} `io` if it cannot be loaded; then `init` can be called again.
 */
export function init(source?: ModuleSource | Promise<ModuleSource>): Promise<void>;
export default init;

/**
 * Assesses a submission.
 *
 * @throws {SonoEvalError} as every function here.
 */
export function assess(submission: Submission, options?: AssessOptions): Assessment;

/** Assesses submissions. One that is not valid fails alone. */
export function batch(submissions: Iterable<Submission>, options?: Options): BatchAnswer;

/** Measures a submission without scoring it. */
export function metrics(submission: Submission, options?: Options): Metrics;

/** Replays an assessment, and says whether it still holds for the submission. */
export function verify(assessment: Assessment, submission: Submission, options?: Options): Verification;

/** Writes a report on an assessment, or on a submission that is assessed first; with both, it shows code. */
export function report(request: Omit<ReportCall, 'call'>, options?: Options): ReportAnswer;

/** Lists the built-in rubrics. */
export function rubrics(): RubricList;

/** The text of a built-in rubric. */
export function rubric(id: string): RubricText;

/** Checks a rubric in TOML. What is wrong with it is in the answer. */
export function checkRubric(rubric: string | RubricSource, options?: Options): RubricCheck;

/** Defines every signal that rubrics can read. */
export function signals(): SignalList;

/** A JSON Schema. */
export function schema(of: SchemaName): Record<string, unknown>;

/** What this build is and can do. */
export function about(): About;

/** Answers any call, with the options of the engine in `options`. */
export function call(request: Call & { options?: Options | null }): unknown;

/**
 * Answers a request in JSON text with canonical JSON: the answer, or an object with the one field `error`. Here
 * positions count UTF-8 bytes by default, as in every other language.
 */
export function callJson(request: string): string;
