import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from itertools import count, islice
from pathlib import Path

import pytest
from sono_eval import (
    BatchState,
    CancelledError,
    CancelToken,
    DeadlineExceededError,
    InvalidInputError,
    Phase,
)
from tqdm import tqdm

GOOD = {"content": {"code": "x = 1\n"}}


def numbered(number):
    return (f"k{number}", {**GOOD, "candidate_id": f"c{number}"})


def test_ten_thousand_in_one_call(engine):
    batch = engine.assess_batch((numbered(number) for number in range(10_000)), jobs=2)
    items = list(batch)
    assert [item.index for item in items] == list(range(10_000))
    assert [item.id for item in items] == [f"k{number}" for number in range(10_000)]
    assert all(item.assessment.candidate_id == item.id.replace("k", "c") for item in items)
    assert batch.state.phase is Phase.COMPLETED
    assert batch.state.completed == 10_000
    assert list(batch) == []


def test_results_are_those_of_single_assessments(engine, code):
    (item,) = engine.assess_batch([code])
    assert item.result() == engine.assess(code)
    assert (item.id, item.error) == (None, None)


def test_one_bad_submission_fails_alone(engine, tmp_path):
    wrong = [{"content": 3}, b"x", ("key", "x", 1), tmp_path / "nowhere", "x = '\ud800'"]
    items = list(engine.assess_batch([GOOD, *wrong, GOOD]))
    assert [item.error is None for item in items] == [True, *[False] * len(wrong), True]
    kinds = [item.error.kind.value for item in items if item.error is not None]
    assert kinds == [*["invalid_submission"] * 3, "io", "invalid_json"]
    assert items[1].error.problems[0].pointer == "/content"
    with pytest.raises(InvalidInputError):
        items[1].result()


def test_the_input_is_read_a_few_ahead(engine):
    read = []
    submissions = (read.append(number) or numbered(number) for number in count())
    with engine.assess_batch(submissions, jobs=2, window=4) as batch:
        for taken, _ in enumerate(islice(batch, 50), start=1):
            assert len(read) - taken <= 4
    assert len(read) < 60


def test_slow_input_does_not_hold_results_back(engine):
    def submissions():
        yield GOOD
        time.sleep(0.2)
        for _ in range(3):
            yield GOOD

    batch = engine.assess_batch(submissions(), jobs=1, window=4)
    next(batch)
    assert batch.state.completed == 1


def test_its_length_is_what_is_to_do(engine, capsys):
    batch = engine.assess_batch([GOOD] * 5)
    assert len(batch) == 5
    assert batch
    assert len(list(tqdm(batch))) == 5
    assert "5/5" in capsys.readouterr().err
    unknown = engine.assess_batch(iter(GOOD for _ in range(2)))
    with pytest.raises(TypeError, match="not known"):
        len(unknown)
    assert len(list(tqdm(unknown))) == 2
    assert len(engine.assess_batch((GOOD for _ in "ab"), total=2)) == 2


def test_progress_is_told_in_order(engine):
    events = []
    items = list(engine.assess_batch([GOOD, {"content": 1}], on_progress=events.append))
    assert len(items) == 2
    assert [event.sequence for event in events] == list(range(len(events)))
    types = [event.type for event in events]
    assert types[0] == "batch_started"
    assert types[-1] == "batch_completed"
    assert "item_completed" in types
    assert events[types.index("item_failed")].error.kind == "invalid_submission"
    assert events[-1].total == 2


def test_an_exception_of_the_callback_comes_out_and_cancels(engine):
    def fail(event):
        if event.type == "item_completed":
            raise LookupError("no more")

    batch = engine.assess_batch([GOOD] * 100, on_progress=fail, jobs=1, window=2)
    with pytest.raises(LookupError, match="no more"):
        list(batch)
    assert list(batch) == []
    assert batch._cancel.cancelled


def test_an_exception_of_the_input_comes_out_and_cancels(engine):
    def submissions():
        yield GOOD
        raise LookupError("no more")

    batch = engine.assess_batch(submissions())
    with pytest.raises(LookupError, match="no more"):
        list(batch)
    assert batch._cancel.cancelled


