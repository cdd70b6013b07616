"""Makes many calls and fails when the memory of the process grows.

python tests/leaks.py CALLS
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from sono_eval import Assessment, Engine, SonoEvalError

# Growth that is allowed: the allocator's own unrest, and far below what lost results would take.
ALLOWED = 8 << 20
CODE = "def f(a):\n    return a[0]\n"


def resident() -> int:
    """Bytes of memory that the process has."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


class Store:
    """A store that keeps nothing."""

    def get(self, key: str) -> bytes | None:
        """Nothing."""

    def put(self, key: str, value: bytes, time_to_live: float | None) -> None:
        """Nothing."""

    def remove(self, key: str) -> None:
        """Nothing."""


def calls(engine: Engine, stored: str) -> Iterator[None]:
    """One of each kind of call, again and again."""
    cached = Engine(cache={"capacity_bytes": 1 << 16}, cache_store=Store())
    while True:
        result = engine.assess(CODE)
        assert result.path_scores[0].metrics[0].contributions
        yield
        assert Assessment.from_json(stored).recommendations
        yield
        try:
            engine.assess({"content": {"cdoe": 1}})
        except SonoEvalError as error:
            assert error.problems
        yield
        assert cached.assess(CODE).summary
        yield
        assert engine.metrics(CODE).files
        yield
        for item in engine.assess_batch([CODE, {"content": 1}], jobs=1):
            assert item.error is not None or item.result().summary
        yield


def run(number: int) -> int:
    """The bytes that the process grew by, after it has warmed up."""
    engine = Engine()
    work = calls(engine, engine.assess(CODE).to_json())
    for _ in range(number // 5):
        next(work)
    before = resident()
    for _ in range(number - number // 5):
        next(work)
    return resident() - before


def main() -> int:
    """Prints what it found."""
    number = int(sys.argv[1])
    grown = run(number)
    sys.stdout.write(f"leaks: Python: {number} calls, {grown / (1 << 20):.1f} MiB more\n")
    return int(grown > ALLOWED)


if __name__ == "__main__":
    sys.exit(main())
