"""Many submissions, streamed."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import TypeAlias

from sono_eval import _native
from sono_eval._assessment import Assessment
from sono_eval._errors import SonoEvalError, make
from sono_eval._submission import SubmissionLike, to_json
from sono_eval._types import BatchState, ErrorKind, Phase, ProgressEvent

_Message: TypeAlias = tuple[
    tuple[int, str | None, str | None, SonoEvalError | None] | None, str | None
]
BatchInput: TypeAlias = "SubmissionLike | tuple[str, SubmissionLike]"


@dataclass(frozen=True, slots=True)
class BatchItem:
    """The result of one item of a batch: an assessment or an error."""

    index: int
    """Position in the input, counted from 0."""
    id: str | None
    """The key that came with the submission."""
    assessment: Assessment | None
    """The assessment, if the item was assessed."""
    error: SonoEvalError | None
    """The reason why it was not."""

    def result(self) -> Assessment:
        """The assessment. Raises the error when there is none."""
        if self.error is not None:
            raise self.error
        assert self.assessment is not None
        return self.assessment


class Batch(Iterator[BatchItem]):
    """A batch under way: an iterator of its results.

    The thread that iterates also reads the submissions, a few ahead of the results. Leaving the
    `with` block or losing the batch cancels it.
    """

    def __init__(
        self,
        native: _native.Batch,
        submissions: Iterable[BatchInput],
        length: int | None,
        on_progress: Callable[[ProgressEvent], object] | None,
        cancel: _native.CancelToken,
    ) -> None:
        self._native = native
        self._submissions = iter(submissions)
        self._length = length
        self._on_progress = on_progress
        self._cancel = cancel
        self._is_over = False
        self._lock = threading.RLock()

    def __next__(self) -> BatchItem:
        with self._lock:
            if self._is_over:
                raise StopIteration
            try:
                return self._next()
            except BaseException:
                self._is_over = True
                self.cancel()
                raise

    def __len__(self) -> int:
        """The number of items to do. Raises `TypeError` when it is not known."""
        if self._length is None:
            raise TypeError("the number of submissions is not known")
        return self._length

    def __bool__(self) -> bool:
        return True

    def __enter__(self) -> Batch:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.cancel()

    def cancel(self) -> None:
        """Stops the batch, from any thread. Results that are ready are still delivered."""
        self._cancel.cancel()

    @property
    def state(self) -> BatchState | None:
        """The state of the batch after every result that came out of it, to store and resume from.

        `None` before the first.
        """
        text = self._native.state()
        return None if text is None else BatchState.from_dict(json.loads(text))

    def _next(self) -> BatchItem:
        while True:
            item, event = self._message()
            if item is not None:
                index, key, text, error = item
                return BatchItem(index, key, None if text is None else Assessment(text), error)
            if event is None:
                break
            if self._on_progress is not None:
                self._on_progress(ProgressEvent.from_dict(json.loads(event)))
        state = self.state
        if state is not None and state.phase is Phase.DEADLINE_EXCEEDED:
            message = f"the batch was not done in time; {state.completed + state.failed} items are"
            raise make(ErrorKind.DEADLINE_EXCEEDED.value, message)
        raise StopIteration

    def _message(self) -> _Message:
        # One comes out for each that goes in; more go in only while nothing is ready.
        self._feed()
        while True:
            message = self._native.take(0.0)
            if message is not None:
                return message
            if not self._feed():
                message = self._native.take(None)
                assert message is not None
                return message

    def _feed(self) -> bool:
        """Puts in the next submission, if there is one and room for it."""
        if self._cancel.cancelled or not self._native.wants_input():
            return False
        try:
            item = next(self._submissions)
        except StopIteration:
            self._native.end_input()
            return False
        key, submission = _pair(item)
        try:
            text = to_json(submission)
        except SonoEvalError as error:
            # One bad submission never ends a batch.
            self._native.push_failed(key, json.dumps(error.to_dict()))
        else:
            self._native.push(key, text)
        return True


def _pair(item: BatchInput) -> tuple[str | None, SubmissionLike]:
    """A key and a submission. Any other value is refused later, as a submission."""
    if isinstance(item, tuple) and len(item) == 2 and isinstance(item[0], str):  # noqa: PLR2004
        return item
    return None, item
