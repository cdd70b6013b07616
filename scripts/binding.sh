#!/usr/bin/env bash
# Runs a program that every binding has: binding.sh TASK BINDING [ARGUMENT]
#
# TASK is one of
#   conformance   runs the cases in the folder ARGUMENT (conformance), and ends with "conformance: NAME: N passed, M failed"
#   leaks         makes ARGUMENT (100,000) calls, and fails when memory grows
# and BINDING is rust, python, node, wasm, wasm-browser, c, go, ruby or kotlin; the first and go have no leaks, and
# wasm-browser neither. The binding under test is built first, by UniFFI only unless UNIFFI_IS_BUILT is set.
set -euo pipefail
cd "$(dirname "$0")/.."

task=$1
binding=$2
case $task in
  conformance) argument=${3:-$PWD/conformance} ;;
  leaks) argument=${3:-100000} ;;
  *) echo "binding: the task is conformance or leaks, not $task" >&2; exit 2 ;;
esac

# Runs a program whose threads have no more stack than the smallest that a usual platform gives one: so many kilobytes.
with_stack() (
  ulimit -s "$1"
  "${@:2}"
)

uniffi() {
  [[ -n ${UNIFFI_IS_BUILT:-} ]] || scripts/uniffi.sh
}

case $task,$binding in
  conformance,rust)
    selection=(--package sono-core)
    [[ -z ${WHOLE_WORKSPACE:-} ]] || selection=(--workspace --exclude sono-uniffi-bindgen)
    cargo test --locked --profile ci "${selection[@]}" --all-features --test it conformance -- --nocapture
    ;;
  *,python)
    scripts/python.sh --build
    build/venv/bin/python "sono-py/tests/$task.py" "$argument"
    ;;
  *,node)
    scripts/node.sh build
    node --expose-gc "sono-node/test/$task.mjs" "$argument"
    ;;
  *,wasm)
    scripts/wasm.sh ci
    node "sono-wasm/test/$task.mjs" build/wasm/ci/package "$argument"
    ;;
  conformance,wasm-browser)
    scripts/apt.sh chromium
    scripts/wasm.sh ci
    node sono-wasm/test/conformance.mjs build/wasm/ci/package "$argument" --browser
    ;;
  *,c)
    prefix=$PWD/build/ffi/test
    program=$PWD/build/ffi/c/$task
    scripts/ffi_install.sh ci "$prefix" --features test-hooks
    mkdir -p "$(dirname "$program")"
    cc -std=c99 -O1 -Wall -Wextra -Wpedantic -Werror "sono-ffi/tests/c/$task.c" -I"$prefix/include" -L"$prefix/lib" \
      -lsono_eval -Wl,-rpath,"$prefix/lib" -pthread -o "$program"
    "$program" "$argument"
    ;;
  conformance,go)
    prefix=$PWD/build/ffi/test
    scripts/ffi_install.sh ci "$prefix" --features test-hooks
    export PKG_CONFIG_PATH=$prefix/lib/pkgconfig LD_LIBRARY_PATH=$prefix/lib GOPROXY=off GOTOOLCHAIN=local
    program=$PWD/build/ffi/go/conformance
    go build -C examples/go -o "$program" ./cmd/conformance
    with_stack 256 "$program" "$argument"
    ;;
  *,ruby)
    scripts/apt.sh ruby ruby-ffi
    uniffi
    . scripts/ruby_env.sh
    with_stack 256 ruby "sono-ffi/ruby/test/$task.rb" "$argument"
    ;;
  *,kotlin)
    uniffi
    . scripts/kotlin_env.sh
    # All of the heap is touched at the start, so that only memory outside of it can grow.
    [[ $task != leaks ]] || export MAVEN_OPTS="-Xms256m -Xmx256m -XX:+AlwaysPreTouch -XX:+UseSerialGC"
    run_kotlin "sonoeval.$task.MainKt" "$argument"
    ;;
  *) echo "binding: $binding has no $task" >&2; exit 2 ;;
esac
