"""A central in memory that keeps the rules of the protocol and plays every fault a line can have."""

from __future__ import annotations

import hashlib
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync import wire
from sync.errors import SyncError
from sync.ports import NO_BACKLOG, Document
from sync.wire import Backlog

SIGNING_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC_KEY = b64encode(SIGNING_KEY.public_key().public_bytes_raw()).decode()


@dataclass
class ModelCentral:
    """Stores each op once. `before` and `after` are raised, one a call, before or after it has had its
    effect.
    """

    before: list[SyncError | None] = field(default_factory=list)
    after: list[SyncError | None] = field(default_factory=list)
    refuses: dict[str, str] = field(default_factory=dict)  # op_id → code
    ops: dict[str, wire.Op] = field(default_factory=dict)
    log: list[wire.Op] = field(default_factory=list)  # in the order they took effect
    chunks: dict[str, dict[int, bytes]] = field(default_factory=dict)
    pages: dict[str, bytes] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    leases: dict[str, wire.Lease] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    catalogue_version: str = "1"
    rules_version: str = "1"
    backlog: Backlog = NO_BACKLOG  # as last told
    calls: list[str] = field(default_factory=list)
    round_trip_ms: float = 7.0

    def hello(self, backlog: Backlog = NO_BACKLOG) -> wire.Hello:
        self.backlog = backlog
        self._enter("hello")
        hello = wire.Hello(
            hall="示例",
            epoch="1",
            public_key=PUBLIC_KEY,
            catalogue_version=self.catalogue_version,
            calendar_version="1",
            rules_version=self.rules_version,
            server_time_ms=0,
        )
        self._leave()
        return hello

    def push(self, ops: Sequence[wire.Op]) -> wire.PushReply:
        self._enter(f"push {len(ops)}")
        results = tuple(self._result(op) for op in ops)
        self._leave()
        return wire.PushReply(results=results, server_time_ms=0)

    def page_status(self, sha256: str) -> wire.BlobStatus:
        self._enter("status")
        self._leave()
        return self._status(sha256)

    def put_chunk(self, sha256: str, n: int, chunk: bytes) -> None:
        self._enter(f"chunk {n}")
        assert len(chunk) <= wire.CHUNK
        self.chunks.setdefault(sha256, {})[n] = chunk
        self._leave()

    def complete_page(self, sha256: str, whole: wire.BlobComplete) -> wire.BlobStatus:
        self._enter("complete")
        have = self.chunks.get(sha256, {})
        if set(have) == set(range(whole.chunks)):
            content = b"".join(have[n] for n in sorted(have))
            assert hashlib.sha256(content).hexdigest() == sha256
            self.pages[sha256] = content
        self._leave()
        return self._status(sha256)

    def tell_gaps(self, gaps: wire.NumberGaps) -> wire.GapsKept:
        self._enter("gaps")
        self._leave()
        return wire.GapsKept(kept=len(gaps.gaps))

    def lease(self, asked: wire.LeaseRequest) -> wire.Lease:
        self._enter("lease")
        if asked.request_id not in self.leases:
            first = 1 + max((each.last for each in self.leases.values()), default=0)
            last = first + asked.count - 1
            self.leases[asked.request_id] = wire.Lease(
                series=asked.series, prefix="YC", year=asked.year, first=first, last=last
            )
        self._leave()
        return self.leases[asked.request_id]

    def document(self, name: str, tag: str) -> Document | None:
        self._enter(f"document {name}")
        self._leave()
        here = self.documents.get(name)
        return None if here is None or here.tag == tag else here

    def _result(self, op: wire.Op) -> wire.OpResult:
        assert wire.sha256_of(op.body) == op.body_sha256
        if op.op_id in self.ops:
            return wire.OpResult(op_id=op.op_id, verdict="duplicate", receipt=self._receipt(op))
        if op.op_id in self.refuses:
            return wire.OpResult(op_id=op.op_id, verdict="refused", code=self.refuses[op.op_id])
        if op.base_version != self.versions.get(op.case_id, 0):
            return wire.OpResult(op_id=op.op_id, verdict="refused", code="wait_previous")
        self.ops[op.op_id] = op
        self.log.append(op)
        self.versions[op.case_id] = op.base_version + 1
        return wire.OpResult(op_id=op.op_id, verdict="accepted", receipt=self._receipt(op))

    def _receipt(self, op: wire.Op) -> wire.Receipt:
        return signed_receipt(op, version=op.base_version + 1)

    def _status(self, sha256: str) -> wire.BlobStatus:
        here = tuple(sorted(self.chunks.get(sha256, {})))
        return wire.BlobStatus(sha256=sha256, chunks=here, complete=sha256 in self.pages)

    def _enter(self, call: str) -> None:
        self.calls.append(call)
        if self.before and (error := self.before.pop(0)):
            raise error

    def _leave(self) -> None:
        if self.after and (error := self.after.pop(0)):
            raise error


def signed_receipt(op: wire.Op, *, version: int = 1) -> wire.Receipt:
    """A receipt as the central signs it."""
    draft = wire.Receipt(
        op_id=op.op_id,
        case_id=op.case_id,
        body_sha256=op.body_sha256,
        version=version,
        stored_at_ms=1,
        signature="",
    )
    signature = b64encode(SIGNING_KEY.sign(draft.signed_text())).decode()
    assert len(b64decode(signature)) == 64
    return draft.model_copy(update={"signature": signature})
