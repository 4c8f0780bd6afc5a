"""An applicant who comes back to an intake window with what was missing of a case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from app.domain.case import Application, CaseState, Decision, MoveKind, Role
from app.domain.catalogue import Item
from app.domain.facts import Bringing
from app.domain.life import Case
from app.domain.review import Finding, Review, Verdict
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
    says = [Saying(MoveKind.BRING, Bringing(code), application=application) for code in brought(case, reviewed)]
    if case.state is CaseState.AWAITING_SUPPLEMENT:
        says = [Saying(MoveKind.RESUBMIT, application=application)]
    return move_case(store, desk, Role.INTAKE, Opened(case, item), says, at=at, new_id=new_id)


def waits_for_applicant(case: Case) -> bool:
    """Whether the applicant may come back with something: what a supplement notice lists, or what may follow."""
    return case.state is CaseState.AWAITING_SUPPLEMENT or (
        case.state in (CaseState.ACCEPTED, CaseState.SUSPENDED) and bool(case.life.owed)
    )


def brought(case: Case, reviewed: Review) -> tuple[str, ...]:
    """The materials that were allowed to follow and are here now, by code."""
    lacking = {finding.material.code for finding in _lacking(reviewed)}
    return tuple(each.demand.code for each in case.life.owed if each.demand.code not in lacking)


def brings_too_little(case: Case, reviewed: Review) -> bool:
    """A supplement must be whole; of what may follow, each piece may come by itself."""
    if case.state is CaseState.AWAITING_SUPPLEMENT:
        return bool(_lacking(reviewed))
    return not brought(case, reviewed)


def _lacking(reviewed: Review) -> tuple[Finding, ...]:
    return (*reviewed.of(Verdict.MISSING), *reviewed.of(Verdict.MAY_FOLLOW))
