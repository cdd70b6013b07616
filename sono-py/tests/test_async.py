import asyncio
import time

import pytest
from sono_eval import (
    Assessment,
    AssessmentEngine,
    AssessmentInput,
    AssessmentResult,
    Engine,
    EvidenceType,
    MicroMotive,
    MotiveType,
    PathType,
    ScoringMetric,
    SubmissionType,
)

CODE = "def f(x):\n    try:\n        return x\n    except ValueError:\n        raise\n"
LARGE = "".join(f"def f{number}(x):\n    return x + {number}\n" for number in range(20_000))


def test_many_at_once(engine, code, assessment):
    async def main():
        return await asyncio.gather(*(engine.assess_async(code) for _ in range(20)))

    assert asyncio.run(main()) == [assessment] * 20


def test_the_loop_goes_on_meanwhile(engine):
    async def main():
        task = asyncio.create_task(engine.assess_async(LARGE))
        turns = 0
        while not task.done():
            await asyncio.sleep(0.001)
            turns += 1
        return turns, await task

    turns, result = asyncio.run(main())
    assert turns > 5
    assert isinstance(result, Assessment)


def test_cancelling_the_task_stops_the_work(engine):
    async def main():
        task = asyncio.create_task(engine.assess_async(LARGE))
        await asyncio.sleep(0.02)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    started = time.perf_counter()
    engine.assess(LARGE)
    whole = time.perf_counter() - started
    started = time.perf_counter()
    # The loop waits for its worker threads when it closes.
    asyncio.run(main())
    assert time.perf_counter() - started < whole


def test_time_runs_out(engine, code):
    with pytest.raises(TimeoutError):
        asyncio.run(engine.assess_async(code, timeout=0))


@pytest.mark.parametrize("rubric", ["growth", "classic"])
def test_the_pattern_of_the_earlier_system(rubric):
    async def main():
        return await AssessmentEngine(rubric).assess(
            AssessmentInput(
                candidate_id="candidate_001",
                submission_type=SubmissionType.CODE,
                content={
                    "code": CODE,
                    "explanation": "An efficient algorithm, optimized and tested.",
                },
                paths_to_evaluate=[PathType.TECHNICAL, PathType.DESIGN],
                options={},
            )
        )

    result = asyncio.run(main())
    assert isinstance(result, AssessmentResult)
    assert result.candidate_id == "candidate_001"
    assert result.assessment_id.startswith("assess_")
    assert result.timestamp.endswith("+00:00")
    assert 0 <= result.overall_score <= 100
    assert 0 <= result.confidence <= 1
    assert [path.path for path in result.path_scores] == [PathType.TECHNICAL, PathType.DESIGN]
    assert result.dominant_path in PathType
    assert all(
        isinstance(metric, ScoringMetric) for path in result.path_scores for metric in path.metrics
    )
    assert all(isinstance(motive, MicroMotive) for motive in result.micro_motives)
    assert all(MotiveType(motive.motive_type) for motive in result.micro_motives)
    assert all(
        isinstance(str(line), str) for line in (*result.key_findings, *result.recommendations)
    )
    assert [str(line) for line in result.recommendations] == [
        line.text for line in result.recommendations
    ]
    assert EvidenceType("measurement")
    assert Engine(rubric).assess("x = 1\n").assessment_id is None
