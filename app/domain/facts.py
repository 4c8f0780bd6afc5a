"""What a move says besides who made it, where and when: one value a move, the same on the wire and in the rules."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from app.domain.case import MoveKind, Role
from app.domain.catalogue import Handling, Item, Limit


@dataclass(frozen=True, slots=True)
class Holder:
    """A desk that a case or its papers can be at: of a department, a section, or the windows."""

    role: Role
    name: str = ""  # department code for the back office, the section's name, a window's number; "" for issuing


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """The item as it stood when the case was taken in; a case keeps it whatever the catalogue says later."""

    code: str
    name: str
    handling: Handling = Handling.PROMISED
    promised: Limit = field(default_factory=lambda: Limit(20))
    statutory: Limit = field(default_factory=lambda: Limit(20))
    department: str = ""
    department_name: str = ""
    result: str = ""

    @property
    def at_once(self) -> bool:
        """Whether it is finished at the window in one sitting."""
        return self.handling is Handling.AT_ONCE


def item_facts(item: Item) -> ItemFacts:
    """What a case keeps of its item."""
    return ItemFacts(item.code, item.name, item.handling, item.promised, item.statutory, item.department.code,
                     item.department.name, item.result)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Demand:
    """One thing that is asked for: a material, and what it must meet."""

    code: str
    name: str
    standard: str = ""
    days: int = 0  # working days within which a material that may follow must come; 0 elsewhere


@dataclass(frozen=True, slots=True)
class Opening:
    """The first move of a case: its number and item, what is still wanted, and how its result is to be got."""

    number: str
    item: ItemFacts
    demands: tuple[Demand, ...] = ()
    applicant: str = ""  # display name
    phone: str = ""
    delivery: str = "window"
    sheets: int = 0  # of paper that came in


@dataclass(frozen=True, slots=True)
class Asking:
    """A supplement is asked for: everything that is missing, and by how many working days."""

    demands: tuple[Demand, ...]
    days: int = 15


@dataclass(frozen=True, slots=True)
class Call:
    """A telephone call to the applicant."""

    reached: bool
    spoken_to: str = ""  # 本人, 代办人, 家属 … never a name
    note: str = ""


@dataclass(frozen=True, slots=True)
class Resubmitting:
    """What an applicant brought who came back with what was missing: names of materials, and sheets of paper."""

    what: tuple[str, ...] = ()
    sheets: int = 0


@dataclass(frozen=True, slots=True)
class Bringing:
    """A material that was allowed to follow, on so many sheets of paper."""

    material: str
    sheets: int = 0


@dataclass(frozen=True, slots=True)
class ProcedureStart:
    """A special procedure begins. `notice` is the number of the paper that tells the applicant how long it takes."""

    kind: str
    name: str
    cap: Limit
    stops: bool
    legal_basis: str = ""
    notice: str = ""


@dataclass(frozen=True, slots=True)
class ProcedureEnd:
    """What a special procedure has found."""

    passed: bool
    conclusion: str


@dataclass(frozen=True, slots=True)
class Extending:
    """The limit is made longer, once, by the head of the organ."""

    days: int
    approved_by: str


@dataclass(frozen=True, slots=True)
class Deciding:
    """What was decided."""

    approved: bool
    number: str = ""  # of the decision


@dataclass(frozen=True, slots=True)
class Certificate:
    """One thing to be handed out."""

    name: str
    number: str = ""
    valid_to: str = ""


@dataclass(frozen=True, slots=True)
class Closing:
    """What a finished case has to hand out. `none_issued` says of an item with a certificate that there is none."""

    certificates: tuple[Certificate, ...] = ()
    none_issued: bool = False


@dataclass(frozen=True, slots=True)
class HandingOver:
    """Papers of this case under way in a batch: those that lie at the desk `by`, the case's own if it says none."""

    batch: str  # number of the hand-over slip
    to: Holder
    sheets: int = 0  # of paper; certificates count too
    by: Holder | None = None


@dataclass(frozen=True, slots=True)
class TakingOver:
    """Papers of this case have come, and the file was seen; `back` at the desk that sent them, after a difference."""

    batch: str
    back: bool = False


class DifferenceKind(Enum):
    """How what came is not what the slip says."""

    MISSING = "missing"
    DAMAGED = "damaged"
    WRONG_COUNT = "wrong_count"
    WRONG_PAPER = "wrong_paper"


@dataclass(frozen=True, slots=True)
class Difference:
    """What came is not what the slip says; it is followed up until the case is taken over."""

    batch: str
    what: DifferenceKind


@dataclass(frozen=True, slots=True)
class LockerPlace:
    """A cell of a pickup locker and the code that opens it, good until a day (YYYY-MM-DD)."""

    bank: str
    cell: int
    code: str
    until: str


class Way(Enum):
    """How a result reaches the applicant."""

    WINDOW = "window"
    LOCKER = "locker"
    POST = "post"


class Identity(Enum):
    """How it was made sure that it is the right person."""

    CARD = "card"
    PAPER = "paper"
    CODE = "code"  # the pickup code
    ADDRESS = "address"  # posted to the address on file


SIGNED_RECEIPT = "receipt"
"""The proof of a hand-out that is signed for on the printed delivery receipt: its number takes this word's place."""


@dataclass(frozen=True, slots=True)
class HandingOut:
    """The result has left the hall. `proof` is the page signed, or what shows that it went (never empty)."""

    way: Way
    identity: Identity
    proof: str
    to_agent: bool = False
    carrier: str = ""
    waybill: str = ""


@dataclass(frozen=True, slots=True)
class Attaching:
    """A document of the case came back signed."""

    kind: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class VoidingDocument:
    """A document of the case is void; its number is never given again."""

    kind: str
    number: str


@dataclass(frozen=True, slots=True)
class Nothing:
    """A move that says nothing besides."""


FACTS: dict[MoveKind, type] = {
    MoveKind.ASK_SUPPLEMENT: Asking,
    MoveKind.CALL: Call,
    MoveKind.RESUBMIT: Resubmitting,
    MoveKind.BRING: Bringing,
    MoveKind.SUSPEND: ProcedureStart,
    MoveKind.RESUME: ProcedureEnd,
    MoveKind.EXTEND: Extending,
    MoveKind.DECIDE: Deciding,
    MoveKind.CLOSE: Closing,
    MoveKind.HAND_OVER: HandingOver,
    MoveKind.TAKE_OVER: TakingOver,
    MoveKind.DIFFER: Difference,
    MoveKind.KEEP_CELL: LockerPlace,
    MoveKind.PUT_IN_LOCKER: LockerPlace,
    MoveKind.HAND_OUT: HandingOut,
    MoveKind.ATTACH: Attaching,
    MoveKind.VOID_DOCUMENT: VoidingDocument,
}
"""What each later move says; the first move of a case says an `Opening`, the others `Nothing`."""
