/* The interface from C: answers, errors, misuse, threads and batches. Built with the feature `test-hooks`. */
#include <pthread.h>
#include <sono_eval.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHECK(condition)                                                      \
  do {                                                                        \
    if (!(condition)) {                                                       \
      fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition); \
      exit(EXIT_FAILURE);                                                     \
    }                                                                         \
  } while (0)

#define SUBMISSION "{\"content\": {\"code\": \"def double(x):\\n    return 2 * x\\n\"}}"

/* Whether the value at a pointer is this text. */
static bool is(const SonoString *json, const char *pointer, const char *expected) {
  SonoString value;
  const SonoStatus status = sono_json_get(json->ptr, json->len, pointer, strlen(pointer), &value);
  const bool same = status == SONO_STATUS_OK && strcmp(value.ptr, expected) == 0;
  if (!same) fprintf(stderr, "%s is %s\n", pointer, value.ptr == NULL ? "absent" : value.ptr);
  sono_string_free(&value);
  return same;
}

static SonoEngine *new_engine(void) {
  SonoEngine *engine = NULL;
  CHECK(sono_engine_new(SONO_TEXT(""), &engine, NULL) == SONO_STATUS_OK);
  CHECK(engine != NULL);
  return engine;
}

static void answers_and_errors(void) {
  SonoEngine *engine = new_engine();
  SonoString out;
  CHECK(sono_assess(engine, SONO_TEXT(SUBMISSION), NULL, &out) == SONO_STATUS_OK);
  CHECK(out.len == strlen(out.ptr));
  CHECK(is(&out, "/submission_type", "code"));
  sono_string_free(&out);
  CHECK(out.ptr == NULL && out.len == 0);
  sono_string_free(&out);

  CHECK(sono_call(engine, SONO_TEXT("{\"call\": \"rubrics\"}"), NULL, &out) == SONO_STATUS_OK);
  CHECK(is(&out, "/rubrics/0/id", "growth"));
  sono_string_free(&out);

  CHECK(sono_assess(engine, SONO_TEXT("{\"content\": {\"cod\": 1}}"), NULL, &out) == SONO_STATUS_INVALID_SUBMISSION);
  CHECK(is(&out, "/error/kind", sono_status_name(SONO_STATUS_INVALID_SUBMISSION)));
  CHECK(is(&out, "/error/problems/0/pointer", "/content/cod"));
  sono_string_free(&out);

  SonoEngine *none = engine;
  CHECK(sono_engine_new(SONO_TEXT("{\"rubric\": \"grwoth\"}"), &none, &out) == SONO_STATUS_UNKNOWN_RUBRIC);
  CHECK(none == NULL);
  CHECK(is(&out, "/error/kind", "unknown_rubric"));
  sono_string_free(&out);
  sono_engine_free(engine);
}

static void reports_are_bytes(void) {
  SonoEngine *engine = new_engine();
  SonoBytes report;
  SonoString out;
#define REPORT(format) SONO_TEXT("{\"call\": \"report\", \"format\": \"" format "\", \"submission\": " SUBMISSION "}")
  CHECK(sono_report(engine, REPORT("markdown"), NULL, &report, &out) == SONO_STATUS_OK);
  CHECK(is(&out, "/media_type", "text/markdown"));
  CHECK(report.len > 12 && memcmp(report.ptr, "# Assessment", 12) == 0);
  sono_string_free(&out);
  sono_bytes_free(&report);

  CHECK(sono_report(engine, REPORT("every-byte"), NULL, &report, NULL) == SONO_STATUS_OK);
  CHECK(report.len == 256);
  for (int byte = 0; byte < 256; byte++) CHECK(report.ptr[byte] == byte);
  sono_bytes_free(&report);
  CHECK(report.ptr == NULL && report.len == 0);
  sono_bytes_free(&report);

  CHECK(sono_report(engine, REPORT("pdff"), NULL, &report, NULL) == SONO_STATUS_INVALID_CALL);
  CHECK(report.ptr == NULL && report.len == 0);
  CHECK(sono_report(engine, REPORT("text"), NULL, NULL, NULL) == SONO_STATUS_INVALID_CALL);
  sono_bytes_free(NULL);
  sono_engine_free(engine);
}

static void misuse(void) {
  SonoString out;
  CHECK(sono_call(NULL, SONO_TEXT("{}"), NULL, &out) == SONO_STATUS_INVALID_CALL);
  CHECK(is(&out, "/error/message", "the argument `engine` is a null pointer"));
  sono_string_free(&out);
  CHECK(sono_request(NULL, 3, &out) == SONO_STATUS_INVALID_CALL);
  sono_string_free(&out);
  CHECK(sono_request(SONO_TEXT("{\"call\": \"\xff\"}"), &out) == SONO_STATUS_INVALID_JSON);
  CHECK(is(&out, "/error/message", "the input is not UTF-8: byte 0xff at offset 10"));
  sono_string_free(&out);
  CHECK(strcmp(sono_status_name(12345), "unknown") == 0);
  sono_string_free(NULL);
  sono_engine_free(NULL);
  sono_batch_free(NULL);
  sono_cancel_token_free(NULL);
}

