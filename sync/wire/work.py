"""What a desk asks of the central: its work list, and a whole case."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from sync.wire.message import Message

Happening = Literal["", "taken", "accepted", "closed", "handed_out"]


class WorkQuery(Message):
    """Which cases a work list shows; empty texts leave that out. `text` is part of a number, a name or its initials."""

    department: str = Field(default="", max_length=64)
    item: str = Field(default="", max_length=64)
    state: str = Field(default="", max_length=32)
    text: str = Field(default="", max_length=64, pattern=r"^[^\x00]*$")
    desk_role: str = Field(default="", max_length=32)
    desk_name: str = Field(default="", max_length=64)
    batch: str = Field(default="", max_length=64)
    window: str = Field(default="", max_length=16)
    happened: Happening = ""  # from `since_ms` up to `until_ms`
    since_ms: int = Field(default=0, ge=0, le=2**53)
    until_ms: int = Field(default=0, ge=0, le=2**53)
    card: Literal["", "yellow", "red"] = ""  # at least that card
    due_today: bool = False
    only_open: bool = True
    at_issuing: bool = True  # else without closed cases whose result has left the department
    limit: int = Field(default=200, ge=1, le=500)
    offset: int = Field(default=0, ge=0, le=10**6)


class WorkRow(Message):
    """A case on a work list. Moments are UTC milliseconds; None where no clock runs."""

    case_id: str
    number: str
    item_code: str
    item_name: str
    department: str
    applicant: str  # masked
    state: str
    desk_role: str
    desk_name: str
    batch: str = ""
    clock: str = ""  # the clock that presses most, one of app.domain.clocks.ClockKind
    due_ms: int | None = None
    warn_ms: int | None = None
    yellow_ms: int | None = None
    stopped: bool = False
    owed: int = 0  # materials that may follow and have not come (容缺), the first of them until `owed_ms`
    owed_ms: int | None = None
    window: str
    version: int
    changed_ms: int


class WorkGroups(Message):
    """How many cases of the query are how urgent."""

    overdue: int = 0
    today: int = 0
    soon: int = 0  # within three days
    later: int = 0
    stopped: int = 0


class WorkList(Message):
    """The cases that fit, most urgent first, and how many there are of each kind."""

    rows: tuple[WorkRow, ...]
    total: int
    groups: WorkGroups
    departments: tuple[tuple[str, int], ...] = ()  # code, how many open cases
    as_of_ms: int


class FileEvent(Message):
    """One line of a case's history, with what it says besides."""

    version: int
    kind: str
    at_ms: int
    actor: str
    actor_name: str = ""
    window: str
    role: str
    reason: str = ""
    facts: dict[str, Any] = Field(default_factory=dict)


class FilePage(Message):
    """A page of a case: of a material, or of a signed document (`material` is then its kind)."""

    material: str
    sha256: str
    media_type: str
    here: bool = True  # whether the central has all of it


class FileNotice(Message):
    """A text message about the case, its telephone masked, and where it stands."""

    notice: str
    phone: str
    state: str
    changed_ms: int


class CaseFile(Message):
    """A whole case, for whoever works at it: `app.domain` values as plain data."""

    case_id: str
    number: str
    version: int
    due_printed: str = ""
    life: dict[str, Any]
    application: dict[str, Any]
    item: dict[str, Any]
    events: tuple[FileEvent, ...]
    documents: tuple[dict[str, Any], ...] = ()
    pages: tuple[FilePage, ...] = ()
    notices: tuple[FileNotice, ...] = ()  # oldest first
