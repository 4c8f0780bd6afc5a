"""A window left alone asks again who is there."""

from __future__ import annotations

from app.presenters.idle_lock import IdleLock
from app.presenters.seat import Clerk, Seat


def test_it_locks_once_nobody_has_touched_it_for_as_long_as_set() -> None:
    seat, locked = Seat(Clerk("0317", "周某某")), []

    def lock() -> None:
        locked.append(seat.id)
        seat.clerk = None

    idle = IdleLock(seat, after=600, lock=lock)
    idle.touched(1000)
    idle.tick(1599)
    assert locked == []
    idle.touched(1599)
    idle.tick(2198)
    assert locked == []
    idle.tick(2199)
    idle.tick(9999)
    assert locked == ["0317"], "nobody sits there to be locked out again"
