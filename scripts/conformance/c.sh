#!/usr/bin/env bash
set -euo pipefail
cd "$(dirname "$0")/../.."
prefix=$PWD/build/ffi/conformance
out=$PWD/build/ffi/c
scripts/ffi_install.sh ci "$prefix" --features test-hooks
mkdir -p "$out"
cc -std=c99 -O1 -Wall -Wextra -Wpedantic -Werror sono-ffi/tests/c/conformance.c -I"$prefix/include" -L"$prefix/lib" \
  -lsono_eval -Wl,-rpath,"$prefix/lib" -o "$out/conformance"
"$out/conformance" conformance
