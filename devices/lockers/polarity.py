"""Which sensor value means a shut door: found by opening one known cell and looking which value moved. No I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Literal

from devices.lockers.profile import LockProfile
from devices.ports import Door

Values = Mapping[int, int | None]
"""By cell what its sensor says: 0, 1, or None where it is out of order."""


class Why(Enum):
    """Why the polarity cannot be told."""

    NO_SENSOR = "no_sensor"  # this cell's sensor says nothing: try another cell
    NOTHING_MOVED = "nothing_moved"  # the door did not open, or its sensor is not wired
    ANOTHER_MOVED = "another_moved"  # wrong cell, wrong number of locks a board, or the other byte order
    SEVERAL_MOVED = "several_moved"  # somebody opened or shut another door meanwhile


@dataclass(frozen=True, slots=True)
class Calibrated:
    """What was found: the value of a shut door."""

    closed_value: Literal[0, 1]


@dataclass(frozen=True, slots=True)
class CannotTell:
    """What was not found, and the cells whose sensors moved instead."""

    why: Why
    moved: tuple[int, ...] = ()


def calibrate(before: Values, after: Values, *, opened: int) -> Calibrated | CannotTell:
    """What the sensors `before` and `after` somebody opened the door of cell `opened`, and only that, tell."""
    shut, open_now = before.get(opened), after.get(opened)
    if shut is None or open_now is None:
        return CannotTell(Why.NO_SENSOR)
    moved = tuple(cell for cell in sorted(before) if before[cell] != after.get(cell))
    if not moved:
        return CannotTell(Why.NOTHING_MOVED)
    if moved != (opened,):
        return CannotTell(Why.SEVERAL_MOVED if opened in moved else Why.ANOTHER_MOVED, moved)
    return Calibrated(1 if shut else 0)


def polarity_is_doubtful(profile: LockProfile, doors: Mapping[int, Door]) -> bool:
    """Do all doors of a bank that was never calibrated seem to stand open? Then its `closed_value` is likely wrong."""
    known = [door for door in doors.values() if door is not Door.UNKNOWN]
    return not profile.calibrated and len(known) > 1 and all(door is Door.OPEN for door in known)
