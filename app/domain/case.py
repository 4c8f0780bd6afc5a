"""A case: what was taken in, the state it is in, and the only moves that lead from one state to the next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from app.domain.applicant import Applicant
from app.domain.errors import MoveRefused


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
    RESUBMIT = "resubmit"
    ACCEPT = "accept"
    SUSPEND = "suspend"
    RESUME = "resume"
    DECIDE = "decide"
    CLOSE = "close"
    HAND_OUT = "hand_out"
    WITHDRAW = "withdraw"
    VOID = "void"
    RETURN = "return"


@dataclass(frozen=True, slots=True)
class Move:
    """One line of the table: from any of `states`, by any of `roles`, to `then`."""

    states: tuple[CaseState, ...]
    kind: MoveKind
    then: CaseState
    roles: tuple[Role, ...]


_S, _M, _R = CaseState, MoveKind, Role

MOVES: tuple[Move, ...] = (
    Move((_S.DRAFT,), _M.RECEIVE, _S.RECEIVED, (_R.INTAKE,)),
    Move((_S.DRAFT,), _M.ASK_SUPPLEMENT, _S.AWAITING_SUPPLEMENT, (_R.INTAKE,)),
    Move((_S.RECEIVED,), _M.ASK_SUPPLEMENT, _S.AWAITING_SUPPLEMENT, (_R.BACK_OFFICE,)),
    Move((_S.DRAFT,), _M.REFUSE, _S.REFUSED, (_R.INTAKE,)),
    Move((_S.RECEIVED,), _M.REFUSE, _S.REFUSED, (_R.BACK_OFFICE,)),
    Move((_S.DRAFT,), _M.ACCEPT_CONDITIONALLY, _S.ACCEPTED, (_R.INTAKE,)),
    Move((_S.AWAITING_SUPPLEMENT,), _M.RESUBMIT, _S.RECEIVED, (_R.INTAKE,)),
    Move((_S.RECEIVED,), _M.ACCEPT, _S.ACCEPTED, (_R.BACK_OFFICE,)),
    Move((_S.ACCEPTED,), _M.SUSPEND, _S.SUSPENDED, (_R.BACK_OFFICE, _R.SECTION)),
    Move((_S.SUSPENDED,), _M.RESUME, _S.ACCEPTED, (_R.BACK_OFFICE, _R.SECTION)),
    Move((_S.ACCEPTED,), _M.DECIDE, _S.DECIDED, (_R.BACK_OFFICE,)),
    Move((_S.DECIDED,), _M.CLOSE, _S.CLOSED, (_R.BACK_OFFICE,)),
    Move((_S.CLOSED,), _M.HAND_OUT, _S.HANDED_OUT, (_R.ISSUING,)),
    Move((_S.RECEIVED, _S.AWAITING_SUPPLEMENT, _S.ACCEPTED), _M.WITHDRAW, _S.WITHDRAWN,
         (_R.INTAKE, _R.BACK_OFFICE)),
    Move((_S.RECEIVED,), _M.VOID, _S.VOIDED, (_R.SUPERVISOR,)),
    Move((_S.AWAITING_SUPPLEMENT,), _M.RETURN, _S.RETURNED, (_R.BACK_OFFICE,)),
)  # fmt: skip


class Why(Enum):
    """Why a move is refused."""

    NOT_FROM_HERE = "not_from_here"
    NOT_BY_YOU = "not_by_you"


def next_state(state: CaseState, kind: MoveKind, role: Role) -> CaseState:
    """The state that `kind`, made by `role`, leads to. Raises `MoveRefused`."""
    move = next((each for each in MOVES if each.kind is kind and state in each.states), None)
    if move is None:
        raise MoveRefused(state.value, kind.value, Why.NOT_FROM_HERE.value)
    if role not in move.roles:
        raise MoveRefused(state.value, kind.value, Why.NOT_BY_YOU.value)
    return move.then


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


@dataclass(frozen=True, slots=True)
class Application:
    """Everything a window captures of one asking; a draft until it is decided upon."""

    applicant: Applicant = field(default_factory=Applicant)
    item_code: str = ""
    catalogue_version: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    taken: Mapping[str, TakenMaterial] = field(default_factory=dict)  # by material code


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


@dataclass(frozen=True, slots=True)
class Case:
    """A case as its events leave it. `version` counts them."""

    id: str
    number: str
    state: CaseState
    application: Application
    received_at: datetime
    window: str
    clerk: str
    due: str = ""  # YYYY-MM-DD of the promise, "" where none runs
    reason: str = ""
    version: int = 1
