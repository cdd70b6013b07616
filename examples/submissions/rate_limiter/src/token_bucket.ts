/** Parts per token. So `tokensPerSecond` is the number of parts per millisecond, without rounding. */
const PARTS = 1000;

/**
 * A bucket of tokens that refills at a steady rate.
 *
 * The bucket knows nothing of clocks: every operation is told what time it is, in milliseconds.
 */
export class TokenBucket {
  private parts: number;

  /**
   * Creates a full bucket.
   *
   * @param capacity - The most tokens it holds.
   * @param tokensPerSecond - How fast it refills.
   * @param updatedAt - The time at which it is full.
   */
  constructor(
    private readonly capacity: number,
    private readonly tokensPerSecond: number,
    private updatedAt: number,
  ) {
    this.parts = capacity * PARTS;
  }

  /**
   * Takes tokens if there are enough of them.
   *
   * @returns Whether the tokens were taken. A refusal changes nothing.
   */
  tryTake(cost: number, now: number): boolean {
    this.refill(now);
    if (this.parts < cost * PARTS) {
      return false;
    }
    this.parts -= cost * PARTS;
    return true;
  }

  /** Whole tokens that can be taken now. */
  available(now: number): number {
    this.refill(now);
    return Math.floor(this.parts / PARTS);
  }

  /** Milliseconds until that many tokens are there, 0 if they already are. */
  msUntil(cost: number, now: number): number {
    this.refill(now);
    const missing = Math.max(0, cost * PARTS - this.parts);
    return Math.ceil(missing / this.tokensPerSecond);
  }

  /** Whether the bucket is full, and so no different from a new one. */
  isFull(now: number): boolean {
    this.refill(now);
    return this.parts >= this.capacity * PARTS;
  }

  private refill(now: number): void {
    // A clock that was set back must not take tokens away, nor hand them out twice.
    const elapsed = Math.max(0, now - this.updatedAt);
    this.parts = Math.min(this.capacity * PARTS, this.parts + elapsed * this.tokensPerSecond);
    this.updatedAt = Math.max(this.updatedAt, now);
  }
}
