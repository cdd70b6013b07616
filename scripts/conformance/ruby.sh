#!/usr/bin/env bash
# Runs the conformance cases through Ruby: ruby.sh [--built] [FOLDER]; --built: scripts/uniffi.sh ran before.
set -euo pipefail
cd "$(dirname "$0")/../.."

if [[ ${1:-} == --built ]]; then
  shift
else
  scripts/apt.sh ruby ruby-ffi
  scripts/uniffi.sh
fi
. scripts/ruby_env.sh
ruby sono-ffi/ruby/test/conformance.rb "${1:-conformance}"
