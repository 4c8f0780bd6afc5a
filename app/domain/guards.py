"""What must hold for a move of a case, each as one question, and why a move is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import Enum

from app.domain.calendar import HALL_TIME
from app.domain.case import CaseState, Role
from app.domain.facts import (
    Asking,
    Bringing,
    Closing,
    Deciding,
    Difference,
    Extending,
    HandingOut,
    HandingOver,
    Holder,
    LockerPlace,
    ProcedureEnd,
    ProcedureStart,
    TakingOver,
    VoidingDocument,
    Way,
)
from app.domain.life import OTHERWISE_DAYS, Deed, Life
from app.domain.lots import in_batch, lot_leaving
from app.domain.slips import SlipKind

LONGEST_EXTENSION = 10
"""Working days, for one organ (行政许可法 art. 42)."""

LONGEST_LIMIT = 1000
"""Of a supplement or a procedure, in its unit: no calendar reaches further, and nobody means it."""


class Why(Enum):
    """Why a move is refused."""

    NOT_FROM_HERE = "not_from_here"
    NOT_BY_YOU = "not_by_you"
    WRONG_FACTS = "wrong_facts"
    NOT_APART = "not_apart"
    ONLY_AT_ONCE = "only_at_once"
    WITH_ANOTHER_DESK = "with_another_desk"
    PAPERS_NOT_HERE = "papers_not_here"
    AT_ANOTHER_WINDOW = "at_another_window"
    UNDER_WAY = "under_way"
    NOT_IN_BATCH = "not_in_batch"
    NOT_FOR_YOU = "not_for_you"
    NO_DIFFERENCE = "no_difference"
    EXTENDED_ALREADY = "extended_already"
    TOO_LONG = "too_long"
    NOT_BY_LAW = "not_by_law"
    NOT_OWED = "not_owed"
    NOT_LATE_YET = "not_late_yet"
    STILL_OWED = "still_owed"
    NOT_SIGNED = "not_signed"
    NOTHING_TO_HAND_OUT = "nothing_to_hand_out"
    IN_LOCKER = "in_locker"
    NOT_IN_LOCKER = "not_in_locker"
    CELL_KEPT = "cell_kept"
    NO_CELL_KEPT = "no_cell_kept"
    NOTHING_LAID_IN = "nothing_laid_in"
    NO_PROOF = "no_proof"
    NO_REASON = "no_reason"
    NO_BASIS = "no_basis"
    NO_CERTIFICATE = "no_certificate"
    NO_SUCH_DOCUMENT = "no_such_document"
    VOID_ALREADY = "void_already"


Guard = Callable[[Life, Deed], Why | None]

Saying = Callable[[Deed], Why | None]

DESKS = (Role.INTAKE, Role.BACK_OFFICE, Role.SECTION, Role.ISSUING)
"""Whose desks papers lie at."""


def reason(deed: Deed) -> Why | None:
    """Why it is done: the applicant and whoever looks at the case later can read it."""
    return None if deed.reason.strip() else Why.NO_REASON


def legal_basis(deed: Deed) -> Why | None:
    """By which law: the document of the move cites it."""
    return None if deed.legal_basis.strip() else Why.NO_BASIS


def reason_of_a_no(deed: Deed) -> Why | None:
    """Who is told no is told why (行政许可法 art. 38)."""
    says = deed.facts
    assert isinstance(says, Deciding)
    return None if says.approved else reason(deed)


def basis_of_a_stop(deed: Deed) -> Why | None:
    """A clock stops by law and by nothing else (art. 45)."""
    says = deed.facts
    assert isinstance(says, ProcedureStart)
    return Why.NO_BASIS if says.stops and not says.legal_basis.strip() else None


def conclusion(deed: Deed) -> Why | None:
    """A special procedure ends with what it has found."""
    says = deed.facts
    assert isinstance(says, ProcedureEnd)
    return None if says.conclusion.strip() else Why.WRONG_FACTS


def findable_cell(deed: Deed) -> Why | None:
    """A cell is found by its locker and number, opened by its code, and kept until a day that a calendar has."""
    says = deed.facts
    assert isinstance(says, LockerPlace)
    return None if says.bank and says.cell > 0 and says.code and _is_a_day(says.until) else Why.WRONG_FACTS


def _is_a_day(text: str) -> bool:
    try:
        return 2000 <= date.fromisoformat(text).year < 2100
    except ValueError:
        return False


def apart(life: Life, deed: Deed) -> Why | None:
    """受办分离: who took a case in does not judge it. What is done at once is done by whoever took it in."""
    if life.item.at_once:
        return None
    if deed.role is Role.INTAKE:
        return Why.ONLY_AT_ONCE
    return Why.NOT_APART if deed.actor in (life.received_by, *life.taken_in_by) else None


def its_turn(life: Life, deed: Deed) -> Why | None:
    """The case is at the desk of whoever acts."""
    return None if life.item.at_once or life.assigned.role is deed.role else Why.WITH_ANOTHER_DESK


def papers_here(life: Life, deed: Deed) -> Why | None:
    """Paper and file go in step: who acts has taken the papers over, at a window at that very one."""
    if life.transit is not None or life.papers.role is not deed.role:
        return Why.PAPERS_NOT_HERE
    return None if _this_window(life.papers, deed) else Why.AT_ANOTHER_WINDOW


def _this_window(desk: Holder, deed: Deed) -> bool:
    """Whether a desk that is a window's is that of the window where it is done; other desks go by their people."""
    return desk.role not in (Role.INTAKE, Role.ISSUING) or desk.name in ("", deed.window)


