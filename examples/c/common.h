/* What both examples need: reading a file, and printing values of an answer. */
#ifndef COMMON_H
#define COMMON_H

#include <sono_eval.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A whole file; `data` is null if it cannot be read. */
typedef struct {
  char *data;
  size_t len;
} Bytes;

static inline Bytes read_file(const char *path) {
  Bytes bytes = {NULL, 0};
  size_t room = 0;
  FILE *file = fopen(path, "rb");
  if (file == NULL) {
    perror(path);
    return bytes;
  }
  do {
    if (bytes.len == room) {
      char *larger = realloc(bytes.data, room = room == 0 ? 4096 : 2 * room);
      if (larger == NULL) break;
      bytes.data = larger;
    }
    bytes.len += fread(bytes.data + bytes.len, 1, room - bytes.len, file);
  } while (!feof(file) && !ferror(file));
  if (!feof(file)) {
    perror(path);
    free(bytes.data);
    bytes = (Bytes){NULL, 0};
  }
  fclose(file);
  return bytes;
}

/* Prints `label` and the value at a JSON pointer, and returns whether there is one. */
static inline bool print_value(FILE *to, const char *label, const char *json, size_t len, const char *pointer) {
  SonoString value;
  const bool found = sono_json_get(json, len, pointer, strlen(pointer), &value) == SONO_STATUS_OK;
  if (found) fprintf(to, "%s%s", label, value.ptr);
  sono_string_free(&value);
  return found;
}

/* Prints an error, with every problem and its place, and frees it. */
static inline void print_error(SonoStatus status, SonoString *error) {
  char pointer[64];
  fprintf(stderr, "%s", sono_status_name(status));
  print_value(stderr, ": ", error->ptr, error->len, "/error/message");
  fputc('\n', stderr);
  for (int i = 0;; i++) {
    snprintf(pointer, sizeof pointer, "/error/problems/%d/message", i);
    SonoString message;
    if (sono_json_get(error->ptr, error->len, pointer, strlen(pointer), &message) != SONO_STATUS_OK) {
      sono_string_free(&message);
      break;
    }
    snprintf(pointer, sizeof pointer, "/error/problems/%d/pointer", i);
    print_value(stderr, "  at ", error->ptr, error->len, pointer);
    fprintf(stderr, ": %s\n", message.ptr);
    sono_string_free(&message);
  }
  sono_string_free(error);
}

#endif
