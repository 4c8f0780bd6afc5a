"""What an administrator sends: catalogue versions, the calendar, and which windows there are."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import Field

from sync.wire.message import Message

MAX_CATALOGUE_BYTES = 16 << 20  # unpacked: a hundred times the shipped one

Version = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[^\x00]*$")]
DeviceId = Annotated[str, Field(pattern=r"^[0-9A-Za-z._-]{1,64}$")]
WindowNumber = Annotated[str, Field(pattern=r"^[0-9A-Za-z]{1,16}$")]
Roles = Annotated[tuple[str, ...], Field(min_length=1, max_length=16)]


class CataloguePublication(Message):
    """A whole catalogue, as `app.domain.catalogue.Catalogue` in plain data, made from version `base_version`."""

    base_version: Version
    catalogue: dict[str, Any]


class CatalogueVersion(Message):
    """A version that was published once; moments are UTC milliseconds, 0 while it was not withdrawn."""

    version: str
    published_at_ms: int
    published_by: str  # a login, "" for the installer
    withdrawn_at_ms: int = 0
    withdrawn_by: str = ""
    in_force: bool


class CatalogueVersions(Message):
    """Every version, the newest first."""

    versions: tuple[CatalogueVersion, ...]


class YearPublication(Message):
    """A year of the calendar: holidays by their names, and make-up workdays."""

    base_version: Version
    year: int
    holidays: dict[date, str] = Field(max_length=366)
    make_up: tuple[date, ...] = Field(default=(), max_length=366)


class HoursPublication(Message):
    """What the hall works on a working day, from `since` on; each span written 08:30-12:00."""

    base_version: Version
    since: date = Field(ge=date(2000, 1, 1), lt=date(2100, 1, 1))
    spans: tuple[Annotated[str, Field(max_length=16)], ...] = Field(min_length=1, max_length=8)


class CalendarInForce(Message):
    """The version of the calendar that now counts."""

    version: str


class WindowFacts(Message):
    """A window as it shall be: its number in the hall and the roles that may act there."""

    window: WindowNumber
    roles: Roles


class WindowEnrolment(WindowFacts):
    """Asks for a window's token; `again` ends the token of one that is enrolled."""

    device_id: DeviceId
    again: bool = False


class WindowToken(Message):
    """The token of a window, told this once."""

    device_id: str
    window: str
    token: str = Field(repr=False)


class WindowView(Message):
    """A window as the administrator sees it. `seen_at_ms` is its last contact, 0 for never."""

    device_id: str
    window: str
    roles: tuple[str, ...]
    seen_at_ms: int = 0
    waiting: int = 0
    parked: int = 0


class WindowList(Message):
    """Every enrolled window, by its number."""

    windows: tuple[WindowView, ...]


class Dismissed(Message):
    """The window's token has ended."""

    device_id: str
