#!/usr/bin/env bash
# Runs the conformance cases through Kotlin: kotlin.sh [--built] [FOLDER]; --built: scripts/uniffi.sh ran before.
set -euo pipefail
cd "$(dirname "$0")/../.."

if [[ ${1:-} == --built ]]; then shift; else scripts/uniffi.sh; fi
. scripts/kotlin_env.sh
run_kotlin sonoeval.conformance.MainKt "$(realpath "${1:-conformance}")"
