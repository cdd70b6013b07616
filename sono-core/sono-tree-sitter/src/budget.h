#ifndef TREE_SITTER_BUDGET_H_
#define TREE_SITTER_BUDGET_H_

#include <stdbool.h>
#include <stdint.h>

// The work and the memory of one parse, counted and never timed, so that a parse ends at the same place on every
// machine. When either runs short, the lexer reports the end of the text, alternatives are dropped, and the parser
// finishes with what it has read. A reserve of a quarter bounds that as well: when it is spent, the parse is cancelled.
//
// Both are counted down, so that one comparison with zero tells whether there is enough, for each character.
typedef struct {
  int64_t steps_left;
  int64_t steps_reserve; // not above zero: the parse is cancelled when fewer steps are left than this
  int64_t max_steps;
  int64_t bytes_left;
  int64_t bytes_reserve;
  bool is_short;
} Budget;

// What each kind of work costs, in steps. A step takes about six nanoseconds.
enum {
  STEPS_PER_CHARACTER = 2,
  STEPS_PER_SYMBOL = 1,     // a look at what may follow a state
  STEPS_PER_LOOKUP = 16,    // a search for what follows a state after a given symbol
  STEPS_PER_VISIT = 4,      // of a node of the stack or of a tree
  STEPS_PER_STACK_NODE = 15,
  STEPS_PER_TREE = 20,
  STEPS_PER_CHILD = 4,
  STEPS_PER_ACTION = 20,    // of the parser: one per token and reduction
};

// What is kept, in bytes, as large as where pointers have 64 bits: the place at which memory runs short must not
// depend on the machine, nor on what a parser keeps from one parse for the next.
enum {
  BYTES_PER_STACK_NODE = 256,
  BYTES_PER_TREE = 80,
  BYTES_PER_CHILD = 8,
};

// More than any parse takes. Half of what fits, as memory that was taken under an earlier budget is given back as well.
static const int64_t BUDGET_UNLIMITED = INT64_MAX / 2;

static inline int64_t budget_reserve(int64_t max) {
  return max == BUDGET_UNLIMITED ? -INT64_MAX : max % 4 - max / 4 - 4;
}

// Zero: no limit.
static inline Budget budget_new(uint64_t max_steps, uint64_t max_bytes) {
  if (max_steps == 0 || max_steps > (uint64_t)BUDGET_UNLIMITED) max_steps = (uint64_t)BUDGET_UNLIMITED;
  if (max_bytes == 0 || max_bytes > (uint64_t)BUDGET_UNLIMITED) max_bytes = (uint64_t)BUDGET_UNLIMITED;
  return (Budget) {
    .steps_left = (int64_t)max_steps,
    .steps_reserve = budget_reserve((int64_t)max_steps),
    .max_steps = (int64_t)max_steps,
    .bytes_left = (int64_t)max_bytes,
    .bytes_reserve = budget_reserve((int64_t)max_bytes),
    .is_short = false,
  };
}

static inline bool budget_is_limited(const Budget *self) {
  return self->steps_reserve != -INT64_MAX || self->bytes_reserve != -INT64_MAX;
}

static inline void budget_spend(Budget *self, uint64_t steps) {
  self->steps_left -= (int64_t)steps;
}

static inline uint64_t budget_spent(const Budget *self) {
  return (uint64_t)(self->max_steps - self->steps_left);
}

// Where the text has had no fault so far, little is compared, merged or dropped, and a step takes two thirds of the time;
// where there is one way to read it besides, a third. So many thirds of what was spent since so many steps were left are
// given back. So dense code without a fault (`1,1,1,`) is not cut for its density.
static inline void budget_refund(Budget *self, int64_t steps_left, int64_t thirds) {
  if (steps_left > self->steps_left) self->steps_left += (steps_left - self->steps_left) / 3 * thirds;
}

// Memory is taken, or given back if the sign is negative.
static inline void budget_keep(Budget *self, int64_t bytes) {
  self->bytes_left -= bytes;
}

static inline bool budget_is_short(Budget *self) {
  if (self->steps_left < 0 || self->bytes_left < 0) self->is_short = true;
  return self->is_short;
}

static inline bool budget_is_spent(const Budget *self) {
  return self->steps_left < self->steps_reserve || self->bytes_left < self->bytes_reserve;
}

#endif // TREE_SITTER_BUDGET_H_
