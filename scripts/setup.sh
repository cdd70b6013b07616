#!/usr/bin/env bash
# Checks that the machine can build the workspace, and installs the parts of the Rust toolchain that are missing.
set -euo pipefail

fail() {
  echo "setup: $1" >&2
  exit 1
}

command -v cargo >/dev/null || fail "cargo is missing; install Rust from https://rustup.rs"
command -v cc >/dev/null || fail "a C compiler is missing (the grammars are C); on Debian: apt install gcc libc6-dev"

wanted=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' "$(dirname "$0")/../Cargo.toml")
present=$(rustc --version | cut -d ' ' -f 2)
if [[ $(printf '%s\n' "$wanted" "$present" | sort --version-sort | head -n 1) != "$wanted" ]]; then
  fail "Rust $wanted or newer is needed, found $present; run: rustup update"
fi

for component in clippy rustfmt; do
  if ! cargo "${component/rustfmt/fmt}" --version >/dev/null 2>&1; then
    command -v rustup >/dev/null || fail "$component is missing, and there is no rustup to install it with"
    rustup component add "$component"
  fi
done
