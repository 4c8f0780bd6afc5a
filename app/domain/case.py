"""What a window captures of a case, the states it can be in, who may act, and an event. Its rules are in `moves`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from app.domain.applicant import Applicant


class CaseState(Enum):
    """Where a case stands (domain §3)."""

    DRAFT = "draft"
    RECEIVED = "received"
    AWAITING_SUPPLEMENT = "awaiting_supplement"
    ACCEPTED = "accepted"
    SUSPENDED = "suspended"
    DECIDED = "decided"
    CLOSED = "closed"
    HANDED_OUT = "handed_out"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    VOIDED = "voided"
    RETURNED = "returned"


class Role(Enum):
    """Who may act. Taking in and deciding are kept apart (受办分离); an administrator moves no case."""

    INTAKE = "intake"
    BACK_OFFICE = "back_office"
    SECTION = "section"
    ISSUING = "issuing"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"


class MoveKind(Enum):
    """The moves a person can make."""

    RECEIVE = "receive"
    ASK_SUPPLEMENT = "ask_supplement"
    REFUSE = "refuse"
    ACCEPT_CONDITIONALLY = "accept_conditionally"
    CALL = "call"  # the applicant is telephoned about a supplement
    KEEP_CELL = "keep_cell"  # of the locker, for what the applicant brings
    DEPOSIT = "deposit"  # the applicant has laid it in
    FETCH = "fetch"  # and a clerk has taken it out
    GIVE_UP_CELL = "give_up_cell"
    RESUBMIT = "resubmit"
    ACCEPT = "accept"
    BRING = "bring"  # a material that was allowed to follow has come
    SUSPEND = "suspend"  # a special procedure begins
    RESUME = "resume"  # it has ended, with a result
    EXTEND = "extend"
    DECIDE = "decide"
    CLOSE = "close"
    HAND_OVER = "hand_over"  # papers leave one desk for another, the file with them
    TAKE_OVER = "take_over"
    DIFFER = "differ"  # what came is not what the hand-over slip says
    PUT_IN_LOCKER = "put_in_locker"
    TAKE_BACK = "take_back"  # out of the locker again, not collected
    HAND_OUT = "hand_out"
    ATTACH = "attach"  # a signed document, scanned back
    VOID_DOCUMENT = "void_document"
    WITHDRAW = "withdraw"
    VOID = "void"
    RETURN = "return"


class Taken(Enum):
    """How a material came in."""

    NOT_YET = "not_yet"
    SCANNED = "scanned"
    ON_PAPER = "on_paper"
    MISSING = "missing"  # the clerk said so


@dataclass(frozen=True, slots=True)
class Page:
    """One stored page of a material, by the SHA-256 of its file."""

    sha256: str
    media_type: str
    width: int
    height: int
    sharpness: float = 1.0  # 0…1, below 0.5 is blurred
    blank: bool = False
    codes: tuple[str, ...] = ()  # texts of QR and Code 128 codes on the page
    glare: float = 0.0  # share 0…1 burnt out by a lamp


@dataclass(frozen=True, slots=True)
class TakenMaterial:
    """What came in for one material of the list."""

    how: Taken = Taken.NOT_YET
    pages: tuple[Page, ...] = ()
    count: int = 0  # sets of paper taken
    doubts_accepted: bool = False  # the clerk looked at what is doubtful and accepts it

    @property
    def sheets(self) -> int:
        """Of paper: as many as were scanned, or counted."""
        return max(len(self.pages), self.count)


@dataclass(frozen=True, slots=True)
class Application:
    """Everything a window captures of one asking; a draft until it is decided upon."""

    applicant: Applicant = field(default_factory=Applicant)
    item_code: str = ""
    catalogue_version: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    taken: Mapping[str, TakenMaterial] = field(default_factory=dict)  # by material code

    @property
    def pages(self) -> tuple[Page, ...]:
        """Every page that was scanned, material by material."""
        return tuple(page for taken in self.taken.values() for page in taken.pages)

    @property
    def sheets(self) -> int:
        """Of paper that came in."""
        return sum(taken.sheets for taken in self.taken.values())


class Decision(Enum):
    """What the window decides after the formal review."""

    RECEIVE = "receive"
    SUPPLEMENT = "ask_supplement"
    REFUSE = "refuse"
    CONDITIONAL = "accept_conditionally"

    @property
    def move(self) -> MoveKind:
        """The move that carries this decision out."""
        return MoveKind(self.value)


@dataclass(frozen=True, slots=True)
class Event:
    """Something a person did. `id` is time-sortable (UUIDv7) and the idempotency key everywhere."""

    id: str
    case_id: str
    kind: MoveKind
    at: datetime
    actor: str
    window: str
    body: Mapping[str, object] = field(default_factory=dict)
    reason: str = ""
