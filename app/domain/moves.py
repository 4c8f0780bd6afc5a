"""The moves of a case as one table: from where, who may, what must hold, what it does to clock, papers, people."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from app.domain.calendar import HALL_TIME
from app.domain.case import CaseState, MoveKind, Role
from app.domain.errors import MoveRefused
from app.domain.facts import (
    FACTS,
    Asking,
    Bringing,
    Closing,
    Demand,
    Difference,
    Extending,
    HandingOut,
    HandingOver,
    Nothing,
    Opening,
    ProcedureStart,
    TakingOver,
    Way,
)
from app.domain.life import OTHERWISE_DAYS, Deed, Life, lived, opened
from app.domain.lots import in_batch, lot_leaving
from app.domain.notices import Notice
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


Guard = Callable[[Life, Deed], Why | None]


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
    """Paper and file go in step: who acts has taken the papers over."""
    return None if life.transit is None and life.papers.role is deed.role else Why.PAPERS_NOT_HERE


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
    """Whoever was told no is given no certificate."""
    says = deed.facts
    assert isinstance(says, Closing)
    told_no = life.outcome is not None and not life.outcome.approved
    return Why.WRONG_FACTS if told_no and says.certificates else None


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
    return None if says.to.role in _DESKS and going is not None and says.to != going.desk else Why.WRONG_FACTS


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
        if transit.difference is None:
            return Why.NO_DIFFERENCE
        return None if transit.by.role is deed.role else Why.NOT_FOR_YOU
    if isinstance(says, Difference) and transit.by.role is deed.role:
        return None  # they never came: whoever sent them looks for them
    return None if transit.to.role is deed.role else Why.NOT_FOR_YOU


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


@dataclass(frozen=True, slots=True)
class Move:
    """One line of the table: from any of `states`, by any of `roles`, to `then` (None: the state stays).

    `guards` must hold; `papers` are the documents that it gives out, `notices` what the applicant is told by SMS.
    """

    states: tuple[CaseState, ...]
    kind: MoveKind
    then: CaseState | None
    roles: tuple[Role, ...]
    guards: tuple[Guard, ...] = ()
    clock: str = ""
    papers: tuple[SlipKind, ...] = ()
    notices: tuple[Notice, ...] = ()


_S, _M, _R, _P, _N = CaseState, MoveKind, Role, SlipKind, Notice
_BEGUN = (_S.RECEIVED, _S.AWAITING_SUPPLEMENT, _S.ACCEPTED, _S.SUSPENDED)
_CARRIED = (*_BEGUN, _S.DECIDED, _S.CLOSED)
_ON_THE_WAY = (*_CARRIED, _S.REFUSED, _S.WITHDRAWN, _S.VOIDED, _S.RETURNED)  # papers come although a case has ended
_SAVED = tuple(state for state in CaseState if state is not _S.DRAFT)  # a cell is emptied whatever became of the case
_DESKS = (_R.INTAKE, _R.BACK_OFFICE, _R.SECTION, _R.ISSUING)

MOVES: tuple[Move, ...] = (
    # at the window
    Move((_S.DRAFT,), _M.RECEIVE, _S.RECEIVED, (_R.INTAKE,), (), "starts", (_P.NOTIFICATION, _P.RECEIPT)),
    Move((_S.DRAFT,), _M.ASK_SUPPLEMENT, _S.AWAITING_SUPPLEMENT, (_R.INTAKE,), (), "waits", (_P.SUPPLEMENT,)),
    Move((_S.DRAFT,), _M.REFUSE, _S.REFUSED, (_R.INTAKE,), (), "ends", (_P.REFUSAL,)),
    Move((_S.DRAFT,), _M.ACCEPT_CONDITIONALLY, _S.ACCEPTED, (_R.INTAKE,), (), "starts", (_P.RECEIPT, _P.COMMITMENT)),
    Move((_S.AWAITING_SUPPLEMENT,), _M.RESUBMIT, _S.RECEIVED, (_R.INTAKE,), (), "starts anew", (_P.RECEIPT,)),
    Move((_S.ACCEPTED, _S.SUSPENDED), _M.BRING, None, (_R.INTAKE,), (owed,)),
    # acceptance
    Move((_S.RECEIVED,), _M.ACCEPT, _S.ACCEPTED, (_R.BACK_OFFICE, _R.INTAKE), (apart, its_turn), "runs",
         (_P.ACCEPTANCE,), (_N.ACCEPTED,)),
    Move((_S.RECEIVED,), _M.ASK_SUPPLEMENT, _S.AWAITING_SUPPLEMENT, (_R.BACK_OFFICE,),
         (its_turn, asks_for_something), "waits", (_P.SUPPLEMENT,), (_N.SUPPLEMENT,)),
    Move((_S.AWAITING_SUPPLEMENT,), _M.CALL, None, (_R.BACK_OFFICE, _R.INTAKE)),
    Move((_S.RECEIVED,), _M.REFUSE, _S.REFUSED, (_R.BACK_OFFICE,), (apart, its_turn), "ends", (_P.REFUSAL,),
         (_N.REFUSED,)),
    # special procedures and the limit
    Move((_S.ACCEPTED,), _M.SUSPEND, _S.SUSPENDED, (_R.BACK_OFFICE, _R.SECTION),
         (apart, its_turn, section_has_papers, ends_some_day), "stops where the law says so",
         (_P.SPECIAL_PROCEDURE,), (_N.SUSPENDED,)),
    Move((_S.SUSPENDED,), _M.RESUME, _S.ACCEPTED, (_R.BACK_OFFICE, _R.SECTION),
         (apart, its_turn, section_has_papers), "runs"),
    Move((_S.ACCEPTED,), _M.EXTEND, None, (_R.BACK_OFFICE,), (apart, its_turn, first_extension), "is made longer",
         (_P.EXTENSION,), (_N.EXTENDED,)),
    # the decision
    Move((_S.ACCEPTED,), _M.DECIDE, _S.DECIDED, (_R.BACK_OFFICE, _R.INTAKE),
         (apart, its_turn, all_came, commitment_signed), "ends", (_P.APPROVAL, _P.REJECTION),
         (_N.DECIDED_YES, _N.DECIDED_NO)),
    Move((_S.DECIDED,), _M.CLOSE, _S.CLOSED, (_R.BACK_OFFICE, _R.INTAKE), (apart, as_decided)),
    # papers under way
    Move(_CARRIED, _M.HAND_OVER, None, (_R.INTAKE, _R.BACK_OFFICE, _R.SECTION), (lies_here, to_another_desk),
         papers=(_P.HAND_OVER, _P.CERTIFICATE_HAND_OVER)),
    Move((_S.CLOSED,), _M.HAND_OVER, None, (_R.ISSUING,), (lies_here, to_another_desk, not_in_locker),
         papers=(_P.CERTIFICATE_HAND_OVER,)),
    Move(_ON_THE_WAY, _M.TAKE_OVER, None, _DESKS, (in_this_batch,), notices=(_N.READY_AT_WINDOW,)),
    Move(_ON_THE_WAY, _M.DIFFER, None, _DESKS, (in_this_batch,)),
    # what the applicant brings by locker
    Move((_S.AWAITING_SUPPLEMENT,), _M.KEEP_CELL, None, (_R.ISSUING,), (no_cell_kept,), notices=(_N.CELL_KEPT,)),
    Move(_SAVED, _M.DEPOSIT, None, (_R.ISSUING,), (cell_kept,), notices=(_N.DEPOSITED,)),
    Move(_SAVED, _M.FETCH, None, (_R.ISSUING,), (laid_in,)),
    Move(_SAVED, _M.GIVE_UP_CELL, None, (_R.ISSUING,), (cell_kept,), notices=(_N.CELL_GIVEN_UP,)),
    # to the applicant
    Move((_S.CLOSED,), _M.PUT_IN_LOCKER, None, (_R.ISSUING,), (something_to_hand_out, papers_here, not_in_locker),
         papers=(_P.PICKUP,), notices=(_N.READY_IN_LOCKER,)),
    Move((_S.CLOSED,), _M.TAKE_BACK, None, (_R.ISSUING,), (in_locker,), notices=(_N.READY_AT_WINDOW,)),
    Move((_S.CLOSED,), _M.HAND_OUT, _S.HANDED_OUT, (_R.ISSUING, _R.INTAKE),
         (something_to_hand_out, its_turn, papers_here, as_its_way_says), papers=(_P.DELIVERY, _P.POST_LABEL),
         notices=(_N.POSTED,)),
    # whenever
    Move((*_CARRIED, _S.HANDED_OUT), _M.ATTACH, None, _DESKS),  # the receipt is signed as the result is handed out
    Move(_CARRIED, _M.VOID_DOCUMENT, None, (*_DESKS, _R.SUPERVISOR)),
    Move(_BEGUN, _M.WITHDRAW, _S.WITHDRAWN, (_R.INTAKE, _R.BACK_OFFICE), (), "ends"),
    Move((_S.RECEIVED,), _M.VOID, _S.VOIDED, (_R.SUPERVISOR,), (), "ends"),
    Move((_S.AWAITING_SUPPLEMENT, _S.ACCEPTED), _M.RETURN, _S.RETURNED, (_R.BACK_OFFICE,), (lapsed,), "ends"),
)  # fmt: skip

_BY_KIND: dict[tuple[CaseState, MoveKind], list[Move]] = {}
for _move in MOVES:
    for _state in _move.states:
        _BY_KIND.setdefault((_state, _move.kind), []).append(_move)


def move_of(state: CaseState, kind: MoveKind, role: Role) -> Move:
    """The line of the table that `kind`, made by `role`, follows. Raises `MoveRefused`."""
    lines = _BY_KIND.get((state, kind), ())
    if not lines:
        raise MoveRefused(state.value, kind.value, Why.NOT_FROM_HERE.value)
    for line in lines:
        if role in line.roles:
            return line
    raise MoveRefused(state.value, kind.value, Why.NOT_BY_YOU.value)


def next_state(state: CaseState, kind: MoveKind, role: Role) -> CaseState:
    """The state that `kind`, made by `role`, leads to. Raises `MoveRefused`."""
    return move_of(state, kind, role).then or state


def evolve(life: Life | None, deed: Deed) -> Life:
    """The life after `deed`, the first of which opens it. Raises `MoveRefused` saying why it may not be done."""
    state = life.state if life else CaseState.DRAFT
    move = move_of(state, deed.kind, deed.role)
    then = move.then or state
    wanted = FACTS.get(deed.kind, Nothing) if life else Opening
    if wanted is not Nothing and not isinstance(deed.facts, wanted):
        raise MoveRefused(state.value, deed.kind.value, Why.WRONG_FACTS.value)
    if life is None:
        if not _bounded(deed.facts):
            raise MoveRefused(state.value, deed.kind.value, Why.WRONG_FACTS.value)
        return opened(deed, then)
    for guard in move.guards:
        if why := guard(life, deed):
            raise MoveRefused(state.value, deed.kind.value, why.value)
    return lived(life, deed, then)


def _bounded(says: object) -> bool:
    assert isinstance(says, Opening)
    amounts = says.item.promised.amount, says.item.statutory.amount, *(demand.days for demand in says.demands)
    return all(0 <= amount <= LONGEST_LIMIT for amount in amounts)


def recall(life: Life | None, deed: Deed) -> Life:
    """The life after `deed`, which was done and taken in once: it counts, whatever the rules have become since."""
    state = life.state if life else CaseState.DRAFT
    lines = _BY_KIND.get((state, deed.kind)) or [move for move in MOVES if move.kind is deed.kind]
    then = lines[0].then or state
    return lived(life, deed, then) if life else opened(deed, then)


_COMMUTE = frozenset({_M.CALL, _M.ATTACH, _M.BRING, _M.TAKE_OVER, _M.DIFFER, _M.VOID_DOCUMENT,
                      _M.KEEP_CELL, _M.DEPOSIT, _M.FETCH, _M.GIVE_UP_CELL})  # fmt: skip


def commutes(kind: MoveKind) -> bool:
    """Whether a move means the same although somebody else has moved the case meanwhile; the rules still apply."""
    return kind in _COMMUTE


def possible(life: Life, role: Role) -> frozenset[MoveKind]:
    """The moves that the table offers `role` now; whether their guards hold depends on what they say."""
    return frozenset(move.kind for move in MOVES if life.state in move.states and role in move.roles)


def notice_of(move: Move, before: Life | None, life: Life) -> Notice | None:
    """What the applicant is told of a move that made `life` of the one before; most moves tell nothing."""
    match move.kind:
        case MoveKind.DECIDE:
            return Notice.DECIDED_YES if life.outcome and life.outcome.approved else Notice.DECIDED_NO
        case MoveKind.TAKE_OVER if not (life.to_hand_out and life.papers.role is Role.ISSUING):
            return None
        case MoveKind.TAKE_OVER if before is not None and before.papers.role is Role.ISSUING:
            return None  # told when it came; it only lies at another window of the hall now
        case MoveKind.TAKE_OVER if life.delivery != Way.WINDOW.value:
            return None  # the locker or the post tells of itself
        case MoveKind.GIVE_UP_CELL if life.state is not CaseState.AWAITING_SUPPLEMENT:
            return None  # it was brought otherwise
        case MoveKind.HAND_OUT if life.hand_out and life.hand_out.way is not Way.POST:
            return None
    return next(iter(move.notices), None)


def late_demands(life: Life, demands: Sequence[Demand]) -> tuple[Demand, ...]:
    """What a further supplement notice lists although the first could have listed it (art. 32: told once)."""
    if not life.supplements:
        return ()
    before = life.demanded_before()
    return tuple(demand for demand in demands if demand.code not in before)
