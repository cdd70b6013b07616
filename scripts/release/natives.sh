#!/usr/bin/env bash
# Builds the parts for this machine's target that belong to no wheel and no npm package: natives.sh TARGET DIST
#
#   DIST/sono-eval-c-VERSION-TARGET.tar.gz   header and libraries for C; but for Windows also pkg-config files
#                                            and a CMake package
#   DIST/uniffi/                             the shared library for Kotlin and Ruby
set -euo pipefail
cd "$(dirname "$0")/../.."

target=$1
dist=$2
host=$(rustc -vV | sed -n 's/^host: //p')
[[ $host == "$target" ]] || {
  echo "natives: this machine builds for $host, not for $target" >&2
  exit 1
}

version=$(scripts/release/version.sh | cut -d = -f 2)
name=sono-eval-c-$version-$target
stage=build/release/$target
rm -rf "$stage"
mkdir -p "$stage" "$dist/uniffi"

if [[ $target == *-windows-* ]]; then
  # No pkg-config and no links there: the header, and the libraries by the names that the linker gave them.
  cargo build --locked --release --package sono-ffi --lib
  mkdir -p "$stage/$name"/{include,lib}
  cp sono-ffi/include/sono_eval.h sono-ffi/include/sono_eval.hpp "$stage/$name/include"
  cp target/release/sono_eval.dll target/release/sono_eval.dll.lib target/release/sono_eval.lib "$stage/$name/lib"
else
  scripts/ffi_install.sh release "$PWD/$stage/$name"
fi
cp LICENSE-APACHE LICENSE-MIT "$stage/$name/"
tar --create --gzip --file "$dist/$name.tar.gz" --directory "$stage" "$name"

cargo build --locked --release --package sono-ffi --lib --features uniffi
for file in libsono_eval.so libsono_eval.dylib sono_eval.dll; do
  [[ ! -e target/release/$file ]] || cp "target/release/$file" "$dist/uniffi/"
done
ls "$dist"/uniffi/*sono_eval.*
