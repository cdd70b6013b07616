#!/usr/bin/env bash
# Builds the Python package for build/venv and tests it: python.sh [ARGUMENTS OF PYTEST...]
# python.sh --build only builds it; python.sh --tools only installs the tools for building and testing.
#
# The package is used from its folder. maturin builds the release: scripts/wheel.sh.
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

scripts/build.sh sono-py --features test-hooks
built=${CARGO_TARGET_DIR:-target}/ci/lib_native.so
[[ -e $built ]] || built=${built%.so}.dylib
# A new file, as a running program may have loaded the old one.
rm -f sono-py/python/sono_eval/_native.abi3.so
cp "$built" sono-py/python/sono_eval/_native.abi3.so
site=$("$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
echo "$PWD/sono-py/python" >"$site/sono_eval.pth"
cat >"$venv/bin/sono-eval" <<PROGRAM
#!$venv/bin/python
from sono_eval.__main__ import main

raise SystemExit(main())
PROGRAM
chmod +x "$venv/bin/sono-eval"
if [[ ${1:-} == --build ]]; then exit; fi

cd sono-py
"$venv/bin/ruff" check .
"$venv/bin/ruff" format --check .
"$venv/bin/pytest" "$@"
