"""Save a case for good: number, event, case, outbox entry, slips and audit row in one durable transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.domain.calendar import WorkCalendar
from app.domain.case import Application, Case, CaseState, Decision, Event, Page, Role, next_state
from app.domain.catalogue import Item
from app.domain.deadline import deadline
from app.domain.documents import DocumentKinds, Letterhead
from app.domain.plain import to_plain
from app.domain.review import Review, decisions
from app.domain.slips import Hall, SlipDocument, SlipKind
from app.domain.slips_at_intake import slip_for, slips_given
from app.store.store import Store


@dataclass(frozen=True, slots=True)
class Desk:
    """What every saved case says of where it was taken in."""

    hall: Hall
    window: str
    device_id: str
    clerk_name: str
    clerk_id: str
    calendar: WorkCalendar
    training: bool
    documents: DocumentKinds

    def letterhead(self, at: datetime) -> Letterhead:
        """The head of a document made here at `at`."""
        return Letterhead(self.hall, self.window, self.clerk_name, at, self.documents, self.training)


@dataclass(frozen=True, slots=True)
class Submitted:
    """A saved case and the slips it gives out."""

    case: Case
    slips: tuple[SlipDocument, ...]
    slip_ids: tuple[int, ...]


class DecisionBarred(ValueError):
    """The formal review does not allow this decision: a bug of the caller, whose page must not offer it."""


def submit_case(
    store: Store,
    desk: Desk,
    *,
    draft_id: str,
    event_id: str,
    application: Application,
    item: Item,
    reviewed: Review,
    decision: Decision,
    reason: str,
    at: datetime,
) -> Submitted:
    """Decide upon a draft. Raises `NumbersExhausted` or `StoreUnavailable`; then nothing was saved."""
    if decisions(reviewed)[decision] is not None or (decision is Decision.REFUSE and not reason.strip()):
        raise DecisionBarred(decision.value)
    state = next_state(CaseState.DRAFT, decision.move, Role.INTAKE)

    runs = decision in (Decision.RECEIVE, Decision.CONDITIONAL)
    due = deadline(at, item.promised, desk.calendar).due.isoformat() if runs else ""
    with store.saving() as work:
        number = work.take_number(series="case", year=at.year, window=desk.window)
        case = Case(draft_id, number, state, application, at, desk.window, desk.clerk_id, due, reason)
        body = _body(case, item, desk)
        event = Event(event_id, draft_id, decision.move, at, desk.clerk_id, desk.window, body, reason)
        slips = slips_of(desk, case, item, reviewed, decision)
        work.record(event, case, body=body, attachments=_pages(application), item_name=item.name)
        slip_ids = tuple(work.add_slip(case.id, document, at) for document in slips)
        work.close_draft(draft_id)
    return Submitted(case, slips, slip_ids)


def slips_of(desk: Desk, case: Case, item: Item, reviewed: Review, decision: Decision) -> tuple[SlipDocument, ...]:
    """The slips that this decision gives out, the one to print first."""
    return tuple(slip(desk, kind, case, item, reviewed, decision) for kind in slips_given(decision, desk.hall))


def slip(desk: Desk, kind: SlipKind, case: Case, item: Item, reviewed: Review, decision: Decision) -> SlipDocument:
    """One slip of this case."""
    return slip_for(
        kind,
        desk.letterhead(case.received_at),
        number=case.number,
        application=case.application,
        item=item,
        reviewed=reviewed,
        calendar=desk.calendar,
        reason=case.reason,
        conditional=decision is Decision.CONDITIONAL,
    )


def _body(case: Case, item: Item, desk: Desk) -> dict[str, object]:
    return {
        "number": case.number,
        "at": case.received_at.isoformat(),
        "actor": desk.clerk_id,
        "window": desk.window,
        "role": Role.INTAKE.value,
        "reason": case.reason,
        "due": case.due or None,
        "application": to_plain(case.application),
        "item": {
            "code": item.code,
            "name": item.name,
            "handling": item.handling.value,
            "promised": to_plain(item.promised),
            "department": item.department.code,
        },
    }


def _pages(application: Application) -> tuple[Page, ...]:
    return tuple(page for taken in application.taken.values() for page in taken.pages)
