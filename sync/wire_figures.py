"""The messages of the supervisor's figures. Times are UTC milliseconds."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from sync.wire import Message

Count = Annotated[int, Field(ge=0, le=2**31 - 1)]


class Backlog(Message):
    """What a window says of its outbox with each hello; `oldest_seconds` is how long its oldest has waited."""

    waiting: Count = 0
    parked: Count = 0
    oldest_seconds: Count = 0


class WindowContact(Message):
    """A window as it was heard of last; seen at 0 means never."""

    device_id: str
    window: str
    seen_at_ms: int
    waiting: int
    parked: int
    oldest_ms: int
