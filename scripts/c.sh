#!/usr/bin/env bash
# Tests the C interface as C and C++ programs use it.
#
# Builds it in the profile `ci` with the test hooks, installs it in build/ffi/test, and runs the programs of
# sono-ffi/tests/c from there; the C program under valgrind as well.
set -euo pipefail
cd "$(dirname "$0")/.."

export RUST_BACKTRACE=0
prefix=$PWD/build/ffi/test
out=$PWD/build/ffi/c
scripts/apt.sh g++ pkg-config valgrind
scripts/ffi_install.sh ci "$prefix" --features test-hooks
mkdir -p "$out"

export PKG_CONFIG_PATH=$prefix/lib/pkgconfig
read -ra flags < <(pkg-config --cflags --libs sono_eval)
flags+=(-Wl,-rpath,"$prefix/lib" -pthread)
warnings=(-Wall -Wextra -Wpedantic -Werror)

# The headers alone, in the oldest and the newest language that they are for.
for header in sono_eval.h sono_eval.hpp; do
  for language in c99 c11 c++11 c++17 c++20; do
    case $header,$language in
      *.h,c99 | *.h,c11) compiler=(cc -x c) ;;
      *.h,c++* | *.hpp,c++17 | *.hpp,c++20) compiler=(c++ -x c++) ;;
      *) continue ;;
    esac
    echo "#include <$header>" | "${compiler[@]}" -std=$language "${warnings[@]}" -I"$prefix/include" -fsyntax-only -
  done
done

cc -std=c99 -g "${warnings[@]}" sono-ffi/tests/c/interface.c -o "$out/interface_c" "${flags[@]}"
c++ -std=c++17 -g "${warnings[@]}" sono-ffi/tests/c/interface.cpp -o "$out/interface_cpp" "${flags[@]}"
"$out/interface_c"
"$out/interface_cpp"
scripts/valgrind.sh "$out/interface_c"
python3 sono-ffi/tests/samples.py "$prefix" "$out"
scripts/binding.sh leaks c 5000
