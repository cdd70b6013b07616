"""Signals and cache stores that a program brings along."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Protocol, TypeAlias

from sono_eval._submission import dumps
from sono_eval._types import CustomDefinition, Material, Measured

MeasuredLike: TypeAlias = "Measured | float | Mapping[str, Any] | None"


class Signal(Protocol):
    """A value that a program measures itself, for rubrics to read."""

    @property
    def definition(self) -> CustomDefinition | Mapping[str, Any]:
        """What it is. It is part of the hash of every rubric that reads the signal."""

    def measure(self, material: Material) -> MeasuredLike:
        """The value, or `None` when there is nothing to measure.

        It is called on any thread. What it raises fails the assessment, with kind `signal_failed`.
        """


class CacheStore(Protocol):
    """Bytes by key: what stands behind the cache of an engine, such as Redis or a folder.

    It is called on any thread. What it raises counts as a failure of the store and costs nothing
    but the computation.
    """

    def get(self, key: str) -> bytes | None:
        """The value under a key, if there is one."""

    def put(self, key: str, value: bytes, time_to_live: float | None) -> None:
        """Keeps a value, for so many seconds if there is a limit."""

    def remove(self, key: str) -> None:
        """Forgets a value. That there is none is no error."""


def native(signal: Signal) -> tuple[str, Callable[[str], str | None]]:
    """The definition as JSON text, and a measurement from JSON text to JSON text."""

    def measure(text: str) -> str | None:
        value = signal.measure(Material.from_dict(json.loads(text)))
        if value is None:
            return None
        return dumps({"value": value} if isinstance(value, (int, float)) else value)

    return dumps(signal.definition), measure
