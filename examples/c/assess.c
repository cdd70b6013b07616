/* Assesses a submission in a JSON file, and prints its score and its findings: assess FILE [OPTIONS] */
#include "common.h"

static void print_findings(const SonoString *assessment) {
  char pointer[96];
  for (int i = 0;; i++) {
    snprintf(pointer, sizeof pointer, "/key_findings/%d/text", i);
    if (!print_value(stdout, "- ", assessment->ptr, assessment->len, pointer)) return;
    snprintf(pointer, sizeof pointer, "/key_findings/%d/location/file", i);
    if (print_value(stdout, " [", assessment->ptr, assessment->len, pointer)) {
      snprintf(pointer, sizeof pointer, "/key_findings/%d/location/start/line", i);
      print_value(stdout, ":", assessment->ptr, assessment->len, pointer);
      putchar(']');
    }
    putchar('\n');
  }
}

int main(int argc, char **argv) {
  if (argc < 2 || argc > 3) {
    fprintf(stderr, "usage: %s FILE [OPTIONS]\n", argv[0]);
    return 2;
  }
  Bytes submission = read_file(argv[1]);
  if (submission.data == NULL) return 2;

  const char *options = argc == 3 ? argv[2] : "";
  SonoEngine *engine;
  SonoString answer;
  SonoStatus status = sono_engine_new(options, strlen(options), &engine, &answer);
  if (status == SONO_STATUS_OK) {
    status = sono_assess(engine, submission.data, submission.len, NULL, &answer);
  }
  if (status == SONO_STATUS_OK) {
    print_value(stdout, "score: ", answer.ptr, answer.len, "/overall_score");
    putchar('\n');
    print_findings(&answer);
    sono_string_free(&answer);
  } else {
    print_error(status, &answer);
  }
  sono_engine_free(engine);
  free(submission.data);
  return status == SONO_STATUS_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
