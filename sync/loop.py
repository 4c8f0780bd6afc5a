"""The thread that steps the engine: wakes when there is something to send, stops at once when told."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from sync.engine import Engine
from sync.errors import places

log = logging.getLogger("sync")

LONGEST_REST_MS = 30_000
AFTER_A_BUG_MS = 30_000


def wall_clock_ms() -> int:
    """UTC milliseconds."""
    return time.time_ns() // 1_000_000


class SyncLoop:
    """Steps `engine` in its own thread. `abandon` cuts an exchange under way, so that `stop` is quick."""

    def __init__(
        self,
        engine: Engine,
        *,
        abandon: Callable[[], None],
        clock_ms: Callable[[], int] = wall_clock_ms,
        on_end: Callable[[], None] = lambda: None,
    ) -> None:
        self._engine, self._abandon, self._clock_ms, self._on_end = engine, abandon, clock_ms, on_end
        self._news, self._stopping = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="lane-sync")

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def wake(self, *, at_once: bool = False) -> None:
        """There is something new to send; `at_once` knocks though the link is being given time."""
        if at_once:
            self._engine.hurry()
        self._engine.yield_soon()
        self._news.set()

    def stop(self) -> None:
        """Cut what is under way and return when the thread has ended. What was not sent is sent next time."""
        self._stopping.set()
        self._engine.yield_soon()
        self._news.set()
        self._abandon()
        if self._thread.ident is not None:
            self._thread.join()

    def _run(self) -> None:
        try:
            while not self._stopping.is_set():
                self._news.clear()
                rest_ms = self._step()
                self._news.wait(rest_ms / 1000)
        finally:
            self._on_end()

    def _step(self) -> int:
        now_ms = self._clock_ms()
        try:
            return min(max(0, self._engine.step(now_ms) - now_ms), LONGEST_REST_MS)
        except Exception as error:  # sending must not end for good because of one bug; it is logged, and tried again
            log.error("step failed: %s in %s", type(error).__name__, places(error))
            return AFTER_A_BUG_MS
