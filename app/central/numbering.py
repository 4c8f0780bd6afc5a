"""Blocks of printed numbers, leased to windows for ever: gaps are recorded in the leases, nothing is reused."""

from __future__ import annotations

import re
from collections.abc import Callable

from sqlalchemy import Connection, insert, select, update

from app.central.errors import Reused, Unprocessable
from app.central.store import Store
from app.central.tables import leases, series
from sync.wire import Lease, LeaseRequest

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
