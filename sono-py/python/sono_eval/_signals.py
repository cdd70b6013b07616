"""The additions of a program: signals, scorers, reviewers and cache stores."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Protocol, TypeAlias

from sono_eval._submission import dumps
from sono_eval._types import (
    CustomDefinition,
    Material,
    Measured,
    ReviewerDefinition,
    ReviewRequest,
)

MeasuredLike: TypeAlias = "Measured | float | Mapping[str, Any] | None"


class Signal(Protocol):
    """A value that a program measures itself, for rubrics to read."""

    @property
    def definition(self) -> CustomDefinition | Mapping[str, Any]:
        """The definition. It is part of the hash of every rubric that reads the signal."""

    def measure(self, material: Material) -> MeasuredLike:
        """The value, or `None` when there is nothing to measure.

        It is called on any thread. What it raises fails the assessment, with kind `signal_failed`.
        """


class Scorer(Protocol):
    """A score that a program gives itself, for rubrics to read."""

    @property
    def definition(self) -> CustomDefinition | Mapping[str, Any]:
        """The definition, with the custom signals that it `reads`."""

    def score(self, material: Material) -> MeasuredLike:
        """The score, 0 to 100, or `None`. `material.signals` holds the measured values."""


class Reviewer(Protocol):
    """Someone or something that is asked for an opinion, such as a language model."""

    @property
    def definition(self) -> ReviewerDefinition | Mapping[str, Any]:
        """The definition of the reviewer."""

    def review(self, request: ReviewRequest) -> str | Mapping[str, Any]:
        """An answer that follows the schema of the request, as JSON text or as data.

        What it raises ends no assessment, but is recorded there by the name of its class alone,
        because messages may hold secrets.
        """


class CacheStore(Protocol):
    """Bytes by key: the store behind the cache of an engine, such as Redis or a folder.

    It is called on any thread. What it raises counts as a failure of the store and costs nothing
    but the computation.
    """

    def get(self, key: str) -> bytes | None:
        """The value under a key, if there is one."""

    def put(self, key: str, value: bytes, time_to_live: float | None) -> None:
        """Keeps a value, for the given number of seconds if there is a limit."""

    def remove(self, key: str) -> None:
        """Removes a value. A missing key is no error."""


_Callback: TypeAlias = tuple[str, Callable[[str], str | None]]


def signal(one: Signal) -> _Callback:
    """A signal as the native module takes it: text in, text out."""
    return dumps(one.definition), lambda text: _measured(one.measure(_material(text)))


def scorer(one: Scorer) -> _Callback:
    """A scorer as the native module takes it."""
    return dumps(one.definition), lambda text: _measured(one.score(_material(text)))


def reviewer(one: Reviewer) -> _Callback:
    """A reviewer as the native module takes it."""

    def review(text: str) -> str:
        request = ReviewRequest.from_dict(json.loads(text))
        try:
            answer = one.review(request)
        except Exception as error:
            raise _Unanswered(type(error).__name__) from error
        return answer if isinstance(answer, str) else dumps(answer)

    return dumps(one.definition), review


class _Unanswered(Exception):  # noqa: N818
    def __str__(self) -> str:
        return f"it raised {self.args[0]}"


def _material(text: str) -> Material:
    return Material.from_dict(json.loads(text))


def _measured(value: MeasuredLike) -> str | None:
    if value is None:
        return None
    return dumps({"value": value} if isinstance(value, (int, float)) else value)
