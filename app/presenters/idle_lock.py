"""A window that nobody touches for a while asks again who is there. Seconds of any clock that only goes forward."""

from __future__ import annotations

from collections.abc import Callable

from app.presenters.seat import Seat


class IdleLock:
    """Calls `lock` when somebody sits at the window and has touched nothing for `after` seconds."""

    def __init__(self, seat: Seat, *, after: float, lock: Callable[[], None]) -> None:
        self._seat, self._after, self._lock = seat, after, lock
        self._touched: float | None = None

    def touched(self, now: float) -> None:
        """A key or the pointer."""
        self._touched = now

    def tick(self, now: float) -> None:
        """Once a second. While nobody sits there, nobody is waited for: whoever comes begins anew."""
        if self._seat.clerk is None or self._touched is None:
            self._touched = now
        elif now - self._touched >= self._after:
            self._lock()
