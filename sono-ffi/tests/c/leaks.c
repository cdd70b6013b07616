/*
 * Calls the interface many times in many ways, and fails if resident memory grows: leaks CALLS
 *
 * Memory that an allocator keeps for later use settles in the first fifth of the calls; after that, memory is flat.
 */
#include <sono_eval.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CODE "def mean(values):\\n    if not values:\\n        return 0\\n    return sum(values) / len(values)\\n"
#define SUBMISSION "{\"content\": {\"code\": \"" CODE "\"}}"

/* What it may grow by, in KiB: the noise of pages and of threads that come and go. A lost answer of each call would be
   hundreds of times as much. */
static const long ALLOWED = 3072;

static long resident_kib(void) {
  long size = 0, resident = 0;
  FILE *file = fopen("/proc/self/statm", "r");
  if (file == NULL || fscanf(file, "%ld %ld", &size, &resident) != 2) exit(2);
  fclose(file);
  return resident * (sysconf(_SC_PAGESIZE) / 1024);
}

static int32_t watch(void *user_data, const char *event, size_t event_len) {
  *(size_t *)user_data += event_len + (event[0] == '{');
  return 0;
}

/* Batches start threads, which cost much more than a call, and so are begun less often. */
static void batches(const SonoEngine *engine) {
  SonoString out;
  size_t seen = 0;
  const char *lines = SUBMISSION "\n{\n";
  sono_assess_batch(engine, lines, strlen(lines), SONO_TEXT("{\"jobs\": 1}"), NULL, watch, &seen, &out);
  sono_string_free(&out);
  if (seen == 0) exit(2);

  SonoBatch *batch;
  if (sono_batch_new(engine, SONO_TEXT("{\"jobs\": 1}"), NULL, &batch, NULL) != SONO_STATUS_OK) exit(2);
  for (int i = 0; i < 3; i++) sono_batch_push(batch, SONO_TEXT("id"), SONO_TEXT(SUBMISSION), NULL);
  /* One result is taken, the others are left. */
  if (sono_batch_next(batch, -1, &out) != SONO_STATUS_OK) exit(2);
  sono_string_free(&out);
  sono_batch_free(batch);
}

static void call(const SonoEngine *engine, int number) {
  SonoString out;
  if (sono_assess(engine, SONO_TEXT(SUBMISSION), NULL, &out) != SONO_STATUS_OK) exit(2);
  sono_string_free(&out);
  if (number % 10 == 0) {
    SonoEngine *other;
    SonoCancelToken *token = sono_cancel_token_new();
    if (sono_engine_new(SONO_TEXT("{\"rubric\": \"hiring\"}"), &other, NULL) != SONO_STATUS_OK) exit(2);
    sono_call(other, SONO_TEXT("{\"call\": \"about\"}"), token, &out);
    sono_string_free(&out);
    sono_engine_free(other);
    sono_cancel_token_free(token);
    sono_engine_new(SONO_TEXT("{\"rubric\": 1}"), &other, &out);
    sono_string_free(&out);
    sono_request(SONO_TEXT("{\"call\": \"\xff\"}"), NULL);
  }
  if (number % 100 == 0) batches(engine);
}

int main(int argc, char **argv) {
  const int calls = argc == 2 ? atoi(argv[1]) : 0;
  if (calls < 1000) {
    fprintf(stderr, "usage: leaks CALLS, at least 1000\n");
    return 2;
  }
  SonoEngine *engine;
  if (sono_engine_new(SONO_TEXT(""), &engine, NULL) != SONO_STATUS_OK) return 2;
  for (int i = 0; i < calls / 5; i++) call(engine, i);
  const long before = resident_kib();
  for (int i = calls / 5; i < calls; i++) call(engine, i);
  const long after = resident_kib();
  sono_engine_free(engine);
  printf("leaks: C: %d calls, %ld KiB before, %ld KiB after\n", calls, before, after);
  return after - before <= ALLOWED ? EXIT_SUCCESS : EXIT_FAILURE;
}
