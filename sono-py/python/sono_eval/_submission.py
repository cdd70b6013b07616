"""The kinds of submissions, and their JSON text."""

from __future__ import annotations

import dataclasses
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import PurePath
from typing import Any, Protocol, TypeAlias, runtime_checkable

from sono_eval import _native
from sono_eval._errors import invalid_submission
from sono_eval._record import Record


@runtime_checkable
class Dumpable(Protocol):
    """An object with the method of pydantic's models."""

    def model_dump(self, *, mode: str, exclude_none: bool) -> dict[str, Any]: ...


@dataclass(frozen=True, kw_only=True)
class Submission:
    """The work that one candidate hands in at once."""

    content: Mapping[str, Any]
    """The material: `code`, `files`, `explanation` and so on."""
    candidate_id: str | None = None
    """Your name for the candidate, echoed and never used by scoring."""
    submission_type: str = "code"
    """The kind of work: see `SubmissionType`."""
    task: str | None = None
    """The question or assignment that it answers; answers are compared with it."""
    expects: Iterable[str] | None = None
    """What was asked for beyond the code, such as `["tests", "readme"]`; `[]` is nothing. `None`
    leaves it to the engine and the rubric."""
    paths_to_evaluate: Iterable[str] = ()
    """The paths to evaluate: see `PathType`. All, if none is named."""
    options: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    """`rubric_parameters`, `tags`, `position_encoding`."""
    attributes: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    """Flat attributes such as a cohort, echoed and never used by scoring."""

    def to_dict(self) -> dict[str, Any]:
        """The submission as JSON data; empty fields are left out."""
        values = {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
        values["paths_to_evaluate"] = list(self.paths_to_evaluate)
        kept = {"content", "submission_type"}
        if self.expects is not None:  # an empty list says something
            values["expects"] = list(self.expects)
            kept.add("expects")
        return {
            name: value
            for name, value in values.items()
            if name in kept or value not in (None, [], {})
        }


SubmissionLike: TypeAlias = (
    "str | os.PathLike[str] | Mapping[str, Any] | Submission | Dumpable | DataclassInstance"
)


class DataclassInstance(Protocol):
    """An instance of a dataclass."""

    __dataclass_fields__: dict[str, Any]


def to_json(
    submission: SubmissionLike, *, language: str | None = None, path: str | None = None
) -> str:
    """The JSON text of a submission: a text is code, a path a file or a folder.

    Of a text, its language and the name of its file can be stated.
    """
    stated = {"language": language, "path": path}
    given = {name: value for name, value in stated.items() if value is not None}
    if isinstance(submission, str) and not isinstance(submission, Enum):
        return dumps({"content": {"code": {"text": submission, **given} if given else submission}})
    if given:
        names = " and ".join(f"`{name}`" for name in given)
        raise invalid_submission(
            f"{names} can be stated of code as a str, got {_kind(submission)}; "
            "the files of a submission have fields of their own for that"
        )
    if isinstance(submission, os.PathLike):
        return _native.read_path(submission)
    return dumps(_data(submission))


def _data(submission: object) -> Mapping[str, Any]:
    if isinstance(submission, (Submission, Record)):
        return submission.to_dict()
    if isinstance(submission, Mapping):
        return submission
    if isinstance(submission, Dumpable):
        return submission.model_dump(mode="json", exclude_none=True)
    if dataclasses.is_dataclass(submission) and not isinstance(submission, type):
        return dataclasses.asdict(submission)
    expected = (
        "code as a str, a pathlib.Path, a mapping, a Submission, a dataclass or a pydantic model"
    )
    raise invalid_submission(f"expected {expected}, got {_kind(submission)}")


def many(submissions: object) -> Iterable[Any]:
    """An iterable of submissions, and nothing that is iterated by letters, keys or columns."""
    if isinstance(submissions, (str, bytes)):
        hint = "put one submission into a list"
    elif isinstance(submissions, Mapping):
        hint = "a mapping of keys to submissions has pairs: pass its .items()"
    elif hasattr(submissions, "columns") and hasattr(submissions, "to_dict"):
        hint = 'pass a column, such as frame["code"], or frame.to_dict("records")'
    elif not isinstance(submissions, Iterable):
        hint = "put one submission into a list"
    else:
        return submissions
    got = _kind(submissions)
    raise invalid_submission(f"expected an iterable of submissions, got {got}; {hint}")


def dumps(data: Any) -> str:
    """JSON text of a host's value, which may hold only values that JSON has."""
    try:
        return _ENCODER.encode(data)
    except (TypeError, ValueError, RecursionError) as error:
        raise invalid_submission(f"it cannot be written as JSON: {error}") from error


def _default(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, PurePath):
        return value.as_posix()
    if isinstance(value, Record):
        return value.to_dict()
    if isinstance(value, Iterable) and not isinstance(value, (bytes, bytearray, memoryview)):
        return list(value)
    raise TypeError(f"{_kind(value)} has no form in JSON")


_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, default=_default)


def _kind(value: object) -> str:
    return "None" if value is None else f"a value of type {type(value).__name__}"