def test_it_stops_by_hand_and_goes_on_later(engine):
    with engine.assess_batch(map(numbered, range(40)), jobs=1, window=2) as batch:
        before = [item.id for item in islice(batch, 10)]
        assert batch.state.completed == 10
        batch.cancel()
        before += [item.id for item in batch]
    assert batch.state.phase is Phase.CANCELLED
    stored = json.dumps(batch.state.to_dict())
    for resume in (stored, json.loads(stored), BatchState.from_dict(json.loads(stored))):
        batch = engine.assess_batch([numbered(number) for number in range(40)], resume=resume)
        assert len(batch) == 40 - len(before)
        after = [item.id for item in batch]
        assert before + after == [f"k{number}" for number in range(40)]
        assert batch.state.completed == 40


def test_a_state_is_bound_to_the_items_that_are_done(engine):
    items = [numbered(number) for number in range(20)]
    with engine.assess_batch(items, jobs=1, window=2) as batch:
        for item in batch:
            if item.index == 9:
                break
    renamed = [("other", items[0][1]), *items[1:]]
    recoded = [*items[:9], ("k9", {**GOOD, "candidate_id": "other"}), *items[10:]]
    for changed in (items[::-1], renamed, recoded, items[1:], items[:5]):
        taken = []
        with pytest.raises(InvalidInputError) as refused:
            taken.extend(engine.assess_batch(changed, resume=batch.state))
        assert (refused.value.kind.value, taken) == ("invalid_parameter", [])
    later = [*items[:15], ("k15", GOOD), *items[16:]]
    rest = engine.assess_batch(later, resume=batch.state.to_dict())
    assert [item.index for item in rest] == list(range(10, 20))


