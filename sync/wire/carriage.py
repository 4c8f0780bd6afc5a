"""What a desk asks of the central about papers: what lies with it, and what is under way to it and from it."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from sync.wire.message import Message


class CarriageQuery(Message):
    """As what somebody asks (a role of the account), and at which window."""

    role: str = Field(max_length=32)
    window: str = Field(default="", max_length=16)


class CarriedCase(Message):
    """A case whose papers matter to the desk. `life` is an `app.domain` value as plain data."""

    case_id: str
    life: dict[str, Any]
    pages: int = 0  # scanned so far
    pages_here: int = 0  # of these, how many the central has whole


class Carriage(Message):
    """Cases of which papers lie at the desk, or are under way to it or from it; for a supervisor to or from any."""

    here: tuple[CarriedCase, ...] = ()
    under_way: tuple[CarriedCase, ...] = ()
    people: dict[str, str] = Field(default_factory=dict)  # names of who handed them over, by login
    issuing: tuple[str, ...] = ()  # numbers of the windows that give results out
    as_of_ms: int
