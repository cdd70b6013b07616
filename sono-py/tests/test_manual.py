import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1]
EXAMPLE = PACKAGE.parent / "examples/readme/python.py"
SAMPLES = re.findall(r"^```python\n(.*?)^```$", (PACKAGE / "README.md").read_text(), re.M | re.S)


@pytest.mark.parametrize("sample", SAMPLES, ids=range(len(SAMPLES)))
def test_every_sample_runs(sample, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "sample.py"
    path.write_text(sample)
    runpy.run_path(str(path), run_name="__main__")
    assert "assert" in sample or capsys.readouterr().out


def test_the_samples_are_typed(tmp_path):
    for number, sample in enumerate(SAMPLES):
        (tmp_path / f"sample{number}.py").write_text(sample)
    check_types(tmp_path)


def test_the_example_is_that_of_the_manual():
    assert EXAMPLE.read_text() == SAMPLES[0]
    done = subprocess.run([sys.executable, EXAMPLE], capture_output=True, text=True, check=True)
    assert re.match(r"\d+\.\d of 100; line \d+: .+\n", done.stdout)


def check_types(path):
    command = [sys.executable, "-m", "mypy", "--strict", "--no-incremental", path]
    done = subprocess.run(command, capture_output=True, text=True, cwd=PACKAGE, check=False)
    assert done.returncode == 0, done.stdout


def test_the_package_and_its_use_are_typed():
    check_types(PACKAGE / "python")
    check_types(PACKAGE / "tests/typed_use.py")


def test_the_stubs_are_those_of_the_native_module():
    command = [sys.executable, "-m", "mypy.stubtest", "sono_eval._native"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=PACKAGE, check=False)
    assert done.returncode == 0, done.stdout
