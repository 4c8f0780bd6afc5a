"""Deadlines that rested on a year not yet published are computed again when the central knows more years."""

from __future__ import annotations

import logging
from collections.abc import Callable

from sqlalchemy import insert, select, update

from app.central.rows import CASE_COLUMNS, CaseRows, stored_row
from app.central.store import Store
from app.central.tables import cases, feed, halls

log = logging.getLogger("central")


def recompute_deadlines(store: Store, rows: CaseRows, clock: Callable[[], int]) -> int:
    """Settle every provisional deadline that a new calendar moves; each is told in the feed. How many there were."""
    of_hall = cases.c.hall == store.hall
    with store.writing() as connection:
        n = connection.scalar(select(halls.c.feed_n).where(halls.c.hall == store.hall))
        concerned = select(*CASE_COLUMNS).where(of_hall, cases.c.provisional.is_(True))
        first = last = int(n or 0)
        for row in connection.execute(concerned).all():
            case, now = stored_row(row), clock()
            fresh = rows.row(
                case.life,
                case_id=case.case_id,
                device_id=case.device_id,
                due_at_window=case.due_at_window,
                now_ms=case.changed_at_ms,
            )
            if fresh == case:
                continue
            last += 1
            connection.execute(update(cases).where(of_hall, cases.c.case_id == case.case_id).values(**fresh.columns()))
            told = {"case_id": case.case_id, "version": case.version, "what": "deadline", "stored_at_ms": now}
            connection.execute(insert(feed).values(hall=store.hall, n=last, **told))
        connection.execute(update(halls).where(halls.c.hall == store.hall).values(feed_n=last))
    if last > first:
        log.info("%d deadlines computed again", last - first)
    return last - first
