#!/usr/bin/env bash
# Fails when a tracked file names a folder of somebody's machine: such a path means nothing to other readers.
set -euo pipefail
cd "$(dirname "$0")/.."

if git grep -nIE '(^|[^[:alnum:]_.~-])/(work|root|home|Users)/' -- .; then
  echo "tracked files: the lines above hold absolute paths" >&2
  exit 1
fi
echo "tracked files: no absolute paths in $(git ls-files | wc -l) files"
