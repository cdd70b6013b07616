#!/usr/bin/env bash
# Uses the packed npm package in projects of its users: Node, TypeScript, Vite, webpack, and no bundler at all.
# wasm-packaging.sh [PROFILE]
set -euo pipefail
cd "$(dirname "$0")/.."

profile=${1:-wasm-release}
scripts/apt.sh chromium
scripts/wasm.sh "$profile"
scripts/npm.sh sono-wasm/test/packaging
packed=$(cd "build/wasm/$profile" && npm pack --silent ./package)
node sono-wasm/test/packaging/run.mjs "build/wasm/$profile/$packed" build/wasm/packaging
