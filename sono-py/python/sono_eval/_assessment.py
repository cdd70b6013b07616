"""The result of assessing one submission."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from sono_eval import _native
from sono_eval._types import AssessmentFields


class Assessment(AssessmentFields):
    """The result of assessing one submission.

    It is frozen, compares and hashes by its JSON text, and can be pickled. Its parts are made when
    they are first looked at.
    """

    __slots__ = ()
    __match_args__ = ("overall_score", "dominant_path", "path_scores")

    @classmethod
    def from_json(cls, text: str | bytes) -> Assessment:
        """Reads an assessment that was stored.

        Raises `InvalidInputError` when it is none.
        """
        return cls(_native.check_assessment(text.decode() if isinstance(text, bytes) else text))

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Assessment:
        """Reads an assessment from JSON data. Raises `InvalidInputError` for other data."""
        return cls.from_json(json.dumps(data))

    def to_json(self) -> str:
        """The JSON text as the library wrote it (RFC 8785).

        With `position_encoding="utf-8"` it is the canonical text, the same on every platform and in
        every language.
        """
        return self._text

    def to_dict(self) -> dict[str, Any]:
        """The assessment as JSON data, made anew for each call."""
        data: dict[str, Any] = json.loads(self._text)
        return data

    def __eq__(self, other: object) -> bool:
        return self._text == other._text if isinstance(other, Assessment) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._text)

    def __reduce__(self) -> tuple[Callable[..., Assessment], tuple[str]]:
        return type(self), (self._text,)

    def __repr__(self) -> str:
        score = None if self.overall_score is None else round(self.overall_score, 1)
        parts = [f"overall_score={score}"]
        if self.candidate_id is not None:
            parts.append(f"candidate_id={self.candidate_id!r}")
        if self.dominant_path is not None:
            parts.append(f"dominant_path={self.dominant_path.value!r}")
        parts.append(f"rubric={self.metadata.provenance.rubric.id!r}")
        return f"<Assessment {' '.join(parts)}>"

    def _repr_html_(self) -> str:
        fields = f'"assessment":{self._text},"format":"html-fragment","detail":"brief"'
        html: str = json.loads(_native.request(f'{{"call":"report",{fields}}}'))["report"]
        return html
