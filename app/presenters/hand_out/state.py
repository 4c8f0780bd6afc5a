"""The hand-out page at one moment, as its widgets show it: what waits, the locker, one case, and the act on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from app.presenters.cases.state import ActButton, CaseState, Dealing, PanelState, WorkListState
from app.presenters.fields import FieldState
from app.presenters.marks import Mark


class CellLook(Enum):
    """How a cell of the drawn cabinet stands out; its word says the same."""

    FREE = "free"
    KEPT = "kept"
    FULL = "full"
    BROUGHT = "brought"
    OVERDUE = "overdue"
    OPEN = "open"
    DOUBT = "doubt"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class CellBox:
    """One cell of the cabinet: its number, a word or two, and in a sentence what it is about."""

    number: int
    word: str
    look: CellLook = CellLook.FREE
    detail: str = ""


@dataclass(frozen=True, slots=True)
class CabinetState:
    """The locker. `news` is what has to be seen to, `current` the cell that is looked at (0: none)."""

    title: str = ""
    note: str = ""
    cells: tuple[CellBox, ...] = ()
    current: int = 0
    news: str = ""
    news_mark: Mark | None = None
    code: FieldState = field(default_factory=FieldState)


@dataclass(frozen=True, slots=True)
class HandOutState:
    """The whole page. `signs`: the pad is shown, anew for each `signing`; `way` is "" where none can be chosen.

    `brings`: the applicant is not to be given something but to bring it.
    """

    list: WorkListState = field(default_factory=WorkListState)
    cabinet: CabinetState | None = None
    case: CaseState | None = None
    opening: str = ""
    certificates: tuple[Dealing, ...] = ()
    recipient: tuple[Dealing, ...] = ()
    way: str = ""
    panel: PanelState | None = None
    acts: tuple[ActButton, ...] = ()
    signs: bool = False
    signing: str = ""
    brings: bool = False
