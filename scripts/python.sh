#!/usr/bin/env bash
# Builds the Python package into build/venv and tests it: python.sh [ARGUMENTS OF PYTEST...]
# python.sh --build only builds it; python.sh --tools only installs what building and testing need.
set -euo pipefail
cd "$(dirname "$0")/.."

venv=$PWD/build/venv
requirements=sono-py/requirements-dev.txt
if ! cmp --silent "$requirements" "$venv/requirements.txt"; then
  "${PYTHON:-python3}" -m venv --clear "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check --requirement "$requirements"
  cp "$requirements" "$venv/requirements.txt"
fi
if [[ ${1:-} == --tools ]]; then exit; fi

export VIRTUAL_ENV=$venv
"$venv/bin/maturin" develop --manifest-path sono-py/Cargo.toml --locked --profile ci --features test-hooks
if [[ ${1:-} == --build ]]; then exit; fi

cd sono-py
"$venv/bin/ruff" check .
"$venv/bin/ruff" format --check .
"$venv/bin/pytest" "$@"
