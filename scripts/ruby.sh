#!/usr/bin/env bash
# Tests Ruby: the layer and its manual, the example, the example of the README, and conformance.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/apt.sh ruby ruby-ffi ruby-minitest
scripts/uniffi.sh
. scripts/ruby_env.sh

for test in sono-ffi/ruby/test/test_*.rb examples/ruby/test_*.rb; do
  ruby "$test"
done
export UNIFFI_IS_BUILT=1
scripts/binding.sh conformance ruby
scripts/binding.sh leaks ruby 5000
