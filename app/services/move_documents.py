"""The documents that a move gives out, made from the case as the move leaves it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.domain import documents_of_moves as made
from app.domain.calendar import HALL_TIME
from app.domain.case import Application, MoveKind, Role
from app.domain.catalogue import Item, Limit
from app.domain.clock_words import day_text
from app.domain.clocks import ClockKind
from app.domain.deadline import Deadline, deadline
from app.domain.documents import Letterhead, Matter
from app.domain.facts import (
    SIGNED_RECEIPT,
    Asking,
    Certificate,
    Closing,
    Deciding,
    Extending,
    HandingOut,
    HandingOver,
    Identity,
    LockerPlace,
    ProcedureStart,
    Way,
)
from app.domain.life import Case, Deed, Life
from app.domain.lots import goes_in
from app.domain.review import review
from app.domain.slips import Certificate as PrintedCertificate
from app.domain.slips import HandOut, Line, Row, SlipDocument, SlipKind
from app.domain.slips_at_intake import slip_for, taken_lines
from app.domain.timetable import clocks_of
from app.services.submit_case import Desk

WAYS = {Way.WINDOW: "窗口领取", Way.LOCKER: "智能取件柜", Way.POST: "邮寄送达"}
IDENTITIES = {
    Identity.CARD: "居民身份证，读卡核验一致",
    Identity.PAPER: "身份证件，人工核验",
    Identity.CODE: "取件码",
    Identity.ADDRESS: "寄往登记地址",
}
DESKS = {
    Role.INTAKE: "综合窗口",
    Role.BACK_OFFICE: "后台",
    Role.SECTION: "审批业务科室",
    Role.ISSUING: "出件窗口",
}

_GIVEN: dict[MoveKind, tuple[SlipKind, ...]] = {
    MoveKind.ACCEPT: (SlipKind.ACCEPTANCE,),
    MoveKind.ASK_SUPPLEMENT: (SlipKind.SUPPLEMENT,),
    MoveKind.REFUSE: (SlipKind.REFUSAL,),
    MoveKind.SUSPEND: (SlipKind.SPECIAL_PROCEDURE,),
    MoveKind.EXTEND: (SlipKind.EXTENSION,),
    MoveKind.PUT_IN_LOCKER: (SlipKind.PICKUP,),
    MoveKind.RESUBMIT: (SlipKind.RECEIPT,),
}


@dataclass(frozen=True, slots=True)
class Papers:
    """What documents of a case are made from: the desk, the item, what was captured, and its life before the move.

    `closing` follows on the move in the same act: a decision names the certificates that it gives.
    """

    desk: Desk
    item: Item
    application: Application
    before: Life
    at: datetime
    closing: Closing | None = None

    @property
    def head(self) -> Letterhead:
        """The head of a document made now."""
        return self.desk.letterhead(self.at)

    @property
    def matter(self) -> Matter:
        """The case that they are about."""
        received = self.before.received_at.astimezone(HALL_TIME)
        return Matter(self.before.number, self.application.applicant, self.item, received)

    @property
    def taken(self) -> tuple[Line, ...]:
        """The materials that came in."""
        return taken_lines(review(self.item, self.application, self.at.date()))

    def kinds(self, move: MoveKind, facts: object) -> tuple[SlipKind, ...]:
        """The documents with a number of their own that a move gives out."""
        return tuple(kind for kind in self.given(move, facts) if self.desk.documents[kind].has_own_number)

    def given(self, move: MoveKind, facts: object) -> tuple[SlipKind, ...]:
        """The documents that a move gives out. Who waits for the result is not told that it comes."""
        kinds = _given(move, facts)
        spared = (SlipKind.ACCEPTANCE, SlipKind.APPROVAL) if self.before.item.at_once else ()
        return tuple(kind for kind in kinds if kind not in spared)

    def promise(self, life: Life) -> Deadline:
        """How the promise stands after a move."""
        found = clocks_of(life, self.desk.calendar, self.desk.rules, self.at)
        clock = next((each for each in found if each.kind is ClockKind.PROMISE), None)
        if clock is not None and clock.deadline is not None:
            return clock.deadline
        return deadline(life.received_at, life.item.promised, self.desk.calendar)


def _given(move: MoveKind, facts: object) -> tuple[SlipKind, ...]:
    match facts:
        case Deciding(approved=approved):
            return (SlipKind.APPROVAL if approved else SlipKind.REJECTION,)
        case HandingOut(way=Way.POST):
            return (SlipKind.POST_LABEL,)
        case HandingOut(way=Way.WINDOW):
            return (SlipKind.DELIVERY,)
    return _GIVEN.get(move, ())


def documents_of(papers: Papers, life: Life, deed: Deed, numbers: Mapping[SlipKind, str]) -> tuple[SlipDocument, ...]:
    """The documents of `deed`, which left `life`; `numbers` are theirs."""
    basis = (deed.legal_basis,) if deed.legal_basis else ()
    return tuple(
        _document(kind, papers, life, deed, numbers.get(kind, ""), basis)
        for kind in papers.given(deed.kind, deed.facts)
    )


def _document(
    kind: SlipKind, papers: Papers, life: Life, deed: Deed, number: str, basis: tuple[str, ...]
) -> SlipDocument:
    head, matter, taken = papers.head, papers.matter, papers.taken
    match deed.facts:
        case Asking(demands, days):
            lines = tuple(Line(demand.name, "", demand.standard) for demand in demands)
            by = deadline(papers.at, Limit(days), papers.desk.calendar).due
            return made.supplement_notice(
                head, matter, number=number, missing=lines, by=by, taken=taken, reason=deed.reason
            )
        case ProcedureStart() as start:
            return made.special_procedure_notice(
                head, matter, number=number, name=start.name, cap=start.cap, basis=start.legal_basis,
                since=papers.at.date(), until=_ends_by(papers, life), reason=deed.reason, taken=taken,
            )  # fmt: skip
        case Extending(days, approved_by):
            return made.extension_notice(
                head, matter, number=number, amount=Limit(days), before=papers.promise(papers.before).due,
                promise=papers.promise(life), reason=deed.reason, approver=approved_by, taken=taken,
            )  # fmt: skip
        case Deciding(approved=approved):
            given = papers.closing.certificates if papers.closing is not None else ()
            return made.decision(
                head, matter, number=number, granted=approved, approver=head.clerk, reason=deed.reason,
                legal_basis=basis, certificates=_printed(given), taken=taken,
            )  # fmt: skip
        case LockerPlace() as place:
            return made.pickup_slip(
                head, matter, number=number, hand_out=_in_locker(papers, place), certificates=_certificates(life)
            )
        case HandingOut() as out:
            return _handed_out(kind, papers, life, out, number)
    return _plain_document(kind, papers, life, deed, number, basis)


def _plain_document(
    kind: SlipKind, papers: Papers, life: Life, deed: Deed, number: str, basis: tuple[str, ...]
) -> SlipDocument:
    """Of moves that say nothing besides."""
    head, matter = papers.head, papers.matter
    match kind:
        case SlipKind.ACCEPTANCE:
            return made.acceptance_notice(head, matter, number=number, promise=papers.promise(life), taken=papers.taken)
        case SlipKind.REFUSAL:
            return made.refusal_decision(
                head, matter, number=number, reason=deed.reason, legal_basis=basis, taken=papers.taken
            )
    reviewed = review(papers.item, papers.application, papers.at.date())
    return slip_for(
        kind, head, number=life.number, application=papers.application, item=papers.item, reviewed=reviewed,
        calendar=papers.desk.calendar,
    )  # fmt: skip


def _handed_out(kind: SlipKind, papers: Papers, life: Life, out: HandingOut, number: str) -> SlipDocument:
    applicant = papers.application.applicant
    agent = out.to_agent and applicant.through_agent
    says = HandOut(
        recipient=applicant.agent.name if agent else applicant.display_name,
        way=WAYS[out.way],
        relation="代领人（受委托）" if agent else "本人",
        identity=IDENTITIES[out.identity],
        at=papers.at.strftime("%Y-%m-%d %H:%M"),
        courier=out.carrier,
        waybill=out.waybill,
        address=applicant.delivery_address,
        phone=applicant.phone if out.way is Way.POST else "",
        on_pad=out.way is Way.WINDOW and out.proof not in (SIGNED_RECEIPT, number),
    )
    if kind is SlipKind.POST_LABEL:
        return made.post_label(papers.head, papers.matter, hand_out=says, certificates=_certificates(life))
    return made.delivery_receipt(
        papers.head, papers.matter, number=number, hand_out=says, certificates=_certificates(life)
    )


def _in_locker(papers: Papers, place: LockerPlace) -> HandOut:
    return HandOut(
        recipient=papers.application.applicant.display_name,
        way=WAYS[Way.LOCKER],
        code=place.code,
        cell=f"{place.bank} 柜 {place.cell} 号格",
        until=day_text(date.fromisoformat(place.until)),
    )


def _certificates(life: Life) -> tuple[PrintedCertificate, ...]:
    """What is handed out: the certificates, or the decision where it says no."""
    if not life.certificates and life.outcome is not None:
        return (PrintedCertificate("不予许可决定书", life.outcome.number),)
    return _printed(life.certificates)


def _printed(certificates: Sequence[Certificate]) -> tuple[PrintedCertificate, ...]:
    return tuple(PrintedCertificate(each.name, each.number, each.valid_to) for each in certificates)


@dataclass(frozen=True, slots=True)
class Sheets:
    """Papers of a case that go on a hand-over slip; `case` as the hand-over has left it."""

    item: Item
    case: Case
    says: HandingOver


def hand_over_slip(
    head: Letterhead, sender: Role, number: str, listed: Sequence[Sheets], *, certificates: bool
) -> SlipDocument:
    """The slip of a batch, whose papers all go to the same desk."""
    rows = (_row(each, certificates=certificates) for each in listed)
    to = listed[0].says.to
    receiver = f"{DESKS[to.role]} {to.name}".strip()
    if to.role is Role.BACK_OFFICE:  # its name is a code
        receiver = f"{listed[0].item.department.name}{DESKS[to.role]}"
    desks = f"{DESKS[sender]} {head.window} {head.clerk}", receiver
    return made.hand_over_sheet(
        head, number=number, sender=desks[0], receiver=desks[1], rows=rows, certificates=certificates
    )


def _ends_by(papers: Papers, life: Life) -> date:
    """When the procedure under way must be over, as its clock says everywhere else too."""
    clocks = clocks_of(life, papers.desk.calendar, papers.desk.rules, papers.at)
    return next(clock.due for clock in clocks if clock.kind is ClockKind.PROCEDURE)


def _row(listed: Sheets, *, certificates: bool) -> Row:
    """Of what came later the slip names the materials: the other papers of the case are not on it."""
    case, says = listed.case, listed.says
    if certificates:
        papers = tuple(_certificate_line(each) for each in case.life.certificates)
    else:
        papers = tuple(Line(name) for lot in case.life.apart if goes_in(lot, says.batch) for name in lot.what)
    return Row(case.number, case.life.applicant, listed.item.name, case.due, papers, says.sheets)


def _certificate_line(certificate: Certificate) -> Line:
    return Line(certificate.name, certificate.number)
