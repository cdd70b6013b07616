#!/usr/bin/env bash
# Checks that memory stays flat over many calls in Ruby: ruby.sh [--built] [CALLS]; 100,000 calls unless given.
set -euo pipefail
cd "$(dirname "$0")/../.."

if [[ ${1:-} == --built ]]; then
  shift
else
  scripts/apt.sh ruby ruby-ffi
  scripts/uniffi.sh
fi
. scripts/ruby_env.sh
ruby sono-ffi/ruby/test/leaks.rb "${1:-100000}"
