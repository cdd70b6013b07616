import dataclasses
import inspect
import json
import pickle
import re
from html.parser import HTMLParser

import pytest
import sono_eval
from sono_eval import Assessment, Engine, InvalidInputError, PathType, _types

CODE = """import os

def f(a, b):
    try:
        return a[0]
    except:
        pass
# TODO
"""


def test_the_text_is_what_the_library_wrote(assessment):
    data = json.loads(assessment.to_json())
    assert assessment.to_dict() == data
    assert list(data) == sorted(data)
    assert assessment.overall_score == data["overall_score"]
    assert assessment.path_scores[0].to_dict() == data["path_scores"][0]
    assert [advice.to_dict() for advice in assessment.recommendations] == data["recommendations"]


def test_every_field_can_be_read_and_written_again():
    engine = Engine()
    submission = {
        "candidate_id": "c-1",
        "attributes": {"cohort": "autumn"},
        "content": {
            "code": CODE,
            "explanation": "Because it is quick.",
        },
    }
    for rubric in engine.rubrics():
        result = Engine(rubric.id).assess(submission, assessment_id="a", timestamp="now")
        data = result.to_dict()
        for name in dir(_types.AssessmentFields):
            if name.startswith("_"):
                continue
            value = getattr(result, name)
            expected = data.get(name)
            if isinstance(value, tuple):
                assert [getattr(one, "to_dict", lambda one=one: one)() for one in value] == expected
            elif hasattr(value, "to_dict"):
                assert value.to_dict() == expected
            elif name == "attributes":
                assert dict(value) == {"cohort": "autumn"}
            else:
                assert value == expected, name


def test_parts_are_made_when_they_are_looked_at(engine, code):
    fresh = engine.assess(code)
    assert fresh._data is None
    assert fresh._parts == {}
    assert fresh.confidence == fresh.confidence
    assert list(fresh._parts) == ["confidence"]
    assert fresh.path_scores is fresh.path_scores


def test_values_compare_hash_and_pickle(engine, code, assessment):
    again = engine.assess(code)
    assert again == assessment
    assert hash(again) == hash(assessment)
    assert engine.assess("x = 1\n") != assessment
    assert assessment != assessment.to_json()
    for value in (assessment, assessment.path_scores[0], assessment.metadata):
        copy = pickle.loads(pickle.dumps(value))
        assert copy == value
        assert copy is not value
        assert hash(copy) == hash(value)


def test_values_cannot_be_changed(assessment):
    with pytest.raises(AttributeError, match="cannot be changed"):
        assessment.overall_score = 100
    with pytest.raises(AttributeError, match="cannot be changed"):
        del assessment.overall_score
    with pytest.raises(dataclasses.FrozenInstanceError):
        assessment.path_scores[0].overall_score = 100
    assert not hasattr(assessment, "__dict__")
    assert not hasattr(assessment.path_scores[0], "__dict__")


def test_values_match_patterns(assessment):
    match assessment:
        case Assessment(float() as score, PathType(), (first, *_)):
            assert score == assessment.overall_score
            assert first.path is PathType.TECHNICAL
        case _:
            pytest.fail("it matches")


def test_a_stored_assessment_is_read_and_checked(assessment):
    assert Assessment.from_json(assessment.to_json()) == assessment
    assert Assessment.from_json(json.dumps(assessment.to_dict(), indent=1).encode()) == assessment
    data = assessment.to_dict()
    data["overal_score"] = data.pop("overall_score")
    with pytest.raises(InvalidInputError, match="overal_score"):
        Assessment.from_dict(data)
    with pytest.raises(ValueError, match="not valid JSON"):
        Assessment.from_json("{")


def test_the_representation_says_what_matters(engine):
    assert re.fullmatch(
        r"<Assessment overall_score=\d+\.\d candidate_id='c' dominant_path='\w+' rubric='growth'>",
        repr(engine.assess({"candidate_id": "c", "content": {"code": "x = 1\n"}})),
    )
    assert repr(engine.assess("")) == "<Assessment overall_score=None rubric='growth'>"


def test_positions_count_as_python_does(engine):
    code = "x = '🦀🦀'; foo('é'; )\n"
    flags = engine.assess(code)
    places = [
        evidence.location
        for path in flags.path_scores
        for metric in path.metrics
        for evidence in metric.evidence
        if evidence.location is not None
    ]
    assert places
    assert all(place.end.offset <= len(code) for place in places)
    assert flags.metadata.position_encoding == "code-point"
    bytes_ = Engine(position_encoding="utf-8").assess(code)
    assert bytes_.metadata.position_encoding is None


class Texts(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.texts = [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)

    def handle_data(self, data):
        self.texts.append(data)


def test_the_html_is_small_escaped_and_has_the_colours_of_its_page(engine):
    name = "<img src=x onerror=alert(1)>.py"
    result = engine.assess(
        {"content": {"files": [{"path": name, "text": "def f(a):\n    a[0]\n"}]}}
    )
    html = result._repr_html_()
    parsed = Texts()
    parsed.feed(html)
    assert "img" not in parsed.tags
    assert any(name in text for text in parsed.texts)
    assert len(html) < 10_000
    # Text and page keep their own; only bars and lines have a colour.
    assert set(re.findall(r"(?<![-\w])color:\s*([^;}\s]+)", html)) <= {"inherit", "var(--tone)"}
    assert set(re.findall(r"background:\s*([^;}\s]+)", html)) <= {
        "none",
        "currentColor",
        "var(--soft)",
    }
    assert "not assessed" in engine.assess("")._repr_html_()


def test_every_generated_class_is_offered():
    inner = {"AssessmentFields", "ErrorRecord", "Record", "LazyRecord"}
    classes = {
        name
        for name, member in vars(_types).items()
        if inspect.isclass(member) and member.__module__ == "sono_eval._types"
    }
    assert classes - inner <= set(sono_eval.__all__)
    assert all(hasattr(sono_eval, name) for name in sono_eval.__all__)