def section_has_papers(life: Life, deed: Deed) -> Why | None:
    """A section acts upon papers that it has."""
    return papers_here(life, deed) if deed.role is Role.SECTION else None


def asks_for_something(_: Life, deed: Deed) -> Why | None:
    """A notice says what is missing, and by when."""
    says = deed.facts
    assert isinstance(says, Asking)
    return None if says.demands and 0 < says.days <= LONGEST_LIMIT else Why.WRONG_FACTS


def ends_some_day(_: Life, deed: Deed) -> Why | None:
    """A procedure may take so long and no longer."""
    says = deed.facts
    assert isinstance(says, ProcedureStart)
    return None if 0 < says.cap.amount <= LONGEST_LIMIT else Why.WRONG_FACTS


def as_decided(life: Life, deed: Deed) -> Why | None:
    """Whoever was told no is given no certificate; whoever was told yes gets what the item issues, by its number."""
    says = deed.facts
    assert isinstance(says, Closing)
    told_no = life.outcome is not None and not life.outcome.approved
    if says.certificates:
        if told_no or says.none_issued:
            return Why.WRONG_FACTS
        return None if all(each.number.strip() for each in says.certificates) else Why.NO_CERTIFICATE
    issues = bool(life.item.result) and not told_no
    return Why.NO_CERTIFICATE if issues and not says.none_issued else None


def of_this_case(life: Life, deed: Deed) -> Why | None:
    """A document is made void once, and by its own number."""
    says = deed.facts
    assert isinstance(says, VoidingDocument)
    if says.number in life.void_documents:
        return Why.VOID_ALREADY
    return None if says.number in life.documents else Why.NO_SUCH_DOCUMENT


def lies_here(life: Life, deed: Deed) -> Why | None:
    """The lot of papers that is to leave lies at a desk of whoever sends it. Papers leave once at a time."""
    going = lot_leaving(life.lots, _handing_over(deed).by)
    if going is None or going.desk.role is not deed.role:
        return Why.PAPERS_NOT_HERE
    return Why.UNDER_WAY if going.transit is not None else None


def to_another_desk(life: Life, deed: Deed) -> Why | None:
    """Papers go to a desk that takes papers over, and not to where they lie."""
    says = _handing_over(deed)
    going = lot_leaving(life.lots, says.by)
    return None if says.to.role in DESKS and going is not None and says.to != going.desk else Why.WRONG_FACTS


def _handing_over(deed: Deed) -> HandingOver:
    assert isinstance(deed.facts, HandingOver)
    return deed.facts


