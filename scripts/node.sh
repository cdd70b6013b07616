#!/usr/bin/env bash
# Builds the Node package in the profile `ci` and tests it: node.sh [build]
#
# With `build`, it stops before the tests. What is built has the call `panic`; node_package.sh builds what is released.
set -euo pipefail
cd "$(dirname "$0")/.."

node -e 'process.exit(process.versions.node.split(".")[0] >= 20 ? 0 : 1)' || {
  echo "node: Node 20 or newer is needed" >&2
  exit 1
}
scripts/npm.sh sono-node
cd sono-node
npm run --silent build
[[ ${1:-} == build ]] && exit

npm run --silent types
npm run --silent test
