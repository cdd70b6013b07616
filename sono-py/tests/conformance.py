"""Runs the cases that every binding reproduces: through the JSON door, and through the methods.

    python tests/conformance.py FOLDER

A method's answer is an object. Assessments, batches and reports are compared byte for byte; other
objects by their JSON data, in which 80 and 80.0 are one number. Calls that no method can make, such
as one with a field that does not exist, go through the JSON door alone.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sono_eval import Assessment, Engine, Norms, Override, SonoEvalError, _native

Case = dict[str, Any]


def raw(request: str) -> str:
    """The answer of the JSON door."""
    try:
        return _native.request(request)
    except SonoEvalError as error:
        return error.to_json()


def _assess(engine: Engine, case: Case) -> str:
    return engine.assess(case.pop("submission"), **case).to_json()


def _batch(engine: Engine, case: Case) -> str:
    return '{"items":[' + ",".join(map(_item, engine.assess_batch(**case))) + "]}"


def _item(item: Any) -> str:
    index = f'"index":{item.index}'
    if item.error is not None:
        return f'{item.error.to_json()[:-1]},{index},"status":"failed"}}'
    return f'{{"assessment":{item.assessment.to_json()},{index},"status":"completed"}}'


def _report(engine: Engine, case: Case) -> Any:
    submission, assessment = case.pop("submission", None), case.pop("assessment", None)
    assessed = engine.assess(submission) if assessment is None else Assessment.from_dict(assessment)
    name = case.get("format", "text")
    kinds = {one.name: one.media_type for one in engine.about().formats}
    head = {"format": name, "media_type": kinds.get(name)}
    return {**head, "report": engine.report(assessed, submission, **case)}


def _verify(engine: Engine, case: Case) -> Any:
    return engine.verify(Assessment.from_dict(case["assessment"]), case["submission"]).to_dict()


def _override(engine: Engine, case: Case) -> Any:
    assessment = Assessment.from_dict(case.pop("assessment"))
    return engine.override(assessment, **case).to_dict()


def _record(engine: Engine, case: Case) -> Any:
    if "rescored" in case:
        again = case.pop("rescored")
        case["previous"] = Assessment.from_dict(again["previous"])
        case["reason"] = again["reason"]
        what: Assessment | Override = Assessment.from_dict(again["assessment"])
    elif "assessed" in case:
        what = Assessment.from_dict(case.pop("assessed"))
    else:
        what = Override.from_dict(case.pop("overridden"))
    return engine.record(what, **case).to_dict()


def _norms(engine: Engine, case: Case) -> Any:
    assessments = [Assessment.from_dict(one) for one in case.pop("assessments")]
    if "norms" in case:
        case["norms"] = Norms.from_dict(case["norms"])
    return engine.norms(assessments, **case).to_dict()


def _standing(engine: Engine, case: Case) -> Any:
    assessment = Assessment.from_dict(case["assessment"])
    return engine.standing(assessment, Norms.from_dict(case["norms"])).to_dict()


METHODS: dict[str, Callable[[Engine, Case], Any]] = {
    "about": lambda engine, _: engine.about().to_dict(),
    "assess": _assess,
    "batch": _batch,
    "check_assessment": lambda engine, case: engine.call({"call": "check_assessment", **case}),
    "check_log": lambda engine, case: engine.check_log(**case).to_dict(),
    "check_rubric": lambda engine, case: engine.check_rubric(case).to_dict(),
    "metrics": lambda engine, case: engine.metrics(case["submission"]).to_dict(),
    "norms": _norms,
    "override": _override,
    "progress": lambda engine, case: engine.call({"call": "progress", **case}),
    "record": _record,
    "report": _report,
    "review_request": lambda engine, case: engine.review_request(case["submission"]).to_dict(),
    "rubric": lambda engine, case: engine.rubric(case["id"]).to_dict(),
    "rubrics": lambda engine, _: {"rubrics": [one.to_dict() for one in engine.rubrics()]},
    "schema": lambda engine, case: engine.schema(case["of"]),
    "setup": lambda engine, _: engine.call({"call": "setup"}),
    "signals": lambda engine, _: {"signals": [one.to_dict() for one in engine.signals()]},
    "standing": _standing,
    "verify": _verify,
}


def through_method(request: str, answer: str) -> str | None:
    """The fault in the answer of the method, if there is one that can make the call."""
    expected = json.loads(answer)
    try:
        case = json.loads(request, object_pairs_hook=_once)
    except ValueError:
        return None
    error = expected.get("error") if isinstance(expected, dict) else None
    # A wrong call or option is one that a method does not have; Python says so itself.
    if error is not None and error["kind"] in ("invalid_call", "invalid_json", "invalid_options"):
        return None
    # The door refuses a value that is not an object; to a method it is code, or of a wrong type.
    if not all(
        isinstance(one, dict) for one in [case.get("submission", {}), *case.get("submissions", [])]
    ):
        return None
    method = METHODS[case.pop("call")]
    options = {"position_encoding": "utf-8", **(case.pop("options", None) or {})}
    try:
        given = method(Engine(**options), case)
    except SonoEvalError as raised:
        return _difference(error, raised)
    if given == (answer if isinstance(given, str) else expected):
        return None
    return f"the method gives {given!r:.300}"


def _once(pairs: list[tuple[str, Any]]) -> Case:
    """An object without repeated fields; no mapping has any."""
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise ValueError("a field is repeated")
    return fields


def _difference(expected: Case | None, error: SonoEvalError) -> str | None:
    """Methods point into the submission, calls into the call."""
    given = error.to_dict()
    for one in (expected or {}), given:
        for problem in one.get("problems", []):
            if "pointer" in problem:
                problem["pointer"] = re.sub("^/submission(?=/|$)", "", problem["pointer"])
    names = ("kind", "problems")
    if expected is not None and all(given.get(name) == expected.get(name) for name in names):
        return None
    return f"the method raises {given!r:.300}"


def run(folder: Path) -> tuple[int, list[str]]:
    """The number of cases that agree, and the faults of the others."""
    passed, wrong = 0, []
    for path in sorted((folder / "cases").rglob("*.json")):
        name = path.relative_to(folder / "cases").as_posix()
        request = path.read_bytes().decode()
        answer = (folder / "answers" / name).read_bytes().decode()
        given = raw(request)
        difference = (
            through_method(request, answer)
            if given == answer
            else f"the JSON door gives {given:.300}"
        )
        if difference is None:
            passed += 1
        else:
            wrong.append(f"{name}: {difference}")
    return passed, wrong


def main() -> int:
    """Prints the faults, and the result in one last line."""
    passed, wrong = run(Path(sys.argv[1]))
    sys.stdout.writelines(f"{line}\n" for line in wrong)
    sys.stdout.write(f"conformance: Python: {passed} passed, {len(wrong)} failed\n")
    return 0 if passed and not wrong else 1


if __name__ == "__main__":
    sys.exit(main())
