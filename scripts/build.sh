#!/usr/bin/env bash
# Builds a package in the profile `ci`, as its tests need it: build.sh PACKAGE [CARGO-OPTION...]
#
# With WHOLE_WORKSPACE=1 it builds everything with all features instead. The features of a crate depend on the crates
# that are selected beside it: one selection for the tests of all languages compiles the core once, not once for each.
set -euo pipefail
cd "$(dirname "$0")/.."

if [[ -n ${WHOLE_WORKSPACE:-} ]]; then
  # With the tests, so that the selection is that of `make test-rust`.
  selection=(--workspace --exclude sono-uniffi-bindgen --all-features --lib --bins --tests --examples)
else
  selection=(--package "$@")
fi
cargo build --locked --profile ci "${selection[@]}"
