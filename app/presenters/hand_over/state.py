"""What the page of hand-overs shows, and what its presenter remembers between two looks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol

from app.domain.facts import Holder
from app.presenters.cases.state import ActButton
from app.presenters.marks import Mark
from devices.ports import Raster


class Tab(Enum):
    """What the page is used for now."""

    SEND = "send"
    RECEIVE = "receive"
    FOLLOW = "follow"


@dataclass(frozen=True, slots=True)
class Line:
    """One case, or one batch, in the list."""

    id: str
    title: str
    second: str
    mark: Mark | None = None
    right: str = ""
    right_second: str = ""
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class LineGroup:
    """Lines that go together: to one desk, in one batch, of one kind of trouble."""

    title: str
    note: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class HandOverState:
    """The page. `acks` are (mark, name, detail) of paper and data; `said` is what became of the last deed or scan."""

    tab: Tab = Tab.SEND
    tabs: tuple[tuple[Tab, str, int], ...] = ()  # with their words and how much waits there
    groups: tuple[LineGroup, ...] = ()
    current: str = ""
    note: str = ""
    note_mark: Mark | None = None
    empty: str = ""
    loading: str = ""
    said: str = ""
    said_detail: str = ""
    said_mark: Mark = Mark.DONE
    title: str = ""
    word: str = ""
    word_mark: Mark | None = None
    detail: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    acks: tuple[tuple[Mark, str, str], ...] = ()
    acts: tuple[ActButton, ...] = ()
    slip: Raster | None = None
    slip_name: str = ""


class HandOverView(Protocol):
    """What the presenter asks of its page."""

    def present(self, state: HandOverState) -> None: ...


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence about the last deed or scan: what happened, what to do."""

    mark: Mark = Mark.DONE
    what: str = ""
    cure: str = ""


@dataclass(frozen=True, slots=True)
class Slip:
    """A hand-over slip of this window that is looked at."""

    id: int
    batch: str
    title: str
    raster: Raster | None = None


@dataclass(frozen=True, slots=True)
class Looking:
    """Where the clerk is on the page. `batch` is the one whose slip was scanned; its paper is what may come now."""

    tab: Tab = Tab.SEND
    current: str = ""
    marked: Mapping[str, int] = field(default_factory=dict)  # sheets by case
    to: Holder | None = None  # the desk that was chosen last, where there is a choice
    batch: str = ""
    seen_data: frozenset[str] = frozenset()  # cases whose file was fetched
    refused: Mapping[str, str] = field(default_factory=dict)  # why a case could not be taken over, by case
    busy: bool = False
    said: Said = Said()
    slip: Slip | None = None


UNCOUNTED = 0
"""Sheets of a case that was marked just now: they are counted from what was captured."""

BATCH = "batch:"
"""Before the number of a batch, the id of its line."""
