#include <sono_eval.h>
#include <stdio.h>
#include <stdlib.h>

static void show(const char *label, const SonoString *json, const char *pointer, size_t len) {
  SonoString value;
  if (sono_json_get(json->ptr, json->len, pointer, len, &value) == SONO_STATUS_OK) printf("%s%s\n", label, value.ptr);
  sono_string_free(&value);
}

int main(void) {
  SonoEngine *engine = NULL;
  SonoString answer;
  SonoStatus status = sono_engine_new(SONO_TEXT("{\"rubric\": \"growth\"}"), &engine, &answer);
  if (status == SONO_STATUS_OK) {
    status = sono_assess(engine, SONO_TEXT("{\"content\": {\"code\": \"def mean(xs):\\n    return sum(xs) / len(xs)\\n\"}}"),
                         NULL, &answer);
  }
  if (status == SONO_STATUS_OK) {
    show("score: ", &answer, SONO_TEXT("/overall_score"));
    show("first: ", &answer, SONO_TEXT("/recommendations/0/text"));
    show("line:  ", &answer, SONO_TEXT("/recommendations/0/location/start/line"));
  } else {
    fprintf(stderr, "%s: ", sono_status_name(status));
    show("", &answer, SONO_TEXT("/error/message"));
  }
  sono_string_free(&answer);
  sono_engine_free(engine);
  return status == SONO_STATUS_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
