"""Doors that are left open: who is told how the doors stand says which of them have stood open too long. No I/O."""

from __future__ import annotations

from collections.abc import Mapping

from devices.ports import Door


class DoorWatch:
    """Knows each door that has stood open longer than `seconds`, until it is seen shut.

    Times are seconds of one clock, which is the caller's. A sensor that says nothing changes nothing.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._open_since: dict[int, float] = {}
        self._left_open: set[int] = set()

    def see(self, doors: Mapping[int, Door], *, at: float) -> tuple[int, ...]:
        """Take in how the doors stand: the cells left open. A door found open counts from when it was first seen so."""
        for cell, door in doors.items():
            if door is Door.OPEN:
                if at - self._open_since.setdefault(cell, at) >= self._seconds:
                    self._left_open.add(cell)
            elif door is Door.CLOSED:
                self._open_since.pop(cell, None)
                self._left_open.discard(cell)
        return tuple(sorted(self._left_open))
