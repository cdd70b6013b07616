import pickle

import pytest
from sono_eval import (
    CancelledError,
    CancelToken,
    DeadlineExceededError,
    Engine,
    ErrorKind,
    InputOutputError,
    InternalError,
    InvalidInputError,
    LimitExceededError,
    RubricError,
    SonoEvalError,
    _errors,
)


@pytest.mark.parametrize("kind", list(ErrorKind))
def test_every_kind_has_a_class_and_survives_pickling(kind):
    error = _errors.make(kind.value, "a message", [("wrong", "/a", None, None, None)])
    assert type(error) is _errors.CLASSES[kind]
    copy = pickle.loads(pickle.dumps(error))
    assert (type(copy), copy.kind, copy.message) == (type(error), kind, "a message")
    assert copy.problems == error.problems
    assert str(copy) == "a message\n  /a: wrong"


def test_every_class_stands_for_a_kind():
    classes = {
        member
        for member in vars(_errors).values()
        if isinstance(member, type) and issubclass(member, SonoEvalError)
    }
    assert classes - {SonoEvalError} == set(_errors.CLASSES.values())


@pytest.mark.parametrize(
    ("row", "line"),
    [
        (("w", "", None, None, None), "(whole input): w"),
        (("w", "/a/0", None, None, None), "/a/0: w"),
        (("w", None, "r.toml", 3, "path.id"), "r.toml:3: `path.id`: w"),
        (("w", None, "r.toml", None, ""), "r.toml: w"),
        (("w", None, None, None, None), "w"),
    ],
)
def test_problems_are_printed_with_their_place(row, line):
    assert str(_errors.make("internal", "m", [row])) == f"m\n  {line}"


def test_all_problems_come_at_once(engine):
    with pytest.raises(InvalidInputError) as caught:
        engine.assess({"content": {"cdoe": 1, "text": 3}, "candidate_id": "a b"})
    error = caught.value
    assert isinstance(error, ValueError)
    assert error.kind == "invalid_submission"
    assert [problem.pointer for problem in error.problems] == [
        "/candidate_id",
        "/content/text",
        "/content/cdoe",
    ]
    assert error.to_dict()["problems"][2]["message"].startswith("unknown field")


def test_kinds_become_classes(engine, tmp_path):
    with pytest.raises(LimitExceededError):
        Engine(limits={"max_file_bytes": 3}).assess("x = 1\n")
    with pytest.raises(RubricError) as unknown:
        Engine("grwoth")
    assert unknown.value.kind is ErrorKind.UNKNOWN_RUBRIC
    with pytest.raises(RubricError) as invalid:
        Engine({"source": "id = 3", "file": "team.toml"})
    assert invalid.value.problems[0].file == "team.toml"
    with pytest.raises(InvalidInputError):
        Engine(limits={"max_file": 3})
    with pytest.raises(InvalidInputError):
        engine.call({"call": "asess"})
    with pytest.raises(InputOutputError, match="nowhere"):
        engine.assess(tmp_path / "nowhere.py")
    assert issubclass(InputOutputError, OSError)


def test_work_is_stopped_by_time_and_by_hand(engine, code):
    with pytest.raises(TimeoutError) as late:
        engine.assess(code, timeout=0)
    assert type(late.value) is DeadlineExceededError
    token = CancelToken()
    assert engine.assess(code, cancel=token)
    token.cancel()
    assert token.cancelled
    with pytest.raises(CancelledError):
        engine.assess(code, cancel=token)
    for wrong in (-1, float("nan")):
        with pytest.raises(InvalidInputError, match="seconds"):
            engine.assess(code, timeout=wrong)
    assert engine.assess(code, timeout=float("inf"))


def test_a_panic_is_an_error_and_the_next_call_works(engine, capfd):
    with pytest.raises(InternalError, match="a panic that a test asked for") as caught:
        engine.call({"call": "panic"})
    assert isinstance(caught.value, RuntimeError)
    assert "panicked" in capfd.readouterr().err
    assert engine.assess("x = 1\n").overall_score is not None
