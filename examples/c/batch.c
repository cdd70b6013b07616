/* Assesses a file of JSON lines, one submission each, in bounded memory, and shows progress: batch FILE */
#include "common.h"

/* Puts lines in while the batch wants them, and returns what is left. */
static Bytes feed(SonoBatch *batch, Bytes lines) {
  while (sono_batch_wants_input(batch)) {
    if (lines.len == 0) {
      sono_batch_end_input(batch);
      break;
    }
    const char *end = memchr(lines.data, '\n', lines.len);
    const size_t len = end == NULL ? lines.len : (size_t)(end - lines.data);
    const size_t used = end == NULL ? len : len + 1;
    sono_batch_push(batch, NULL, 0, lines.data, len, NULL);
    lines.data += used;
    lines.len -= used;
  }
  return lines;
}

/* Prints a message. Returns whether it is a result that is an error. */
static bool print_message(const SonoString *message) {
  const char *json = message->ptr;
  const size_t len = message->len;
  bool failed = false;
  SonoString type;
  sono_json_get(json, len, SONO_TEXT("/type"), &type);
  if (strcmp(type.ptr, "item") == 0) {
    print_value(stdout, "", json, len, "/index");
    if (!print_value(stdout, ": ", json, len, "/assessment/overall_score")) {
      failed = print_value(stdout, ": ", json, len, "/error/kind");
      print_value(stdout, ": ", json, len, "/error/message");
    }
    putchar('\n');
  } else if (strcmp(type.ptr, "event") == 0) {
    if (print_value(stderr, "progress: ", json, len, "/event/completed")) {
      print_value(stderr, " completed, ", json, len, "/event/failed");
      fputs(" failed\n", stderr);
    }
  } else {
    print_value(stderr, "the batch is ", json, len, "/state/phase");
    fputc('\n', stderr);
  }
  sono_string_free(&type);
  return failed;
}

int main(int argc, char **argv) {
  if (argc != 2) {
    fprintf(stderr, "usage: %s FILE\n", argv[0]);
    return 2;
  }
  Bytes lines = read_file(argv[1]);
  if (lines.data == NULL) return 2;

  bool failed = false;
  SonoEngine *engine;
  SonoBatch *batch = NULL;
  SonoString said;
  SonoStatus status = sono_engine_new(SONO_TEXT(""), &engine, &said);
  if (status == SONO_STATUS_OK) {
    status = sono_batch_new(engine, SONO_TEXT("{\"events\": true, \"progress_items\": 5}"), NULL, &batch, &said);
  }
  Bytes left = lines;
  while (status == SONO_STATUS_OK) {
    left = feed(batch, left);
    status = sono_batch_next(batch, -1, &said);
    if (status == SONO_STATUS_OK) {
      failed |= print_message(&said);
      sono_string_free(&said);
    }
  }
  if (status > SONO_STATUS_OK) print_error(status, &said);

  sono_batch_free(batch);
  sono_engine_free(engine);
  free(lines.data);
  return status == SONO_STATUS_ENDED && !failed ? EXIT_SUCCESS : EXIT_FAILURE;
}
