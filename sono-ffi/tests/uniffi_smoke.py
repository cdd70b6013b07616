"""Calls the Python code that UniFFI generates, as a host would; scripts/uniffi_smoke.sh runs it.

The Python package of sono-eval is another one: this shows that the generated code works in a language whose layer is
not written by hand, as it is with Swift.
"""

from __future__ import annotations

import json
import threading
import unittest
from pathlib import Path

import sono_ffi

SUBMISSION = json.dumps({"content": {"code": "x = '🦀'\n"}})
HUGE = Path(__file__).parents[2] / "conformance" / "cases" / "huge"
# The smallest stack with which usual platforms start threads; CPython itself needs a part of it.
STACK = 256 * 1024


class Smoke(unittest.TestCase):
    """One test per part of the interface."""

    def setUp(self) -> None:
        self.engine = sono_ffi.Engine(position_encoding=sono_ffi.PositionEncoding.CODE_POINT)

    def failure(self, *call: object) -> sono_ffi.ErrorInfo:
        """Why a call fails."""
        with self.assertRaises(sono_ffi.SonoError.Failed) as raised:
            call[0](*call[1:])
        return raised.exception.info

    def test_assess(self) -> None:
        assessment = json.loads(self.engine.assess(SUBMISSION))
        self.assertEqual(assessment["engine_version"], sono_ffi.version())
        self.assertEqual(assessment["metadata"]["position_encoding"], "code-point")

    def test_problems(self) -> None:
        info = self.failure(self.engine.assess, '{"content": {"code": 3}, "candidat": "x"}')
        self.assertEqual(info.kind, "invalid_submission")
        self.assertEqual({problem.pointer for problem in info.problems}, {"/candidat", "/content/code"})

    def test_cancel(self) -> None:
        token = sono_ffi.CancelToken()
        token.cancel()
        self.assertEqual(self.failure(self.engine.assess, SUBMISSION, token).kind, "cancelled")
        self.assertEqual(self.failure(self.engine.assess, SUBMISSION, None, 0).kind, "deadline_exceeded")

    def test_panic(self) -> None:
        self.assertEqual(self.failure(self.engine.call, '{"call": "panic"}').kind, "internal")
        self.assertIn("overall_score", self.engine.assess(SUBMISSION))

    def test_report(self) -> None:
        def report(form: str) -> sono_ffi.Report:
            call = {"call": "report", "format": form, "submission": json.loads(SUBMISSION)}
            return self.engine.report(json.dumps(call))

        self.assertTrue(report("markdown").is_text)
        self.assertEqual(report("every-byte").content, bytes(range(256)))

    def test_request(self) -> None:
        self.assertEqual(sono_ffi.request('{"call": "about"}'), self.engine.call('{"call": "about"}'))

    def test_little_stack(self) -> None:
        requests = [path.read_text(encoding="utf-8") for path in sorted(HUGE.glob("expensive_*.json"))]
        self.assertGreaterEqual(len(requests), 10)
        found: list[str] = []
        before = threading.stack_size(STACK)
        try:
            thread = threading.Thread(target=lambda: found.extend(map(sono_ffi.request, requests)))
            thread.start()
        finally:
            threading.stack_size(before)
        thread.join()
        self.assertEqual(found, [sono_ffi.request(request) for request in requests])

    def test_batch(self) -> None:
        batch = self.engine.batch('{"jobs": 1, "events": true}')
        self.assertTrue(batch.next(0).is_PENDING() or batch.wants_input())
        batch.push(SUBMISSION, "one")
        batch.push("{")
        batch.end_input()
        self.assertEqual(self.failure(batch.push, SUBMISSION).kind, "invalid_call")
        messages = list(iter(batch.next, None))
        items = [message for message in messages if message.is_ITEM()]
        self.assertEqual([(item.index, item.id, item.error is None) for item in items], [(0, "one", True), (1, None, False)])
        self.assertEqual(items[0].assessment, self.engine.assess(SUBMISSION))
        self.assertTrue(messages[-1].is_FINISHED())


if __name__ == "__main__":
    unittest.main()
