"""Doors that are left open: who is told how the doors stand says which of them have stood open too long. No I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from devices.ports import Door


@dataclass(frozen=True, slots=True)
class LeftOpen:
    """What changed at one look: the cells that have now stood open too long, and those whose alarm is over."""

    raised: tuple[int, ...] = ()
    over: tuple[int, ...] = ()


class DoorWatch:
    """Raises an alarm once for each door that stands open longer than `seconds`, until it is shut.

    Times are seconds of one clock, which is the caller's. A sensor that says nothing changes nothing.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._open_since: dict[int, float] = {}
        self._alarmed: set[int] = set()

    @property
    def left_open(self) -> tuple[int, ...]:
        """The cells with an alarm now."""
        return tuple(sorted(self._alarmed))

    def unlocked(self, cell: int, *, at: float) -> None:
        """A cell was opened: its time runs from here, even where it stood open before."""
        self._open_since[cell] = at
        self._alarmed.discard(cell)

    def see(self, doors: Mapping[int, Door], *, at: float) -> LeftOpen:
        """Take in how the doors stand. A door found open counts from when it was first seen so."""
        over = tuple(sorted(cell for cell in self._alarmed if doors.get(cell) is Door.CLOSED))
        for cell, door in doors.items():
            if door is Door.OPEN:
                self._open_since.setdefault(cell, at)
            elif door is Door.CLOSED:
                self._open_since.pop(cell, None)
                self._alarmed.discard(cell)
        raised = tuple(sorted(cell for cell in self._open_since if self._is_due(cell, doors, at)))
        self._alarmed.update(raised)
        return LeftOpen(raised, over)

    def _is_due(self, cell: int, doors: Mapping[int, Door], at: float) -> bool:
        stands_open = doors.get(cell) is Door.OPEN and at - self._open_since[cell] >= self._seconds
        return stands_open and cell not in self._alarmed
