"""The messages about text messages (SMS): what is to be sent, what became of it, and what people decide."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sync.wire.message import MAX_TEXT, Message


class MessageLeaseRequest(Message):
    """A window that has a sender asks for text messages to send. `can_ask`: its sender knows what became of others."""

    device_id: str = Field(max_length=64)
    most: int = Field(default=1, ge=1, le=20)
    can_ask: bool = False


class LeasedMessage(Message):
    """A message to send, or (`ask_only`) to ask about and never to send; it was handed over to this device before."""

    id: str
    lease_id: str
    sent_as: str  # what its sending is, or was, known by at a gateway
    phone: str = Field(repr=False)
    text: str = Field(repr=False)
    ask_only: bool = False


class MessageLease(Message):
    """Messages that are this window's for `seconds`. What it has not begun by then it must not begin."""

    messages: tuple[LeasedMessage, ...]
    seconds: int


class MessageOutcome(Message):
    """What became of a leased message. `refused`: surely not sent, `code` says why; `unsure`: nobody knows."""

    lease_id: str = Field(max_length=36)
    outcome: Literal["sent", "refused", "unsure"]
    reference: str = Field(default="", max_length=MAX_TEXT)
    code: str = Field(default="", max_length=64)


class MessageStands(Message):
    """How a message stands after a word about it."""

    id: str
    state: str


class MessageLine(Message):
    """A message as lists show it, its telephone masked. Times in UTC milliseconds."""

    id: str
    case_id: str
    number: str = ""  # of the case
    notice: str
    phone: str
    state: str
    tries: int
    not_before_ms: int
    leased_by: str = ""
    reference: str = ""
    code: str = ""
    has_text: bool = True  # False where it could not be written: then it can only be told in another way
    created_ms: int
    changed_ms: int


class MessageList(Message):
    """Messages, the one changed last first; `more` where there are others still."""

    messages: tuple[MessageLine, ...]
    more: bool = False


class MessageDecision(Message):
    """What a person decides of a message, and why; `phone` where the number is set right."""

    reason: str = Field(min_length=1, max_length=MAX_TEXT)
    phone: str = Field(default="", max_length=32, repr=False)
