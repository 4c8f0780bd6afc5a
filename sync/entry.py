"""What waits to be sent: values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from sync import wire


@dataclass(frozen=True, slots=True)
class Attachment:
    """A page that follows its form, by the SHA-256 of its file."""

    sha256: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One event to be sent. `op_id` is the event's UUIDv7; `label` is what a clerk calls the case."""

    op_id: str
    case_id: str
    base_version: int
    kind: str
    body: Mapping[str, Any]
    recorded_ms: int
    attachments: tuple[Attachment, ...] = ()
    label: str = ""
    schema_version: int = wire.SCHEMA_VERSION


@dataclass(frozen=True, slots=True)
class Queued:
    """An entry in the outbox: its place `seq` (also its number within the window) and tries so far."""

    seq: int
    tries: int
    entry: Entry
    body_sha256: str
    size: int = 0  # bytes of its body

    def op(self, device_id: str) -> wire.Op:
        """The message that carries it."""
        entry = self.entry
        return wire.Op(
            op_id=entry.op_id,
            device_id=device_id,
            device_seq=self.seq,
            case_id=entry.case_id,
            base_version=entry.base_version,
            kind=entry.kind,
            schema_version=entry.schema_version,
            body=dict(entry.body),
            body_sha256=self.body_sha256,
            attachments=tuple(each.sha256 for each in entry.attachments),
        )


@dataclass(frozen=True, slots=True)
class QueuedPage:
    """A page whose form has arrived and which is to follow."""

    id: int
    case_id: str
    page: Attachment
    tries: int


class EntryState(Enum):
    """Where an entry stands; derived from its row, never stored."""

    READY = "ready"
    HELD = "held"  # waits for an earlier one of its case
    PARKED = "parked"
    SENT = "sent"
    TAKEN_BACK = "taken_back"  # by a person, after the central refused it


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the sync page: an event, or (`is_page`) a page trailing after its form."""

    id: int
    is_page: bool
    case_id: str
    label: str
    kind: str
    recorded_ms: int
    state: EntryState
    tries: int
    reason: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    next_ms: int = 0  # earliest next attempt, 0 at once


@dataclass(frozen=True, slots=True)
class Counts:
    """What the pill says: events to be sent, things parked, pages to be sent, and since when the oldest
    waits.
    """

    ready: int = 0
    parked: int = 0
    pages: int = 0
    oldest_ms: int | None = None
