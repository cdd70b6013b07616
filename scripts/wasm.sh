#!/usr/bin/env bash
# Builds the npm package for WebAssembly: wasm.sh [PROFILE]
#
# PROFILE is `wasm-release` (small and fast) or `ci` (default: quick to build, with the call `panic` for tests). The
# package lies in build/wasm/PROFILE/package.
set -euo pipefail
cd "$(dirname "$0")/.."

profile=${1:-ci}
target=wasm32-unknown-unknown
work=$PWD/build/wasm/$profile

scripts/apt.sh clang lld llvm
# Before another compiler may be chosen below.
scripts/build.sh xtask --features wasm
xtask=${CARGO_TARGET_DIR:-target}/ci/xtask

# The command that builds modules: plain cargo if the compiler knows the target, otherwise Debian's compiler, which has
# the source of the standard library beside it.
compile=(cargo build --locked --profile "$profile" --package sono-wasm --target "$target" --no-default-features)
if ! ls "$(rustc --print sysroot)/lib/rustlib/$target" >/dev/null 2>&1 && ! rustup target add "$target"; then
  scripts/apt.sh rustc-web cargo-web rust-web-src
  export RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=wasm-ld
  compile[0]=/usr/bin/cargo
  compile+=(-Zbuild-std=std,panic_abort)
fi
scripts/npm.sh sono-wasm

# The grammars are C, and the target has no C library: tree-sitter brings the functions, and these are their headers.
headers=$(cargo metadata --locked --format-version 1 --filter-platform "$target" |
  node -e 'const { packages } = JSON.parse(require("fs").readFileSync(0));
    console.log(require("path").dirname(packages.find(({ name }) => name === "tree-sitter-language").manifest_path))')
export CC_wasm32_unknown_unknown=clang AR_wasm32_unknown_unknown=llvm-ar
export CFLAGS_wasm32_unknown_unknown="-I$headers/wasm/include"

# The module of one variant, with its loader: module VARIANT FEATURES
module() {
  local variant=$1 features=$2 out=$work/modules/$1
  [[ $profile == wasm-release ]] || features+=,test-hooks
  "${compile[@]}" --features "$features"
  local compiled=${CARGO_TARGET_DIR:-target}/$target/$profile/sono_wasm.wasm
  # Each variant overwrites the module of the other, and has it as its own if nothing changed.
  if cmp --silent "$compiled" "$out/compiled.wasm" && [[ $out/compiled.wasm -nt $xtask ]]; then return; fi
  rm -rf "$out"
  "$xtask" bindgen "$compiled" sono_eval "$out"
  if [[ $profile == wasm-release ]]; then
    # Packed memory makes the module smaller but the download larger: the zeros compress better than their absence.
    node sono-wasm/node_modules/binaryen/bin/wasm-opt -Oz --skip-pass=memory-packing \
      "$out/sono_eval_bg.wasm" -o "$out/sono_eval_bg.wasm"
  fi
  cp "$compiled" "$out/compiled.wasm"
}
module all lang-all
module slim slim

node sono-wasm/package.mjs "$work/modules" "$work/package"
if [[ $profile == wasm-release ]]; then node sono-wasm/sizes.mjs "$work/package"; fi
