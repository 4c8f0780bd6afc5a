"""Text messages over HTTP: windows with a sender fetch them and say what became of them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from app.central.api import Here, SignedIn, enrolled_window
from app.central.errors import NotYours
from sync import wire

router = APIRouter(prefix="/v1/messages", dependencies=[Depends(enrolled_window)])

Id = Annotated[str, Path(max_length=36)]


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
