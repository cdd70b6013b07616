import threading

import pytest
from sono_eval import (
    CustomDefinition,
    Direction,
    Engine,
    Finding,
    InvalidInputError,
    Material,
    Measured,
    ReviewerDefinition,
    SignalError,
)

RUBRIC = """
format = 1
id = "acme"
version = "1.0.0"
name = "Acme"
extends = "growth"

[[path]]
id = "collaboration"

[[path.metric]]
id = "crabs"
name = "Crabs"
category = "code"
weight = 0.1

[[path.metric.part]]
signal = "acme.crabs"
weight = 1
curve = [[0, 100], [5, 0]]
uncertainty = 10
"""
CODE = "x = '🦀🦀é'\n"


class Crabs:
    definition = CustomDefinition(
        id="acme.crabs",
        name="Crabs",
        definition="Crabs in the code.",
        direction=Direction.LOWER,
        max=100,
    )

    def __init__(self, answer=None):
        self.answer = answer
        self.seen = []

    def measure(self, material):
        self.seen.append(material)
        if callable(self.answer):
            return self.answer()
        return self.answer


def crabs(signal, code=CODE):
    engine = Engine({"source": RUBRIC}, signals=[signal])
    return next(
        metric
        for path in engine.assess(code).path_scores
        for metric in path.metrics
        if metric.id == "crabs"
    )


@pytest.mark.parametrize("answer", [1, 1.0, {"value": 1}, Measured(value=1.0)])
def test_a_signal_counts(answer):
    signal = Crabs(answer)
    assert crabs(signal).score == 80
    (material,) = signal.seen
    assert isinstance(material, Material)
    assert material.sources[0].text == CODE
    assert (material.sources[0].kind, material.sources[0].language) == ("code", "python")


def test_nothing_measured_is_no_score():
    assert crabs(Crabs(None)).score is None


def test_findings_count_in_code_points():
    at = CODE.index("é")
    found = Finding(source=0, start=at, end=at + 1, message="A crab")
    (evidence,) = crabs(Crabs(Measured(value=1.0, findings=(found,)))).evidence
    assert (evidence.location.start.offset, evidence.location.end.offset) == (at, at + 1)


def test_a_definition_may_be_a_mapping():
    signal = Crabs(1)
    signal.definition = {"id": "acme.crabs", "name": "Crabs", "definition": "Crabs."}
    assert crabs(signal).score == 80


def test_what_a_signal_raises_is_the_cause():
    def fail():
        raise LookupError("out of order")

    with pytest.raises(SignalError, match="out of order") as caught:
        crabs(Crabs(fail))
    assert caught.value.kind == "signal_failed"
    assert isinstance(caught.value.__cause__, LookupError)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("many", "no measured value"),
        ({"value": 1, "x": 1}, "unknown field"),
        ({"value": float("inf")}, "JSON"),
        (Measured(value=1.0, findings=(Finding(source=7, start=0, end=1, message="m"),)), "exist"),
    ],
)
def test_what_a_signal_returns_is_checked(answer, words):
    with pytest.raises(SignalError, match=words):
        crabs(Crabs(answer))


def test_what_ends_the_program_is_raised_as_it_is():
    def stop():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        crabs(Crabs(stop))


def test_a_wrong_definition_is_refused():
    for definition in ({"id": "x"}, {"id": "A b", "name": "n", "definition": "d"}):
        signal = Crabs(1)
        signal.definition = definition
        with pytest.raises(SignalError):
            Engine(signals=[signal])


def test_signals_fail_items_of_a_batch():
    def fail():
        raise LookupError("out of order")

    engine = Engine({"source": RUBRIC}, signals=[Crabs(fail)])
    kinds = [item.error.kind for item in engine.assess_batch(["x = 1\n", "y = 1\n"], jobs=2)]
    assert kinds == ["signal_failed"] * 2


class Sum:
    definition = CustomDefinition(id="acme.crabs", name="Sum", definition="A score.", max=100.0)

    def score(self, material):
        assert material.signals["size.lines.code"] == 1
        return Measured(value=2.5)


def test_a_scorer_sees_what_was_measured():
    engine = Engine({"source": RUBRIC}, scorers=[Sum()])
    crabs = [
        metric
        for path in engine.assess(CODE).path_scores
        for metric in path.metrics
        if metric.id == "crabs"
    ]
    assert [metric.score for metric in crabs] == [50]


class Model:
    definition = ReviewerDefinition(id="acme.model", name="Model", source="acme model 1")

    def __init__(self, answer):
        self.answer = answer
        self.requests = []

    def review(self, request):
        self.requests.append(request)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def test_reviewers_are_asked_only_on_request(code):
    model = Model({"metrics": []})
    engine = Engine(reviewers=[model])
    assert engine.assess(code) == Engine().assess(code)
    assert model.requests == []
    reviewed = engine.assess(code, review=True)
    assert reviewed.overall_score == Engine().assess(code).overall_score
    assert model.requests == [engine.review_request(code)]
    answers = [Model(answer).answer for answer in ('{"metrics": []}', {"metrics": []})]
    brought = [
        engine.assess(code, opinions=[{"reviewer": Model.definition, "answer": answer}])
        for answer in answers
    ]
    assert brought[0].review == brought[1].review
    assert reviewed.review is not None


def test_what_a_reviewer_raises_is_told_without_its_words(code):
    model = Model(ConnectionError("https://user:secret@host"))
    reviewed = Engine(reviewers=[model]).assess(code, review=True)
    assert "ConnectionError" in reviewed.to_json()
    assert "secret" not in reviewed.to_json()


class Store:
    def __init__(self):
        self.values = {}
        self.lock = threading.Lock()
        self.lived = []

    def get(self, key):
        with self.lock:
            return self.values.get(key)

    def put(self, key, value, time_to_live):
        with self.lock:
            self.lived.append(time_to_live)
            self.values[key] = value

    def remove(self, key):
        with self.lock:
            self.values.pop(key, None)


def test_a_cache_remembers():
    engine = Engine(cache=True)
    assert engine.assess("x = 1\n") == engine.assess("x = 1\n")
    assert engine.cache_stats()["hits"] == 1
    assert Engine().cache_stats() is None
    assert Engine(cache={}).cache_stats()["hits"] == 0
    assert Engine(cache=False).cache_stats() is None


def test_a_store_serves_another_engine():
    store = Store()
    first = Engine(cache={"time_to_live_ms": 60_000}, cache_store=store)
    result = first.assess("x = 1\n")
    assert store.lived == [60.0]
    second = Engine(cache=True, cache_store=store)
    assert second.assess("x = 1\n") == result
    assert second.cache_stats()["outer"]["hits"] == 1


def test_a_broken_store_costs_nothing_but_time():
    class Broken:
        def get(self, key):
            raise OSError("away")

        def put(self, key, value, time_to_live):
            raise OSError("away")

    engine = Engine(cache=True, cache_store=Broken())
    assert engine.assess("x = 1\n") == Engine().assess("x = 1\n")
    assert engine.cache_stats()["outer"]["read_failures"] == 1
    store = Store()
    store.get = lambda _key: "text"
    assert Engine(cache=True, cache_store=store).assess("x = 1\n") == Engine().assess("x = 1\n")


def test_a_store_needs_a_cache():
    with pytest.raises(InvalidInputError, match="cache"):
        Engine(cache_store=Store())
