"""Lanes: one named thread for one slow thing (a reader, a printer, the database). Only lanes own threads."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from typing import Any, Protocol, TypeVar

T = TypeVar("T")
Job = Callable[[], None]
Home = Callable[[Job], None]
"""Carries a job back to the thread that owns the screen."""

log = logging.getLogger("counter")


class Lane(Protocol):
    """Runs work one piece after another, and tells the outcome at home."""

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> None: ...

    def close(self) -> None: ...


class ThreadLane:
    """A lane on a thread of its own, which does not keep the program alive."""

    def __init__(self, name: str, home: Home) -> None:
        self._home = home
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name=f"lane-{name}", daemon=True)
        self._thread.start()

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Queue `work`; at home, `done` gets its value or `failed` its exception."""
        self._jobs.put(lambda: _carry_out(work, done, failed, self._home))

    def finish(self) -> None:
        """Take nothing more; what is queued is still done."""
        self._jobs.put(None)

    def has_ended(self, *, within: float) -> bool:
        """Whether it has finished, after at most so many seconds."""
        self._thread.join(within)
        return not self._thread.is_alive()

    def close(self) -> None:
        """Finish what is queued, then join the thread."""
        self.finish()
        self._thread.join()

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            job()


class InlineLane:
    """A lane that works at once on the caller's thread: what tests and the command line use."""

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Do `work` now and tell its outcome."""
        _carry_out(work, done, failed, lambda job: job())

    def close(self) -> None:
        """Nothing to join."""


def _carry_out(
    work: Callable[[], Any],
    done: Callable[[Any], None] | None,
    failed: Callable[[Exception], None] | None,
    home: Home,
) -> None:
    try:
        value = work()
    except Exception as error:
        if failed is None:
            log.error("unforeseen failure on a lane: %s", type(error).__name__)
            home(lambda error=error: _raise(error))  # type: ignore[misc]
        else:
            home(lambda error=error: failed(error))  # type: ignore[misc]
        return
    if done is not None:
        home(lambda: done(value))


def _raise(error: Exception) -> None:
    raise error
