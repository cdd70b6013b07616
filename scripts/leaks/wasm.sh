#!/usr/bin/env bash
# Checks that many calls leave the memory of the WebAssembly module as it is: wasm.sh [CALLS]
set -euo pipefail
cd "$(dirname "$0")/../.."

scripts/wasm.sh ci
node sono-wasm/test/leaks.mjs build/wasm/ci/package "${1:-100000}"
