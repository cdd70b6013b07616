#!/usr/bin/env bash
# Prints `version=<version of the workspace>`, and fails when a tag names another one: version.sh [REF]
set -euo pipefail
cd "$(dirname "$0")/../.."

version=$(sed -n '/^\[workspace.package\]/,/^\[/ s/^version = "\(.*\)"$/\1/p' Cargo.toml)
fail() {
  echo "version: $1" >&2
  exit 1
}

case ${1:-} in
  "refs/tags/v$version" | "" | refs/heads/*) ;;
  *) fail "the workspace has version $version, and the tag is $1" ;;
esac
# Packages that do not take their version from the workspace.
for file in sono-ffi/kotlin/pom.xml sono-ffi/ruby/lib/sono_eval/version.rb; do
  grep -qE "(<version>|\")${version//./\\.}(</version>|\")" "$file" || fail "$file has another version than $version"
done
echo "version=$version"
