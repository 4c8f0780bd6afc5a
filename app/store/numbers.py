"""Numbers: leased by the central in blocks, taken inside the transaction that saves the case, never twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, fields
from datetime import date
from uuid import UUID, uuid5

from sqlalchemy import Connection, bindparam, func, insert, select, update

from app.domain.errors import NumbersExhausted
from app.domain.numbers import CASES, NumberBlock, take_number
from app.store.database import Database
from app.store.migrations import DATABASE_ID
from app.store.settings import Settings
from app.store.tables import blocks
from sync import wire
from sync.prepared import Prepared

LOW, COUNT = 30, 100
LOW_OF_DOCUMENTS, COUNT_OF_DOCUMENTS = 5, 20
"""Fewer of what few windows print many of: what a window never uses is a gap in the register."""


_OF_SERIES = (blocks.c.series == bindparam("of_series"), blocks.c.year == bindparam("of_year"))
_NEXT_BLOCK = Prepared(
    select(*(blocks.c[each.name] for each in fields(NumberBlock)))
    .where(*_OF_SERIES, blocks.c.next <= blocks.c.last)
    .order_by(blocks.c.first)
    .limit(1)
)
_USE_ONE = Prepared(
    update(blocks).where(*_OF_SERIES, blocks.c.first == bindparam("of_first")).values(next=bindparam("next"))
)


class Numbers:
    """The blocks this window holds."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add_block(self, block: NumberBlock) -> None:
        """Keep a leased block; one that is here already is left as it is. `ValueError` if it overlaps
        another.
        """
        same_series = (blocks.c.series == block.series, blocks.c.year == block.year)
        overlaps = select(blocks).where(*same_series, blocks.c.first <= block.last, blocks.c.last >= block.first)
        with self._database.writing() as connection:
            for row in connection.execute(overlaps):
                if (row.first, row.last, row.prefix) == (block.first, block.last, block.prefix):
                    return
                raise ValueError(f"{block.series} {block.first}-{block.last} overlaps {row.first}-{row.last}")
            connection.execute(insert(blocks), asdict(block))

    def left(self, series: str, year: int) -> int:
        """How many numbers of `series` can still be given out without the central."""
        query = select(func.coalesce(func.sum(blocks.c.last - blocks.c.next + 1), 0))
        with self._database.reading() as connection:
            return int(connection.scalar(query.where(blocks.c.series == series, blocks.c.year == year)) or 0)

    def highest(self, series: str, year: int) -> int:
        """The last serial that was ever leased here, 0 before the first."""
        query = select(func.max(blocks.c.last)).where(blocks.c.series == series, blocks.c.year == year)
        with self._database.reading() as connection:
            return int(connection.scalar(query) or 0)


class Leasing:
    """Asks the central for a block when one runs low: the `NumberSource` that the sync engine turns to.

    In December the next year's first block is fetched too, so that a window off line at New Year can go on.
    A request names this database and the highest serial it holds: repeating it brings the same block, while a
    database made anew never gets a block that was used before.
    """

    def __init__(
        self,
        numbers: Numbers,
        settings: Settings,
        device_id: str,
        *,
        series: Sequence[str] = (CASES,),
        today: Callable[[], date] = date.today,
        low: int = LOW,
        count: int = COUNT,
    ) -> None:
        self._numbers, self._settings, self._device_id = numbers, settings, device_id
        self._series, self._today, self._low, self._count = tuple(series), today, low, count

    def wanted(self) -> wire.LeaseRequest | None:
        """What to ask for now, if anything."""
        today = self._today()
        years = (today.year, today.year + 1) if today.month == 12 else (today.year,)
        for series in self._series:
            for year in years:
                if self._numbers.left(series, year) < (self._low if series == CASES else LOW_OF_DOCUMENTS):
                    return self._request(series, year)
        return None

    def take(self, lease: wire.Lease) -> None:
        """Keep what the central leased. `ValueError` for one that overlaps what is here."""
        self._numbers.add_block(
            NumberBlock(lease.series, lease.prefix, lease.year, lease.first, lease.last, lease.first)
        )

    def _request(self, series: str, year: int) -> wire.LeaseRequest:
        held = f"{series} {year} {self._numbers.highest(series, year)}"
        return wire.LeaseRequest(
            request_id=str(uuid5(UUID(self._settings.get(DATABASE_ID)), held)),
            device_id=self._device_id,
            series=series,
            year=year,
            count=self._count if series == CASES else COUNT_OF_DOCUMENTS,
        )


def take(connection: Connection, *, series: str, year: int, window: str) -> str:
    """The next number, used up with the caller's transaction and given back if that fails.

    Raises `NumbersExhausted`.
    """
    row = _NEXT_BLOCK.run(connection, {"of_series": series, "of_year": year})
    if row is None:
        raise NumbersExhausted(series)
    number, rest = take_number(NumberBlock(*row), window)
    used = {"of_series": series, "of_year": year, "of_first": rest.first, "next": rest.next}
    _USE_ONE.run(connection, used)
    return number
