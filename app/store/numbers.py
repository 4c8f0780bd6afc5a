"""Numbers: leased by the central in blocks, taken inside the transaction that saves the case, never twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import Connection, bindparam, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as insert_or_leave

from app.domain.errors import NumbersExhausted
from app.domain.numbers import CASES, GapReason, NumberBlock, NumberGap, take_number
from app.store import audit
from app.store.database import Database
from app.store.migrations import DATABASE_ID
from app.store.settings import Settings
from app.store.tables import blocks, number_gaps
from sync import wire
from sync.prepared import Prepared

MOST_GAPS = 100  # told at once
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

    def close_past_years(self, year: int, at: datetime) -> tuple[NumberGap, ...]:
        """What is left of the blocks of years before `year` is never given any more: recorded as gaps, audited."""
        unused = select(blocks).where(blocks.c.year < year, blocks.c.next <= blocks.c.last)
        with self._database.reading() as connection:
            if connection.execute(unused.limit(1)).first() is None:
                return ()
        with self._database.writing() as connection:
            gaps = tuple(
                NumberGap(row.series, row.year, row.next, row.last, GapReason.UNUSED)
                for row in connection.execute(unused.order_by(blocks.c.series, blocks.c.year, blocks.c.first))
            )
            for gap in gaps:
                record_gap(connection, gap, at)
            connection.execute(update(blocks).where(blocks.c.year < year).values(next=blocks.c.last + 1))
            facts = {"gaps": [f"{gap.series} {gap.year} {gap.first}-{gap.last}" for gap in gaps]}
            audit.append(connection, at=at, actor="", action="numbers.closed", subject=str(year - 1), facts=facts)
        return gaps

    def gaps(self, *, untold: bool = False) -> tuple[NumberGap, ...]:
        """The recorded gaps, oldest first; only those of which the central does not know, if asked for."""
        query = select(number_gaps).order_by(number_gaps.c.year, number_gaps.c.series, number_gaps.c.first)
        if untold:
            query = query.where(number_gaps.c.told_at.is_(None))
        with self._database.reading() as connection:
            return tuple(
                NumberGap(row.series, row.year, row.first, row.last, GapReason(row.reason))
                for row in connection.execute(query)
            )

    def told(self, gaps: Sequence[NumberGap], at: datetime) -> None:
        """The central knows of these gaps."""
        with self._database.writing() as connection:
            for gap in gaps:
                this = [number_gaps.c[name] == value for name, value in _key(gap).items()]
                connection.execute(update(number_gaps).where(*this).values(told_at=at))

    def stand(self, year: int) -> tuple[SeriesStand, ...]:
        """How every series stands in `year`: what can be given off line, and how many serials are gaps."""
        left = select(blocks.c.series, func.sum(blocks.c.last - blocks.c.next + 1)).where(blocks.c.year == year)
        lost = select(number_gaps.c.series, func.sum(number_gaps.c.last - number_gaps.c.first + 1))
        with self._database.reading() as connection:
            here = {series: int(count) for series, count in connection.execute(left.group_by(blocks.c.series))}
            gone = {series: int(count) for series, count in connection.execute(lost.group_by(number_gaps.c.series))}
        names = sorted({*here, *gone}, key=lambda name: (name != CASES, name))
        return tuple(SeriesStand(name, here.get(name, 0), gone.get(name, 0)) for name in names)


@dataclass(frozen=True, slots=True)
class SeriesStand:
    """How many numbers of a series are left here off line, and how many serials are recorded as gaps."""

    series: str
    left: int
    gaps: int


def record_gap(connection: Connection, gap: NumberGap, at: datetime, *, told: bool = False) -> None:
    """Put a gap into the register, within the caller's transaction; one that is there already stays as it is."""
    row = _key(gap) | {"last": gap.last, "recorded_at": at, "told_at": at if told else None}
    connection.execute(insert_or_leave(number_gaps).values(row).on_conflict_do_nothing())


def _key(gap: NumberGap) -> dict[str, Any]:
    return {"series": gap.series, "year": gap.year, "first": gap.first, "reason": gap.reason.value}


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
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        low: int = LOW,
        count: int = COUNT,
    ) -> None:
        self._numbers, self._settings, self._device_id = numbers, settings, device_id
        self._series, self._today, self._clock, self._low, self._count = tuple(series), today, clock, low, count

    def gaps(self) -> wire.NumberGaps | None:
        """What of past years was never given and the central does not know yet."""
        self._numbers.close_past_years(self._today().year, self._clock())
        untold = self._numbers.gaps(untold=True)[:MOST_GAPS]
        if not untold:
            return None
        told = tuple(
            wire.NumberGap(series=gap.series, year=gap.year, first=gap.first, last=gap.last, reason=gap.reason.value)
            for gap in untold
        )
        return wire.NumberGaps(device_id=self._device_id, gaps=told)

    def told(self, gaps: wire.NumberGaps) -> None:
        """The central has recorded them."""
        known = [NumberGap(each.series, each.year, each.first, each.last, GapReason(each.reason)) for each in gaps.gaps]
        self._numbers.told(known, self._clock())

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
