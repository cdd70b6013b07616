import type {
  About,
  Assessment,
  BatchAnswer,
  BytesFormat,
  Call,
  CheckLogCall,
  DoorOptions,
  ErrorData,
  ErrorKind,
  LogCheck,
  Metrics,
  Norms,
  NormsCall,
  OpinionInput,
  Override,
  OverrideCall,
  Problem,
  RecordAnswer,
  RecordCall,
  ReportCall,
  ReportFormat,
  ReviewRequest,
  RubricCheck,
  RubricInfo,
  RubricSource,
  SchemaName,
  SignalDefinition,
  Standing,
  Submission,
  Verification,
} from './types.js';

export type * from './types.js';

/** The options of all calls. Positions count UTF-16 code units unless `position_encoding` says otherwise. */
export type Options = Omit<DoorOptions, 'cache'>;

/** The options of one assessment. */
export interface AssessOptions extends Options {
  /** Your id for the assessment, echoed. */
  assessment_id?: string;
  /** The time of the assessment, echoed. */
  timestamp?: string;
  /** Opinions of reviewers that came back, to be checked and weighed. */
  opinions?: OpinionInput[];
}

/** The sources that `init` can load the module from; by default the file beside the script. */
export type ModuleSource = string | URL | Request | Response | BufferSource | WebAssembly.Module;

/**
 * A misuse of the library. The message names every problem. A submission that does not parse, say, is not an error but
 * a finding of its assessment.
 */
export class SonoEvalError extends Error {
  /** An error from its data, such as the `error` of an item that failed. */
  constructor(data: ErrorData, options?: ErrorOptions);
  /** The kind, such as `invalid_submission`; these strings never change. */
  readonly code: ErrorKind;
  /** Everything that is wrong with the input, and where. */
  readonly problems: Problem[];
  /** The error as every language writes it in JSON. */
  toJSON(): { error: ErrorData };
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

/** A report: text, or the bytes of a format that is not text. */
export interface Report<F extends ReportFormat = ReportFormat> {
  /** Its format. */
  format: F;
  /** Its media type, such as `text/markdown`. */
  media_type: string;
  /** The report itself. */
  report: F extends BytesFormat ? Uint8Array : string;
}

/**
 * Writes a report on an assessment, or on a submission that is assessed first; with both, it shows code.
 * `about().formats` lists the formats.
 */
export function report<F extends ReportFormat = 'text'>(
  request: Omit<ReportCall, 'format'> & { format?: F },
  options?: Options,
): Report<F>;

/** Asks for opinions on a submission: the request to send to language models or people. */
export function reviewRequest(submission: Submission, options?: Options): ReviewRequest;

/** Counts assessments, to tell where one of them stands. */
export function norms(request: NormsCall): Norms;

/** The standing of an assessment within norms. */
export function standing(assessment: Assessment, norms: Norms): Standing;

/** The next line of an audit log. */
export function record(request: RecordCall): RecordAnswer;

/** Puts a person's score beside one of an assessment. */
export function override(request: OverrideCall): Override;

/** Checks that an audit log is intact. */
export function checkLog(request: CheckLogCall): LogCheck;

/** Lists the built-in rubrics. */
export function rubrics(): RubricInfo[];

/** The text of a built-in rubric, to read or to start your own from. */
export function rubric(id: string): string;

/** Checks a rubric in TOML. The answer lists its problems. */
export function checkRubric(rubric: string | RubricSource, options?: Options): RubricCheck;

/** Defines every signal that rubrics can read. */
export function signals(): SignalDefinition[];

/** A JSON Schema. */
export function schema(of: SchemaName): Record<string, unknown>;

/** The version, languages, rubrics and formats of this build. */
export function about(): About;

/** Answers any call, with the options of the engine in `options`. */
export function call(request: Call & { options?: Options | null }): unknown;

/**
 * Answers a request in JSON text with canonical JSON: the answer, or an object with the one field `error`. Here
 * positions count UTF-8 bytes by default, as in every other language.
 */
export function callJson(request: string): string;
