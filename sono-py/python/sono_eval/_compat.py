"""The names of the earlier system."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime, timezone
from enum import Enum
from typing import TypeAlias

from sono_eval._assessment import Assessment
from sono_eval._engine import Engine, RubricLike
from sono_eval._signals import Signal
from sono_eval._submission import Submission, SubmissionLike
from sono_eval._types import EvidenceKind, Metric, Motive

AssessmentInput: TypeAlias = Submission
AssessmentResult: TypeAlias = Assessment
EvidenceType: TypeAlias = EvidenceKind
MicroMotive: TypeAlias = Motive
ScoringMetric: TypeAlias = Metric


class MotiveType(str, Enum):
    """The motives of the built-in rubrics; rubrics may define others."""

    EXPLORATION = "exploration"
    MASTERY = "mastery"
    COLLABORATION = "collaboration"
    INNOVATION = "innovation"
    EFFICIENCY = "efficiency"
    QUALITY = "quality"

    def __str__(self) -> str:
        return self.value


class AssessmentEngine:
    """An engine with the calling pattern of the earlier system.

    Its scores are those of the rubric `growth`; `AssessmentEngine("classic")` scores by keywords,
    as the earlier system did.
    """

    def __init__(self, rubric: RubricLike = "growth", *, signals: Iterable[Signal] = ()) -> None:
        self.engine = Engine(rubric, signals=signals)

    async def assess(self, assessment_input: SubmissionLike) -> Assessment:
        """Assesses a submission, and adds an id and the time to the assessment."""
        return await self.engine.assess_async(
            assessment_input,
            assessment_id=f"assess_{uuid.uuid4().hex}",
            timestamp=datetime.now(timezone.utc),
        )