static void a_panic_is_an_error(void) {
  SonoEngine *engine = new_engine();
  SonoString out;
  CHECK(sono_call(engine, SONO_TEXT("{\"call\": \"panic\"}"), NULL, &out) == SONO_STATUS_INTERNAL);
  CHECK(is(&out, "/error/kind", "internal"));
  sono_string_free(&out);
  CHECK(sono_assess(engine, SONO_TEXT(SUBMISSION), NULL, NULL) == SONO_STATUS_OK);
  sono_engine_free(engine);
}

static void *assess_often(void *engine) {
  for (int i = 0; i < 20; i++) {
    SonoString out;
    CHECK(sono_assess(engine, SONO_TEXT(SUBMISSION), NULL, &out) == SONO_STATUS_OK);
    sono_string_free(&out);
  }
  return NULL;
}

static void threads_share_an_engine(void) {
  pthread_t threads[4];
  SonoEngine *engine = new_engine();
  for (int i = 0; i < 4; i++) CHECK(pthread_create(&threads[i], NULL, assess_often, engine) == 0);
  for (int i = 0; i < 4; i++) CHECK(pthread_join(threads[i], NULL) == 0);
  sono_engine_free(engine);
}

static void tokens_stop_calls(void) {
  SonoEngine *engine = new_engine();
  SonoCancelToken *token = sono_cancel_token_new();
  CHECK(!sono_cancel_token_is_cancelled(token));
  sono_cancel_token_cancel(token);
  CHECK(sono_cancel_token_is_cancelled(token));
  CHECK(sono_assess(engine, SONO_TEXT(SUBMISSION), token, NULL) == SONO_STATUS_CANCELLED);
  sono_cancel_token_free(token);
  sono_engine_free(engine);
}

static void batches(void) {
  SonoEngine *engine = new_engine();
  SonoBatch *batch;
  SonoString out;
  CHECK(sono_batch_new(engine, SONO_TEXT("{\"jobs\": 2, \"window\": 2}"), NULL, &batch, NULL) == SONO_STATUS_OK);
  sono_engine_free(engine);
  CHECK(sono_batch_next(batch, 0, &out) == SONO_STATUS_PENDING);
  CHECK(out.ptr == NULL);
  CHECK(sono_batch_push(batch, SONO_TEXT("first"), SONO_TEXT(SUBMISSION), NULL) == SONO_STATUS_OK);
  CHECK(sono_batch_push(batch, NULL, 0, SONO_TEXT("{"), NULL) == SONO_STATUS_OK);
  CHECK(!sono_batch_wants_input(batch));
  sono_batch_end_input(batch);
  CHECK(sono_batch_push(batch, NULL, 0, SONO_TEXT("{}"), NULL) == SONO_STATUS_INVALID_CALL);
  CHECK(sono_batch_next(batch, -1, &out) == SONO_STATUS_OK);
  CHECK(is(&out, "/id", "first") && is(&out, "/status", "completed"));
  sono_string_free(&out);
  CHECK(sono_batch_next(batch, -1, &out) == SONO_STATUS_OK);
  CHECK(is(&out, "/index", "1") && is(&out, "/error/kind", "invalid_json"));
  sono_string_free(&out);
  CHECK(sono_batch_next(batch, -1, &out) == SONO_STATUS_OK);
  CHECK(is(&out, "/type", "end") && is(&out, "/state/phase", "completed"));
  sono_string_free(&out);
  CHECK(sono_batch_next(batch, -1, &out) == SONO_STATUS_ENDED);
  sono_batch_free(batch);
}

/* Counts events, and stops the batch when it has counted enough. */
typedef struct {
  int events;
  int enough;
} Watcher;

static int32_t watch(void *user_data, const char *event, size_t event_len) {
  Watcher *watcher = user_data;
  CHECK(strlen(event) == event_len);
  return ++watcher->events == watcher->enough;
}

static void batches_with_a_watcher(void) {
  const char *lines = SUBMISSION "\n{}\n" SUBMISSION "\n";
  SonoEngine *engine = new_engine();
  SonoString out;
  Watcher patient = {0, 1000}, impatient = {0, 1};
  CHECK(sono_assess_batch(engine, lines, strlen(lines), NULL, 0, NULL, watch, &patient, &out) == SONO_STATUS_OK);
  CHECK(is(&out, "/items/1/status", "failed") && is(&out, "/items/2/status", "completed"));
  CHECK(patient.events > 3);
  sono_string_free(&out);
  CHECK(sono_assess_batch(engine, lines, strlen(lines), NULL, 0, NULL, watch, &impatient, &out) ==
        SONO_STATUS_CANCELLED);
  CHECK(impatient.events == 1);
  sono_string_free(&out);
  sono_engine_free(engine);
}

int main(void) {
  answers_and_errors();
  reports_are_bytes();
  misuse();
  a_panic_is_an_error();
  threads_share_an_engine();
  tokens_stop_calls();
  batches();
  batches_with_a_watcher();
  printf("interface of C: %s, all as it should be\n", sono_version());
  return EXIT_SUCCESS;
}
