import type {
  About,
  Answer,
  Assessment,
  BatchAnswer,
  BatchState,
  BytesFormat,
  Call,
  DoorOptions,
  ErrorData,
  ErrorKind,
  ItemAnswer,
  LogCheck,
  Metrics,
  Norms,
  Override,
  Problem,
  ProgressAnswer,
  ProgressEvent,
  RecordAnswer,
  ReportAnswer,
  ReportCall,
  ReportFormat,
  ReviewRequest,
  RubricCheck,
  RubricInfo,
  RubricList,
  RubricSource,
  RubricText,
  SchemaName,
  Setup,
  SignalDefinition,
  SignalList,
  Standing,
  Submission,
  Verification,
} from './types.js'

export * from './types.js'

/**
 * Scores submissions with one rubric. It may be used from many places at once; work runs on Node's worker threads.
 *
 * Data has the field names of its JSON form. Columns and offsets count UTF-16 units, as strings of JavaScript do,
 * unless `position_encoding` says otherwise; with `"utf-8"`, results are the same, byte for byte, in every language.
 */
export class Engine {
  /**
   * @throws {SonoEvalError} `invalid_options`, `invalid_rubric` with every problem and its line, or `unknown_rubric`.
   */
  constructor(options?: EngineOptions)

  /**
   * Assesses a submission, away from the event loop. A string is the text of the code.
   *
   * @throws {SonoEvalError} `invalid_submission` with every problem, `limit_exceeded`, `invalid_parameter`,
   * `cancelled` (an error with the name `AbortError`), or `deadline_exceeded`.
   */
  assess(submission: Submission | string, options?: AssessOptions): Promise<Assessment>

  /** As {@link assess}, but the JSON text as the core writes it: canonical with the position encoding `utf-8`. */
  assessJson(submission: Submission | string, options?: AssessOptions): Promise<string>

  /** As {@link assess}, but the event loop waits. */
  assessSync(submission: Submission | string, options?: Omit<AssessOptions, 'signal'>): Assessment

  /**
   * Assesses many submissions on several threads. The source is read only while there is room, and there is room
   * when results are taken. Nothing happens before the first result is asked for.
   *
   * An item that fails is a result with an error. Leaving the loop ends the batch.
   */
  assessBatch(source: Iterable<BatchInput> | AsyncIterable<BatchInput>, options?: BatchOptions): Batch

  /** Measures a submission without scoring it. */
  metrics(submission: Submission | string, options?: CallOptions): Promise<Metrics>

  /** Replays an assessment of a submission, and says whether it still holds. */
  verify(assessment: Assessment, submission: Submission | string, options?: CallOptions): Promise<Verification>

  /**
   * Writes a report on an assessment or a submission; with both, it shows places with their code. `about().formats`
   * lists the formats.
   */
  report<F extends ReportFormat = 'text'>(what: ReportInput<F>, options?: CallOptions): Promise<Report<F>>

  /** The built-in rubrics. */
  rubrics(): RubricInfo[]

  /** The text of a built-in rubric. */
  rubric(id: string): string

  /** Checks a rubric, given as TOML. The answer lists its problems. */
  checkRubric(source: RubricSource | string): RubricCheck

  /** Every signal that a rubric can read. */
  signals(): SignalDefinition[]

  /** A JSON Schema. */
  schema(of: SchemaName): Record<string, unknown>

  /** The version, languages, rubrics and formats of this build. */
  about(): About

  /** Makes any call of the core. */
  call<C extends Call>(call: C, options?: CallOptions): Promise<AnswerTo<C>>

  /** As {@link call}, but the event loop waits. */
  callSync<C extends Call>(call: C): AnswerTo<C>

  /** As {@link call}, with JSON text on both sides. */
  callJson(call: string, options?: CallOptions): Promise<string>
}

/**
 * The results of a batch, to be iterated once. When the batch was cut short, results that were ready still come, and
 * then the reason is thrown: the error of the source or of a callback, or a {@link SonoEvalError} `cancelled` or
 * `deadline_exceeded`.
 */
export interface Batch extends AsyncIterableIterator<BatchItem> {
  /**
   * The state after every result that was taken, to be stored with them for `resume`; absent before the first. Once the
   * batch is over, it says how it ended.
   */
  readonly state: BatchState | undefined

  /** The next result. */
  next(): Promise<IteratorResult<BatchItem, undefined>>

  /** Ends the batch. */
  return(): Promise<IteratorResult<BatchItem, undefined>>

  /** Ends the batch. */
  throw(error?: unknown): Promise<IteratorResult<BatchItem, undefined>>

