#!/usr/bin/env bash
# Makes so many calls through the Node package and fails when resident memory grows: node.sh [CALLS]
set -euo pipefail
cd "$(dirname "$0")/../.."

scripts/node.sh build
node --expose-gc sono-node/test/leak.mjs "${1:-100000}"
