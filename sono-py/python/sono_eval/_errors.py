"""The exceptions, and the kind of error that each stands for."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from sono_eval._types import ErrorKind, Problem


class SonoEvalError(Exception):
    """A misuse of the library, or work that was stopped. Its subclasses say which."""

    kind: ErrorKind
    """The stable name of the kind."""
    message: str
    """The message without the list of problems."""
    problems: tuple[Problem, ...]
    """Everything that is wrong with the input, in its order."""

    def __init__(self, kind: str, message: str, problems: Iterable[Problem] = ()) -> None:
        # Some bases, such as TimeoutError, treat several arguments differently.
        Exception.__init__(self, message)
        self.kind = ErrorKind(kind)
        self.message = message
        self.problems = tuple(problems)

    def __str__(self) -> str:
        return "\n  ".join([self.message, *map(_line, self.problems)])

    def __reduce__(self) -> tuple[Callable[..., SonoEvalError], tuple[Any, ...]]:
        return type(self), (self.kind.value, self.message, self.problems)

    def to_dict(self) -> dict[str, Any]:
        """The error as JSON data, as it stands in logs and in other languages."""
        problems = [problem.to_dict() for problem in self.problems]
        head = {"kind": self.kind.value, "message": self.message}
        return {**head, "problems": problems} if problems else head

    def to_json(self) -> str:
        """The error as canonical JSON: an object with one field, `error`, which no answer has."""
        return json.dumps(
            {"error": self.to_dict()}, ensure_ascii=False, separators=(",", ":"), sort_keys=True
        )


class InvalidInputError(SonoEvalError, ValueError):
    """A submission, a call, an option or a record that is not valid."""


class LimitExceededError(SonoEvalError, ValueError):
    """A submission larger than the limits allow."""


class RubricError(SonoEvalError, ValueError):
    """A rubric that is not valid or does not exist."""


class SignalError(SonoEvalError, RuntimeError):
    """A signal of the host that failed or has an invalid definition. Its exception is the cause."""


class ReviewError(SonoEvalError, RuntimeError):
    """An answer of a reviewer that is not valid."""


class InputOutputError(SonoEvalError, OSError):
    """A file or stream that could not be read or written."""


class CancelledError(SonoEvalError):
    """The work was cancelled."""


class DeadlineExceededError(SonoEvalError, TimeoutError):
    """The work was not done in time."""


class InternalError(SonoEvalError, RuntimeError):
    """A defect in this library; please report it."""


CLASSES: dict[ErrorKind, type[SonoEvalError]] = {
    ErrorKind.INVALID_SUBMISSION: InvalidInputError,
    ErrorKind.INVALID_CALL: InvalidInputError,
    ErrorKind.INVALID_OPTIONS: InvalidInputError,
    ErrorKind.INVALID_PARAMETER: InvalidInputError,
    ErrorKind.INVALID_JSON: InvalidInputError,
    ErrorKind.INVALID_RECORD: InvalidInputError,
    ErrorKind.INVALID_OVERRIDE: InvalidInputError,
    ErrorKind.LIMIT_EXCEEDED: LimitExceededError,
    ErrorKind.INVALID_RUBRIC: RubricError,
    ErrorKind.UNKNOWN_RUBRIC: RubricError,
    ErrorKind.INVALID_SIGNAL: SignalError,
    ErrorKind.SIGNAL_FAILED: SignalError,
    ErrorKind.INVALID_REVIEWER: InvalidInputError,
    ErrorKind.NOT_COMPARABLE: InvalidInputError,
    ErrorKind.INVALID_ANSWER: ReviewError,
    ErrorKind.IO: InputOutputError,
    ErrorKind.CANCELLED: CancelledError,
    ErrorKind.DEADLINE_EXCEEDED: DeadlineExceededError,
    ErrorKind.INTERNAL: InternalError,
}

_Row = tuple[str, str | None, str | None, int | None, str | None]


def make(kind: str, message: str, problems: Iterable[_Row] = ()) -> SonoEvalError:
    """The exception for an error of the native module."""
    rows = (
        Problem(message=words, pointer=pointer, file=file, line=line, key=key)
        for words, pointer, file, line, key in problems
    )
    return CLASSES[ErrorKind(kind)](kind, message, rows)


def invalid_submission(message: str) -> SonoEvalError:
    """The exception for something that cannot be a submission."""
    return make(ErrorKind.INVALID_SUBMISSION.value, message)


def _line(problem: Problem) -> str:
    """A problem as the library prints it."""
    words = []
    if problem.pointer is not None:
        words.append(f"{problem.pointer or '(whole input)'}:")
    if problem.file is not None:
        words.append(f"{problem.file}:" + ("" if problem.line is None else f"{problem.line}:"))
    if problem.key:
        words.append(f"`{problem.key}`:")
    return " ".join([*words, problem.message])
