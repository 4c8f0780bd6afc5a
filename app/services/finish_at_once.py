"""Finish a done-at-once item (即办件) where the applicant stands: accept, decide, close and hand out in one deed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from app.domain.case import CaseState, MoveKind, Role
from app.domain.catalogue import Item
from app.domain.facts import SIGNED_RECEIPT, Certificate, Closing, Deciding, HandingOut, Identity, Way
from app.domain.life import Case
from app.services.move_case import Opened, Saying, move_case
from app.services.submit_case import Desk, Submitted
from app.store.store import Store


def finishes_at_once(case: Case) -> bool:
    """Whether the window may finish this case now."""
    return case.life.item.at_once and case.state is CaseState.RECEIVED


def finish_at_once(
    store: Store,
    desk: Desk,
    case: Case,
    *,
    item: Item,
    certificate: str,
    new_id: Callable[[], str],
    at: datetime,
) -> Submitted:
    """All moves in one transaction, with their documents. `certificate` is the number of what is handed out.

    Without it none is issued, and the case ends as closed. Raises `MoveRefused`, `NumbersExhausted` or
    `StoreUnavailable`; then nothing was saved.
    """
    certificates = (Certificate(item.result or item.name, certificate),) if certificate else ()
    says = [
        Saying(MoveKind.ACCEPT),
        Saying(MoveKind.DECIDE, Deciding(approved=True)),
        Saying(MoveKind.CLOSE, Closing(certificates, none_issued=not certificates)),
    ]
    if certificates:
        applicant = case.application.applicant
        identity = Identity.CARD if applicant.person_matches_card else Identity.PAPER
        says.append(
            Saying(MoveKind.HAND_OUT, HandingOut(Way.WINDOW, identity, SIGNED_RECEIPT, applicant.through_agent))
        )
    return move_case(store, desk, Role.INTAKE, Opened(case, item), says, at=at, new_id=new_id)
