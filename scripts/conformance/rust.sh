#!/usr/bin/env bash
set -euo pipefail
cd "$(dirname "$0")/../.."
cargo test --locked --profile ci --package sono-core --all-features --test conformance -- --nocapture
