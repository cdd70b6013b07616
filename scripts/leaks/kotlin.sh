#!/usr/bin/env bash
# Checks that memory stays flat over many calls in Kotlin: kotlin.sh [--built] [CALLS]; 100,000 calls unless given.
set -euo pipefail
cd "$(dirname "$0")/../.."

if [[ ${1:-} == --built ]]; then shift; else scripts/uniffi.sh; fi
. scripts/kotlin_env.sh
# All of the heap is touched at the start, so that only memory outside it can grow.
export MAVEN_OPTS="-Xms256m -Xmx256m -XX:+AlwaysPreTouch -XX:+UseSerialGC"
run_kotlin sonoeval.leaks.MainKt "${1:-100000}"
