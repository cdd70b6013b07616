#!/usr/bin/env bash
# Builds the C interface and installs header, libraries, pkg-config files and CMake package in a folder, which can be
# moved: ffi_install.sh PROFILE PREFIX [CARGO-OPTION...]
#
# With WHOLE_WORKSPACE=1 (see build.sh), the profile `ci` has no static library.
set -euo pipefail
cd "$(dirname "$0")/.."

profile=$1
prefix=$2
shift 2

if [[ $profile == ci && -n ${WHOLE_WORKSPACE:-} ]]; then
  scripts/build.sh sono-ffi
  native=
else
  log=$(mktemp)
  trap 'rm -f "$log"' EXIT
  cargo rustc --locked --profile "$profile" --package sono-ffi --lib "$@" -- --print native-static-libs \
    2> >(tee "$log" >&2)
  native=$(sed -n 's/^note: native-static-libs: *//p' "$log" | tail -n 1)
  [[ -n $native ]] || { echo "ffi_install: the compiler does not say what the static library needs" >&2; exit 1; }
fi

built=${CARGO_TARGET_DIR:-target}/$profile
version=$(cargo metadata --locked --no-deps --format-version 1 |
  sed -n 's/.*"name":"sono-ffi","version":"\([^"]*\)".*/\1/p')
IFS=. read -r major minor _ <<<"$version"
# As sono-ffi/build.rs says it.
abi=$major
((major > 0)) || abi=0.$minor

rm -rf "$prefix"
mkdir -p "$prefix"/{include,lib/pkgconfig,lib/cmake/sono_eval}
cp sono-ffi/include/sono_eval.h sono-ffi/include/sono_eval.hpp "$prefix/include"
case $(uname -s) in
  Darwin)
    soname=libsono_eval.$abi.dylib shared=libsono_eval.$version.dylib link=libsono_eval.dylib
    cp "$built/libsono_eval.dylib" "$prefix/lib/$shared"
    ;;
  *)
    soname=libsono_eval.so.$abi shared=libsono_eval.so.$version link=libsono_eval.so
    cp "$built/libsono_eval.so" "$prefix/lib/$shared"
    ;;
esac
ln -s "$shared" "$prefix/lib/$soname"
ln -s "$soname" "$prefix/lib/$link"

fill() {
  sed -e "s|@VERSION@|$version|g" -e "s|@MAJOR@|$major|g" -e "s|@MINOR@|$minor|g" \
    -e "s|@NATIVE_LIBS@|$native|g" -e "s|@SHARED_FILE@|$shared|g" -e "s|@SONAME@|$soname|g" \
    "sono-ffi/packaging/$1.in" >"$2/$1"
}
fill sono_eval.pc "$prefix/lib/pkgconfig"
if [[ -n $native ]]; then
  cp "$built/libsono_eval.a" "$prefix/lib"
  fill sono_eval-static.pc "$prefix/lib/pkgconfig"
fi
fill sono_eval-config.cmake "$prefix/lib/cmake/sono_eval"
fill sono_eval-config-version.cmake "$prefix/lib/cmake/sono_eval"
echo "ffi_install: $prefix holds sono_eval $version ($profile)"
