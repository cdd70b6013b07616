"""The engine."""

from __future__ import annotations

import asyncio
import json
import math
import operator
import os
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, TypeAlias, overload

from sono_eval import _native
from sono_eval._assessment import Assessment
from sono_eval._batch import Batch, BatchInput
from sono_eval._native import CancelToken
from sono_eval._signals import (
    CacheStore,
    Reviewer,
    Scorer,
    Signal,
    reviewer,
    scorer,
    signal,
)
from sono_eval._submission import SubmissionLike, dumps, many, to_json
from sono_eval._types import (
    About,
    BatchState,
    LogCheck,
    Metrics,
    Norms,
    Override,
    ProgressEvent,
    RecordAnswer,
    ReportDetail,
    ReviewRequest,
    RubricCheck,
    RubricInfo,
    RubricText,
    SignalDefinition,
    Standing,
    TextFormat,
    Verification,
)

RubricLike: TypeAlias = "str | os.PathLike[str] | Mapping[str, Any]"


class Engine:
    """Scores submissions with one rubric. It never changes, and threads may share it."""

    def __init__(
        self,
        rubric: RubricLike = "growth",
        *,
        expects: Iterable[str] | None = None,
        limits: Mapping[str, int] | None = None,
        cache: bool | Mapping[str, int] | None = None,
        position_encoding: Literal["code-point", "utf-16", "utf-8"] = "code-point",
        signals: Iterable[Signal] = (),
        scorers: Iterable[Scorer] = (),
        reviewers: Iterable[Reviewer] = (),
        cache_store: CacheStore | None = None,
    ) -> None:
        """Makes an engine.

        `rubric` is the id of a built-in rubric, the path of a TOML file, or a mapping with the
        TOML as `source` (and `file`, `parents`). `expects` is what submissions are asked for beyond
        their code where they do not say it themselves: some of "tests", "documentation", "readme",
        "types", "answers" and "commits", or nothing at all; without it, the rubric decides by the
        type of the submission. `limits` replaces some limits of submissions.
        `cache` keeps results in memory, `True` or a mapping of `capacity_bytes`,
        `time_to_live_ms` and `time_to_idle_ms`; `cache_store` stands behind it. `signals` and
        `scorers` measure what the rubric reads, `reviewers` are asked on request. Columns and
        offsets count in `position_encoding`, by default as Python indexes strings.
        """
        options = {
            "rubric": _rubric(rubric),
            "expects": expects,
            "limits": limits,
            "cache": {True: {}, False: None}[cache] if isinstance(cache, bool) else cache,
            "position_encoding": position_encoding,
        }
        given = {name: value for name, value in options.items() if value is not None}
        self._native = _native.Engine(
            dumps(given),
            [signal(one) for one in signals],
            [scorer(one) for one in scorers],
            [reviewer(one) for one in reviewers],
            cache_store,
        )

    def assess(
        self,
        submission: SubmissionLike,
        *,
        language: str | None = None,
        path: str | None = None,
        timeout: float | None = None,
        assessment_id: str | None = None,
        timestamp: str | datetime | None = None,
        cancel: CancelToken | None = None,
        review: bool = False,
        opinions: Iterable[Mapping[str, Any]] = (),
    ) -> Assessment:
        """Assesses a submission: code as text, the path of a file or folder, a mapping, an object.

        Of code as text, `language` (such as "python") and `path`, the name of its file, say what
        it is; without them, its language is guessed.

        `timeout` is a number of seconds. The id and the time are echoed. Other threads run
        meanwhile. With `review`, the engine's reviewers are asked for opinions; `opinions` are
        such as came back already: `reviewer`, and `answer` or `error`.

        Raises `InvalidInputError` and `LimitExceededError` for the submission,
        `DeadlineExceededError`, and `CancelledError` after `cancel.cancel()`.
        """
        text = to_json(submission, language=language, path=path)
        moment = _moment(timestamp)
        opinions = list(opinions)
        if review or opinions:
            given = {
                "assessment_id": assessment_id,
                "timestamp": moment,
                "review": review,
                "opinions": opinions,
            }
            call = _call("assess", submission=text, **_texts(given))
            return Assessment(self._native.call(call, timeout, cancel))
        return Assessment(self._native.assess(text, assessment_id, moment, timeout, cancel))

    async def assess_async(
        self,
        submission: SubmissionLike,
        *,
        language: str | None = None,
        path: str | None = None,
        timeout: float | None = None,
        assessment_id: str | None = None,
        timestamp: str | datetime | None = None,
        review: bool = False,
        opinions: Iterable[Mapping[str, Any]] = (),
    ) -> Assessment:
        """As `assess`, in a worker thread. Cancelling the task stops the work."""
        cancel = CancelToken()
        try:
            return await asyncio.to_thread(
                self.assess,
                submission,
                language=language,
                path=path,
                timeout=timeout,
                assessment_id=assessment_id,
                timestamp=timestamp,
                cancel=cancel,
                review=review,
                opinions=opinions,
            )
        except asyncio.CancelledError:
            cancel.cancel()
            raise

    def assess_batch(
        self,
        submissions: Iterable[BatchInput],
        *,
        jobs: int | None = None,
        on_progress: Callable[[ProgressEvent], object] | None = None,
        timeout: float | None = None,
        item_timeout: float | None = None,
        order: Literal["input", "completion"] = "input",
        resume: BatchState | Mapping[str, Any] | str | None = None,
        retry_failed: bool = False,
        window: int | None = None,
        total: int | None = None,
        cancel: CancelToken | None = None,
    ) -> Batch:
        """Assesses many submissions on `jobs` threads; gives an iterator of their results.

        Each is what `assess` takes, or a pair of a key and that. One that is not valid is an item
        with an error. `window` bounds how many are held at a time. `timeout` and `item_timeout`
        are seconds; when the batch's own has passed, what is ready comes, and then
        `DeadlineExceededError`. `resume` goes on from the `state` of an earlier batch over the
        same submissions, and is refused if any that is done has changed; `retry_failed` does
        failed ones again, which may have changed.

        Ctrl-C, an exception of the iterable and one of `on_progress` cancel the batch and come out
        of the iterator.
        """
        if isinstance(resume, str):
            resume = json.loads(resume)
        elif isinstance(resume, BatchState):
            resume = resume.to_dict()
        submissions = many(submissions)
        if total is None:
            total = operator.length_hint(submissions) or None
        options = {
            "jobs": jobs,
            "window": window,
            "order": order,
            "item_deadline_ms": _milliseconds(item_timeout),
            "batch_deadline_ms": _milliseconds(timeout),
            "total": total,
            "started_unix_ms": time.time_ns() // 1_000_000,
            "resume": resume,
            "retry_failed": retry_failed,
            "events": on_progress is not None,
        }
        cancel = cancel or CancelToken()
        stream = self._native.batch(dumps(options), cancel)
        length = total
        if total is not None and isinstance(resume, Mapping):
            failed = 0 if retry_failed else resume["failed"]
            length = max(0, total - resume["completed"] - failed)
        return Batch(stream, submissions, length, on_progress, cancel)

    def metrics(
        self,
        submission: SubmissionLike,
        *,
        language: str | None = None,
        path: str | None = None,
    ) -> Metrics:
        """Measures functions and files without scoring them. Arguments are those of `assess`."""
        text = to_json(submission, language=language, path=path)
        return Metrics.from_dict(self._ask("metrics", submission=text))

    def verify(
        self,
        assessment: Assessment,
        submission: SubmissionLike,
        *,
        assessment_id: str | None = None,
        timestamp: str | datetime | None = None,
    ) -> Verification:
        """Replays an assessment and says whether it still holds, and what that does not cover.

        Id and time are compared if they are given.
        """
        answer = self._ask(
            "verify",
            assessment=assessment.to_json(),
            submission=to_json(submission),
            assessment_id=dumps(assessment_id),
            timestamp=dumps(_moment(timestamp)),
        )
        return Verification.from_dict(answer)

    def override(
        self,
        assessment: Assessment,
        *,
        target: str | Mapping[str, Any],
        score: float,
        reason: str,
        author: str,
    ) -> Override:
        """A person's decision on another score, which stands beside the assessment.

        `target` is `"overall"`, `{"path": ...}` or `{"metric": {"path": ..., "metric": ...}}`.
        """
        given = {"target": target, "score": score, "reason": reason, "author": author}
        texts = _texts(given)
        answer = self._ask("override", assessment=assessment.to_json(), **texts)
        return Override.from_dict(answer)

    def record(
        self,
        what: Assessment | Override,
        *,
        previous: Assessment | None = None,
        reason: str | None = None,
        last_line: str | None = None,
        at: str | datetime | None = None,
    ) -> RecordAnswer:
        """The next line of an audit log: that an assessment was made, or a score overridden.

        With the `previous` assessment of the same work, and a `reason`: that it was made again.
        `last_line` is the line before, without its line break, if there is one.
        """
        text = dumps(what.to_dict()) if isinstance(what, Override) else what.to_json()
        if isinstance(what, Override):
            texts = {"overridden": text}
        elif previous is None:
            texts = {"assessed": text}
        else:
            again = f'"previous":{previous.to_json()},"assessment":{text},"reason":{dumps(reason)}'
            texts = {"rescored": f"{{{again}}}"}
        texts.update(last_line=dumps(last_line), at=dumps(_moment(at)))
        return RecordAnswer.from_dict(self._ask("record", **texts))

    def check_log(self, log: str, *, head: str | None = None) -> LogCheck:
        """Checks a whole audit log, which must end with the record of hash `head`, if given."""
        return LogCheck.from_dict(self._ask("check_log", log=dumps(log), head=dumps(head)))

    @overload
    def report(
        self,
        assessment: Assessment,
        submission: SubmissionLike | None = None,
        format: TextFormat = "text",
        *,
        detail: ReportDetail = "normal",
        width: int | None = None,
        color: bool = False,
        ascii: bool = False,
        pretty: bool = False,
    ) -> str: ...

    @overload
    def report(
        self,
        assessment: Assessment,
        submission: SubmissionLike | None = None,
        format: str = "text",
        *,
        detail: ReportDetail = "normal",
        width: int | None = None,
        color: bool = False,
        ascii: bool = False,
        pretty: bool = False,
    ) -> str | bytes: ...

    def report(
        self,
        assessment: Assessment,
        submission: SubmissionLike | None = None,
        format: str = "text",
        *,
        detail: ReportDetail = "normal",
        width: int | None = None,
        color: bool = False,
        ascii: bool = False,
        pretty: bool = False,
    ) -> str | bytes:
        """Writes a report. With the submission, it shows places with their code.

        `about().formats` lists the formats; one that is no text gives `bytes`. `width`, `color`
        and `ascii` are for text, `pretty` for JSON.
        """
        given = {
            "format": format,
            "detail": detail,
            "width": width,
            "color": color,
            "ascii": ascii,
            "pretty": pretty,
        }
        texts = _texts(given)
        if submission is not None:
            texts["submission"] = to_json(submission)
        call = _call("report", assessment=assessment.to_json(), **texts)
        return self._native.report(call, None, None)

    def review_request(self, submission: SubmissionLike) -> ReviewRequest:
        """The request to send to language models or people for their opinions."""
        answer = self._ask("review_request", submission=to_json(submission))
        return ReviewRequest.from_dict(answer)

    def norms(
        self,
        assessments: Iterable[Assessment],
        *,
        norms: Norms | None = None,
        by: str | None = None,
    ) -> Norms:
        """Counts the scores of comparable assessments, going on from `norms` if there are some.

        `by` is the attribute whose values make cohorts.
        """
        list_ = ",".join(assessment.to_json() for assessment in assessments)
        texts = _texts({"norms": norms, "by": by})
        return Norms.from_dict(self._ask("norms", assessments=f"[{list_}]", **texts))

    def standing(self, assessment: Assessment, norms: Norms) -> Standing:
        """The standing of an assessment within norms."""
        answer = self._ask("standing", assessment=assessment.to_json(), norms=dumps(norms))
        return Standing.from_dict(answer)

    def rubrics(self) -> tuple[RubricInfo, ...]:
        """The built-in rubrics."""
        return tuple(map(RubricInfo.from_dict, self._ask("rubrics")["rubrics"]))

    def rubric(self, id: str) -> RubricText:
        """The TOML of a built-in rubric. Raises `RubricError` when there is none of that id."""
        return RubricText.from_dict(self._ask("rubric", id=dumps(id)))

    def check_rubric(self, rubric: RubricLike) -> RubricCheck:
        """Says whether a rubric can be used, with everything that is wrong with it.

        The rubric is TOML text, the path of a file, or a mapping as for the engine.
        """
        source = {"source": rubric} if isinstance(rubric, str) else _rubric(rubric)
        assert isinstance(source, Mapping)
        return RubricCheck.from_dict(self._ask("check_rubric", **_texts(source)))

    def signals(self) -> tuple[SignalDefinition, ...]:
        """Everything that rubrics can read, with the definition of each number."""
        return tuple(map(SignalDefinition.from_dict, self._ask("signals")["signals"]))

    def schema(self, of: Literal["submission", "assessment", "rubric", "boundary"]) -> Any:
        """A JSON Schema (2020-12)."""
        return self._ask("schema", of=dumps(of))

    def about(self) -> About:
        """The version, languages, rubrics and formats of this build."""
        return About.from_dict(self._ask("about"))

    def cache_stats(self) -> dict[str, Any] | None:
        """The counts of the cache so far; `None` without a cache."""
        text = self._native.cache_stats()
        return None if text is None else json.loads(text)

    def call(self, call: Mapping[str, Any], *, timeout: float | None = None) -> Any:
        """Answers a call of the JSON interface: `{"call": "assess", "submission": {...}}`."""
        return json.loads(self.call_json(dumps(call), timeout=timeout))

    def call_json(self, call: str, *, timeout: float | None = None) -> str:
        """Answers a call in JSON text with canonical JSON."""
        return self._native.call(call, timeout, None)

    def _ask(self, call: str, **texts: str) -> Any:
        """Answers a call whose fields are already JSON texts."""
        return json.loads(self._native.call(_call(call, **texts), None, None))


def _call(call: str, **texts: str) -> str:
    fields = "".join(f',"{name}":{text}' for name, text in texts.items())
    return f'{{"call":"{call}"{fields}}}'


def _texts(values: Mapping[str, Any]) -> dict[str, str]:
    return {name: dumps(value) for name, value in values.items()}


def _rubric(rubric: RubricLike) -> str | Mapping[str, Any]:
    if isinstance(rubric, os.PathLike):
        path = Path(rubric)
        return {"source": path.read_text(encoding="utf-8"), "file": path.name}
    return rubric


def _moment(time: str | datetime | None) -> str | None:
    return time.isoformat() if isinstance(time, datetime) else time


def _milliseconds(seconds: float | None) -> int | None:
    if seconds is None or seconds == math.inf:
        return None
    return math.ceil(seconds * 1_000)
