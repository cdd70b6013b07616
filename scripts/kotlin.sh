#!/usr/bin/env bash
# Tests Kotlin: the layer, its manual, the example, the example of the README, and conformance.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/uniffi.sh
. scripts/kotlin_env.sh
python3 scripts/kotlin_manual.py sono-ffi/kotlin/README.md build/kotlin/manual/ManualTest.kt
maven --file sono-ffi/kotlin install
maven --file examples/kotlin verify
export UNIFFI_IS_BUILT=1
scripts/binding.sh conformance kotlin
scripts/binding.sh leaks kotlin 5000
