#!/usr/bin/env bash
# Looks for leaks in many calls: python.sh [CALLS]
set -euo pipefail
cd "$(dirname "$0")/../.."
scripts/python.sh --build
build/venv/bin/python sono-py/tests/leaks.py "${1:-100000}"
