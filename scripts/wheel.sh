#!/usr/bin/env bash
# Builds the wheel and the source package into build/wheels, installs each into an environment of its own, and tries it.
#
# wheel.sh --wheel-only leaves out the source package, whose installation compiles everything again.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/python.sh --tools
tools=$PWD/build/venv/bin
out=$PWD/build/wheels
rm -rf "$out"
# Zig brings the C library of manylinux_2_17, so that a wheel built on a new system runs on older ones.
PATH=$tools:$PATH "$tools/maturin" build --manifest-path sono-py/Cargo.toml --release --locked \
  --compatibility manylinux_2_17 --zig --out "$out"

smoke() {
  local package=$1 venv=$2
  rm -rf "$venv"
  "${PYTHON:-python3}" -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check "$package"
  # In another folder, so that Python imports nothing from the working tree.
  (
    cd "$venv"
    bin/python - <<'PYTHON'
import sono_eval
from sono_eval import Engine, InvalidInputError

engine = Engine()
assert engine.assess("def f(x):\n    return x\n").overall_score is not None
assert [item.error for item in engine.assess_batch(["x = 1\n"] * 10)] == [None] * 10
try:
    engine.call({"call": "panic"})
except InvalidInputError:
    pass
else:
    raise SystemExit("the package holds the hooks of the tests")
print("smoke:", sono_eval.__file__.rpartition("site-packages")[2], engine.about().engine_version)
PYTHON
    bin/sono-eval --version
    bin/python -m sono_eval signals >signals.txt
  )
}

smoke "$out"/*.whl build/venv-wheel
ls -l "$out"
if [[ ${1:-} == --wheel-only ]]; then exit; fi

"$tools/maturin" sdist --manifest-path sono-py/Cargo.toml --out "$out"
smoke "$out"/*.tar.gz build/venv-sdist
echo "wheel: wheel and source package are in build/wheels"
