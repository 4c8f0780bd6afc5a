"""Cells of a pickup locker: what each holds and for whom, which one is taken next, and the codes that open them.

    free ─reserve─▶ reserved ─unlock─▶ open ─shut, laid in──▶ occupied
                                         ▲ └─shut, empty──▶ free  │
                                         └────────unlock──────────┘

A cell kept for what an applicant brings is reserved again when it is shut empty: its code is good until it is given
up. Any of them may turn out faulty, and keeps what lies in it. That a cell is being opened is stored before the lock is
told: whoever finds it `open` with nobody at work knows that a person must look.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum

from app.domain.errors import CounterError

CODE_LENGTH = 6


class CellState(Enum):
    """Where a cell stands."""

    FREE = "free"
    RESERVED = "reserved"
    OPEN = "open"
    OCCUPIED = "occupied"
    FAULT = "fault"


class Purpose(Enum):
    """What a cell is used for: a result that waits to be collected, or papers that an applicant brings."""

    RESULT = "result"
    SUPPLEMENT = "supplement"


class Aim(Enum):
    """What a cell was opened for."""

    LAY_IN = "lay_in"
    COLLECT = "collect"
    TAKE_BACK = "take_back"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. `code` opens it, `until` (YYYY-MM-DD) is its last day.

    `aim` is what it stands open for, or what it did not open for.
    """

    number: int
    state: CellState = CellState.FREE
    purpose: Purpose = Purpose.RESULT
    case_id: str = ""
    case_number: str = ""
    code: str = ""
    until: str = ""
    aim: Aim | None = None
    changed_at: datetime | None = None

    @property
    def holds_something(self) -> bool:
        """Whether something lies in it, as far as is known."""
        in_use = self.state in (CellState.OPEN, CellState.OCCUPIED, CellState.FAULT) and bool(self.case_number)
        return in_use and self.aim is not Aim.LAY_IN

    def is_overdue(self, today: date) -> bool:
        """Whether what lies in it should have been collected before, or what it is kept for laid in."""
        waits = self.state is (CellState.OCCUPIED if self.purpose is Purpose.RESULT else CellState.RESERVED)
        return waits and bool(self.until) and date.fromisoformat(self.until) < today


class CellWrong(CounterError):
    """The cell does not do that from where it stands: it is another one, or it was changed meanwhile."""

    def __init__(self, cell: int, state: CellState) -> None:
        super().__init__(f"cell {cell} is {state.value}")
        self.cell, self.state = cell, state.value


class NoCellFree(CounterError):
    """No cell is free whose door is seen shut."""


class NothingAwaited(CounterError):
    """No case, or more than one, waits for a supplement and has that number."""

    def __init__(self, number: str) -> None:
        super().__init__(number)
        self.number = number


class CodeWrong(CounterError):
    """No cell has that code; `left` tries before the locker waits."""

    def __init__(self, left: int) -> None:
        super().__init__(f"{left} left")
        self.left = left


class LockerWaits(CounterError):
    """Too many wrong codes; no code opens anything before `until` (HH:MM)."""

    def __init__(self, until: str) -> None:
        super().__init__(until)
        self.until = until


def reserved(cell: Cell, *, case_id: str, case_number: str, code: str, until: str, at: datetime,
             purpose: Purpose = Purpose.RESULT) -> Cell:  # fmt: skip
    """A free cell kept for a case. Raises `CellWrong`."""
    _must(cell, CellState.FREE)
    return Cell(cell.number, CellState.RESERVED, purpose, case_id, case_number, code, until, None, at)


def opening(cell: Cell, aim: Aim, at: datetime) -> Cell:
    """A cell whose lock is about to be told to open. Raises `CellWrong`."""
    _must(cell, CellState.RESERVED if aim is Aim.LAY_IN else CellState.OCCUPIED)
    return replace(cell, state=CellState.OPEN, aim=aim, changed_at=at)


def filled(cell: Cell, at: datetime) -> Cell:
    """An open cell that was shut with its papers in it. Raises `CellWrong`."""
    _must(cell, CellState.OPEN)
    return replace(cell, state=CellState.OCCUPIED, aim=None, changed_at=at)


def emptied(cell: Cell, at: datetime) -> Cell:
    """An open cell that was shut with nothing in it; one that is kept for a supplement stays so. Raises `CellWrong`."""
    _must(cell, CellState.OPEN)
    if cell.purpose is Purpose.SUPPLEMENT and cell.aim is Aim.LAY_IN:
        return replace(cell, state=CellState.RESERVED, aim=None, changed_at=at)
    return Cell(cell.number, changed_at=at)


def given_up(cell: Cell, at: datetime) -> Cell:
    """A cell that is not kept any more, with nothing in it; a faulty one stays faulty. Raises `CellWrong`."""
    _must(cell, CellState.RESERVED, CellState.FAULT)
    if cell.holds_something:
        raise CellWrong(cell.number, cell.state)
    return Cell(cell.number, cell.state if cell.state is CellState.FAULT else CellState.FREE, changed_at=at)


