"""What the engine needs from the rest of the program, and nothing more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from sync import wire
from sync.wire import Backlog

NO_BACKLOG = Backlog()

PageBytes = Callable[[str, str], bytes]
"""(case id, SHA-256) → the page. Raises `PageLost`."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document of the central (catalogue, calendar, rules) with the tag of its version."""

    content: bytes
    tag: str


class Central(Protocol):
    """The central as a window reaches it. Every call raises `SyncError`s."""

    round_trip_ms: float

    def hello(self, backlog: Backlog = NO_BACKLOG) -> wire.Hello: ...

    def push(self, ops: Sequence[wire.Op]) -> wire.PushReply: ...

    def page_status(self, sha256: str) -> wire.BlobStatus: ...

    def put_chunk(self, sha256: str, n: int, chunk: bytes) -> None: ...

    def complete_page(self, sha256: str, whole: wire.BlobComplete) -> wire.BlobStatus: ...

    def lease(self, asked: wire.LeaseRequest) -> wire.Lease: ...

    def tell_gaps(self, gaps: wire.NumberGaps) -> wire.GapsKept: ...

    def document(self, name: str, tag: str) -> Document | None: ...


class NumberSource(Protocol):
    """Where leased numbers go, and what of them was never given."""

    def gaps(self) -> wire.NumberGaps | None:
        """What the central does not know yet of serials that were never given."""

    def told(self, gaps: wire.NumberGaps) -> None:
        """The central has recorded them."""

    def wanted(self) -> wire.LeaseRequest | None:
        """What to ask for now, if a block runs low."""

    def take(self, lease: wire.Lease) -> None:
        """Keep a block. `ValueError` if it cannot be right."""


class Mirror(Protocol):
    """The window's copy of a document of the central."""

    @property
    def tag(self) -> str:
        """The tag of the copy, "" without one."""

    def take(self, document: Document) -> bool:
        """Put a new version in place; False if it is not taken."""
