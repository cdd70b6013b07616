#!/usr/bin/env bash
# Runs the tests of the C interface that call no parser under Miri, which finds undefined behaviour.
set -euo pipefail
cd "$(dirname "$0")/.."

command -v rustup >/dev/null || { echo "miri: install rustup, which brings a nightly compiler" >&2; exit 1; }
toolchain=nightly-2026-10-30
rustup toolchain install "$toolchain" --profile minimal --component miri --component rust-src --no-self-update
# Grammars are C, which Miri does not run.
export CARGO_TARGET_DIR=$PWD/build/miri MIRIFLAGS="-Zmiri-disable-isolation ${MIRIFLAGS:-}"
cargo "+$toolchain" miri test --locked --package sono-ffi --features test-hooks --lib "$@"
