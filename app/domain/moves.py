"""The moves of a case as one table: from where, who may, what must hold, what it does to clock, papers, people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.case import CaseState, MoveKind, Role
from app.domain.errors import MoveRefused
from app.domain.facts import (
    FACTS,
    Demand,
    Nothing,
    Opening,
    Way,
)
from app.domain.guards import (
    DESKS,
    LONGEST_LIMIT,
    Guard,
    Saying,
    Why,
    all_came,
    apart,
    as_decided,
    as_its_way_says,
    asks_for_something,
    basis_of_a_stop,
    cell_kept,
    commitment_signed,
    conclusion,
    ends_some_day,
    findable_cell,
    first_extension,
    in_locker,
    in_this_batch,
    its_turn,
    laid_in,
    lapsed,
    legal_basis,
    lies_here,
    no_cell_kept,
    not_in_locker,
    of_this_case,
    owed,
    papers_here,
    reason,
    reason_of_a_no,
    section_has_papers,
    something_to_hand_out,
    to_another_desk,
)
from app.domain.life import Deed, Life, lived, opened
from app.domain.notices import Notice
from app.domain.slips import SlipKind


@dataclass(frozen=True, slots=True)
class Move:
    """One line of the table: from any of `states`, by any of `roles`, to `then` (None: the state stays).

    `guards` must hold, and it must give what `says` asks for; `papers` are the documents that it gives out, `notices`
    what the applicant is told by SMS.
    """

    states: tuple[CaseState, ...]
    kind: MoveKind
    then: CaseState | None
    roles: tuple[Role, ...]
    guards: tuple[Guard, ...] = ()
    clock: str = ""
    papers: tuple[SlipKind, ...] = ()
    notices: tuple[Notice, ...] = ()
    says: tuple[Saying, ...] = ()


_S, _M, _R, _P, _N = CaseState, MoveKind, Role, SlipKind, Notice
_BEGUN = (_S.RECEIVED, _S.AWAITING_SUPPLEMENT, _S.ACCEPTED, _S.SUSPENDED)
_CARRIED = (*_BEGUN, _S.DECIDED, _S.CLOSED)
_SAVED = tuple(state for state in CaseState if state is not _S.DRAFT)

MOVES: tuple[Move, ...] = (
    # at the window
    Move((_S.DRAFT,), _M.RECEIVE, _S.RECEIVED, (_R.INTAKE,), (), "starts", (_P.NOTIFICATION, _P.RECEIPT)),
    Move((_S.DRAFT,), _M.ASK_SUPPLEMENT, _S.AWAITING_SUPPLEMENT, (_R.INTAKE,), (), "waits", (_P.SUPPLEMENT,)),
    Move((_S.DRAFT,), _M.REFUSE, _S.REFUSED, (_R.INTAKE,), (), "ends", (_P.REFUSAL,),
         says=(reason, legal_basis)),
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
         (_N.REFUSED,), (reason, legal_basis)),
    # special procedures and the limit
    Move((_S.ACCEPTED,), _M.SUSPEND, _S.SUSPENDED, (_R.BACK_OFFICE, _R.SECTION),
         (apart, its_turn, section_has_papers, ends_some_day), "stops where the law says so",
         (_P.SPECIAL_PROCEDURE,), (_N.SUSPENDED,), (basis_of_a_stop,)),
    Move((_S.SUSPENDED,), _M.RESUME, _S.ACCEPTED, (_R.BACK_OFFICE, _R.SECTION),
         (apart, its_turn, section_has_papers), "runs", says=(conclusion,)),
    Move((_S.ACCEPTED,), _M.EXTEND, None, (_R.BACK_OFFICE,), (apart, its_turn, first_extension), "is made longer",
         (_P.EXTENSION,), (_N.EXTENDED,), (reason,)),
    # the decision
    Move((_S.ACCEPTED,), _M.DECIDE, _S.DECIDED, (_R.BACK_OFFICE, _R.INTAKE),
         (apart, its_turn, all_came, commitment_signed), "ends", (_P.APPROVAL, _P.REJECTION),
         (_N.DECIDED_YES, _N.DECIDED_NO), (reason_of_a_no,)),
    Move((_S.DECIDED,), _M.CLOSE, _S.CLOSED, (_R.BACK_OFFICE, _R.INTAKE), (apart, as_decided)),
    # papers under way
    Move(_CARRIED, _M.HAND_OVER, None, (_R.INTAKE, _R.BACK_OFFICE, _R.SECTION), (lies_here, to_another_desk),
         papers=(_P.HAND_OVER, _P.CERTIFICATE_HAND_OVER)),
    Move((_S.CLOSED,), _M.HAND_OVER, None, (_R.ISSUING,), (lies_here, to_another_desk, not_in_locker),
         papers=(_P.CERTIFICATE_HAND_OVER,)),
    Move(_SAVED, _M.TAKE_OVER, None, DESKS, (in_this_batch,), notices=(_N.READY_AT_WINDOW,)),  # also of ended cases
    Move(_SAVED, _M.DIFFER, None, DESKS, (in_this_batch,)),
    # what the applicant brings by locker; a cell is emptied whatever became of the case
    Move((_S.AWAITING_SUPPLEMENT,), _M.KEEP_CELL, None, (_R.ISSUING,), (no_cell_kept,), notices=(_N.CELL_KEPT,),
         says=(findable_cell,)),
    Move(_SAVED, _M.DEPOSIT, None, (_R.ISSUING,), (cell_kept,), notices=(_N.DEPOSITED,)),
    Move(_SAVED, _M.FETCH, None, (_R.ISSUING,), (laid_in,)),
    Move(_SAVED, _M.GIVE_UP_CELL, None, (_R.ISSUING,), (cell_kept,), notices=(_N.CELL_GIVEN_UP,)),
    # to the applicant
    Move((_S.CLOSED,), _M.PUT_IN_LOCKER, None, (_R.ISSUING,), (something_to_hand_out, papers_here, not_in_locker),
         papers=(_P.PICKUP,), notices=(_N.READY_IN_LOCKER,), says=(findable_cell,)),
    Move((_S.CLOSED,), _M.TAKE_BACK, None, (_R.ISSUING,), (in_locker,), notices=(_N.READY_AT_WINDOW,)),
    Move((_S.CLOSED,), _M.HAND_OUT, _S.HANDED_OUT, (_R.ISSUING, _R.INTAKE),
         (something_to_hand_out, its_turn, papers_here, as_its_way_says), papers=(_P.DELIVERY, _P.POST_LABEL),
         notices=(_N.POSTED,)),
    # whenever
    Move((*_CARRIED, _S.HANDED_OUT), _M.ATTACH, None, DESKS),  # the receipt is signed as the result is handed out
    Move(_CARRIED, _M.VOID_DOCUMENT, None, (*DESKS, _R.SUPERVISOR), (of_this_case,), says=(reason,)),
    Move(_BEGUN, _M.WITHDRAW, _S.WITHDRAWN, (_R.INTAKE, _R.BACK_OFFICE), (), "ends", says=(reason,)),
    Move((_S.RECEIVED,), _M.VOID, _S.VOIDED, (_R.SUPERVISOR,), (), "ends", says=(reason,)),
    Move((_S.AWAITING_SUPPLEMENT, _S.ACCEPTED), _M.RETURN, _S.RETURNED, (_R.BACK_OFFICE,), (lapsed,), "ends",
         says=(reason,)),
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


def evolve(life: Life | None, deed: Deed) -> Life:
    """The life after `deed`, the first of which opens it. Raises `MoveRefused` saying why it may not be done."""
    state = life.state if life else CaseState.DRAFT
    move = move_of(state, deed.kind, deed.role)
    then = move.then or state
    wanted = FACTS.get(deed.kind, Nothing) if life else Opening
    if wanted is not Nothing and not isinstance(deed.facts, wanted):
        raise MoveRefused(state.value, deed.kind.value, Why.WRONG_FACTS.value)
    for asked in move.says:
        if why := asked(deed):
            raise MoveRefused(state.value, deed.kind.value, why.value)
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
