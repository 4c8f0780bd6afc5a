"""An applicant who comes back to an intake window with what was missing of a case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from app.domain.case import Application, CaseState, Decision, MoveKind, Role, Taken
from app.domain.catalogue import Item, Material, MaterialSource, Necessity
from app.domain.facts import Bringing, Demand, Resubmitting
from app.domain.life import Case
from app.domain.review import Review
from app.services.move_case import Opened, Saying, move_case
from app.services.submit_case import Desk, Submitted, submit_case
from app.store.store import Store


def save_draft(
    store: Store,
    desk: Desk,
    case: Case | None,
    *,
    draft_id: str,
    new_id: Callable[[], str],
    application: Application,
    item: Item,
    reviewed: Review,
    decision: Decision,
    reason: str,
    at: datetime,
) -> Submitted:
    """A new case from a draft; or, of a `case` saved before, what its applicant has brought, under its old number.

    Raises as `submit_case` and `move_case` do.
    """
    if case is None:
        return submit_case(
            store, desk, draft_id=draft_id, event_id=new_id(), application=application, item=item, reviewed=reviewed,
            decision=decision, reason=reason, at=at,
        )  # fmt: skip
    says = [
        Saying(MoveKind.BRING, Bringing(code, application.taken[code].sheets), application=application)
        for code in brought(case, reviewed)
    ]
    if case.state is CaseState.AWAITING_SUPPLEMENT:
        says = [Saying(MoveKind.RESUBMIT, _resubmitting(case, item, application), application=application)]
    return move_case(store, desk, Role.INTAKE, Opened(case, item), says, at=at, new_id=new_id)


def waits_for_applicant(case: Case) -> bool:
    """Whether the applicant may come back with something: what a supplement notice lists, or what may follow."""
    return case.state is CaseState.AWAITING_SUPPLEMENT or (
        case.state in (CaseState.ACCEPTED, CaseState.SUSPENDED) and bool(case.life.owed)
    )


def take_up(store: Store, case: Case, *, item: Item, at: datetime, actor: str) -> Application:
    """What lies on the desk when the applicant of `case` is here again: all that came in, less what is asked anew.

    A case of another window, or one that was moved on elsewhere, is kept here from now on as the central has it.
    Raises `StoreUnavailable`.
    """
    with store.saving() as work:
        work.keep(case, item_name=item.name, at=at, actor=actor)
    asked = {demand.code for demand in asked_of(case)}
    taken = {
        code: taken
        for code, taken in case.application.taken.items()
        if taken.how is not Taken.MISSING and code not in asked
    }
    return replace(case.application, taken=taken)


def asked_of(case: Case) -> tuple[Demand, ...]:
    """What its applicant is to bring: what the last supplement notice lists, or what may follow and has not come."""
    if case.state is CaseState.AWAITING_SUPPLEMENT:
        return case.life.supplements[-1].demands
    return tuple(each.demand for each in case.life.owed)


def asked_again(item: Item, case: Case) -> Item:
    """`item` for a returning applicant: what is here already and what was asked for, each by the notice's standard.

    Nothing else is asked a second time, and what a notice asks besides the list of the item is on it too.
    """
    asked = {demand.code: demand for demand in asked_of(case)}
    listed = tuple(
        _by_standard(material, asked.get(material.code))
        for material in item.materials
        if material.code in asked or material.code in case.application.taken or _comes_by_itself(material)
    )
    known = {material.code for material in item.materials}
    besides = tuple(
        Material(demand.code, demand.name, standard=demand.standard)
        for demand in asked.values()
        if demand.code not in known
    )
    return replace(item, materials=(*listed, *besides))


def _by_standard(material: Material, demand: Demand | None) -> Material:
    if demand is None:
        return material
    necessity = Necessity.NEEDED if material.necessity is Necessity.NOT_NEEDED else material.necessity
    return replace(
        material, when={}, necessity=necessity, source=MaterialSource.APPLICANT,
        standard=demand.standard or material.standard,
    )  # fmt: skip


def _comes_by_itself(material: Material) -> bool:
    return material.source is MaterialSource.DEPARTMENT


def brought(case: Case, reviewed: Review) -> tuple[str, ...]:
    """The materials that were allowed to follow and are here now, by code."""
    lacking = {finding.material.code for finding in reviewed.lacking}
    return tuple(each.demand.code for each in case.life.owed if each.demand.code not in lacking)


def _resubmitting(case: Case, item: Item, application: Application) -> Resubmitting:
    """What came now: the paper of a material that lay here before stays where it is."""
    had = case.application.taken
    came = {code: taken for code, taken in application.taken.items() if taken.sheets and taken != had.get(code)}
    names = {material.code: material.name for material in item.materials}
    names |= {demand.code: demand.name for demand in asked_of(case)}
    sheets = sum(taken.sheets for taken in came.values())
    return Resubmitting(tuple(names.get(code, code) for code in came), sheets)


def brings_too_little(case: Case, reviewed: Review) -> bool:
    """A supplement must be whole; of what may follow, each piece may come by itself."""
    if case.state is CaseState.AWAITING_SUPPLEMENT:
        return bool(reviewed.lacking)
    return not brought(case, reviewed)