def faulty(cell: Cell, at: datetime) -> Cell:
    """A cell that does not open; it keeps whose it is, but is forgotten by a clerk who only wanted to lay in."""
    if cell.aim is Aim.LAY_IN and cell.purpose is Purpose.RESULT:
        cell = Cell(cell.number)
    aim = Aim.LAY_IN if cell.aim is Aim.LAY_IN else None  # then nothing lies in it
    return replace(cell, state=CellState.FAULT, aim=aim, changed_at=at)


def taken_by_key(cell: Cell, at: datetime) -> Cell:
    """A faulty cell that somebody has emptied with the key. Raises `CellWrong`."""
    _must(cell, CellState.FAULT)
    return Cell(cell.number, CellState.FAULT, changed_at=at)


def repaired(cell: Cell, at: datetime) -> Cell:
    """A faulty cell that works again. Raises `CellWrong`."""
    _must(cell, CellState.FAULT)
    used = CellState.OCCUPIED if cell.holds_something else CellState.RESERVED
    return replace(cell, state=used if cell.case_number else CellState.FREE, aim=None, changed_at=at)


def _must(cell: Cell, *states: CellState) -> None:
    if cell.state not in states:
        raise CellWrong(cell.number, cell.state)


class Sight(Enum):
    """What the sensor of a door says, as far as the rules care."""

    OPEN = "open"
    SHUT = "shut"
    UNSEEN = "unseen"


class Differs(Enum):
    """How a door is not as what is stored says."""

    STANDS_OPEN = "stands_open"  # though nobody opened it
    LEFT_OPEN = "left_open"  # it was opened, and nobody has shut it
    IN_DOUBT = "in_doubt"  # it was opened and is shut: a person says what became of it
    UNSEEN = "unseen"


def differences(
    cells: Iterable[Cell], doors: Mapping[int, Sight], *, at_work: Collection[int], now: datetime, left_after: timedelta
) -> dict[int, Differs]:
    """Which doors are not as stored. Cells `at_work` are being seen to, and only said to be open for too long."""
    found: dict[int, Differs] = {}
    for cell in cells:
        door = doors.get(cell.number, Sight.UNSEEN)
        opened = cell.state is CellState.OPEN
        long_ago = cell.changed_at is not None and now - cell.changed_at >= left_after
        if door is Sight.OPEN and opened and (long_ago or cell.number not in at_work):
            found[cell.number] = Differs.LEFT_OPEN
        elif door is Sight.OPEN and not opened:
            found[cell.number] = Differs.STANDS_OPEN
        elif cell.number not in at_work and (cell.state is CellState.RESERVED or opened):
            if cell.purpose is Purpose.RESULT or opened:
                found[cell.number] = Differs.IN_DOUBT
        elif door is Sight.UNSEEN and cell.state is not CellState.FAULT:
            found[cell.number] = Differs.UNSEEN
    return found


def choose_cell(cells: Iterable[Cell], doors: Mapping[int, Sight]) -> Cell:
    """The free cell with the lowest number whose door is seen shut. Raises `NoCellFree`."""
    for cell in sorted(cells, key=lambda each: each.number):
        if cell.state is CellState.FREE and doors.get(cell.number) is Sight.SHUT:
            return cell
    raise NoCellFree


def pickup_code(in_use: Collection[str], draw: Callable[[int], int] = secrets.randbelow) -> str:
    """Six digits that open nothing else now, and are not all alike."""
    while True:
        code = f"{draw(10**CODE_LENGTH):0{CODE_LENGTH}d}"
        if code not in in_use and len(set(code)) > 1:
            return code


def is_code(text: str) -> bool:
    """Whether `text` has the form of a pickup code."""
    return len(text) == CODE_LENGTH and text.isascii() and text.isdigit()


@dataclass(frozen=True, slots=True)
class Tries:
    """Wrong codes one after the other, and until when none is taken any more."""

    wrong: int = 0
    waits_until: datetime | None = None

    def waits(self, now: datetime) -> bool:
        """Whether no code is taken now."""
        return self.waits_until is not None and now < self.waits_until

    def after_wrong(self, now: datetime, *, most: int, wait: timedelta) -> Tries:
        """One more wrong code; with the last one allowed the waiting begins."""
        wrong = self.wrong + 1
        return Tries(0, now + wait) if wrong >= most else Tries(wrong)


def by_code(cells: Iterable[Cell], code: str) -> Cell | None:
    """The cell that `code` opens."""
    usable = (CellState.OCCUPIED, CellState.RESERVED)
    found = (each for each in cells if each.state in usable and secrets.compare_digest(each.code, code))
    return next(found, None) if is_code(code) else None
