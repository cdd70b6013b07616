"""Text that is made to be expensive, on a thread with little stack."""

import json
import threading
from pathlib import Path

from sono_eval import Engine

CASES = Path(__file__).parents[2] / "conformance" / "cases" / "huge"
# The smallest stack with which usual platforms start threads; CPython itself needs a part of it.
STACK = 256 * 1024


def test_expensive_text_needs_little_stack():
    cases = sorted(CASES.glob("expensive_*.json"))
    assert len(cases) >= 10
    texts = [json.loads(case.read_text(encoding="utf-8"))["submission"] for case in cases]
    expected = [Engine().assess(text) for text in texts]
    found = []

    def run():
        engine = Engine()
        found.extend(engine.assess(text) for text in texts)

    before = threading.stack_size(STACK)
    try:
        thread = threading.Thread(target=run)
        thread.start()
    finally:
        threading.stack_size(before)
    thread.join()
    assert found == expected
