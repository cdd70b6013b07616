// What a batch tells while it runs, in the shape of docs/schema/progress.schema.json.

const REASONS = ['cancelled', 'deadline_exceeded'];

export class Progress {
  #listener;
  #total;
  #sequence = 0;
  #start = performance.now();
  #completed = 0;
  #failed = 0;
  #begun = false;

  constructor(listener, total) {
    this.#listener = listener;
    this.#total = total;
  }

  start(provenance) {
    this.#tell('batch_started', { state: { ...provenance, phase: 'running', ...this.#totals(), items: [] } });
  }

  begin() {
    this.#begun = true;
  }

  finish({ index, status, assessment, error }) {
    this.#begun = false;
    if (status === 'completed') {
      this.#completed += 1;
      this.#tell('item_completed', { index, input_hash: assessment.metadata.provenance.input_hash });
    } else {
      this.#failed += 1;
      this.#tell('item_failed', { index, error });
    }
    this.#tell('progress', this.#totals());
  }

  complete() {
    this.#total = this.#completed + this.#failed;
    this.#tell('batch_completed', this.#totals());
  }

  /** Nothing is told of a batch that did not start. */
  cancel({ code }) {
    if (this.#sequence === 0) return;
    const reason = REASONS.find((reason) => reason === code) ?? 'stopped';
    const items = this.#begun ? [this.#completed + this.#failed] : [];
    this.#tell('batch_cancelled', { reason, items, ...this.#totals(items.length) });
  }

  #totals(cancelled = 0) {
    const [completed, failed] = [this.#completed, this.#failed];
    const elapsed_ms = Math.round(performance.now() - this.#start);
    const totals = { completed, failed, cancelled, elapsed_ms };
    if (this.#total !== undefined) totals.total = this.#total;
    if (elapsed_ms > 0) totals.throughput = ((completed + failed) * 1000) / elapsed_ms;
    if (totals.throughput > 0 && totals.total !== undefined) {
      totals.remaining_ms = Math.round(((totals.total - completed - failed) * 1000) / totals.throughput);
    }
    return totals;
  }

  #tell(type, fields) {
    const sequence = this.#sequence;
    this.#sequence += 1;
    this.#listener({ sequence, type, ...fields });
  }
}
