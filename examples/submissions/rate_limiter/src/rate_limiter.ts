import { TokenBucket } from "./token_bucket.js";

/** How a {@link RateLimiter} is set up. */
export interface RateLimiterOptions {
  /** The most requests a client may make at once. A whole number, at least 1. */
  readonly capacity: number;
  /** Requests per second that a client gets back. Above 0. */
  readonly refillPerSecond: number;
  /** Current time in milliseconds. Defaults to a clock that never runs backwards. */
  readonly now?: () => number;
}

/** What the limiter says about one request. */
export type Decision =
  | { readonly allowed: true; readonly remaining: number }
  | { readonly allowed: false; readonly retryAfterMs: number };

/** The number of buckets below which pruning is not worth its time. */
const MIN_PRUNE_SIZE = 1024;

/** Limits how often each client may do something. One instance serves all clients. */
export class RateLimiter {
  private readonly capacity: number;
  private readonly refillPerSecond: number;
  private readonly now: () => number;
  private readonly buckets = new Map<string, TokenBucket>();
  private pruneAt = MIN_PRUNE_SIZE;

  /** @throws RangeError if an option is out of range. */
  constructor(options: RateLimiterOptions) {
    const { capacity, refillPerSecond, now = () => performance.now() } = options;
    if (!Number.isInteger(capacity) || capacity < 1) {
      throw new RangeError(`capacity must be a whole number of at least 1, got ${capacity}`);
    }
    if (!Number.isFinite(refillPerSecond) || refillPerSecond <= 0) {
      throw new RangeError(`refillPerSecond must be above 0, got ${refillPerSecond}`);
    }
    this.capacity = capacity;
    this.refillPerSecond = refillPerSecond;
    this.now = now;
  }

  /** Number of clients that are remembered. */
  get size(): number {
    return this.buckets.size;
  }

  /**
   * Asks whether a client may make a request now, and counts it if so.
   *
   * @param client - What tells clients apart, such as an account id.
   * @param cost - How many tokens the request takes; heavy requests may take more than one.
   * @throws RangeError if the cost could never be paid.
   */
  take(client: string, cost = 1): Decision {
    if (!(cost > 0 && cost <= this.capacity)) {
      throw new RangeError(`cost must be above 0 and at most ${this.capacity}, got ${cost}`);
    }
    const now = this.now();
    const bucket = this.bucketOf(client, now);
    if (bucket.tryTake(cost, now)) {
      return { allowed: true, remaining: bucket.available(now) };
    }
    return { allowed: false, retryAfterMs: bucket.msUntil(cost, now) };
  }

  /**
   * Forgets clients whose buckets are full again.
   *
   * @returns How many were forgotten.
   */
  prune(): number {
    const now = this.now();
    const before = this.buckets.size;
    for (const [client, bucket] of this.buckets) {
      if (bucket.isFull(now)) {
        this.buckets.delete(client);
      }
    }
    return before - this.buckets.size;
  }

  private bucketOf(client: string, now: number): TokenBucket {
    const known = this.buckets.get(client);
    if (known) {
      return known;
    }
    if (this.buckets.size >= this.pruneAt) {
      this.prune();
      this.pruneAt = Math.max(MIN_PRUNE_SIZE, 2 * this.buckets.size);
    }
    const bucket = new TokenBucket(this.capacity, this.refillPerSecond, now);
    this.buckets.set(client, bucket);
    return bucket;
  }
}
