"""Save a case for good: number, event, case, outbox entry, slips and audit row in one durable transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from app.domain.bodies import first_body, opening
from app.domain.calendar import WorkCalendar
from app.domain.case import Application, Decision, Event, Role
from app.domain.catalogue import Item
from app.domain.deadline import deadline
from app.domain.documents import DocumentKinds, Letterhead
from app.domain.facts import Demand, item_facts
from app.domain.life import Case, Deed
from app.domain.moves import evolve
from app.domain.plain import to_plain
from app.domain.review import Finding, Review, Verdict, decisions
from app.domain.rules import Rules
from app.domain.slips import Hall, SlipDocument, SlipKind
from app.domain.slips_at_intake import refusal_basis, slip_for, slips_given
from app.store.store import Store
from app.store.unit_of_work import Saving

_NONE_YET: Mapping[SlipKind, str] = {}


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
    rules: Rules = field(default_factory=Rules)

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
    """Decide upon a draft. Raises `MoveRefused`, `NumbersExhausted` or `StoreUnavailable`; then nothing was saved."""
    if decisions(reviewed)[decision] is not None:
        raise DecisionBarred(decision.value)
    with store.saving() as work:
        number = work.take_number(series="case", year=at.year, window=desk.window)
        numbers = _numbers(work, desk, decision, at)
        deed, case = case_of(
            desk, case_id=draft_id, number=number, application=application, item=item, reviewed=reviewed,
            decision=decision, reason=reason, at=at, documents=tuple(numbers.values()),
        )  # fmt: skip
        slips = slips_of(desk, case, item, reviewed, decision, numbers)
        body = first_body(deed, application, due=case.due) | {"documents": [to_plain(slip) for slip in slips]}
        event = Event(event_id, draft_id, decision.move, at, desk.clerk_id, desk.window, body, reason)
        work.record(event, case, body=body, attachments=application.pages, item_name=item.name)
        slip_ids = tuple(work.add_slip(case.id, document, at) for document in slips)
        work.close_draft(draft_id)
    return Submitted(case, slips, slip_ids)


def case_of(
    desk: Desk,
    *,
    case_id: str,
    number: str,
    application: Application,
    item: Item,
    reviewed: Review,
    decision: Decision,
    reason: str,
    at: datetime,
    documents: tuple[str, ...] = (),
) -> tuple[Deed, Case]:
    """What deciding upon a draft does, and the case it makes; `documents` are the numbers of what it gives out.

    Raises `MoveRefused`.
    """
    demands = _demands(reviewed) if decision in (Decision.SUPPLEMENT, Decision.CONDITIONAL) else ()
    says = opening(number, item_facts(item), application, demands)
    basis = "；".join(refusal_basis(item)) if decision is Decision.REFUSE else ""
    deed = Deed(decision.move, at, desk.clerk_id, Role.INTAKE, desk.window, reason, says, basis, documents)
    runs = decision in (Decision.RECEIVE, Decision.CONDITIONAL)
    due = deadline(at, item.promised, desk.calendar).due.isoformat() if runs else ""
    return deed, Case(case_id, application, evolve(None, deed), due)


def _demands(reviewed: Review) -> tuple[Demand, ...]:
    return tuple(_demand(finding) for finding in reviewed.lacking)


def _demand(finding: Finding) -> Demand:
    material = finding.material
    days = material.follow_days if finding.verdict is Verdict.MAY_FOLLOW else 0
    return Demand(material.code, material.name, material.standard, days)


def _numbers(work: Saving, desk: Desk, decision: Decision, at: datetime) -> dict[SlipKind, str]:
    """The numbers of the slips that have one of their own."""
    kinds = (desk.documents[kind] for kind in slips_given(decision, desk.hall))
    return {
        kind.code: work.take_number(series=kind.series, year=at.year, window=desk.window)
        for kind in kinds
        if kind.has_own_number
    }


def slips_of(
    desk: Desk,
    case: Case,
    item: Item,
    reviewed: Review,
    decision: Decision,
    numbers: Mapping[SlipKind, str] = _NONE_YET,
) -> tuple[SlipDocument, ...]:
    """The slips that this decision gives out, the one to print first; `numbers` are those they have of their own."""
    return tuple(
        _slip(desk, kind, case, item, reviewed, decision, numbers.get(kind, ""))
        for kind in slips_given(decision, desk.hall)
    )


def _slip(
    desk: Desk, kind: SlipKind, case: Case, item: Item, reviewed: Review, decision: Decision, own_number: str
) -> SlipDocument:
    return slip_for(
        kind,
        desk.letterhead(case.life.received_at),
        number=case.number,
        application=case.application,
        item=item,
        reviewed=reviewed,
        calendar=desk.calendar,
        reason=case.life.reason,
        conditional=decision is Decision.CONDITIONAL,
        own_number=own_number,
    )
