"""The messages both ends speak. Pure: terminal and central import this one module.

An *op* is one event on its way: its `op_id` (the event's UUIDv7) makes repeating it harmless, `device_seq` orders
it within its window, `base_version` says what the window had seen of the case. Attachments (pages) follow by
SHA-256 in chunks of `CHUNK` bytes; forms go first, pages trail.
"""

from __future__ import annotations

import hashlib
import json
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, Field

from sync.wire.accounts import AccountChange as AccountChange
from sync.wire.accounts import AccountFacts as AccountFacts
from sync.wire.accounts import AccountList as AccountList
from sync.wire.accounts import AccountView as AccountView
from sync.wire.accounts import PasswordRequest as PasswordRequest
from sync.wire.accounts import SignedIn as SignedIn
from sync.wire.accounts import SignedOut as SignedOut
from sync.wire.accounts import SignInRequest as SignInRequest
from sync.wire.admin import MAX_CATALOGUE_BYTES as MAX_CATALOGUE_BYTES
from sync.wire.admin import CalendarInForce as CalendarInForce
from sync.wire.admin import CataloguePublication as CataloguePublication
from sync.wire.admin import CatalogueVersion as CatalogueVersion
from sync.wire.admin import CatalogueVersions as CatalogueVersions
from sync.wire.admin import Dismissed as Dismissed
from sync.wire.admin import HoursPublication as HoursPublication
from sync.wire.admin import WindowEnrolment as WindowEnrolment
from sync.wire.admin import WindowFacts as WindowFacts
from sync.wire.admin import WindowList as WindowList
from sync.wire.admin import WindowToken as WindowToken
from sync.wire.admin import WindowView as WindowView
from sync.wire.admin import YearPublication as YearPublication
from sync.wire.carriage import Carriage as Carriage
from sync.wire.carriage import CarriageQuery as CarriageQuery
from sync.wire.carriage import CarriedCase as CarriedCase
from sync.wire.figures import Backlog as Backlog
from sync.wire.figures import DueLine as DueLine
from sync.wire.figures import Figures as Figures
from sync.wire.figures import GroupTally as GroupTally
from sync.wire.figures import Period as Period
from sync.wire.figures import SpanTally as SpanTally
from sync.wire.figures import Tally as Tally
from sync.wire.figures import WindowContact as WindowContact
from sync.wire.message import MAX_TEXT as MAX_TEXT
from sync.wire.message import Message as Message
from sync.wire.texts import LeasedMessage as LeasedMessage
from sync.wire.texts import MessageDecision as MessageDecision
from sync.wire.texts import MessageLease as MessageLease
from sync.wire.texts import MessageLeaseRequest as MessageLeaseRequest
from sync.wire.texts import MessageLine as MessageLine
from sync.wire.texts import MessageList as MessageList
from sync.wire.texts import MessageOutcome as MessageOutcome
from sync.wire.texts import MessageStands as MessageStands
from sync.wire.work import CaseFile as CaseFile
from sync.wire.work import FileEvent as FileEvent
from sync.wire.work import FileNotice as FileNotice
from sync.wire.work import FilePage as FilePage
from sync.wire.work import Happening as Happening
from sync.wire.work import WorkGroups as WorkGroups
from sync.wire.work import WorkList as WorkList
from sync.wire.work import WorkQuery as WorkQuery
from sync.wire.work import WorkRow as WorkRow

SCHEMA_VERSION = 1
CHUNK = 1 << 20
MAX_OPS = 100
MAX_BATCH_BYTES = 256 * 1024
MAX_BLOB_BYTES = 64 << 20
MAX_REPORT_BYTES = 256 * 1024


class Op(Message):
    """One event of one case, as recorded at a window."""

    op_id: str = Field(max_length=36)
    device_id: str = Field(max_length=64)
    device_seq: int = Field(ge=1)
    case_id: str = Field(max_length=36)
    base_version: int = Field(ge=0)
    kind: str = Field(max_length=64)
    schema_version: int = SCHEMA_VERSION
    body: dict[str, Any]
    body_sha256: str = Field(min_length=64, max_length=64)
    attachments: tuple[str, ...] = ()


class PushRequest(Message):
    """Up to `MAX_OPS` ops of one window, in its order."""

    device_id: str
    ops: tuple[Op, ...] = Field(max_length=MAX_OPS)


class Receipt(Message):
    """The central's signed word that an op is stored: Ed25519 over `signed_text`."""

    op_id: str
    case_id: str
    body_sha256: str
    version: int
    stored_at_ms: int
    signature: str

    def signed_text(self) -> bytes:
        """The bytes that the signature covers."""
        parts = (self.op_id, self.case_id, self.body_sha256, str(self.version), str(self.stored_at_ms))
        return "\n".join(parts).encode()


class OpResult(Message):
    """What became of one op. `refused` carries a code (one of `RefusalCode`) and facts; it is parked, never lost."""

    op_id: str
    verdict: Literal["accepted", "duplicate", "refused"]
    receipt: Receipt | None = None
    code: str = ""
    facts: dict[str, Any] = Field(default_factory=dict)
    current_version: int = 0


