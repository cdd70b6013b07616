#!/usr/bin/env bash
# Runs a program under valgrind, and fails if it misuses memory or loses any: valgrind.sh PROGRAM [ARGUMENT...]
#
# Only memory that no pointer leads to is lost. Hash tables of Rust point into the middle of their block, which valgrind
# calls "possibly lost"; such tables live in the library's constants until the program ends.
set -euo pipefail
log=$(mktemp)
trap 'rm -f "$log"' EXIT
status=0
valgrind --quiet --suppressions="$(dirname "$0")/valgrind.supp" --leak-check=full --show-leak-kinds=definite \
  --errors-for-leak-kinds=definite --error-exitcode=99 --log-file="$log" "$@" || status=$?
((status != 99)) || cat "$log" >&2
exit "$status"
