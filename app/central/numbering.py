"""Blocks of printed numbers, leased to windows for ever: gaps are recorded in the leases, nothing is reused."""

from __future__ import annotations

import re
from collections.abc import Callable

from sqlalchemy import Connection, insert, select, update

from app.central.errors import Reused, Unprocessable
from app.central.store import Store, insert_new
from app.central.tables import leases, number_gaps, series
from app.domain.case import MoveKind
from app.domain.life import Life
from app.domain.numbers import GapReason, NumberGap, gap_of
from sync.wire import GapsKept, Lease, LeaseRequest, NumberGaps

_OF_MOVES = {MoveKind.VOID: GapReason.VOID_CASE, MoveKind.VOID_DOCUMENT: GapReason.VOID_DOCUMENT}

NAME = re.compile(r"[A-Za-z0-9._-]{1,64}")
YEARS = range(2000, 2100)


class Numbering:
    """Leases blocks of one hall; `prefix` is the hall's code as printed."""

    def __init__(self, store: Store, prefix: str, clock: Callable[[], int]) -> None:
        self._store, self._prefix, self._clock = store, prefix, clock

    def lease(self, asked: LeaseRequest) -> Lease:
        """A block of `asked.count` serials; the same request id gives the same block again.

        Raises `Reused` if the id asked for something else before, `Unprocessable` for an impossible year or name.
        """
        if not (NAME.fullmatch(asked.series) and NAME.fullmatch(asked.request_id)):
            raise Unprocessable("invalid", "series and request_id are 1 to 64 of a-z, 0-9, . _ -")
        if asked.year not in YEARS:
            raise Unprocessable("invalid", "That year has no numbers.")
        with self._store.writing() as connection:
            return self._leased(connection, asked) or self._fresh(connection, asked)

    def record(self, told: NumberGaps) -> GapsKept:
        """Put what a window never gave into the register; what stands there already stays.

        Raises `Unprocessable` for serials that were never leased to it.
        """
        with self._store.writing() as connection:
            for each in told.gaps:
                gap = NumberGap(each.series, each.year, each.first, each.last, GapReason(each.reason))
                self._must_be_its_own(connection, told.device_id, gap)
                record_gap(connection, self._store.hall, gap, told.device_id, self._clock())
        return GapsKept(kept=len(told.gaps))

    def register(self, series_name: str, year: int) -> tuple[NumberGap, ...]:
        """Every gap of a series and year: never given, or given and void."""
        mine = number_gaps.c.hall == self._store.hall, number_gaps.c.series == series_name, number_gaps.c.year == year
        with self._store.reading() as connection:
            found = connection.execute(select(number_gaps).where(*mine).order_by(number_gaps.c.first))
            return tuple(NumberGap(r.series, r.year, r.first, r.last, GapReason(r.reason)) for r in found)

    def _must_be_its_own(self, connection: Connection, device_id: str, gap: NumberGap) -> None:
        block = select(leases.c.first).where(
            leases.c.hall == self._store.hall, leases.c.device_id == device_id, leases.c.series == gap.series,
            leases.c.year == gap.year, leases.c.first <= gap.first, leases.c.last >= gap.last,
        )  # fmt: skip
        if gap.first > gap.last or connection.execute(block.limit(1)).first() is None:
            raise Unprocessable("invalid", "These serials were not leased to this window.")

    def _leased(self, connection: Connection, asked: LeaseRequest) -> Lease | None:
        row = connection.execute(
            select(leases).where(leases.c.hall == self._store.hall, leases.c.request_id == asked.request_id)
        ).one_or_none()
        if row is None:
            return None
        if (row.device_id, row.series, row.year) != (asked.device_id, asked.series, asked.year):
            raise Reused("reused", "This request id was used for other numbers.")
        return Lease(series=row.series, prefix=row.prefix, year=row.year, first=row.first, last=row.last)

    def _fresh(self, connection: Connection, asked: LeaseRequest) -> Lease:
        key = {"hall": self._store.hall, "series": asked.series, "year": asked.year}
        this = [series.c[name] == value for name, value in key.items()]
        last = connection.scalar(select(series.c.last).where(*this))
        if last is None:
            connection.execute(insert(series).values(**key, last=asked.count))
        else:
            connection.execute(update(series).where(*this).values(last=last + asked.count))
        block = {"prefix": self._prefix, "first": (last or 0) + 1, "last": (last or 0) + asked.count}
        connection.execute(
            insert(leases).values(
                **key,
                **block,
                request_id=asked.request_id,
                device_id=asked.device_id,
                leased_at_ms=self._clock(),
            )
        )
        return Lease.model_validate({"series": asked.series, "year": asked.year, **block})


def record_gap(connection: Connection, hall: str, gap: NumberGap, device_id: str, at_ms: int) -> None:
    """Put a gap into the register within the caller's transaction, once."""
    key = {"hall": hall, "series": gap.series, "year": gap.year, "first": gap.first, "reason": gap.reason.value}
    row = key | {"last": gap.last, "device_id": device_id, "recorded_at_ms": at_ms}
    connection.execute(insert_new(connection, number_gaps), row)


def made_void(move: MoveKind, life: Life) -> NumberGap | None:
    """The number that a move has made void; None for other moves, and for a number of another form."""
    if move not in _OF_MOVES:
        return None
    number = life.number if move is MoveKind.VOID else life.void_documents[-1]
    return gap_of(number, _OF_MOVES[move])
