#!/usr/bin/env bash
# Calls the Python code that UniFFI generates: uniffi_smoke.sh [--built]; --built: scripts/uniffi.sh ran before.
set -euo pipefail
cd "$(dirname "$0")/.."

[[ ${1:-} == --built ]] || scripts/uniffi.sh
# The generated code looks for the library beside itself.
cp build/uniffi/lib/libsono_eval.* build/uniffi/python/
PYTHONPATH=build/uniffi/python python3 sono-ffi/tests/uniffi_smoke.py
