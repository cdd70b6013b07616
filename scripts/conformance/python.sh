#!/usr/bin/env bash
set -euo pipefail
cd "$(dirname "$0")/../.."
scripts/python.sh --build
build/venv/bin/python sono-py/tests/conformance.py conformance
