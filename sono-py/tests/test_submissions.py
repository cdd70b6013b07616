import dataclasses
from pathlib import Path
from types import MappingProxyType

import pydantic
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sono_eval import (
    AssessmentInput,
    Engine,
    InvalidInputError,
    PathType,
    SonoEvalError,
    Submission,
    SubmissionType,
)

CODE = "def double(x):\n    return 2 * x\n"
DATA = {"candidate_id": "c-1", "submission_type": "code", "content": {"code": CODE}}


class Model(pydantic.BaseModel):
    candidate_id: str | None = None
    submission_type: SubmissionType = SubmissionType.CODE
    content: dict[str, str]
    attributes: dict[str, str] | None = None


@dataclasses.dataclass
class Own:
    candidate_id: str
    content: dict[str, str]


@pytest.mark.parametrize(
    "submission",
    [
        DATA,
        MappingProxyType({**DATA, "content": MappingProxyType(DATA["content"])}),
        Submission(candidate_id="c-1", content={"code": CODE}),
        AssessmentInput(
            candidate_id="c-1",
            submission_type=SubmissionType.CODE,
            content={"code": CODE},
            paths_to_evaluate=list(PathType),
            options={},
        ),
        Model(candidate_id="c-1", content={"code": CODE}),
        Own(candidate_id="c-1", content={"code": CODE}),
    ],
    ids=lambda value: type(value).__name__,
)
def test_all_forms_are_one_submission(engine, submission):
    assert engine.assess(submission) == engine.assess(DATA)


def test_a_text_is_code(engine):
    assert engine.assess(CODE) == engine.assess({"content": {"code": CODE}})


def test_code_may_state_its_language_and_path(engine):
    code = "half = lambda x: x"
    stated = {"text": code, "language": "python"}
    assert engine.assess(code, language="python") == engine.assess({"content": {"code": stated}})
    named = engine.metrics(code, path="src/half.py").files
    assert [(file.path, file.language) for file in named] == [("src/half.py", "python")]
    with pytest.raises(InvalidInputError, match="`language` can be stated of code as a str"):
        engine.assess(DATA, language="python")
    with pytest.raises(InvalidInputError, match="leads out of the submission"):
        engine.assess(code, path="../half.py")


def test_what_cannot_be_measured_is_told_with_what_can(engine):
    told = engine.assess("main = pure ()", language="haskell").key_findings[-1].text
    assert "does not know the language" in told
    assert "Python" in told
    told = engine.assess("src/half.py").key_findings
    assert any("holds the path `src/half.py`" in finding.text for finding in told)


class Frame:
    columns = ("code",)

    def to_dict(self, orient):
        raise AssertionError(orient)

    def __iter__(self):
        return iter(self.columns)


@pytest.mark.parametrize("submissions", [CODE, b"x", {"a": CODE}, Frame(), 5])
def test_a_batch_takes_submissions_one_by_one(engine, submissions):
    with pytest.raises(InvalidInputError, match="expected an iterable of submissions, got"):
        engine.assess_batch(submissions)


def test_paths_and_options_count(engine):
    one = Submission(content={"code": CODE}, paths_to_evaluate=(PathType.DESIGN,))
    assert [path.path for path in engine.assess(one).path_scores] == [PathType.DESIGN]
    counted = Submission(content={"code": CODE}, options={"position_encoding": "utf-16"})
    assert engine.assess(counted).metadata.position_encoding == "utf-16"


def test_the_nearest_says_what_was_asked_for(engine):
    def asked(engine, submission):
        return engine.assess(submission).metadata.provenance.expects

    silent = Submission(content={"code": CODE}, submission_type="project")
    stated = Submission(content={"code": CODE}, expects=("types",))
    nothing = Submission(content={"code": CODE}, submission_type="project", expects=[])
    tests = Engine(expects={"tests"})
    assert asked(engine, silent) == ("tests", "documentation", "readme")
    assert asked(tests, silent) == ("tests",)
    assert asked(tests, stated) == ("types",)
    assert asked(tests, nothing) == asked(Engine(expects=()), silent) == ()
    with pytest.raises(SonoEvalError, match="unknown expectation"):
        Engine(expects=["test"])


