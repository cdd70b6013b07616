/*
 * Sends every case of the conformance folder through the interface and compares bytes: conformance FOLDER
 *
 * Each request goes through sono_request; a JSON object then goes through an engine made of its options and
 * sono_call, and an assessment or a batch that has an answer also through its own function. All of it happens on a
 * thread with the smallest stack that a usual platform gives one (musl).
 */
#define _POSIX_C_SOURCE 200809L
#include <dirent.h>
#include <pthread.h>
#include <sono_eval.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

typedef struct {
  const char *ptr;
  size_t len;
} Slice;

static const size_t small_stack = 128 << 10;

static int passed, failed;

static void stop(const char *why, const char *what) {
  fprintf(stderr, "conformance: %s %s\n", why, what);
  exit(2);
}

static Slice read_file(const char *path) {
  FILE *file = fopen(path, "rb");
  if (file == NULL || fseek(file, 0, SEEK_END) != 0) stop("cannot read", path);
  const long size = ftell(file);
  rewind(file);
  char *data = malloc((size_t)size + 1);
  if (data == NULL || fread(data, 1, (size_t)size, file) != (size_t)size) stop("cannot read", path);
  fclose(file);
  data[size] = 0;
  return (Slice){data, (size_t)size};
}

/* The end of the JSON value that begins at `at`: the text is known to be valid. */
static const char *skip_value(const char *at, const char *end) {
  int depth = 0;
  for (bool quoted = false; at < end; at++) {
    if (quoted) {
      if (*at == '\\') at++;
      else if (*at == '"') quoted = false;
    } else if (*at == '"') {
      quoted = true;
    } else if (*at == '{' || *at == '[') {
      depth++;
    } else if (*at == '}' || *at == ']') {
      if (depth-- == 0) return at;
    } else if (*at == ',' && depth == 0) {
      return at;
    }
  }
  return at;
}

/* The value of a member of an object as it is written; `whole` is the member with its comma. */
static bool member(Slice json, const char *name, Slice *value, Slice *whole) {
  const char *end = json.ptr + json.len, *at = memchr(json.ptr, '{', json.len);
  char quoted[64];
  const int length = snprintf(quoted, sizeof quoted, "\"%s\"", name);
  while (at != NULL && ++at < end) {
    const char *begin = at + strspn(at, " \t\r\n"), *key_end = begin;
    if (*begin != '"') return false;
    while (*++key_end != '"') key_end += *key_end == '\\';
    const char *colon = strchr(key_end, ':');
    const char *value_end = skip_value(colon + 1, end);
    if (key_end + 1 - begin == length && memcmp(begin, quoted, (size_t)length) == 0) {
      *value = (Slice){colon + 1, (size_t)(value_end - colon - 1)};
      *whole = (Slice){at, (size_t)(value_end - at) + (*value_end == ',')};
      return true;
    }
    at = *value_end == ',' ? value_end : NULL;
  }
  return false;
}

static Slice without(Slice json, Slice part) {
  const size_t before = (size_t)(part.ptr - json.ptr), after = json.len - before - part.len;
  char *text = malloc(json.len + 1);
  if (text == NULL) stop("no memory for", "a request");
  memcpy(text, json.ptr, before);
  memcpy(text + before, part.ptr + part.len, after);
  /* The last member leaves the comma of the one before. */
  for (size_t i = before; i > 0 && after > 0 && part.ptr[part.len] == '}'; i--) {
    if (text[i - 1] == ',') text[i - 1] = ' ';
    if (strchr(" \t\r\n", text[i - 1]) == NULL) break;
  }
  text[before + after] = 0;
  return (Slice){text, before + after};
}

/* Whether an object has no member but `call`. */
static bool is_only_a_call(Slice json) {
  Slice value, whole;
  if (!member(json, "call", &value, &whole)) return false;
  const Slice rest = without(json, whole);
  const bool empty = strspn(rest.ptr, " \t\r\n{}") >= rest.len;
  free((char *)rest.ptr);
  return empty;
}

/* Compares and frees what came out. */
static bool same(const char *name, const char *way, Slice expected, SonoStatus status, SonoString *got) {
  const bool is_error = expected.len >= 9 && memcmp(expected.ptr, "{\"error\":", 9) == 0;
  const bool equal = got->len == expected.len && memcmp(got->ptr, expected.ptr, got->len) == 0 &&
                     is_error == (status > SONO_STATUS_OK);
  if (!equal) {
    fprintf(stderr, "%s through %s (%s):\n  %.300s\n", name, way, sono_status_name(status), got->ptr);
    fprintf(stderr, "  expected:\n  %.300s\n", expected.ptr);
  }
  sono_string_free(got);
  return equal;
}

