#!/usr/bin/env bash
# Builds a wheel for a free-threaded Python and tests it there, without the interpreter's lock. Free-threaded builds
# before 3.15 have no stable ABI, so each needs a wheel of its own.
#
# The interpreter is $FREE_THREADED_PYTHON, or the newest of python3.15t and python3.14t (PyO3 supports none before);
# without one, the script says so.
set -euo pipefail
cd "$(dirname "$0")/.."

python=${FREE_THREADED_PYTHON:-$(command -v python3.15t || command -v python3.14t || true)}
if [[ -z $python ]]; then
  echo "free-threaded: skipped, there is no free-threaded Python here (name one in FREE_THREADED_PYTHON)"
  exit
fi
if [[ $("$python" -c 'import sysconfig; print(sysconfig.get_config_var("Py_GIL_DISABLED"))') != 1 ]]; then
  echo "free-threaded: $python is not a free-threaded Python" >&2
  exit 1
fi

scripts/python.sh --tools
out=$PWD/build/wheels-free-threaded
venv=$PWD/build/venv-free-threaded
rm -rf "$out" "$venv"
build/venv/bin/maturin build --manifest-path sono-py/Cargo.toml --profile ci --locked --features test-hooks \
  --interpreter "$python" --out "$out"

"$python" -m venv "$venv"
# Types are checked under the usual Python, whose checker has wheels.
grep -E '^(hypothesis|pydantic|pytest|tqdm)==' sono-py/requirements-dev.txt >"$venv/requirements.txt"
"$venv/bin/pip" install --quiet --disable-pip-version-check --requirement "$venv/requirements.txt" "$out"/*.whl
cd sono-py
# A module that does not declare that it needs no lock would switch it on here.
"$venv/bin/python" -W error -c 'import sono_eval, sys; assert not sys._is_gil_enabled()'
PYTHON_GIL=0 "$venv/bin/python" -m pytest -k 'not typed and not stubs' "$@"
