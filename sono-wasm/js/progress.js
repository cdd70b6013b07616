// The events of a batch while it runs, in the shape of docs/schema/progress.schema.json. The core counts and estimates;
// the clock is the page's.

const REASONS = ['cancelled', 'deadline_exceeded'];

export class Progress {
  #ask;
  #listener;
  #start = performance.now();
  #snapshot;
  #begun = false;

  /** `ask` answers a call. */
  constructor(ask, listener) {
    this.#ask = ask;
    this.#listener = listener;
  }

  begin() {
    this.#begun = true;
  }

  /** Tells what happened: `{ started }`, `{ completed }`, `{ failed }` or `{ ended }`. */
  async tell(happened) {
    const elapsed_ms = Math.round(performance.now() - this.#start);
    const call = { call: 'progress', before: this.#snapshot, happened, elapsed_ms };
    const { events, now } = await this.#ask(call);
    this.#begun = false;
    this.#snapshot = now;
    events.forEach((event) => this.#listener(event));
  }

  /** Tells that the batch was cut short, without the core, which was stopped with it. Before the start there is nothing to tell. */
  cancel({ code }) {
    if (this.#snapshot === undefined) return;
    const { sequence, state } = this.#snapshot;
    const { engine_version, rubric, setup_hash, phase, items: done, ...totals } = state;
    const reason = REASONS.find((reason) => reason === code) ?? 'stopped';
    const items = this.#begun ? [totals.completed + totals.failed] : [];
    const cancelled = items.length;
    this.#listener({ ...totals, sequence: sequence + 1, type: 'batch_cancelled', reason, items, cancelled });
  }
}
