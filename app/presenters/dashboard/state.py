"""The supervisor's page at one moment, as its widgets show it."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.presenters.due import Due, Urgency
from app.presenters.figures import Column, Course, Pair
from app.presenters.marks import Mark
from app.presenters.trace import TraceState
from sync.wire import Happening


@dataclass(frozen=True, slots=True)
class Headline:
    """One of the numbers at the top: its word, the number, what it is compared with, and how it came about."""

    key: str
    word: str
    number: str
    note: str
    trend: tuple[float, ...] = ()

    @property
    def spoken(self) -> str:
        """The whole as a sentence."""
        return "，".join(filter(None, (f"{self.word} {self.number}", self.note)))


@dataclass(frozen=True, slots=True)
class DueRow:
    """One case that presses."""

    case_id: str
    title: str
    second: str
    due: Due


@dataclass(frozen=True, slots=True)
class OutOfStep:
    """One window that is not in step with the central: what is so, and what it had to send."""

    device_id: str
    window: str
    mark: Mark
    what: str
    detail: str


@dataclass(frozen=True, slots=True)
class DashboardState:
    """The page. `asked` is False until the first answer; `news` says why what is shown may be old, or is not there."""

    asked: bool = False
    title: str = ""
    subtitle: str = ""
    period: str = "day"
    headlines: tuple[Headline, ...] = ()
    course_title: str = ""
    course: Course = field(default_factory=Course)
    by_window: bool = False
    pairs_title: str = ""
    pairs_note: str = ""
    pairs: tuple[Pair, ...] = ()
    due_note: str = ""
    due: tuple[DueRow, ...] = ()
    current: str = ""
    windows_note: str = ""
    windows: tuple[OutOfStep, ...] = ()
    all_in_step: str = ""
    columns_title: str = ""
    columns: tuple[Column, ...] = ()
    messages: str = ""
    trace_title: str = ""
    trace: TraceState = field(default_factory=TraceState)
    explained: bool = False
    news: str = ""
    news_mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class CasesWanted:
    """The cases behind an element of a figure; `words` name it. What is "" or None does not narrow.

    `number` is of one case. `happened` (taken, accepted, closed, handed_out) is asked of the time from `since_ms` up
    to `until_ms`; `urgency` of the open cases as they stand now.
    """

    words: str = ""
    number: str = ""
    department: str = ""
    window: str = ""
    happened: Happening = ""
    since_ms: int = 0
    until_ms: int = 0
    urgency: Urgency | None = None
    due_today: bool = False
