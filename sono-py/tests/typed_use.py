"""Code that only type checkers read."""

from pathlib import Path

from sono_eval import (
    Assessment,
    Batch,
    BatchItem,
    BatchState,
    Engine,
    ErrorKind,
    Location,
    Metric,
    Metrics,
    PathScore,
    ProgressEvent,
    SonoEvalError,
    Submission,
)
from typing_extensions import assert_type


def use(engine: Engine, path: Path) -> None:
    """Every result has its type."""
    assessment = engine.assess(path)
    assert_type(assessment, Assessment)
    assert_type(assessment.overall_score, float | None)
    assert_type(assessment.path_scores, tuple[PathScore, ...])
    assert_type(assessment.path_scores[0].metrics[0], Metric)
    assert_type(assessment.recommendations[0].location, Location | None)
    assert_type(engine.metrics(Submission(content={})), Metrics)
    batch = engine.assess_batch([("key", "x = 1"), path, {"content": {}}], on_progress=watch)
    assert_type(batch, Batch)
    for item in batch:
        assert_type(item, BatchItem)
        assert_type(item.error, SonoEvalError | None)
    assert_type(batch.state, BatchState | None)
    try:
        engine.assess("")
    except SonoEvalError as error:
        assert_type(error.kind, ErrorKind)


def watch(event: ProgressEvent) -> None:
    """Events have fields."""
    assert_type(event.index, int | None)
