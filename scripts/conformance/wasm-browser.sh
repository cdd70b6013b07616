#!/usr/bin/env bash
# Runs the conformance cases through the WebAssembly package in Chromium: wasm-browser.sh [FOLDER]
set -euo pipefail
cd "$(dirname "$0")/../.."

scripts/apt.sh chromium
scripts/wasm.sh ci
node sono-wasm/test/conformance.mjs build/wasm/ci/package "${1:-conformance}" --browser
