"""What the find page shows: the list, one case with its history, pages and slips, and what may be done with it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from app.domain.case import CaseState
from app.presenters.marks import Mark, Tone
from devices.ports import Raster


class Since(Enum):
    """How far back to look."""

    TODAY = "today"
    WEEK = "week"
    ALL = "all"


STATE_MARKS = {
    CaseState.AWAITING_SUPPLEMENT: Mark.DOUBTFUL,
    CaseState.REFUSED: Mark.ABSENT,
    CaseState.HANDED_OUT: Mark.DONE,
    CaseState.CLOSED: Mark.DONE,
}


@dataclass(frozen=True, slots=True)
class FoundRow:
    """One case in the list; names are masked."""

    case_id: str
    mark: Mark
    title: str
    second: str
    right: str
    word: str
    current: bool


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of the timeline."""

    at: str
    what: str
    who: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class KeptPage:
    """One page, as a thumbnail (PNG); b"" while it is on its way from the central."""

    material: str
    picture: bytes


@dataclass(frozen=True, slots=True)
class KeptSlipRow:
    """One slip of the case, and how often it was printed."""

    id: int
    title: str
    printed: str
    current: bool


@dataclass(frozen=True, slots=True)
class FindState:
    """The page: the list at the left, one case at the right."""

    query: str = ""
    since: Since = Since.TODAY
    count: str = ""
    rows: tuple[FoundRow, ...] = ()
    empty: str = ""
    hall: str = ""  # why the cases of other windows are not among them
    number: str = ""
    title: str = ""
    state: str = ""
    state_mark: Mark = Mark.DONE
    central: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    timeline: tuple[Happened, ...] = ()
    pages: tuple[KeptPage, ...] = ()
    slips: tuple[KeptSlipRow, ...] = ()
    raster: Raster | None = None
    dots: int = 576
    note: str = ""
    note_tone: Tone = Tone.INK2
    can_come_back: bool = False
    can_withdraw: bool = False
    withdrawing: bool = False  # the reason is being asked for


class FindView(Protocol):
    """What the presenter asks of its page."""

    def present(self, state: FindState) -> None: ...
