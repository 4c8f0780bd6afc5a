"""The messages both ends speak. Pure: terminal and central import this one module.

An *op* is one event on its way: its `op_id` (the event's UUIDv7) makes repeating it harmless, `device_seq` orders
it within its window, `base_version` says what the window had seen of the case. Attachments (pages) follow by
SHA-256 in chunks of `CHUNK` bytes; forms go first, pages trail.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

SCHEMA_VERSION = 1
CHUNK = 1 << 20
MAX_OPS = 100
MAX_BATCH_BYTES = 256 * 1024
MAX_BLOB_BYTES = 64 << 20


class Message(BaseModel):
    """A message; unknown fields survive the round trip so that a newer peer is not cut short."""

    model_config = ConfigDict(frozen=True, extra="allow")


class Op(Message):
    """One event of one case, as recorded at a window."""

    op_id: str = Field(max_length=36)
    device_id: str = Field(max_length=64)
    device_seq: int = Field(ge=1)
    case_id: str = Field(max_length=36)
    base_version: int = Field(ge=0)
    kind: str = Field(max_length=64)
    schema_version: int = SCHEMA_VERSION
    body: dict[str, Any]
    body_sha256: str = Field(min_length=64, max_length=64)
    attachments: tuple[str, ...] = ()


class PushRequest(Message):
    """Up to `MAX_OPS` ops of one window, in its order."""

    device_id: str
    ops: tuple[Op, ...] = Field(max_length=MAX_OPS)


class Receipt(Message):
    """The central's signed word that an op is stored: Ed25519 over `signed_text`."""

    op_id: str
    case_id: str
    body_sha256: str
    version: int
    stored_at_ms: int
    signature: str

    def signed_text(self) -> bytes:
        """The bytes that the signature covers."""
        parts = (self.op_id, self.case_id, self.body_sha256, str(self.version), str(self.stored_at_ms))
        return "\n".join(parts).encode()


class OpResult(Message):
    """What became of one op. `refused` carries a code (one of `RefusalCode`) and facts; it is parked, never lost."""

    op_id: str
    verdict: Literal["accepted", "duplicate", "refused"]
    receipt: Receipt | None = None
    code: str = ""
    facts: dict[str, Any] = Field(default_factory=dict)
    current_version: int = 0


class PushReply(Message):
    """One result an op, in the order asked."""

    results: tuple[OpResult, ...]
    server_time_ms: int


class BlobStatus(Message):
    """Which chunks of a page the central has."""

    sha256: str
    chunks: tuple[int, ...] = ()
    complete: bool = False


class BlobComplete(Message):
    """Asks the central to put the chunks together and check the whole."""

    chunks: int = Field(ge=1)
    size: int = Field(ge=1, le=MAX_BLOB_BYTES)
    media_type: str


class LeaseRequest(Message):
    """Asks for a block of numbers. `request_id` makes repeating it harmless: the same block comes back."""

    request_id: str
    device_id: str
    series: str
    year: int
    count: int = Field(default=50, ge=1, le=1000)


class Lease(Message):
    """Serials `first`…`last` of a series and year belong to this window for ever."""

    series: str
    prefix: str
    year: int
    first: int
    last: int


class CaseEvent(Message):
    """One line of a case's timeline at the central."""

    version: int
    kind: str
    at_ms: int
    actor: str
    window: str
    reason: str = ""


class CaseView(Message):
    """A case as the central sees it."""

    case_id: str
    number: str
    state: str
    item_code: str
    due: str = ""
    provisional: bool = False
    version: int
    pages_missing: int = 0
    events: tuple[CaseEvent, ...] = ()


class Hello(Message):
    """Who the central is: asked at every start and whenever the link comes back."""

    hall: str
    epoch: str
    public_key: str
    catalogue_version: str
    calendar_version: str
    server_time_ms: int
    schema_versions: tuple[int, ...] = (SCHEMA_VERSION,)


def canonical(body: dict[str, Any]) -> bytes:
    """`body` as the bytes that its hash covers: sorted keys, no spaces, UTF-8."""
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def sha256_of(body: dict[str, Any]) -> str:
    """The hash that goes with an op's body."""
    return hashlib.sha256(canonical(body)).hexdigest()
