#!/usr/bin/env bash
# Builds the C interface as it is released, installs it in build/ffi/prefix, and builds and runs the examples of C and
# C++ from there: against the shared and the static library, by pkg-config and by CMake: ffi.sh [PROFILE]
set -euo pipefail
cd "$(dirname "$0")/.."

profile=${1:-release}
prefix=$PWD/build/ffi/prefix
work=$PWD/build/ffi/examples
scripts/apt.sh g++ pkg-config cmake make valgrind
scripts/ffi_install.sh "$profile" "$prefix"
export PKG_CONFIG_PATH=$prefix/lib/pkgconfig
rm -rf "$work"
mkdir -p "$work"

submission=$work/submission.json
printf '%s\n' '{"content": {"code": "def mean(xs):\n    return sum(xs) / len(xs)\n"}}' >"$submission"
printf '%s\n' '{"content": {"cod": 1}}' >"$work/wrong.json"

# Runs the three programs in a folder and checks their output.
check() {
  local programs=$1 cpp=$2
  "$programs/assess" "$submission" >"$work/assess.out"
  grep -qE '^score: [0-9.]+$' "$work/assess.out"
  grep -qE '^- .* \[code:1\]$' "$work/assess.out"
  if "$programs/assess" "$work/wrong.json" 2>"$work/wrong.err"; then
    echo "ffi: a wrong submission was assessed" >&2
    return 1
  fi
  grep -q '^invalid_submission: ' "$work/wrong.err"
  grep -q '^  at /content/cod: unknown field' "$work/wrong.err"
  "$programs/batch" examples/batch.jsonl >"$work/batch.out" 2>"$work/batch.err" || true
  [[ $(wc -l <"$work/batch.out") -eq $(wc -l <examples/batch.jsonl) ]]
  grep -q '^the batch is completed$' "$work/batch.err"
  grep -q '^progress: ' "$work/batch.err"
  "$cpp/assess" examples/batch.jsonl >"$work/cpp.out"
  grep -qE '^0: [0-9.]+$' "$work/cpp.out"
  echo "ffi: the examples in ${programs#"$PWD/"} run"
}

warnings=(-Wall -Wextra -Wpedantic -Werror)
for kind in shared static; do
  package=sono_eval
  [[ $kind == shared ]] || package=sono_eval-static
  read -ra flags < <(pkg-config --cflags --libs "$package")
  [[ $kind == static ]] || flags+=(-Wl,-rpath,"$prefix/lib")
  c=$work/pkg-config-$kind/c cpp=$work/pkg-config-$kind/cpp
  mkdir -p "$c" "$cpp"
  for name in assess batch; do
    cc -std=c99 -g "${warnings[@]}" "examples/c/$name.c" "${flags[@]}" -o "$c/$name"
  done
  c++ -std=c++17 "${warnings[@]}" examples/cpp/assess.cpp "${flags[@]}" -o "$cpp/assess"
  check "$c" "$cpp"

  switch=ON
  [[ $kind == shared ]] || switch=OFF
  for language in c cpp; do
    folder=$work/cmake-$kind/$language
    cmake -S "examples/$language" -B "$folder" -DCMAKE_PREFIX_PATH="$prefix" -DBUILD_SHARED_LIBS=$switch >"$work/cmake.log"
    cmake --build "$folder" >>"$work/cmake.log" || { cat "$work/cmake.log" >&2; exit 1; }
  done
  check "$work/cmake-$kind/c" "$work/cmake-$kind/cpp"
done

if ldd "$work/pkg-config-static/c/assess" | grep sono_eval || ! ldd "$work/cmake-shared/c/assess" | grep -q sono_eval; then
  echo "ffi: the programs are linked against the wrong kind of library" >&2
  exit 1
fi
c=$work/pkg-config-shared/c
# The programs themselves return 1 for errors.
may_return_1() {
  local status=0
  "$@" >"$work/valgrind.out" 2>&1 || status=$?
  ((status <= 1)) || { cat "$work/valgrind.out" >&2; exit 1; }
}
scripts/valgrind.sh "$c/assess" "$submission" >/dev/null
may_return_1 scripts/valgrind.sh "$c/assess" "$work/wrong.json"
may_return_1 scripts/valgrind.sh "$c/batch" examples/batch.jsonl
echo "ffi: valgrind finds nothing"