def in_this_batch(life: Life, deed: Deed) -> Why | None:
    """The hand-over slip lists this case."""
    says = deed.facts
    assert isinstance(says, TakingOver | Difference)
    transit = in_batch(life.lots, says.batch)
    if transit is None:
        return Why.NOT_IN_BATCH
    if isinstance(says, TakingOver) and says.back:
        return _at(transit.by, deed) if transit.difference else Why.NO_DIFFERENCE
    if isinstance(says, Difference) and transit.by.role is deed.role:
        return None  # they never came: whoever sent them looks for them
    return _at(transit.to, deed)


def _at(desk: Holder, deed: Deed) -> Why | None:
    """Papers are taken over at the desk that they are for, and lie there from then on."""
    return None if desk.role is deed.role and _this_window(desk, deed) else Why.NOT_FOR_YOU


def first_extension(life: Life, deed: Deed) -> Why | None:
    """Longer once, and not by more than the law allows."""
    says = deed.facts
    assert isinstance(says, Extending)
    if life.extension:
        return Why.EXTENDED_ALREADY
    return None if 0 < says.days <= LONGEST_EXTENSION and says.approved_by else Why.TOO_LONG


def owed(life: Life, deed: Deed) -> Why | None:
    """What is brought was allowed to follow, and has not come yet."""
    says = deed.facts
    assert isinstance(says, Bringing)
    return None if says.material in {each.demand.code for each in life.owed} else Why.NOT_OWED


def lapsed(life: Life, deed: Deed) -> Why | None:
    """A case goes back when what was to be brought has not come in time.

    So many working days are never over before as many days are; the day itself is told by the clocks.
    """
    waits = [(each.since, each.demand.days or OTHERWISE_DAYS) for each in life.owed]
    if life.state is CaseState.AWAITING_SUPPLEMENT:
        waits = [(each.asked_at, each.days) for each in life.supplements[-1:]]
    elif not waits:
        return Why.NOT_OWED
    today = max(deed.at, life.changed_at).astimezone(HALL_TIME).date()
    over = [(today - since.astimezone(HALL_TIME).date()).days > days for since, days in waits]
    return None if any(over) or not over else Why.NOT_LATE_YET


def all_came(life: Life, _: Deed) -> Why | None:
    """Nothing is decided while a material that may follow has not come."""
    return Why.STILL_OWED if life.owed else None


def commitment_signed(life: Life, _: Deed) -> Why | None:
    """A conditional acceptance rests on a commitment: print, sign, scan back."""
    return Why.NOT_SIGNED if life.conditional and SlipKind.COMMITMENT.value not in life.signed else None


def something_to_hand_out(life: Life, _: Deed) -> Why | None:
    """There is something to give."""
    return None if life.to_hand_out else Why.NOTHING_TO_HAND_OUT


def as_its_way_says(life: Life, deed: Deed) -> Why | None:
    """What lies in a locker leaves by the locker, and by nothing else; and every way has its proof."""
    says = deed.facts
    assert isinstance(says, HandingOut)
    if not says.proof or (says.way is Way.POST and not says.waybill):
        return Why.NO_PROOF
    if says.way is Way.LOCKER:
        return None if life.locker else Why.NOT_IN_LOCKER
    return Why.IN_LOCKER if life.locker else None


def not_in_locker(life: Life, _: Deed) -> Why | None:
    """One cell a case."""
    return Why.IN_LOCKER if life.locker else None


def in_locker(life: Life, _: Deed) -> Why | None:
    """It lies in a cell."""
    return None if life.locker else Why.NOT_IN_LOCKER


def no_cell_kept(life: Life, _: Deed) -> Why | None:
    """One cell a case for what its applicant brings."""
    return Why.CELL_KEPT if life.deposit else None


def cell_kept(life: Life, _: Deed) -> Why | None:
    """A cell is kept, and nothing lies in it yet."""
    return None if life.deposit and life.deposit.came_at is None else Why.NO_CELL_KEPT


def laid_in(life: Life, _: Deed) -> Why | None:
    """What the applicant has brought lies in the cell."""
    return None if life.deposit and life.deposit.came_at else Why.NOTHING_LAID_IN
