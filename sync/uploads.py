"""Sending one page: only the chunks that the central lacks, so that a cut line costs one chunk at most."""

from __future__ import annotations

from collections.abc import Callable

from sync import wire
from sync.entry import Attachment
from sync.errors import CentralFault, Refused
from sync.ports import Central

ROUNDS = 2


def send_page(central: Central, page: Attachment, content: bytes, goes_on: Callable[[], bool]) -> bool:
    """Send `content`; True when the central has checked the whole, False when `goes_on` said stop between
    chunks.

    What was sent before a stop or a failure is not sent again: the central is asked first. Raises
    `SyncError`s.
    """
    if not 0 < len(content) <= wire.MAX_BLOB_BYTES:
        raise Refused(413, "page_size", {"bytes": len(content)})
    count = -(-len(content) // wire.CHUNK)
    status = central.page_status(page.sha256)
    for _ in range(ROUNDS):
        if status.complete:
            return True
        for n in sorted(set(range(count)) - set(status.chunks)):
            if not goes_on():
                return False
            central.put_chunk(page.sha256, n, content[n * wire.CHUNK : (n + 1) * wire.CHUNK])
        whole = wire.BlobComplete(chunks=count, size=len(content), media_type=page.media_type)
        status = central.complete_page(page.sha256, whole)
    if status.complete:
        return True
    raise CentralFault(200)  # it took every chunk and still lacks some: later, with patience
