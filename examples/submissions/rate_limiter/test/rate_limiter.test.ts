import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { RateLimiter } from "../src/rate_limiter.js";

/** A limiter with a clock that the test moves. */
function limiterAt(capacity: number, refillPerSecond: number) {
  const time = { ms: 0 };
  const limiter = new RateLimiter({ capacity, refillPerSecond, now: () => time.ms });
  return { limiter, time };
}

describe("RateLimiter", () => {
  it("allows a burst up to the capacity and refuses the next request", () => {
    const { limiter } = limiterAt(3, 1);
    assert.deepEqual(limiter.take("ada"), { allowed: true, remaining: 2 });
    assert.deepEqual(limiter.take("ada"), { allowed: true, remaining: 1 });
    assert.deepEqual(limiter.take("ada"), { allowed: true, remaining: 0 });
    assert.deepEqual(limiter.take("ada"), { allowed: false, retryAfterMs: 1000 });
  });

  it("allows again exactly when it said it would", () => {
    const { limiter, time } = limiterAt(1, 4);
    limiter.take("ada");
    time.ms = 249;
    assert.deepEqual(limiter.take("ada"), { allowed: false, retryAfterMs: 1 });
    time.ms = 250;
    assert.equal(limiter.take("ada").allowed, true);
  });

  it("keeps clients apart", () => {
    const { limiter } = limiterAt(1, 1);
    limiter.take("ada");
    assert.equal(limiter.take("grace").allowed, true);
  });

  it("never saves up more than the capacity", () => {
    const { limiter, time } = limiterAt(2, 10);
    limiter.take("ada");
    time.ms = 3_600_000;
    assert.deepEqual(limiter.take("ada", 2), { allowed: true, remaining: 0 });
    assert.equal(limiter.take("ada").allowed, false);
  });

  it("gives nothing for a clock that was set back", () => {
    const { limiter, time } = limiterAt(1, 1);
    time.ms = 10_000;
    limiter.take("ada");
    time.ms = 0;
    assert.equal(limiter.take("ada").allowed, false);
    time.ms = 10_500;
    assert.deepEqual(limiter.take("ada"), { allowed: false, retryAfterMs: 500 });
  });

  it("forgets full buckets only, and no decision changes by it", () => {
    const { limiter, time } = limiterAt(2, 1);
    limiter.take("idle");
    time.ms = 1000;
    limiter.take("busy", 2);
    assert.equal(limiter.prune(), 1);
    assert.equal(limiter.size, 1);
    assert.equal(limiter.take("busy").allowed, false);
    assert.deepEqual(limiter.take("idle"), { allowed: true, remaining: 1 });
  });

  it("bounds its memory without being told to", () => {
    const { limiter, time } = limiterAt(1, 1);
    for (let client = 0; client < 50_000; client += 1) {
      time.ms += 10;
      limiter.take(`client-${client}`);
    }
    assert.ok(limiter.size <= 1024, `${limiter.size} buckets are kept`);
  });
});

describe("RateLimiter options", () => {
  for (const capacity of [0, -1, 1.5, Number.NaN]) {
    it(`refuses a capacity of ${capacity}`, () => {
      assert.throws(() => new RateLimiter({ capacity, refillPerSecond: 1 }), RangeError);
    });
  }

  for (const refillPerSecond of [0, -1, Number.POSITIVE_INFINITY]) {
    it(`refuses a refill of ${refillPerSecond}`, () => {
      assert.throws(() => new RateLimiter({ capacity: 1, refillPerSecond }), RangeError);
    });
  }

  it("refuses a cost that could never be paid", () => {
    const { limiter } = limiterAt(2, 1);
    assert.throws(() => limiter.take("ada", 3), RangeError);
    assert.throws(() => limiter.take("ada", 0), RangeError);
  });
});
