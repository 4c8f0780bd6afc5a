"""Text messages over HTTP: windows with a sender fetch them, and people decide what nobody else can."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query

from app.central.api_accounts import Acting
from app.central.asking import Here, SignedIn, enrolled_window
from app.central.errors import NotYours, Unprocessable
from app.central.messages import Decided, JobState
from app.domain.case import Role
from sync import wire

router = APIRouter(prefix="/v1/messages", dependencies=[Depends(enrolled_window)])

Id = Annotated[str, Path(max_length=36)]
DECIDES = (Role.SUPERVISOR, Role.BACK_OFFICE)


@router.post("/lease")
def lease_messages(asked: wire.MessageLeaseRequest, central: Here, window: SignedIn) -> wire.MessageLease:
    """Due messages, this window's for a while. What is not heard of by then may have been sent: it is held back."""
    if asked.device_id != window.device_id:
        raise NotYours("not_your_window", "The request names another window than the token.")
    return central.messages.lease(window.device_id, asked.most, can_ask=asked.can_ask)


@router.post("/{id}/outcome")
def tell_outcome(id: Id, told: wire.MessageOutcome, central: Here) -> wire.MessageStands:
    """What became of a leased message; repeating it is harmless, and only the holder of its last lease is heard."""
    return wire.MessageStands(id=id, state=central.messages.outcome(id, told).value)


@router.get("")
def list_messages(central: Here, acting: Acting, state: Annotated[str, Query(max_length=64)]) -> wire.MessageList:
    """The messages in that state, or in several (`state=dead,unsure`), telephones masked."""
    acting.need(*DECIDES)
    try:
        states = [JobState(each) for each in state.split(",")]
    except ValueError:
        raise Unprocessable("invalid", "The message does not fit.", places=["state: unknown"]) from None
    return central.messages.listed(states)


@router.post("/{id}/{decided}")
def decide(id: Id, decided: Decided, asked: wire.MessageDecision, central: Here, acting: Acting) -> wire.MessageStands:
    """Send it again, count it as sent, or set its number right. 409 `not_standing`; 422 `number`, `no_text`."""
    acting.need(*DECIDES)
    state = central.messages.decide(id, decided, actor=acting.account.login, reason=asked.reason, phone=asked.phone)
    return wire.MessageStands(id=id, state=state.value)
