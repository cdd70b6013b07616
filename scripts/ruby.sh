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
scripts/conformance/ruby.sh --built
scripts/leaks/ruby.sh --built 5000
