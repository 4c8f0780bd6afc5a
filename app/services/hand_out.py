"""Give a result out at the window or by post: who takes it is made sure of, and what shows it is kept with the case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from app.domain.applicant import Person
from app.domain.case import MoveKind, Page, Role
from app.domain.facts import SIGNED_RECEIPT, HandingOut, Identity, Way
from app.domain.recipients import Recipient, WaybillWrong, WrongPerson, recipient_of, waybill_of
from app.services.move_case import Opened, Saying, move_case
from app.services.submit_case import Desk, Submitted
from app.store.store import Store
from devices.signature import HEIGHT, WIDTH


def check_card(store: Store, opened: Opened, card: Person, *, at: datetime, actor: str) -> Recipient:
    """Whose card it is. Raises `WrongPerson`, which is audited without saying who came."""
    try:
        return recipient_of(opened.case.application.applicant, card.id_number)
    except WrongPerson:
        with store.saving() as work:
            work.audit(at=at, actor=actor, action="hand_out.wrong_person", subject=opened.case.id)
        raise


def hand_out_at_window(
    store: Store,
    desk: Desk,
    opened: Opened,
    *,
    recipient: Recipient,
    identity: Identity,
    signature: bytes = b"",
    reason: str = "",
    at: datetime,
    new_id: Callable[[], str],
) -> Submitted:
    """Hand out to who stands here. The proof is the `signature` (PNG), kept as a page of the case; without one it is
    the printed receipt, to be signed on paper. `reason` says why another paper than the card was taken.

    Raises as `move_case` does; then nothing was saved.
    """
    proof, pages = SIGNED_RECEIPT, tuple[Page, ...]()
    if signature:
        page = Page(store.pages.put(opened.case.id, signature), "image/png", WIDTH, HEIGHT)
        proof, pages = page.sha256, (page,)
    says = HandingOut(Way.WINDOW, identity, proof, to_agent=recipient is Recipient.AGENT)
    saying = Saying(MoveKind.HAND_OUT, says, reason, pages=pages)
    return move_case(store, desk, Role.ISSUING, opened, [saying], at=at, new_id=new_id)


def hand_out_by_post(
    store: Store,
    desk: Desk,
    opened: Opened,
    *,
    carrier: str,
    waybill: str,
    at: datetime,
    new_id: Callable[[], str],
) -> Submitted:
    """Send to the address on file. Raises `WaybillWrong`, also for a number used before, and as `move_case` does."""
    number = waybill_of(waybill)
    if store.cases.has_waybill(number):
        with store.saving() as work:
            work.audit(at=at, actor=desk.clerk_id, action="hand_out.waybill_used", subject=opened.case.id)
        raise WaybillWrong("used")
    says = HandingOut(Way.POST, Identity.ADDRESS, number, carrier=carrier.strip(), waybill=number)
    return move_case(store, desk, Role.ISSUING, opened, [Saying(MoveKind.HAND_OUT, says)], at=at, new_id=new_id)
