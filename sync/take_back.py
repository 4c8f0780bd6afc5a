"""What the central refused of a case is given up by a person, so that the case can go on."""

from __future__ import annotations

from sqlalchemy import Connection, delete, func, select, update

from sync.outbox import entries, pages


def take_back(connection: Connection, case_id: str, now_ms: int) -> int | None:
    """A person takes back what the central refused of a case, and what waits behind it: kept, but never sent again.

    Within the caller's transaction. Returns the version of the case before the first of it; None: nothing was refused.
    """
    open_entries = (entries.c.case_id == case_id, entries.c.acked_ms.is_(None))
    counted = select(func.min(entries.c.base_version), func.count(entries.c.parked_ms)).where(*open_entries)
    first, parked = connection.execute(counted).one()
    if not parked:  # it may be on its way at this moment
        return None
    seqs = list(connection.scalars(select(entries.c.seq).where(*open_entries)))
    connection.execute(delete(pages).where(pages.c.seq.in_(seqs)))
    # settled without a receipt: nothing else is
    connection.execute(update(entries).where(entries.c.seq.in_(seqs)).values(acked_ms=now_ms, parked_ms=None))
    return int(first)
