"""Finish a done-at-once item (即办件) where the applicant stands: accept, decide, close and hand out in one deed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from app.domain.bodies import body_of
from app.domain.case import CaseState, Event, MoveKind, Role
from app.domain.catalogue import Item
from app.domain.documents import Matter
from app.domain.documents_of_moves import delivery_receipt
from app.domain.facts import Certificate, Closing, Deciding, HandingOut, Identity, Way
from app.domain.life import Case, Deed
from app.domain.moves import evolve
from app.domain.slips import Certificate as PrintedCertificate
from app.domain.slips import HandOut, SlipDocument
from app.services.submit_case import Desk, Submitted
from app.store.store import Store

IDENTITY_WORDS = {Identity.CARD: "居民身份证，读卡核验一致", Identity.PAPER: "证件原件，当面核验一致"}


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
    """Four moves in one transaction, and the delivery receipt. `certificate` is the number of what is handed out.

    Without it nothing is handed out, and the case ends as closed. Raises `MoveRefused` or `StoreUnavailable`; then
    nothing was saved.
    """
    slips: tuple[SlipDocument, ...] = ()
    deeds: list[tuple[MoveKind, object]] = [(MoveKind.ACCEPT, None), (MoveKind.DECIDE, Deciding(approved=True))]
    if certificate:
        certificates = (Certificate(item.result or item.name, certificate),)
        identity = Identity.CARD if case.application.applicant.person_matches_card else Identity.PAPER
        receipt = _receipt(desk, case, item, certificates, identity, at)
        handed_out = HandingOut(Way.WINDOW, identity, receipt.number, case.application.applicant.through_agent)
        deeds += [(MoveKind.CLOSE, Closing(certificates)), (MoveKind.HAND_OUT, handed_out)]
        slips = (receipt,)
    else:
        deeds.append((MoveKind.CLOSE, Closing()))
    with store.saving() as work:
        for kind, facts in deeds:
            deed = Deed(kind, at, desk.clerk_id, Role.INTAKE, desk.window, facts=facts)
            case, body = replace(case, life=evolve(case.life, deed)), body_of(deed)
            work.record(Event(new_id(), case.id, kind, at, desk.clerk_id, desk.window, body), case, body=body)
        slip_ids = tuple(work.add_slip(case.id, document, at) for document in slips)
    return Submitted(case, slips, slip_ids)


def _receipt(
    desk: Desk, case: Case, item: Item, certificates: tuple[Certificate, ...], identity: Identity, at: datetime
) -> SlipDocument:
    applicant = case.application.applicant
    return delivery_receipt(
        desk.letterhead(at),
        Matter(case.number, applicant, item, case.life.received_at),
        number="",
        hand_out=HandOut(
            recipient=applicant.agent.name if applicant.through_agent else applicant.person.name,
            way="窗口领取",
            relation="代领人（受委托）" if applicant.through_agent else "本人",
            identity=IDENTITY_WORDS[identity],
            at=at.strftime("%Y-%m-%d %H:%M"),
            phone=applicant.phone,
        ),
        certificates=tuple(PrintedCertificate(each.name, each.number, each.valid_to) for each in certificates),
    )
