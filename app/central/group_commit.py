"""Several requests, one commit: whatever came while the last commit was on its way to the disk goes with the next."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import Generic, TypeVar

from app.central.errors import Unavailable

Entry = TypeVar("Entry")
Outcome = TypeVar("Outcome")

LARGEST_GROUP = 500
"""Entries after which a group is closed: a commit stays in the tens of milliseconds."""


@dataclass(frozen=True, slots=True)
class _Request(Generic[Entry, Outcome]):
    entries: Sequence[Entry]
    answer: Future[Sequence[Outcome]] = field(default_factory=Future)


class GroupCommit(Generic[Entry, Outcome]):
    """One thread that commits. `commit` takes the entries of one or more requests and gives an outcome for each."""

    def __init__(self, commit: Callable[[Sequence[Entry]], Sequence[Outcome]]) -> None:
        self._commit = commit
        self._waiting: SimpleQueue[_Request[Entry, Outcome] | None] = SimpleQueue()
        self._gate = threading.Lock()
        self._open = True
        self._thread = threading.Thread(target=self._run, name="lane-central-commit")
        self._thread.start()

    @property
    def waiting(self) -> int:
        """How many requests no commit has taken up yet."""
        return self._waiting.qsize()

    def submit(self, entries: Sequence[Entry]) -> Sequence[Outcome]:
        """The outcomes, once they are committed. Raises what the commit raised, or `Unavailable` after `close`."""
        request: _Request[Entry, Outcome] = _Request(entries)
        with self._gate:
            if not self._open:
                raise Unavailable("closing", "The central is shutting down.")
            self._waiting.put(request)
        return request.answer.result()

    def close(self) -> None:
        """Commit what was submitted before, then end the thread. Closing twice is harmless."""
        with self._gate:
            if self._open:
                self._open = False
                self._waiting.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (first := self._waiting.get()) is not None:
            group, more = self._with_those_waiting(first)
            self._answer(group)
            if not more:
                return

    def _with_those_waiting(self, first: _Request[Entry, Outcome]) -> tuple[list[_Request[Entry, Outcome]], bool]:
        group, size = [first], len(first.entries)
        while size < LARGEST_GROUP:
            try:
                request = self._waiting.get_nowait()
            except Empty:
                break
            if request is None:
                return group, False
            group.append(request)
            size += len(request.entries)
        return group, True

    def _answer(self, group: list[_Request[Entry, Outcome]]) -> None:
        try:
            outcomes = self._commit([entry for request in group for entry in request.entries])
        except Exception as error:  # every one who waits must hear of it, whatever it was
            for request in group:
                request.answer.set_exception(error)
            return
        place = 0
        for request in group:
            request.answer.set_result(outcomes[place : place + len(request.entries)])
            place += len(request.entries)
