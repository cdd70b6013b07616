"""The native module: text in, text out. Programs use `sono_eval`."""

import os
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias, final

from sono_eval._errors import SonoEvalError

__all__ = [
    "Batch",
    "CancelToken",
    "Engine",
    "check_assessment",
    "main",
    "read_path",
    "request",
]

_Callback: TypeAlias = tuple[str, Callable[[str], str | None]]
_Item: TypeAlias = tuple[int, str | None, str | None, SonoEvalError | None]
_Message: TypeAlias = tuple[_Item | None, str | None]

@final
class CancelToken:
    """A switch that stops work from any thread. Once cancelled, it stays so."""

    def __new__(cls) -> CancelToken: ...
    def cancel(self) -> None:
        """Stops the work that was given this token."""

    @property
    def cancelled(self) -> bool:
        """Whether the token was cancelled."""

@final
class Engine:
    """A configured engine. It never changes; threads share it."""

    def __new__(
        cls,
        options: str,
        signals: Sequence[_Callback],
        scorers: Sequence[_Callback],
        reviewers: Sequence[_Callback],
        store: Any | None,
    ) -> Engine: ...
    def assess(
        self,
        submission: str,
        assessment_id: str | None,
        timestamp: str | None,
        timeout: float | None,
        cancel: CancelToken | None,
    ) -> str:
        """Assesses a submission in JSON text; returns the assessment as canonical JSON."""

    def call(self, call: str, timeout: float | None, cancel: CancelToken | None) -> str:
        """Answers a call in JSON text with canonical JSON."""

    def report(self, call: str, timeout: float | None, cancel: CancelToken | None) -> str | bytes:
        """Answers a call `report` in JSON text with the report: text, or bytes."""

    def batch(self, options: str, cancel: CancelToken) -> Batch:
        """Begins a batch, with options as JSON text."""

    def cache_stats(self) -> str | None:
        """The counts of the cache so far, as JSON text; `None` without a cache."""

@final
class Batch:
    """A batch under way."""

    def wants_input(self) -> bool:
        """Whether there is room for an item within the window."""

    def push(self, id: str | None, submission: str) -> None:
        """Puts in a submission in JSON text."""

    def push_failed(self, id: str | None, error: str) -> None:
        """Puts in an item that has no submission, with the reason: an error as JSON text."""

    def end_input(self) -> None:
        """Marks the end of the input."""

    def take(self, limit: float | None) -> _Message | None:
        """The next message, if one comes within the limit in seconds; without one, waits."""

    def state(self) -> str | None:
        """The state of the batch after every result that was taken, as JSON text."""

def request(request: str) -> str:
    """Answers a call in JSON text that contains the options of its engine."""

def check_assessment(assessment: str) -> str:
    """Reads an assessment in JSON text, and writes it as canonical JSON."""

def read_path(path: str | os.PathLike[str]) -> str:
    """The submission from a file or folder, as JSON text."""

def main(arguments: Sequence[str]) -> int:
    """Runs the command line and returns its exit code."""
