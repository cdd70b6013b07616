// Assesses in a Web Worker, so that a page stays responsive and can cancel long work.

import { compile } from './compile.js';
import { SonoEvalError, aborted } from './error.js';
import { Progress } from './progress.js';
import { answerOf, assessCall, textOf } from './request.js';

export { SonoEvalError };

/** Makes a worker. Nothing is loaded before the first call. */
export function createWorker(options) {
  return new EvalWorker(options);
}

function spawn() {
  // Bundlers know this form, and bundle the file.
  return new Worker(new URL('./worker-thread.js', import.meta.url), { type: 'module' });
}

class EvalWorker {
  #spawn;
  #source;
  #module;
  #thread;
  #waiting = [];
  #running;
  #ended = false;

  constructor({ module, worker = spawn } = {}) {
    this.#source = module;
    this.#spawn = worker;
  }

  /** Answers a call. */
  async call(request, { signal } = {}) {
    return answerOf(await this.#ask(textOf(request), signal));
  }

  /** Assesses a submission. */
  assess(submission, { signal, ...options } = {}) {
    return this.call(assessCall(submission, options), { signal });
  }

  /** Assesses submissions, one after the other. One that fails is an item with an error. */
  async assessBatch(submissions, { signal, onProgress = () => {}, ...options } = {}) {
    const items = [];
    const ask = (call) => this.call({ ...call, options }, { signal });
    const progress = new Progress(ask, onProgress);
    try {
      // Wrong options fail here, before the first item.
      await progress.tell({ started: { total: submissions.length ?? submissions.size } });
      for await (const submission of submissions) {
        progress.begin();
        const outcome = await this.#outcome(submission, options, signal);
        items.push({ index: items.length, ...outcome });
        await progress.tell(happened(outcome));
      }
      if (signal?.aborted) throw aborted(signal);
      await progress.tell({ ended: {} });
    } catch (error) {
      progress.cancel(error);
      throw error;
    }
    return { items };
  }

  /** Ends the worker, and cancels unfinished work. */
  terminate() {
    this.#ended = true;
    this.#stopThread();
    const tasks = [this.#running, ...this.#waiting].filter(Boolean);
    this.#running = undefined;
    this.#waiting = [];
    tasks.forEach((task) => task.fail(terminated()));
  }

  async #outcome(submission, options, signal) {
    try {
      return { status: 'completed', assessment: await this.assess(submission, { ...options, signal }) };
    } catch (error) {
      if (!(error instanceof SonoEvalError) || signal?.aborted || this.#ended) throw error;
      return { status: 'failed', ...error.toJSON() };
    }
  }

  #ask(message, signal) {
    return new Promise((resolve, reject) => {
      if (this.#ended) throw terminated();
      if (signal?.aborted) throw aborted(signal);
      const onAbort = () => this.#cancel(task, signal);
      const settled = () => signal?.removeEventListener('abort', onAbort);
      const task = {
        message,
        succeed: (answer) => (settled(), resolve(answer)),
        fail: (error) => (settled(), reject(error)),
      };
      signal?.addEventListener('abort', onAbort);
      this.#waiting.push(task);
      this.#next();
    });
  }

  async #next() {
    if (this.#running !== undefined || this.#waiting.length === 0) return;
    const task = this.#waiting.shift();
    this.#running = task;
    try {
      this.#module ??= compile(this.#source);
      const module = await this.#module;
      if (task !== this.#running) return;
      this.#thread ??= this.#startThread(module);
      this.#thread.postMessage(task.message);
    } catch (error) {
      this.#module = undefined;
      this.#finish(task, () => task.fail(error));
    }
  }

  #startThread(module) {
    const thread = this.#spawn();
    // A late message of an ended worker is about a task that is gone.
    const finish = (settle) => thread === this.#thread && this.#finish(this.#running, settle);
    thread.onmessage = ({ data }) => finish((task) => task.succeed(data));
    thread.onerror = (event) => {
      event.preventDefault?.();
      const message = `the worker failed: ${event.message ?? 'its script cannot be loaded'}`;
      finish((task) => {
        this.#stopThread();
        task.fail(new SonoEvalError({ kind: 'internal', message }));
      });
    };
    thread.postMessage(module);
    return thread;
  }

  #stopThread() {
    this.#thread?.terminate();
    this.#thread = undefined;
  }

  #cancel(task, signal) {
    if (task === this.#running) {
      // Only ending the worker stops its work; the next task starts another.
      this.#stopThread();
      this.#finish(task, () => task.fail(aborted(signal)));
    } else {
      this.#waiting = this.#waiting.filter((waiting) => waiting !== task);
      task.fail(aborted(signal));
    }
  }

  #finish(task, settle) {
    if (task === undefined || task !== this.#running) return;
    this.#running = undefined;
    settle(task);
    this.#next();
  }
}

/** The outcome of an item as an event. */
function happened({ assessment, error }) {
  if (error !== undefined) return { failed: { error } };
  return { completed: { input_hash: assessment.metadata.provenance.input_hash } };
}

function terminated() {
  return new SonoEvalError({ kind: 'cancelled', message: 'the worker was terminated' });
}
