"""The messages of the supervisor's figures. Times are UTC milliseconds."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from sync.wire.message import Message

Count = Annotated[int, Field(ge=0, le=2**31 - 1)]


class Backlog(Message):
    """What a window says of its outbox with each hello; `oldest_seconds` is how long its oldest has waited."""

    waiting: Count = 0
    parked: Count = 0
    oldest_seconds: Count = 0


class WindowContact(Message):
    """A window as it was heard of last; seen at 0 means never."""

    device_id: str
    window: str
    seen_at_ms: int
    waiting: int
    parked: int
    oldest_ms: int


class Period(StrEnum):
    """How long the figures reach: the day asked for, or the week (from Monday), month or year it lies in."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


class Tally(Message):
    """How many cases were taken in, accepted, closed and handed out."""

    taken: int = 0
    accepted: int = 0
    closed: int = 0
    handed_out: int = 0


class SpanTally(Tally):
    """An hour of a day, a day of a week or month, or a month of a year."""

    begin_ms: int


class GroupTally(Tally):
    """A department by its code or a window by its number; the cards are those of its open cases now."""

    key: str
    yellow: int = 0
    red: int = 0


class DueLine(Message):
    """An open case that is overdue, carries a card, has begun to warn, or is due today."""

    case_id: str
    number: str
    item_name: str
    department: str
    window: str  # where it was taken in
    state: str
    desk_role: str  # whose turn it is
    desk_name: str
    clock: str
    due_ms: int
    yellow_ms: int


class Figures(Message):
    """What a supervisor sees of the hall. `before` reaches in the period before to the very moment that this has come
    to; `before_spans` are all of it, each at the place of the span that it is compared with. `trend` are the last
    seven working days, today included; only a day has it.
    """

    period: Period
    begin_ms: int
    end_ms: int
    as_of_ms: int
    total: Tally
    before: Tally
    before_begin_ms: int
    spans: tuple[SpanTally, ...]
    before_spans: tuple[Tally, ...]
    trend: tuple[Tally, ...] = ()
    departments: tuple[GroupTally, ...]
    windows: tuple[GroupTally, ...]
    open: int
    due_today: int
    yellow: int
    red: int
    due: tuple[DueLine, ...]
    contacts: tuple[WindowContact, ...]
    messages_dead: int
    messages_unsure: int