def test_a_file_is_a_file_and_a_folder_is_a_project(engine, tmp_path, monkeypatch):
    (tmp_path / "src").mkdir()
    (tmp_path / "src/b.py").write_text(CODE)
    (tmp_path / "a.py").write_text("# é\n", encoding="latin-1")
    (tmp_path / "data.bin").write_bytes(bytes(range(256)))
    for folder in ("objects", "refs"):
        (tmp_path / ".git" / folder).mkdir(parents=True)
    (tmp_path / ".git/HEAD").write_text("ref: refs/heads/main\n")
    project = engine.assess(tmp_path)
    assert project.submission_type is SubmissionType.PROJECT
    assert [file.path for file in engine.metrics(tmp_path).files] == ["a.py", "src/b.py"]
    assert project.attributes["decoded_files"].startswith("a.py (")
    (file,) = engine.metrics(tmp_path / "src/b.py").files
    assert file.path == "b.py"
    monkeypatch.chdir(tmp_path)
    (file,) = engine.metrics(Path("src/b.py")).files
    assert file.path == "src/b.py"


def test_a_file_named_like_standard_input_is_a_file(engine, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("-").write_text(CODE)
    assert engine.metrics(Path("-")).files[0].path == "-"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (None, "got None"),
        (b"x = 1", "got a value of type bytes"),
        (3, "got a value of type int"),
        (Submission, "got a value of type type"),
        ({"content": {"code": b"x"}}, "type bytes has no form in JSON"),
        ({"content": {"code": float("nan")}}, "JSON"),
        ({1j: 1}, "JSON"),
    ],
)
def test_what_is_no_submission_is_refused(engine, wrong, words):
    with pytest.raises(InvalidInputError, match=words) as caught:
        engine.assess(wrong)
    assert caught.value.kind == "invalid_submission"


def test_endless_and_deep_data_is_refused(engine):
    endless: dict = {}
    endless["content"] = endless
    with pytest.raises(InvalidInputError):
        engine.assess(endless)
    deep: list = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(InvalidInputError):
        engine.assess({"content": deep})


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (
            2**53,
            r"expected an integer between -\(2\^53-1\) and 2\^53-1 or a string, "
            r"got 9007199254740992",
        ),
        (-(2**64), "got -18446744073709551616"),
        (10**30, "got 1000000000000000000000000000000"),
        (1e300, "expected an integer between"),
        (-0.0, "expected 0, got -0"),
        (float("nan"), "JSON"),
    ],
)
def test_a_number_that_would_change_is_refused(engine, number, words):
    given = {"a": number}
    for options in ({"attributes": given}, {"options": {"rubric_parameters": given}}):
        with pytest.raises(InvalidInputError, match=words):
            engine.assess({"content": {"code": "x = 1\n"}, **options})


def test_numbers_are_kept(engine):
    given = {"a": 2**53 - 1, "b": -(2**53 - 1), "c": 0.1, "d": 5e-324, "e": str(2**64)}
    kept = engine.assess({"content": {"code": "x = 1\n"}, "attributes": given}).to_dict()
    assert kept["attributes"] == given


def test_a_lone_surrogate_is_refused(engine):
    with pytest.raises(InvalidInputError, match="surrogate"):
        engine.assess("x = '\ud800'\n")
    with pytest.raises(InvalidInputError, match="surrogate"):
        engine.call_json("\udfff")


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.integers(), inner),
    max_leaves=20,
)
FIELDS = st.sampled_from(
    ["content", "candidate_id", "options", "attributes", "submission_type", "code", "files", "x"]
)
ENGINE = Engine()
# A busy machine is slow, which is no finding.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@patient
@given(st.dictionaries(FIELDS, JUNK | st.dictionaries(FIELDS, JUNK)))
def test_junk_is_refused_or_assessed(junk):
    try:
        result = ENGINE.assess(junk)
    except SonoEvalError as error:
        assert error.kind in ("invalid_submission", "invalid_json", "limit_exceeded")
        assert str(error)
    else:
        assert result.overall_score is None or 0 <= result.overall_score <= 100


@patient
@given(JUNK)
def test_junk_calls_are_refused(junk):
    with pytest.raises(SonoEvalError):
        ENGINE.call({"call": "assess", "submission": junk, "x": 1})


@patient
@given(st.text())
def test_any_text_is_code(text):
    assert ENGINE.assess(text).metadata.provenance.rubric.id == "growth"
