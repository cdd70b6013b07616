#!/usr/bin/env bash
# Builds the Node package in the profile `ci` and tests it: node.sh [build]
#
# With `build`, it stops before the tests. The build has the call `panic`; node_package.sh builds the release with
# napi, which compiles everything for a target of its own.
set -euo pipefail
cd "$(dirname "$0")/.."

node -e 'process.exit(process.versions.node.split(".")[0] >= 20 ? 0 : 1)' || {
  echo "node: Node 20 or newer is needed" >&2
  exit 1
}
scripts/npm.sh sono-node
scripts/build.sh sono-node --features test-hooks
built=${CARGO_TARGET_DIR:-target}/ci/libsono_node.so
[[ -e $built ]] || built=${built%.so}.dylib
cd sono-node
# The name by which native.js knows this platform.
platform=$(node --input-type=module -e 'import { parseTriple } from "@napi-rs/cli"
  console.log(parseTriple(process.argv[1]).platformArchABI)' "$(rustc -vV | sed -n 's/^host: //p')")
rm -f "sono-eval.$platform.node"
cp "$OLDPWD/$built" "sono-eval.$platform.node"
[[ ${1:-} == build ]] && exit

npm run --silent types
npm run --silent test