class PushReply(Message):
    """One result an op, in the order asked."""

    results: tuple[OpResult, ...]
    server_time_ms: int


class BlobStatus(Message):
    """Which chunks of a page the central has."""

    sha256: str
    chunks: tuple[int, ...] = ()
    complete: bool = False


class BlobComplete(Message):
    """Asks the central to put the chunks together and check the whole."""

    chunks: int = Field(ge=1)
    size: int = Field(ge=1, le=MAX_BLOB_BYTES)
    media_type: str


class LeaseRequest(Message):
    """Asks for a block of numbers. `request_id` makes repeating it harmless: the same block comes back."""

    request_id: str
    device_id: str
    series: str
    year: int
    count: int = Field(default=50, ge=1, le=1000)


class Lease(Message):
    """Serials `first`…`last` of a series and year belong to this window for ever."""

    series: str
    prefix: str
    year: int
    first: int
    last: int


class NumberGap(Message):
    """Serials `first`…`last` of a series and year that no case or document in force has, and why."""

    series: str = Field(max_length=64, pattern=r"^[A-Za-z0-9._-]+$")
    year: int = Field(ge=2000, lt=2100)
    first: int = Field(ge=1, le=2**53)
    last: int = Field(ge=1, le=2**53)
    reason: Literal["unused", "void_document", "void_case"]


class NumberGaps(Message):
    """What a window reports to the register of numbers; saying it twice is harmless."""

    device_id: str
    gaps: tuple[NumberGap, ...] = Field(max_length=100)


class GapsKept(Message):
    """How many gaps of a report stand in the register now."""

    kept: int


class CaseEvent(Message):
    """One line of a case's timeline at the central."""

    version: int
    kind: str
    at_ms: int
    actor: str
    window: str
    reason: str = ""


class CaseView(Message):
    """A case as the central sees it."""

    case_id: str
    number: str
    state: str
    item_code: str
    due: str = ""
    provisional: bool = False
    version: int
    pages_missing: int = 0
    events: tuple[CaseEvent, ...] = ()


class Hello(Message):
    """Who the central is: asked at every start and whenever the link comes back."""

    hall: str
    epoch: str
    public_key: str
    catalogue_version: str
    calendar_version: str
    rules_version: str = ""
    accounts_version: str = ""  # another whenever somebody's password or rights change
    server_time_ms: int
    schema_versions: tuple[int, ...] = (SCHEMA_VERSION,)


class Verdict(StrEnum):
    """What the hall had better do with a device."""

    KEEP = "keep"
    LOOK_AFTER = "look_after"
    REPLACE = "replace"
    UNTRIED = "untried"


Text = Annotated[str, Field(max_length=MAX_TEXT, pattern=r"^[^\x00]*$")]
Count = Annotated[int, Field(ge=0, le=2**53 - 1)]
Amount = Annotated[float, Field(ge=0, le=1e9, allow_inf_nan=False)]


class DeviceReport(Message):
    """How one device of a window has worked: in words where it is read, in numbers where it is counted."""

    name: Text  # as the window's settings call it
    role: Text  # one of the values of `devices.ports.Role`
    title: Text  # as people call it
    make: Text  # what language it speaks
    profile: Text
    profile_files: tuple[Text, ...] = Field(default=(), max_length=8)
    connection: Text
    identity: Text = ""
    says: Text = ""  # what else it says of itself
    well: bool
    state: Text  # in a word or two
    trouble: Text = ""  # its standing trouble, in a sentence
    oddities: tuple[Text, ...] = Field(default=(), max_length=40)
    verdict: Verdict
    why: Text
    advice: Text
    uses: Count = 0  # that succeeded
    failures: Count = 0
    frames_good: Count = 0
    frames_bad: Count = 0
    retries: Count = 0
    losses: Count = 0
    hours: Amount = 0.0  # that it was open
    median_seconds: Amount | None = None  # of a use
    slowest_seconds: Amount | None = None
    last_trouble: Text = ""
    calibrated_on: Text = ""
    checked_on: Text = ""


class WindowReport(Message):
    """The devices of one window at one moment. The central keeps the latest of each window."""

    hall: Text
    window: Text
    title: Text
    device_id: str = Field(max_length=64)
    made_at: AwareDatetime = Field(ge="2000-01-01T00:00:00Z", lt="2100-01-01T00:00:00Z")
    system: Text = ""
    devices: tuple[DeviceReport, ...] = Field(max_length=100)


class ReportKept(Message):
    """The central's word that it has kept a window's report."""

    device_id: str
    kept_at_ms: int


def canonical(body: dict[str, Any]) -> bytes:
    """`body` as the bytes that its hash covers: sorted keys, no spaces, UTF-8."""
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def sha256_of(body: dict[str, Any]) -> str:
    """The hash that goes with an op's body."""
    return hashlib.sha256(canonical(body)).hexdigest()