  [Symbol.asyncIterator](): this
}

/** The error that every method of this package throws. */
export class SonoEvalError extends Error {
  /** An error from its data, such as the `error` of an item that failed. */
  constructor(data: ErrorData, options?: ErrorOptions)

  /**
   * The kind of misuse. The strings never change; new ones may be added. The name is `SonoEvalError`, and
   * `AbortError` where a signal stopped the work; `cause` is then the reason of the signal.
   */
  readonly code: ErrorKind

  /** Every problem of the input, with its JSON pointer, or its file, line and key. */
  readonly problems: Problem[]

  /** The error as every language writes it in JSON. */
  toJSON(): { error: ErrorData }
}

/**
 * Answers a call in JSON text that contains the options of its engine, in the field `options`. Positions count UTF-8
 * bytes unless these say otherwise.
 */
export function requestJson(request: string, options?: CallOptions): Promise<string>

/** Writes a value as canonical JSON (RFC 8785), the form that hashes are taken of. */
export function canonicalJson(value: unknown): string

/** The configuration of an engine. Everything has a default. */
export type EngineOptions = DoorOptions

/** The options of a call. */
export interface CallOptions {
  /** Stops the call. */
  signal?: AbortSignal
  /** Milliseconds that it may take, from now. */
  timeout?: number
}

/** The options of an assessment. */
export interface AssessOptions extends CallOptions {
  /** The host's id for the assessment, echoed. */
  assessmentId?: string
  /** The language of code that is given as a string, such as `python`; guessed if absent. */
  language?: string
  /** The name of the file of such code. */
  path?: string
  /** The time of the assessment, echoed. */
  timestamp?: string
}

/** The options of a batch. */
export interface BatchOptions {
  /** Stops the batch. Results that are ready still come, and then an `AbortError` is thrown. */
  signal?: AbortSignal
  /** Milliseconds that the batch may take. */
  timeout?: number
  /** Milliseconds that one item may take. */
  itemTimeout?: number
  /** The number of items that are assessed at the same time, at least 1; by default one per processor. */
  concurrency?: number
  /** The number of items that may be held at the same time, at least 1; by default eight per thread. */
  window?: number
  /** The order of the results: that of the source, or as they are ready. By default `input`. */
  order?: 'input' | 'completion'
  /** Called with each event while results are taken. An exception of it ends the batch. */
  onProgress?: (event: ProgressEvent) => void
  /** Most items between two events of progress; by default 1,000. */
  progressItems?: number
  /** Most milliseconds between two events of progress; by default 500. */
  progressInterval?: number
  /** The number of items, for the estimated end. */
  total?: number
  /** The current time, in milliseconds of Unix time, for the estimated end. */
  startedAt?: number
  /**
   * The state of a stopped batch to resume, with the same source from its beginning. It is refused if any item that is
   * done has another submission, key or place than it had.
   */
  resume?: BatchState
  /** Do failed items of a resumed batch again; they may have changed. */
  retryFailed?: boolean
}

/** An item of a batch: a submission, or one with the host's key for it. */
export type BatchInput = Submission | string | { id?: string; submission: Submission | string }

/** The result of an item. `status` says whether it holds an `assessment` or an `error`. */
export type BatchItem = ItemAnswer & {
  /** Hash of the submission, if it could be read. */
  input_hash?: string
}

/** The subject of a report, and the options for writing it. */
export type ReportInput<F extends ReportFormat = ReportFormat> = Omit<ReportCall, 'format' | 'submission'> & {
  format?: F
  submission?: Submission | string
}

/** A report: text, or the bytes of a format that is not text. */
export interface Report<F extends ReportFormat = ReportFormat> {
  /** Its format. */
  format: F
  /** Its media type, such as `text/markdown`. */
  media_type: string
  /** The report itself: text, or the bytes of a `Buffer`, whose type needs Node's own types. */
  report: F extends BytesFormat ? Uint8Array : string
}

/** The answers, by the name of the call. */
export interface Answers {
  about: About
  assess: Assessment
  batch: BatchAnswer
  check_assessment: Assessment
  check_log: LogCheck
  check_rubric: RubricCheck
  metrics: Metrics
  norms: Norms
  override: Override
  progress: ProgressAnswer
  record: RecordAnswer
  report: ReportAnswer
  review_request: ReviewRequest
  rubric: RubricText
  rubrics: RubricList
  schema: Record<string, unknown>
  setup: Setup
  signals: SignalList
  standing: Standing
  verify: Verification
}

/** The answer to a call. */
export type AnswerTo<C extends Call> = C['call'] extends keyof Answers ? Answers[C['call']] : Answer
