#!/usr/bin/env bash
# Fails when memory grows over many calls of the C interface: c.sh [CALLS [PROFILE]]
set -euo pipefail
cd "$(dirname "$0")/../.."
calls=${1:-100000}
profile=${2:-ci}
prefix=$PWD/build/ffi/test
out=$PWD/build/ffi/c
scripts/ffi_install.sh "$profile" "$prefix" --features test-hooks
mkdir -p "$out"
cc -std=c11 -O1 -Wall -Wextra -Werror sono-ffi/tests/c/leaks.c -I"$prefix/include" -L"$prefix/lib" -lsono_eval \
  -Wl,-rpath,"$prefix/lib" -o "$out/leaks"
"$out/leaks" "$calls"
