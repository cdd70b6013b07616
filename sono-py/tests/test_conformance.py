from pathlib import Path

import pytest
from conformance import METHODS, main, run, through_method
from sono_eval import Engine, _native

FOLDER = Path(__file__).parents[2] / "conformance"


def test_every_case_gives_its_answer():
    passed, wrong = run(FOLDER)
    assert not wrong, "\n".join(wrong)
    assert passed >= 150


def test_every_call_has_a_method():
    calls = Engine().schema("boundary")["$defs"]["Call"]["oneOf"]
    names = sorted(call["properties"]["call"]["const"] for call in calls)
    assert sorted(METHODS) == [name for name in names if name != "panic"]


def test_a_runner_without_cases_fails(tmp_path, monkeypatch, capsys):
    (tmp_path / "cases").mkdir()
    monkeypatch.setattr("sys.argv", ["conformance.py", str(tmp_path)])
    assert main() == 1
    assert capsys.readouterr().out == "conformance: Python: 0 passed, 0 failed\n"


@pytest.mark.parametrize("call", ["assess", "metrics"])
def test_a_runner_sees_a_wrong_answer(call):
    request = f'{{"call": "{call}", "submission": {{"content": {{"code": "x = 1\\n"}}}}}}'
    answer = _native.request(request)
    assert through_method(request, answer) is None
    changed = answer.replace(":0", ":1", 1)
    assert changed != answer
    assert through_method(request, changed) is not None