/* The elements of a list, one per line. */
static Slice lines_of(Slice list) {
  char *text = malloc(2 * list.len + 2);
  if (text == NULL) stop("no memory for", "lines");
  size_t len = 0;
  const char *end = list.ptr + list.len, *at = strchr(list.ptr, '[') + 1;
  while (at < end) {
    const char *stop_at = skip_value(at, end);
    for (; at < stop_at; at++) text[len++] = *at == '\n' || *at == '\r' ? ' ' : *at;
    text[len++] = '\n';
    if (*at++ == ']') break;
  }
  text[len] = 0;
  /* A list of nothing has no lines. */
  if (strspn(text, " \t\n") >= len) len = 0;
  return (Slice){text, len};
}

/* Through an engine that is made of the options, and functions of their own. */
static bool through_engine(const char *name, Slice request, Slice expected) {
  Slice options = {"", 0}, whole, call = request, value;
  const bool has_options = member(request, "options", &options, &whole);
  if (has_options) {
    call = without(request, whole);
    options.len -= strspn(options.ptr, " ");
    options.ptr += strspn(options.ptr, " ");
    if (strncmp(options.ptr, "null", 4) == 0) options.len = 0;
  }
  SonoEngine *engine;
  SonoString out;
  bool equal = true;
  const SonoStatus made = sono_engine_new(options.ptr, options.len, &engine, &out);
  if (made != SONO_STATUS_OK) {
    /* The request reports these problems beside those of the call, with pointers of its own. */
    equal = memcmp(expected.ptr, "{\"error\":", 9) == 0;
    sono_string_free(&out);
  } else {
    SonoStatus status = sono_call(engine, call.ptr, call.len, NULL, &out);
    equal = same(name, "sono_call", expected, status, &out);
    const bool answered = status == SONO_STATUS_OK;
    SonoString kind;
    sono_json_get(call.ptr, call.len, SONO_TEXT("/call"), &kind);
    /* What goes beside the submission (ids, opinions), only a call can say. */
    Slice rest = {NULL, 0};
    const bool plain = member(call, "submission", &value, &whole) && is_only_a_call(rest = without(call, whole));
    free((char *)rest.ptr);
    if (answered && plain && strcmp(kind.ptr, "assess") == 0) {
      status = sono_assess(engine, value.ptr, value.len, NULL, &out);
      equal = same(name, "sono_assess", expected, status, &out) && equal;
    }
    if (answered && strcmp(kind.ptr, "batch") == 0 && member(call, "submissions", &value, &whole)) {
      Slice lines = lines_of(value);
      status = sono_assess_batch(engine, lines.ptr, lines.len, NULL, 0, NULL, NULL, NULL, &out);
      equal = same(name, "sono_assess_batch", expected, status, &out) && equal;
      free((char *)lines.ptr);
    }
    sono_string_free(&kind);
  }
  sono_engine_free(engine);
  if (has_options) free((char *)call.ptr);
  return equal;
}

static void run_case(const char *folder, const char *group, const char *file) {
  char name[1024], path[4096];
  snprintf(name, sizeof name, "%s/%s", group, file);
  snprintf(path, sizeof path, "%s/cases/%s", folder, name);
  const Slice request = read_file(path);
  snprintf(path, sizeof path, "%s/answers/%s", folder, name);
  const Slice expected = read_file(path);

  SonoString out;
  const SonoStatus status = sono_request(request.ptr, request.len, &out);
  bool equal = same(name, "sono_request", expected, status, &out);
  SonoString call;
  if (sono_json_get(request.ptr, request.len, SONO_TEXT("/call"), &call) == SONO_STATUS_OK) {
    equal = through_engine(name, request, expected) && equal;
  }
  sono_string_free(&call);
  if (equal) passed++; else failed++;
  free((char *)request.ptr);
  free((char *)expected.ptr);
}

static void *run_folder(void *argument) {
  const char *folder = argument;
  char path[4096];
  snprintf(path, sizeof path, "%s/cases", folder);
  DIR *groups = opendir(path);
  if (groups == NULL) stop("cannot read", path);
  for (struct dirent *group; (group = readdir(groups)) != NULL;) {
    if (group->d_name[0] == '.') continue;
    snprintf(path, sizeof path, "%s/cases/%s", folder, group->d_name);
    DIR *files = opendir(path);
    if (files == NULL) continue;
    for (struct dirent *file; (file = readdir(files)) != NULL;) {
      const char *ending = strrchr(file->d_name, '.');
      if (ending != NULL && strcmp(ending, ".json") == 0) run_case(folder, group->d_name, file->d_name);
    }
    closedir(files);
  }
  closedir(groups);
  return NULL;
}

int main(int argc, char **argv) {
  if (argc != 2) stop("usage: conformance", "FOLDER");
  pthread_attr_t attributes;
  pthread_t thread;
  if (pthread_attr_init(&attributes) != 0 || pthread_attr_setstacksize(&attributes, small_stack) != 0 ||
      pthread_create(&thread, &attributes, run_folder, argv[1]) != 0 || pthread_join(thread, NULL) != 0) {
    stop("cannot start", "a thread");
  }
  printf("conformance: C: %d passed, %d failed\n", passed, failed);
  return failed == 0 && passed > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
