#!/usr/bin/env bash
# Builds the library with UniFFI's exports, and generates Kotlin, Swift, Ruby and Python from it: build/uniffi/LANGUAGE,
# with the library in build/uniffi/lib. The generated code is not committed: it is thousands of lines that
# repeat sono-ffi/src/uniffi_api, and every test of a language begins here.
#
# uniffi.sh [PROFILE]: the profile is `ci` unless given; only `ci` has the call `panic` that tests use.
set -euo pipefail
cd "$(dirname "$0")/.."

profile=${1:-ci}
out=build/uniffi
# One after the other: beside the generator, which asks more of serde_json, the core would be compiled once more.
if [[ $profile == ci ]]; then
  scripts/build.sh sono-ffi --lib --features uniffi,test-hooks
else
  cargo build --locked --profile "$profile" --package sono-ffi --lib --features uniffi
fi
cargo build --locked --profile "$profile" --package sono-uniffi-bindgen
built=${CARGO_TARGET_DIR:-target}/$profile
library=$built/libsono_eval.so
[[ -e $library ]] || library=${library%.so}.dylib

mkdir -p "$out/lib"
cp "$library" "$out/lib/"
for language in kotlin swift ruby python; do
  rm -rf "${out:?}/$language"
  "$built/uniffi-bindgen" generate --no-format --language "$language" --out-dir "$out/$language" "$library"
done

# Ruby holds its lock during a foreign call unless told otherwise, and no other thread of Ruby could cancel it.
sed -i -E '/^ *attach_function :uniffi_sono_eval_fn_(method_engine_(assess|call|report)|method_batch_next|func_request),$/,/^ *(RustBuffer|:)[a-z_.]+$/ s/^( *(RustBuffer|:)[a-z_.]+)$/\1, blocking: true/' \
  "$out/ruby/sono_ffi.rb"

for file in kotlin/sonoeval/ffi/sono_ffi.kt swift/SonoEval.swift swift/SonoEvalFFI.h ruby/sono_ffi.rb \
  python/sono_ffi.py; do
  [[ -s $out/$file ]] || {
    echo "uniffi: $out/$file was not generated" >&2
    exit 1
  }
done
echo "uniffi: generated $(cat "$out"/{kotlin/sonoeval/ffi,swift,ruby,python}/*.{kt,swift,rb,py} 2>/dev/null | wc -l) lines"
