"""The back-office page at one moment, as its widgets show it: the work list, one case, and what is being done to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from app.presenters.fields import Level
from app.presenters.marks import Mark
from app.presenters.trace import TraceState
from devices.ports import Raster


class Chip(Enum):
    """How the due day of a row stands out: told by shape and word as well as by colour."""

    PLAIN = "plain"
    CLOCK = "clock"  # within three days
    YELLOW = "yellow"
    RED = "red"


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One case of the list; names are masked. `due` says when or how long, `why` where it stands and which clock runs.

    `mark` is what is not yet settled with the central; `checked` is marked for doing the same to several.
    """

    id: str
    title: str
    second: str
    due: str
    chip: Chip
    why: str
    mark: Mark | None = None
    checked: bool = False


@dataclass(frozen=True, slots=True)
class WorkGroup:
    """Cases that are equally urgent."""

    title: str
    count: str
    lines: tuple[WorkLine, ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """One way to show fewer cases; `current` is "" for all, `options` are (value, word)."""

    id: str
    name: str
    current: str = ""
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class WorkListState:
    """The list. `news` says what is to be known of it as a whole (how old it is while the central is away)."""

    title: str = ""
    note: str = ""
    query: str = ""
    filters: tuple[Filter, ...] = ()
    groups: tuple[WorkGroup, ...] = ()
    current: str = ""
    empty: str = ""
    loading: str = ""
    news: str = ""
    news_mark: Mark | None = None


class CaseTab(Enum):
    """What of a case is shown in its middle."""

    MATERIALS = "materials"
    DOCUMENTS = "documents"
    DEALINGS = "dealings"


@dataclass(frozen=True, slots=True)
class CaseFact:
    """One fact over the tabs. A masked one can be revealed, which is audited."""

    label: str
    value: str
    masked: bool = False


@dataclass(frozen=True, slots=True)
class CasePage:
    """One page of the strip, as a small picture (PNG or JPEG; empty while it is fetched)."""

    picture: bytes
    material: str


@dataclass(frozen=True, slots=True)
class GivenDocument:
    """One document of the case, and what became of it."""

    title: str
    second: str
    word: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Dealing:
    """One thing between hall and applicant, or between desks: a notice, a call, a hand-over."""

    mark: Mark
    what: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Past:
    """One line of what happened; `pending` is not yet confirmed by the central."""

    at: str
    what: str
    who: str
    pending: bool = False


@dataclass(frozen=True, slots=True)
class ActButton:
    """One thing that may be done now. `barred` says why it may not; `key` is its id in the key table."""

    id: str
    text: str
    key: str
    main: bool = False
    barred: str = ""


@dataclass(frozen=True, slots=True)
class CaseState:
    """One case. `page` and `document` count from 0; `picture` is the current page whole (empty while it is fetched)."""

    id: str
    title: str
    word: str
    word_mark: Mark | None = None
    detail: str = ""
    facts: tuple[CaseFact, ...] = ()
    tab: CaseTab = CaseTab.MATERIALS
    pages: tuple[CasePage, ...] = ()
    page: int = 0
    page_note: str = ""
    picture: bytes = b""
    documents: tuple[GivenDocument, ...] = ()
    document: int = 0
    raster: Raster | None = None
    document_note: str = ""
    dealings: tuple[Dealing, ...] = ()
    trace: TraceState = field(default_factory=TraceState)
    past: tuple[Past, ...] = ()
    acts: tuple[ActButton, ...] = ()
    note: str = ""
    note_mark: Mark | None = None
    trouble: str = ""  # what happened to an act of this case; after a full stop, what to do
    ways_on: tuple[ActButton, ...] = ()


@dataclass(frozen=True, slots=True)
class TextEntry:
    """A line to write."""

    id: str
    label: str
    value: str = ""
    message: str = ""
    level: Level = Level.NEUTRAL
    optional: bool = False


@dataclass(frozen=True, slots=True)
class ChoiceEntry:
    """One of several; `options` are (value, word)."""

    id: str
    label: str
    options: tuple[tuple[str, str], ...]
    current: str = ""


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One thing that can be listed; `note` is what it must meet."""

    id: str
    name: str
    mark: Mark
    note: str = ""
    word: str = ""
    checked: bool = False


@dataclass(frozen=True, slots=True)
class CheckEntry:
    """A list to choose from, any number; `current` is where the clerk is."""

    id: str
    label: str
    lines: tuple[CheckLine, ...]
    current: str = ""


Entry = TextEntry | ChoiceEntry | CheckEntry


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one case."""

    mark: Mark
    number: str
    sentence: str


@dataclass(frozen=True, slots=True)
class PanelState:
    """An act being prepared, its entries prefilled. `hold` says why it cannot be done yet, `results` what was done."""

    act: str
    title: str
    about: str = ""
    entries: tuple[Entry, ...] = ()
    warning: str = ""
    says: tuple[str, ...] = ()
    button: str = ""
    hold: str = ""
    results: tuple[Result, ...] = ()
    busy: bool = False


@dataclass(frozen=True, slots=True)
class CasesState:
    """The whole page."""

    list: WorkListState = WorkListState()
    case: CaseState | None = None
    opening: str = ""  # why there is no case beside the list: it is being fetched, or it cannot be
    panel: PanelState | None = None
    reads_only: bool = False  # whoever looks on offers no act
    explained: bool = False  # the trace takes the room of the pages too
