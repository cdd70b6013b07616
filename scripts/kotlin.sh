#!/usr/bin/env bash
# Tests Kotlin: the layer, its manual, the example, the example of the README, and conformance.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/uniffi.sh
. scripts/kotlin_env.sh
maven --file sono-ffi/kotlin install
maven --file examples/kotlin verify
scripts/conformance/kotlin.sh --built
scripts/leaks/kotlin.sh --built 5000
