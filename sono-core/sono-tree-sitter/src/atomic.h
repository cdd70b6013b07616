#ifndef TREE_SITTER_ATOMIC_H_
#define TREE_SITTER_ATOMIC_H_

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#ifdef __TINYC__

static inline size_t atomic_load(const volatile size_t *p) {
  return *p;
}

static inline uint32_t atomic_inc(volatile uint32_t *p) {
  *p += 1;
  return *p;
}

static inline uint32_t atomic_dec(volatile uint32_t *p) {
  *p-= 1;
  return *p;
}

static inline uint32_t atomic_sub(volatile uint32_t *p, uint32_t n) {
  *p -= n;
  return *p;
}

static inline uint32_t atomic_load_count(const volatile uint32_t *p) {
  return *p;
}

#elif defined(_WIN32)

#include <windows.h>

static inline size_t atomic_load(const volatile size_t *p) {
  return *p;
}

static inline uint32_t atomic_inc(volatile uint32_t *p) {
  return InterlockedIncrement((long volatile *)p);
}

static inline uint32_t atomic_dec(volatile uint32_t *p) {
  return InterlockedDecrement((long volatile *)p);
}

static inline uint32_t atomic_sub(volatile uint32_t *p, uint32_t n) {
  return (uint32_t)InterlockedExchangeAdd((long volatile *)p, -(long)n) - n;
}

static inline uint32_t atomic_load_count(const volatile uint32_t *p) {
  uint32_t result = *p;
  if (result == 1) MemoryBarrier();
  return result;
}

#else

static inline size_t atomic_load(const volatile size_t *p) {
#ifdef __ATOMIC_RELAXED
  return __atomic_load_n(p, __ATOMIC_RELAXED);
#else
  return __sync_fetch_and_add((volatile size_t *)p, 0);
#endif
}

static inline uint32_t atomic_inc(volatile uint32_t *p) {
  #ifdef __ATOMIC_RELAXED
    return __atomic_add_fetch(p, 1U, __ATOMIC_SEQ_CST);
  #else
    return __sync_add_and_fetch(p, 1U);
  #endif
}

static inline uint32_t atomic_dec(volatile uint32_t *p) {
  #ifdef __ATOMIC_RELAXED
    return __atomic_sub_fetch(p, 1U, __ATOMIC_SEQ_CST);
  #else
    return __sync_sub_and_fetch(p, 1U);
  #endif
}

static inline uint32_t atomic_sub(volatile uint32_t *p, uint32_t n) {
  #ifdef __ATOMIC_RELAXED
    return __atomic_sub_fetch(p, n, __ATOMIC_SEQ_CST);
  #else
    return __sync_sub_and_fetch(p, n);
  #endif
}

// A number of references. Where it is one, what other threads did before they dropped theirs is seen.
static inline uint32_t atomic_load_count(const volatile uint32_t *p) {
  #ifdef __ATOMIC_ACQUIRE
    return __atomic_load_n(p, __ATOMIC_ACQUIRE);
  #else
    return __sync_fetch_and_add((volatile uint32_t *)p, 0);
  #endif
}

#endif

#endif  // TREE_SITTER_ATOMIC_H_
