#!/usr/bin/env bash
# Measures the cost of crossing into each binding: builds the releases, and prints the shortest of 3,000 assessments of
# benches/data/thirty.py through each, beside the core's own.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/wheel.sh --wheel-only >/dev/null
scripts/npm.sh sono-node
(cd sono-node && npx napi build --platform --release --strip --js native.js --dts native.d.ts --output-dir ../build/crossing)
scripts/wasm.sh wasm-release >/dev/null
cargo build --locked --release --package sono-ffi --example crossing

target/release/examples/crossing
build/venv-wheel/bin/python benches/crossing/python.py
node benches/crossing/node.cjs build/crossing
node benches/crossing/wasm.cjs build/wasm/wasm-release/package
