"""The common part of the generated classes: they are read from JSON and written to it."""

from __future__ import annotations

import json
import typing
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, fields
from enum import Enum
from functools import partial
from types import MappingProxyType, UnionType
from typing import Any, TypeVar

_R = TypeVar("_R", bound="Record")
_Decoder = Callable[[Any], Any]


# The readers of the fields of each class, determined once.
_RECORDS: dict[type, dict[str, _Decoder]] = {}
_LAZY_RECORDS: dict[type, dict[str, tuple[_Decoder, Any]]] = {}


@dataclass(frozen=True, slots=True)
class Record:
    """A frozen value with a JSON form."""

    @classmethod
    def from_dict(cls: type[_R], data: Mapping[str, Any]) -> _R:
        """The value that JSON data stands for. Fields that it does not know are left out."""
        decoders = _decoders(cls)
        return cls(
            **{name: decoders[name](value) for name, value in data.items() if name in decoders}
        )

    def to_dict(self) -> dict[str, Any]:
        """The value as JSON data; absent fields are left out."""
        return {
            field.name: _plain(value)
            for field in fields(self)
            if not _is_left_out(field, value := getattr(self, field.name))
        }


class LazyRecord:
    """A frozen value that keeps its JSON text, and makes its parts when they are first read."""

    __slots__ = ("_data", "_parts", "_text")

    _text: str
    _data: dict[str, Any] | None
    _parts: dict[str, Any]

    def __init__(self, text: str) -> None:
        object.__setattr__(self, "_text", text)
        object.__setattr__(self, "_data", None)
        object.__setattr__(self, "_parts", {})

    def _field(self, name: str) -> Any:
        try:
            return self._parts[name]
        except KeyError:
            pass
        data = self._data
        if data is None:
            # Two threads may both do this, with the same result.
            data = json.loads(self._text)
            object.__setattr__(self, "_data", data)
        decode, missing = _lazy_decoders(type(self))[name]
        part = decode(data[name]) if name in data else missing
        return self._parts.setdefault(name, part)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} cannot be changed")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} cannot be changed")


def _is_left_out(field: Field[Any], value: Any) -> bool:
    if field.default is MISSING and field.default_factory is MISSING:
        return False
    if field.default is None:
        # Where a list may be absent, an empty one says something.
        return value is None
    return value is None or (isinstance(value, (tuple, Mapping)) and not value)


def _plain(value: Any) -> Any:
    if isinstance(value, Record):
        return value.to_dict()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return value


def _decoders(cls: type[Record]) -> dict[str, _Decoder]:
    if cls not in _RECORDS:
        hints = typing.get_type_hints(cls)
        _RECORDS[cls] = {field.name: _decoder(hints[field.name]) for field in fields(cls)}
    return _RECORDS[cls]


def _lazy_decoders(cls: type[LazyRecord]) -> dict[str, tuple[_Decoder, Any]]:
    """The reader of each property, and the default of one that is absent."""
    if cls not in _LAZY_RECORDS:
        decoders: dict[str, tuple[_Decoder, Any]] = {}
        for name, member in _properties(cls):
            hint = typing.get_type_hints(member.fget)["return"]
            decoders[name] = (_decoder(hint), MappingProxyType({}) if _is_map(hint) else None)
        _LAZY_RECORDS[cls] = decoders
    return _LAZY_RECORDS[cls]


def _properties(cls: type) -> list[tuple[str, property]]:
    members = (item for base in cls.__mro__ for item in vars(base).items())
    return [(name, member) for name, member in members if isinstance(member, property)]


def _is_map(hint: Any) -> bool:
    origin = typing.get_origin(hint)
    return isinstance(origin, type) and issubclass(origin, Mapping)


def _decoder(hint: Any) -> _Decoder:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (UnionType, typing.Union):
        (inner,) = (argument for argument in arguments if argument is not type(None))
        return partial(_optional, _decoder(inner))
    if origin is tuple:
        return partial(_each, _decoder(arguments[0]))
    if _is_map(hint):
        return partial(_values, _decoder(arguments[1]))
    if isinstance(hint, type):
        if issubclass(hint, Record):
            return hint.from_dict
        if issubclass(hint, (float, Enum)):
            return hint
    return _same


def _optional(decode: _Decoder, value: Any) -> Any:
    return None if value is None else decode(value)


def _each(decode: _Decoder, values: Any) -> tuple[Any, ...]:
    return tuple(map(decode, values))


def _values(decode: _Decoder, values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: decode(value) for key, value in values.items()}


def _same(value: Any) -> Any:
    return value
