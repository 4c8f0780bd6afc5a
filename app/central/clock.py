"""Deadlines that rested on a year not yet published are computed again when the central knows more years."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import fields

from sqlalchemy import insert, select, update

from app.central.judge import CaseRow, Judge
from app.central.store import Store
from app.central.tables import cases, feed, halls

log = logging.getLogger("central")


def recompute_provisional(store: Store, judge: Judge, clock: Callable[[], int]) -> int:
    """Settle every provisional deadline that changed; each is told in the feed. How many there were."""
    columns = [cases.c[field.name] for field in fields(CaseRow)]
    of_hall = cases.c.hall == store.hall
    with store.writing() as connection:
        n = connection.scalar(select(halls.c.feed_n).where(halls.c.hall == store.hall))
        provisional = select(*columns).where(of_hall, cases.c.provisional.is_(True))
        first = last = int(n or 0)
        for row in connection.execute(provisional).all():
            case = CaseRow(*row)
            fresh = judge.deadline_of(case)
            if (fresh.due.isoformat(), fresh.provisional) == (case.due, case.provisional):
                continue
            last += 1
            connection.execute(
                update(cases)
                .where(of_hall, cases.c.case_id == case.case_id)
                .values(due=fresh.due.isoformat(), provisional=fresh.provisional)
            )
            connection.execute(
                insert(feed).values(
                    hall=store.hall,
                    n=last,
                    case_id=case.case_id,
                    version=case.version,
                    what="deadline",
                    stored_at_ms=clock(),
                )
            )
        connection.execute(update(halls).where(halls.c.hall == store.hall).values(feed_n=last))
    if last > first:
        log.info("%d provisional deadlines computed again", last - first)
    return last - first
