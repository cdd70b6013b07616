#!/usr/bin/env bash
# Makes the jar, with the libraries of all platforms, and a gem per platform: jvm_and_ruby.sh NATIVES DIST
#
# NATIVES/native-TARGET/uniffi holds the output of natives.sh for a target; missing targets are left out.
set -euo pipefail
cd "$(dirname "$0")/../.."

natives=$(realpath "$1")
mkdir -p "$2"
dist=$(realpath "$2")

# target, folder in the jar as JNA looks for it, platform of the gem
targets="
x86_64-unknown-linux-gnu   linux-x86-64    x86_64-linux
aarch64-unknown-linux-gnu  linux-aarch64   aarch64-linux
x86_64-apple-darwin        darwin-x86-64   x86_64-darwin
aarch64-apple-darwin       darwin-aarch64  arm64-darwin
x86_64-pc-windows-msvc     win32-x86-64    x64-mingw-ucrt
"

scripts/uniffi.sh release
rm -rf build/kotlin/natives build/gems
while read -r target folder platform; do
  [[ -d $natives/native-$target/uniffi ]] || continue
  mkdir -p "build/kotlin/natives/$folder"
  cp "$natives/native-$target"/uniffi/* "build/kotlin/natives/$folder/"

  gem=build/gems/$platform
  mkdir -p "$gem"
  cp -r sono-ffi/ruby/lib sono-ffi/ruby/sono_eval.gemspec LICENSE-APACHE LICENSE-MIT "$gem/"
  cp sono-ffi/ruby/README.md "$gem/"
  cp build/uniffi/ruby/sono_ffi.rb "$gem/lib/"
  cp "$natives/native-$target"/uniffi/* "$gem/lib/sono_eval/"
  (cd "$gem" && GEM_PLATFORM=$platform gem build sono_eval.gemspec --strict && mv ./*.gem "$dist/")
done < <(sed '/^$/d' <<<"$targets")

. scripts/kotlin_env.sh
maven --file sono-ffi/kotlin package -DskipTests
cp build/kotlin/sono-eval/sono-eval-*.jar "$dist/"
ls "$dist"
