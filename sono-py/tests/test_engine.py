import json
import threading
from datetime import datetime, timezone

import pytest
from sono_eval import (
    CancelledError,
    CancelToken,
    Engine,
    InvalidInputError,
    SonoEvalError,
)


def test_the_host_says_id_and_time(engine):
    when = datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone.utc)
    result = engine.assess("x = 1\n", assessment_id="a-1", timestamp=when)
    assert (result.assessment_id, result.timestamp) == ("a-1", "2026-01-02T03:04:05+00:00")
    assert engine.assess("x = 1\n").timestamp is None


def test_an_assessment_is_replayed(engine, code, assessment):
    equal = engine.verify(assessment, code)
    assert equal.result == "equal"
    assert [part.pointer for part in equal.not_covered] == [
        "/assessment_id",
        "/timestamp",
        "/processing_time_ms",
        "/metadata/position_encoding",
    ]
    other = engine.verify(assessment, code, assessment_id="another")
    assert other.differences[0].pointer == "/assessment_id"
    changed = engine.verify(assessment, code + "y = 1\n")
    assert changed.result == "not_replayable"
    assert changed.reasons


def test_reports_come_in_several_forms(engine, code, assessment):
    text = engine.report(assessment)
    assert text.startswith("Assessment")
    assert "\x1b[" in engine.report(assessment, color=True)
    assert engine.report(assessment, ascii=True).isascii()
    assert len(engine.report(assessment, width=50).splitlines()) > len(text.splitlines())
    assert engine.report(assessment, detail="brief") < text
    with_code = engine.report(assessment, code, format="markdown", detail="full")
    assert with_code.startswith("# ")
    assert "def nearest_first" in with_code
    assert json.loads(engine.report(assessment, format="json", pretty=True)) == assessment.to_dict()


def test_a_report_need_not_be_text(engine, code, assessment):
    assert engine.report(assessment, code, "every-byte") == bytes(range(256))
    texts = [one.name for one in engine.about().formats if one.text]
    assert "html" in texts
    assert all(type(engine.report(assessment, format=name)) is str for name in texts)
    with pytest.raises(InvalidInputError):
        engine.report(assessment, format="pdff")


def test_rubrics_are_listed_shown_and_checked(engine, tmp_path):
    rubrics = engine.rubrics()
    assert [rubric.id for rubric in rubrics] == list(engine.about().rubrics)
    text = engine.rubric("growth")
    check = engine.check_rubric(text.source)
    assert check.valid
    assert check.rubric == rubrics[0]
    wrong = engine.check_rubric({"source": "id = 3", "file": "team.toml"})
    assert not wrong.valid
    assert {problem.file for problem in wrong.problems} == {"team.toml"}
    path = tmp_path / "team.toml"
    path.write_text(text.source.replace('id = "growth"', 'id = "team"', 1))
    assert engine.check_rubric(path).rubric.id == "team"
    assert Engine(path).assess("x = 1\n").metadata.provenance.rubric.id == "team"


def test_definitions_and_schemas_are_offered(engine, assessment):
    ids = [signal.id for signal in engine.signals()]
    assert "complexity.cognitive.p90" in ids
    schema = engine.schema("assessment")
    assert set(schema["required"]) <= set(assessment.to_dict())
    assert engine.about().languages[0].extensions


def test_an_audit_log_is_kept_and_checked(engine, code, assessment):
    lines = [engine.record(assessment, at="2026-01-02T03:04:05Z")]
    again = engine.assess(code)
    lines.append(
        engine.record(again, previous=assessment, reason="a question", last_line=lines[-1].line)
    )
    decision = engine.override(
        again, target="overall", score=90, reason="It was seen to run.", author="R. Eader"
    )
    lines.append(engine.record(decision, last_line=lines[-1].line))
    log = "".join(f"{line.line}\n" for line in lines)
    check = engine.check_log(log, head=lines[-1].head)
    assert (check.records, check.faults) == (3, ())
    assert engine.check_log(log.replace("R. Eader", "N. Obody")).faults


def test_an_assessment_stands_somewhere(engine, code, assessment):
    norms = engine.norms([assessment] * 20)
    again = engine.norms([assessment] * 20, norms=norms)
    assert again.cohorts[0].count == 40
    standing = engine.standing(engine.assess(code), again)
    assert standing.all.overall.percentile_rank == 50


def test_calls_are_answered_as_data_and_as_text(engine):
    call = {"call": "assess", "submission": {"content": {"code": "x = 1\n"}}}
    assert engine.call(call) == engine.assess("x = 1\n").to_dict()
    assert engine.call_json(json.dumps(call)) == engine.assess("x = 1\n").to_json()
    with pytest.raises(TimeoutError):
        engine.call(call, timeout=0)


def test_eight_threads_share_an_engine(engine, code):
    expected = engine.assess(code)
    wrong: list[object] = []
    start = threading.Barrier(8)

    def work() -> None:
        start.wait()
        for number in range(25):
            try:
                if number % 5 == 4:
                    engine.assess({"content": number})
                elif engine.assess(code) != expected:
                    wrong.append(number)
            except SonoEvalError as error:
                if error.kind != "invalid_submission":
                    wrong.append(error)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_other_threads_run_meanwhile(engine):
    """The interpreter is free while a large submission is assessed."""
    large = "".join(f"def f{number}(x):\n    return x + {number}\n" for number in range(20_000))
    token = CancelToken()
    threading.Timer(0.05, token.cancel).start()
    with pytest.raises(CancelledError):
        engine.assess(large, cancel=token)
