#!/usr/bin/env bash
# Tests the WebAssembly package under Node and in Chromium, and the example page.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/apt.sh chromium
scripts/wasm.sh ci
scripts/browser-example.sh ci
node --test sono-wasm/test/*.test.mjs
node sono-wasm/test/leaks.mjs build/wasm/ci/package 5000
