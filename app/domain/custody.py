"""Where the papers of a case go next, and how long they may be under way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from app.domain.account import Account
from app.domain.calendar import HALL_TIME, WorkCalendar
from app.domain.case import CaseState, Role
from app.domain.facts import Holder
from app.domain.life import ISSUING, Life
from app.domain.lots import Lot, Transit

_NOT_CARRIED = frozenset({CaseState.DRAFT, CaseState.AWAITING_SUPPLEMENT})
"""What an applicant must still bring comes to the window: its papers wait there for it."""


def goes_to(life: Life, lot: Lot) -> Holder | None:
    """The desk that a lot of the papers of a case is to go to from where it lies; None where it stays.

    A section without a name is one that the sender chooses.
    """
    if not life.open or lot.transit is not None or life.state in _NOT_CARRIED:
        return None
    office = Holder(Role.BACK_OFFICE, life.item.department)
    if lot in life.apart:
        return _to_the_others(life, lot, office)
    match lot.desk.role:
        case Role.INTAKE:
            done_here = life.item.at_once and life.state is CaseState.CLOSED
            return None if done_here else office
        case Role.BACK_OFFICE if life.state is CaseState.CLOSED:
            return ISSUING
        case Role.BACK_OFFICE if life.running_procedure is not None:
            return Holder(Role.SECTION)
        case Role.BACK_OFFICE if lot.desk != office:
            return office
        case Role.SECTION if life.running_procedure is None and (life.procedures or life.outcome):
            return office
    return None


def may_be_passed_on(life: Life, lot: Lot) -> bool:
    """Whether a lot is a result that an issuing window has: another may give it out, or the department take it back."""
    given_out_here = lot.desk.role is Role.ISSUING and lot.transit is None
    return given_out_here and life.to_hand_out and life.locker is None


def receivers(life: Life, lot: Lot, *, sections: Sequence[str], issuing: Sequence[str]) -> tuple[Holder, ...]:
    """The desks that a lot may be sent to from where it lies, the likeliest first; none where it stays.

    `issuing` are the numbers of the windows that give results out.
    """
    goal = goes_to(life, lot)
    if goal == Holder(Role.SECTION):
        return tuple(Holder(Role.SECTION, name) for name in sections or ("",))
    if goal is not None:
        return (goal,)
    if not may_be_passed_on(life, lot):
        return ()
    others = (Holder(Role.ISSUING, number) for number in issuing if number != lot.desk.name)
    return (*others, Holder(Role.BACK_OFFICE, life.item.department))


def _to_the_others(life: Life, lot: Lot, office: Holder) -> Holder | None:
    """What came later goes to the department, and on to the section that has the case's own papers."""
    if lot.desk != office:
        return office
    return life.papers if life.transit is None and life.papers.role is Role.SECTION else None


def late_from(transit: Transit, hours: int, calendar: WorkCalendar) -> datetime:
    """The moment from which papers under way are to be asked after: so many working hours after they left."""
    return calendar.after(transit.at.astimezone(HALL_TIME), hours * 3600)


def may_move(life: Life, account: Account, role: Role) -> bool:
    """Whether a case is that account's to move under `role`: of its departments, at its section's desk."""
    desks = [life.assigned]
    for lot in life.lots:
        desks += [lot.desk, lot.transit.to] if lot.transit is not None else [lot.desk]
    match role:
        case Role.BACK_OFFICE:
            own = account.departments
            return not own or life.item.department in own or any(is_at(desk, role, own) for desk in desks)
        case Role.SECTION:
            return any(is_at(desk, role, frozenset({account.section} - {""})) for desk in desks)
    return True  # every window takes and gives out any matter


def is_at(holder: Holder, role: Role, names: frozenset[str]) -> bool:
    """Whether a desk is one of those that `role` works at under `names`; no names means all of them."""
    return holder.role is role and (not names or not holder.name or holder.name in names)
