"""Deadlines that move without anybody's doing: those of a year not yet published, and those of a stopped clock."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import ColumnElement, insert, or_, select, update

from app.central.rows import CaseRow, CaseRows, stored_row, whole_cases
from app.central.store import Store
from app.central.tables import cases, feed, halls

log = logging.getLogger("central")


def recompute_deadlines(store: Store, rows: CaseRows, clock: Callable[[], int], *, settled_too: bool = False) -> int:
    """Settle every provisional deadline that a new calendar moves; each is told in the feed. How many there were.

    `settled_too` where a year that was known has been corrected, or the rules are others: then every open case is
    looked at.
    """
    provisional = cases.c.provisional.is_(True)
    which = or_(provisional, cases.c.open.is_(True)) if settled_too else provisional
    now = clock()
    # what is stopped moves with the days, see below: it is never put back to where it was
    return _recompute(store, which, now, lambda case: _at(case, now if case.stopped else case.changed_at_ms, rows))


def recompute_stopped(store: Store, rows: CaseRows, now_ms: int) -> int:
    """Move on what a special procedure has stopped: its end comes a day later each day, until its cap is used up.

    How many there were; each is told in the feed.
    """
    return _recompute(store, cases.c.stopped.is_(True), now_ms, lambda case: _at(case, now_ms, rows))


def _at(case: CaseRow, moment_ms: int, rows: CaseRows) -> CaseRow:
    """The row as it reads at that moment; nobody has changed the case."""
    fresh = rows.row(
        case.life,
        case_id=case.case_id,
        device_id=case.device_id,
        due_at_window=case.due_at_window,
        now_ms=moment_ms,
    )
    return replace(fresh, changed_at_ms=case.changed_at_ms)


def _recompute(store: Store, which: ColumnElement[bool], now_ms: int, anew: Callable[[CaseRow], CaseRow]) -> int:
    of_hall = cases.c.hall == store.hall
    with store.writing() as connection:
        n = connection.scalar(select(halls.c.feed_n).where(halls.c.hall == store.hall))
        concerned = whole_cases().where(of_hall, which)
        first = last = int(n or 0)
        for row in connection.execute(concerned).all():
            case = stored_row(row)
            fresh = anew(case)
            if fresh == case:
                continue
            last += 1
            connection.execute(update(cases).where(of_hall, cases.c.case_id == case.case_id).values(**fresh.columns()))
            told = {"case_id": case.case_id, "version": case.version, "what": "deadline", "stored_at_ms": now_ms}
            connection.execute(insert(feed).values(hall=store.hall, n=last, **told))
        connection.execute(update(halls).where(halls.c.hall == store.hall).values(feed_n=last))
    if last > first:
        log.info("%d deadlines computed again", last - first)
    return last - first
