#!/usr/bin/env bash
# Runs the conformance cases through the Node package: node.sh [FOLDER]
set -euo pipefail
cd "$(dirname "$0")/../.."

scripts/node.sh build
node sono-node/test/conformance.mjs "${1:-conformance}"
