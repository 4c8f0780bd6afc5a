"""Make moves of a case: checked by its rules, with the documents they give out, in one durable transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from app.domain.bodies import body_of, reached_by
from app.domain.case import Application, Event, MoveKind, Page, Role
from app.domain.catalogue import Item
from app.domain.facts import (
    SIGNED_RECEIPT,
    Attaching,
    Bringing,
    Closing,
    Deciding,
    HandingOut,
    HandingOver,
    Nothing,
    ProcedureEnd,
    ProcedureStart,
)
from app.domain.life import Case, Deed
from app.domain.moves import evolve
from app.domain.plain import to_plain
from app.domain.slips import SlipDocument, SlipKind
from app.services.move_documents import Papers, Sheets, documents_of, hand_over_slip
from app.services.submit_case import Desk, Submitted
from app.store.store import Store
from app.store.unit_of_work import Saving


@dataclass(frozen=True, slots=True)
class Saying:
    """One move to be made: what it says, why, and the pages that come with it.

    `application` is the whole application anew, where the applicant has brought what was missing.
    """

    kind: MoveKind
    facts: object = field(default_factory=Nothing)
    reason: str = ""
    legal_basis: str = ""
    pages: tuple[Page, ...] = ()
    application: Application | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A case as it is worked on here: what is stored of it, and its item as of its own catalogue."""

    case: Case
    item: Item


def move_case(
    store: Store,
    desk: Desk,
    role: Role,
    opened: Opened,
    says: Sequence[Saying],
    *,
    at: datetime,
    new_id: Callable[[], str],
) -> Submitted:
    """Make `says` one after the other, all of them or none.

    Raises `MoveRefused`, `NumbersExhausted` or `StoreUnavailable`; then nothing was saved.
    """
    with store.saving() as work:
        return move_within(work, desk, role, opened, says, at=at, new_id=new_id)


def move_within(
    work: Saving,
    desk: Desk,
    role: Role,
    opened: Opened,
    says: Sequence[Saying],
    *,
    at: datetime,
    new_id: Callable[[], str],
) -> Submitted:
    """As `move_case`, in a transaction that changes something else with it."""
    return _Mover(work, desk, role, at, new_id).moved(opened, says)


def hand_over_cases(
    store: Store,
    desk: Desk,
    role: Role,
    cases: Sequence[tuple[Opened, HandingOver]],
    *,
    at: datetime,
    new_id: Callable[[], str],
) -> tuple[tuple[Submitted, ...], SlipDocument]:
    """Papers of `cases` leave together for the desk that all of them name, on one slip; the files go with them.

    Raises as `move_case` does; then none has left.
    """
    with store.saving() as work:
        mover = _Mover(work, desk, role, at, new_id)
        certificates = Role.ISSUING in (role, cases[0][1].to.role)
        kind = SlipKind.CERTIFICATE_HAND_OVER if certificates else SlipKind.HAND_OVER
        batch = mover.number(kind)
        going = [(opened, replace(says, batch=batch)) for opened, says in cases]
        moved = tuple(mover.moved(opened, [Saying(MoveKind.HAND_OVER, says)]) for opened, says in going)
        listed = [Sheets(opened.item, each.case, says) for (opened, says), each in zip(going, moved, strict=True)]
        slip = hand_over_slip(desk.letterhead(at), role, batch, listed, certificates=certificates)
        slip_id = work.add_slip(moved[0].case.id, slip, at)
    first = replace(moved[0], slips=(slip,), slip_ids=(slip_id,))
    return (first, *moved[1:]), slip


@dataclass(frozen=True, slots=True)
class _Mover:
    """Makes moves within one transaction, all by the same person at the same moment."""

    work: Saving
    desk: Desk
    role: Role
    at: datetime
    new_id: Callable[[], str]

    def number(self, kind: SlipKind) -> str:
        """The next number of that kind of document."""
        series = self.desk.documents[kind].series
        return self.work.take_number(series=series, year=self.at.year, window=self.desk.window)

    def moved(self, opened: Opened, says: Sequence[Saying]) -> Submitted:
        slips: list[SlipDocument] = []
        slip_ids: list[int] = []
        opened = replace(opened, case=self.work.newest(opened.case))
        for place, saying in enumerate(says):
            following = next((each.facts for each in says[place + 1 :] if isinstance(each.facts, Closing)), None)
            opened, made = self._moved_once(opened, saying, following)
            slips += made
            slip_ids += [self.work.add_slip(opened.case.id, document, self.at) for document in made]
        return Submitted(opened.case, tuple(slips), tuple(slip_ids))

    def _moved_once(
        self, opened: Opened, saying: Saying, closing: Closing | None
    ) -> tuple[Opened, tuple[SlipDocument, ...]]:
        before = opened.case
        captured = saying.application or before.application
        papers = Papers(self.desk, opened.item, captured, before.life, self.at, closing)
        evolve(before.life, self._deed(saying))  # refused before a number is used
        numbers = {kind: self.number(kind) for kind in papers.kinds(saying.kind, saying.facts)}
        numbered = self._deed(replace(saying, facts=_numbered(saying.facts, numbers)))
        deed = replace(numbered, documents=tuple(numbers.values()))
        life = evolve(before.life, deed)
        if saying.application:
            life = reached_by(life, saying.application.applicant)
        documents = documents_of(papers, life, deed, numbers)
        case = replace(before, life=life, application=papers.application)
        self._record(before, case, deed, saying, documents)
        return replace(opened, case=case), documents

    def _record(self, before: Case, case: Case, deed: Deed, saying: Saying, documents: Sequence[SlipDocument]) -> None:
        body: dict[str, Any] = body_of(deed)
        if documents:
            body["documents"] = [to_plain(document) for document in documents]
        pages = tuple(_new_pages(saying, before.application))
        if saying.application:
            body["application"] = to_plain(saying.application)
            self.work.close_draft(case.id)  # what was brought lay there until now
        elif saying.pages:
            body["pages"] = {_place(deed.facts): [to_plain(page) for page in saying.pages]}
        event = Event(self.new_id(), case.id, deed.kind, deed.at, deed.actor, self.desk.window, body, saying.reason)
        self.work.record(event, case, body=body, attachments=pages)

    def _deed(self, saying: Saying) -> Deed:
        return Deed(
            saying.kind, self.at, self.desk.clerk_id, self.role, self.desk.window, saying.reason, saying.facts,
            saying.legal_basis,
        )  # fmt: skip


def _numbered(facts: object, numbers: Mapping[SlipKind, str]) -> object:
    """The facts of a move whose document's number belongs to what it says."""
    match facts:
        case ProcedureStart():
            return replace(facts, notice=numbers.get(SlipKind.SPECIAL_PROCEDURE, facts.notice))
        case HandingOut() if facts.proof == SIGNED_RECEIPT:
            return replace(facts, proof=numbers[SlipKind.DELIVERY])
        case Deciding():
            return replace(facts, number=next(iter(numbers.values()), facts.number))
    return facts


def _new_pages(saying: Saying, before: Application) -> Iterator[Page]:
    """The pages that come with a move; those of the case before it have come already, perhaps at another window."""
    yield from saying.pages
    if saying.application:
        had = {page.sha256 for page in before.pages}
        yield from (page for page in saying.application.pages if page.sha256 not in had)


def _place(facts: object) -> str:
    """Under which material the pages of a move are found."""
    match facts:
        case Bringing(material):
            return material
        case Attaching(kind=kind):
            return kind
        case ProcedureEnd():
            return "result"
        case HandingOut():
            return SlipKind.DELIVERY.value
    return "other"
