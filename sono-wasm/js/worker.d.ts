import type { AssessOptions, ModuleSource, Options } from './index.js';
import type { Assessment, BatchAnswer, Call, ProgressEvent, Submission } from './types.js';

export type * from './types.js';
export type { AssessOptions, ModuleSource, Options };
export { SonoEvalError } from './index.js';

export interface WorkerOptions {
  /** The source of the module; by default the file beside the script. It is compiled once. */
  module?: ModuleSource | Promise<ModuleSource>;
  /** Makes the worker, whose script has to import `sono-eval-wasm/worker-thread`; by default the file beside the script. */
  worker?: () => Worker;
}

export interface Cancellation {
  /** Cancels. Running work stops at once: the worker is ended, and the next call starts another. */
  signal?: AbortSignal;
}

export interface BatchOptions extends Options, Cancellation {
  /** Receives the events of the batch. An exception of it ends the batch. */
  onProgress?: (event: ProgressEvent) => void;
}

/** Assesses beside the page. Calls wait for each other. */
export interface EvalWorker {
  /** Answers any call. */
  call(request: Call & { options?: Options | null }, options?: Cancellation): Promise<unknown>;

  /** Assesses a submission. */
  assess(submission: Submission, options?: AssessOptions & Cancellation): Promise<Assessment>;

  /**
   * Assesses submissions, one after the other. One that is not valid is an item with an error.
   *
   * Fails with code `cancelled`, or `deadline_exceeded` after `AbortSignal.timeout`.
   */
  assessBatch(
    submissions: Iterable<Submission> | AsyncIterable<Submission>,
    options?: BatchOptions,
  ): Promise<BatchAnswer>;

  /** Ends the worker for good; calls under way fail with code `cancelled`. */
  terminate(): void;
}

/** Makes a worker. Nothing is loaded before the first call. */
export function createWorker(options?: WorkerOptions): EvalWorker;
