#!/usr/bin/env bash
# Installs a cargo tool below build/tools unless it can be run already: need.sh NAME VERSION
set -euo pipefail

name=$1
version=$2
root=$(cd "$(dirname "$0")/.." && pwd)

if [[ $name == cargo-llvm-cov ]] && ! ls "$(rustc --print sysroot)"/lib/rustlib/*/bin/llvm-cov >/dev/null 2>&1; then
  # Coverage data can be read only by the LLVM version that the compiler was built with.
  if command -v rustup >/dev/null; then
    rustup component add llvm-tools
  elif [[ -z ${LLVM_COV:-} || -z ${LLVM_PROFDATA:-} ]]; then
    echo "need: set LLVM_COV and LLVM_PROFDATA to tools of the compiler's LLVM version (rustc -vV)" >&2
    exit 1
  fi
fi

if ! command -v "$name" >/dev/null; then
  cargo install --locked --root "$root/build/tools" --version "$version" "$name"
fi
