"""What the administrator's page shows: a list at the left, the chosen thing as entries to change, what can be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from app.presenters.cases.state import PanelState
from app.presenters.marks import Mark
from app.presenters.samples import SampleState


class AdminTab(Enum):
    """What of the hall is looked after."""

    PEOPLE = "people"
    DEPARTMENTS = "departments"
    WINDOWS = "windows"
    CALENDAR = "calendar"
    ITEMS = "items"
    VERSIONS = "versions"


@dataclass(frozen=True, slots=True)
class AdminRow:
    """One thing of the list; `word` says how it stands."""

    id: str
    name: str
    second: str = ""
    word: str = ""
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class AdminAct:
    """Something to do with the chosen thing; its id is its key's. `barred` says why not now."""

    id: str
    word: str
    barred: bool = False


@dataclass(frozen=True, slots=True)
class YearDay:
    """A day of the year as it is planned; `spoken` is the whole of it in words."""

    day: date
    holiday: bool = False
    make_up: bool = False
    changed: bool = False  # otherwise than in force
    wrong: bool = False
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class YearState:
    """A year of twelve months, and the day that is current."""

    year: int
    days: tuple[YearDay, ...]
    current: date


@dataclass(frozen=True, slots=True)
class TabState:
    """One tab. `query` is None where there is nothing to search; `title` stands over the list."""

    title: str = ""
    query: str | None = None
    rows: tuple[AdminRow, ...] = ()
    current: str = ""
    empty: str = ""
    panel: PanelState | None = None
    acts: tuple[AdminAct, ...] = ()
    year: YearState | None = None
    sample: SampleState | None = None


@dataclass(frozen=True, slots=True)
class AdministrationState:
    """The whole page. `notes` are counts beside the tabs' words."""

    tab: AdminTab = AdminTab.PEOPLE
    tabs: tuple[tuple[AdminTab, str, str], ...] = ()
    shown: TabState = TabState()
    said: str = ""
    trouble: str = ""
    trouble_cure: str = ""
