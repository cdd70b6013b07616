// Material that several tests use.

/** Python code with the given number of functions. */
export function code(functions) {
  const one = (index) => `def compute_${index}(values):
    """Sum of what is large."""
    total = 0
    for value in values:
        if value > ${index}:
            total += value
        elif value < 0 and total > 10:
            total -= 1
    return total

`
  return Array.from({ length: functions }, (_, index) => one(index)).join('')
}

/** Work for long enough that something can happen meanwhile, within the limits of a submission. */
export const LONG = { content: { files: Array.from({ length: 12 }, (_, index) => ({ path: `m${index}.py`, text: code(600) })) } }

/** The error that a promise is rejected with. */
export async function rejection(promise) {
  try {
    await promise
  } catch (error) {
    return error
  }
  throw new Error('it was not rejected')
}

/** Numbers from 0 to 1 that look random and are the same in every run of the tests. */
export function random(seed) {
  let state = seed
  return () => {
    // Tommy Ettinger's Mulberry32.
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
