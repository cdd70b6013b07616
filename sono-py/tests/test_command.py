import json
import signal
import subprocess
import sys
import sysconfig
import time
from pathlib import Path

import pytest

PROGRAM = Path(sysconfig.get_path("scripts")) / "sono-eval"
CODE = "def double(x):\n    return 2 * x\n"


def run(*arguments, **options):
    return subprocess.run(
        arguments, capture_output=True, text=True, timeout=120, check=False, **options
    )


@pytest.mark.parametrize("program", [[PROGRAM], [sys.executable, "-m", "sono_eval"]])
def test_the_command_is_that_of_the_library(program, tmp_path, engine):
    (tmp_path / "a.py").write_text(CODE)
    done = run(*program, "assess", "a.py", "--format", "json", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    data = json.loads(done.stdout)
    assert data["overall_score"] == engine.assess(tmp_path / "a.py").overall_score
    misuse = run(*program, "asess")
    assert misuse.returncode == 1
    assert "asess" in misuse.stderr
    assert run(*program, "--version").stdout.startswith("sono-eval ")
    assert "sono-eval assess" in run(*program, "--help").stdout


def test_standard_input_and_failed_items(tmp_path):
    lines = '{"content": {"code": "x = 1"}}\n{"content": 1}\n'
    done = run(PROGRAM, "batch", "-", input=lines, cwd=tmp_path)
    assert done.returncode == 2
    assert len(done.stdout.splitlines()) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no SIGINT to one process")
def test_ctrl_c_ends_it():
    process = subprocess.Popen([PROGRAM, "batch", "-"], stdin=subprocess.PIPE)
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=20) == -signal.SIGINT
    process.stdin.close()
