#ifndef TREE_SITTER_BUDGET_H_
#define TREE_SITTER_BUDGET_H_

#include <stdbool.h>
#include <stdint.h>

// The work and the memory of one parse, counted and never timed, so that a parse ends at the same place on every
// machine. When either runs short, the lexer reports the end of the text, alternatives are dropped, and the parser
// finishes with what it has read. A reserve bounds that as well: when it is spent, the parse is cancelled.
typedef struct {
  uint64_t steps;
  uint64_t max_steps; // 0: no limit
  int64_t bytes;
  int64_t max_bytes; // 0: no limit
  bool is_short;
} Budget;

// What each kind of work costs, in steps. A step takes about five nanoseconds.
enum {
  STEPS_PER_CHARACTER = 1,
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

static inline void budget_spend(Budget *self, uint64_t steps) {
  self->steps += steps;
}

// Memory is taken, or given back if the sign is negative.
static inline void budget_keep(Budget *self, int64_t bytes) {
  self->bytes += bytes;
}

static inline bool budget_is_short(Budget *self) {
  if (
    (self->max_steps && self->steps > self->max_steps) ||
    (self->max_bytes && self->bytes > self->max_bytes)
  ) {
    self->is_short = true;
  }
  return self->is_short;
}

static inline bool budget_is_spent(const Budget *self) {
  return
    (self->max_steps && self->steps / 5 > self->max_steps / 4) ||
    (self->max_bytes && self->bytes / 5 > self->max_bytes / 4);
}

#endif // TREE_SITTER_BUDGET_H_