# A host that adds the hash of each result to a file, and now and then stores the state, with the
# length of the file that belongs to it. What it finds beyond that length is done again.
HOST = """
import hashlib, json, os, random, sys
from pathlib import Path
from sono_eval import Engine

path, count, every = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
stored = path.with_suffix(".state")
last = json.loads(stored.read_bytes()) if stored.exists() else {"length": 0, "state": None}
poison = [{"content": 3}, b"x", "x = '\\ud800'", "x = " + "(" * 3000, Path("/nowhere/at/all")]

def submissions():
    # The same in every life.
    numbers = random.Random(20_261_130)
    for index in range(count):
        code = f"def f{index}(a):\\n    return a + {numbers.random()}\\n" * 20
        good = {"candidate_id": f"c{index}", "content": {"code": code}}
        yield f"k{index}", good if numbers.random() > 0.05 else numbers.choice(poison)

batch = Engine().assess_batch(submissions(), jobs=2, resume=last["state"])
with path.open("r+b", buffering=0) as out:
    out.truncate(last["length"])
    out.seek(0, os.SEEK_END)
    for item in batch:
        result = item.assessment.to_dict() if item.assessment else item.error.to_dict()
        digest = hashlib.sha256(json.dumps(result).encode()).hexdigest()
        line = {"index": item.index, "id": item.id, "result": digest}
        out.write(json.dumps(line).encode() + b"\\n")
        if (item.index + 1) % every == 0:
            new = path.with_suffix(".new")
            new.write_text(json.dumps({"length": out.tell(), "state": batch.state.to_dict()}))
            new.replace(stored)
"""
# `make test-all` has many more.
ITEMS = int(os.environ.get("SONO_KILL_ITEMS", "300"))
KILLS = int(os.environ.get("SONO_KILLS", "4"))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_batch_killed_anywhere_ends_with_the_identical_results(tmp_path):
    def start(path):
        """A host that is at work."""
        path.touch()
        length = path.stat().st_size
        every = max(1, ITEMS // 200)
        process = subprocess.Popen([sys.executable, "-c", HOST, path, str(ITEMS), str(every)])
        while path.stat().st_size == length and process.poll() is None:
            time.sleep(0.002)
        return process

    def done():
        stored = killed.with_suffix(".state")
        return json.loads(stored.read_bytes())["state"]["completed"] if stored.exists() else 0

    whole, killed = tmp_path / "whole", tmp_path / "killed"
    process = start(whole)
    started = time.monotonic()
    assert process.wait(timeout=1200) == 0
    # All lives together leave something to do.
    longest = (time.monotonic() - started) / (2 * KILLS)
    numbers = random.Random(1)
    for _ in range(KILLS):
        process = start(killed)
        time.sleep(numbers.uniform(0, longest))
        process.kill()
        assert process.wait(timeout=60) == -signal.SIGKILL
    assert 0 < done() < ITEMS
    assert start(killed).wait(timeout=1200) == 0
    with whole.open("rb") as lines:
        assert [json.loads(line)["index"] for line in lines] == list(range(ITEMS))
    assert killed.read_bytes() == whole.read_bytes()


def test_failed_items_are_done_again_on_request(engine):
    batch = engine.assess_batch([GOOD, {"content": 1}])
    list(batch)
    again = engine.assess_batch([GOOD, GOOD], resume=batch.state, retry_failed=True)
    assert len(again) == 1
    assert [item.index for item in again] == [1]


def test_a_token_stops_it_from_another_thread(engine):
    token = CancelToken()
    threading.Timer(0.05, token.cancel).start()
    batch = engine.assess_batch((GOOD for _ in count()), cancel=token)
    assert sum(1 for _ in batch) > 0
    assert batch.state.phase is Phase.CANCELLED


def test_time_ends_items_and_batches(engine, code):
    items = list(engine.assess_batch([code, code], item_timeout=0))
    assert [type(item.error) for item in items] == [DeadlineExceededError] * 2
    batch = engine.assess_batch((code for _ in count()), timeout=0.1)
    with pytest.raises(DeadlineExceededError, match="not done in time"):
        list(batch)


def test_options_are_checked(engine):
    for wrong in ({"order": "random"}, {"jobs": "two"}):
        with pytest.raises(InvalidInputError):
            list(engine.assess_batch([GOOD], **wrong))


def test_results_may_come_as_soon_as_they_are_ready(engine):
    items = list(engine.assess_batch([GOOD] * 20, jobs=2, order="completion"))
    assert sorted(item.index for item in items) == list(range(20))


def test_several_threads_may_share_it(engine):
    batch = engine.assess_batch(map(numbered, range(200)), jobs=2)
    found = []
    threads = [
        threading.Thread(target=lambda: found.extend(item.index for item in batch))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == list(range(200))


@pytest.mark.skipif(sys.platform != "linux", reason="threads are counted in /proc")
def test_the_threads_of_a_batch_that_is_lost_end(engine):
    def threads():
        found = 0
        for name in Path("/proc/self/task").glob("*/comm"):
            # A thread may end after the listing.
            with suppress(FileNotFoundError, ProcessLookupError):
                found += name.read_text().startswith("sono-batch")
        return found

    def wait_until_none_is_left():
        deadline = time.monotonic() + 20
        while threads() and time.monotonic() < deadline:
            time.sleep(0.01)
        assert threads() == 0

    wait_until_none_is_left()
    batch = engine.assess_batch((GOOD for _ in count()), jobs=3)
    next(batch)
    assert threads() >= 3
    del batch
    wait_until_none_is_left()


INTERRUPTED = """
import itertools, signal, sys, time
# Whoever started the tests in the background may have it ignored.
signal.signal(signal.SIGINT, signal.default_int_handler)
from sono_eval import Engine

batch = Engine().assess_batch({submissions}, jobs=1)
print("ready", flush=True)
try:
    for _ in batch:
        pass
except KeyboardInterrupt:
    print("interrupted", batch.state and batch.state.phase, batch._cancel.cancelled, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no SIGINT to one process")
@pytest.mark.parametrize(
    "submissions",
    ["('x = 1' for _ in itertools.count())", "['if x:\\n    y = 1\\n' * 20_000] * 50"],
    ids=["many small", "few large"],
)
def test_ctrl_c_stops_it(submissions):
    process = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED.format(submissions=submissions)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "ready\n"
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    started = time.monotonic()
    out, _ = process.communicate(timeout=60)
    assert out.startswith("interrupted")
    assert out.endswith("True\n")
    assert time.monotonic() - started < 20


def test_a_cancelled_item_is_told_as_such(engine):
    token = CancelToken()
    token.cancel()
    assert list(engine.assess_batch([GOOD], cancel=token)) == []
    with pytest.raises(CancelledError):
        engine.assess(GOOD, cancel=token)
