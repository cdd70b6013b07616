#!/usr/bin/env bash
# Installs the packages in the lock file of a folder, unless that was done before: npm.sh FOLDER
set -euo pipefail
cd "$(dirname "$0")/../$1"

stamp=node_modules/.installed
if ! cmp --silent package-lock.json "$stamp"; then
  npm ci --no-audit --no-fund --loglevel=error
  cp package-lock.json "$stamp"
fi
