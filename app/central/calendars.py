"""The versions of the working-day calendar that this hall has published; the newest is in force."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace

from sqlalchemy import Connection, insert, select

from app.central.clock import recompute_deadlines
from app.central.errors import Reused, Unprocessable
from app.central.hall_log import THE_CENTRAL, By, log_change
from app.central.rows import CaseRows
from app.central.store import Store
from app.central.tables import calendars
from app.domain.calendar import HallHours, WorkCalendar
from app.domain.calendar_plan import (
    CalendarFault,
    YearPlan,
    hours_faults,
    plan_of,
    with_hours,
    with_year,
    year_faults,
)
from app.domain.plain import from_json, to_json


class Calendars:
    """Keeps every version. `rows` are made by the newest, and made again where a new one moves a deadline.

    The calendar of the settings is the first. Of a later one only years count that were never published here: a newer
    program brings them along.
    """

    def __init__(self, store: Store, shipped: WorkCalendar, rows: CaseRows, clock: Callable[[], int]) -> None:
        self._store, self._rows, self._clock = store, rows, clock
        self._changing = threading.Lock()
        with store.writing() as connection:
            known = calendar_in_force(connection, store.hall)
            if known is None:
                self._insert(connection, shipped, THE_CENTRAL, "calendar_published")
            self.newest = known or shipped
            for year in sorted(shipped.years - self.newest.years):
                self.newest = with_year(self.newest, plan_of(shipped, year), self._next(connection, year))
                self._insert(connection, self.newest, THE_CENTRAL, "calendar_published", year=year)
        rows.calendar = self.newest

    def publish_year(self, plan: YearPlan, *, base_version: str, by: By) -> WorkCalendar:
        """Put a year in force. Raises `Unprocessable` (`calendar_invalid`) and `Reused` (`calendar_changed`)."""
        _refuse(year_faults(plan))
        return self._publish(
            lambda before, version: with_year(before, plan, version), plan.year, base_version, by,
            "calendar_published",
        )  # fmt: skip

    def publish_hours(self, hours: HallHours, *, base_version: str, by: By) -> WorkCalendar:
        """Put hours in force from their day on. Raises as `publish_year` does."""
        _refuse(hours_faults(hours))
        return self._publish(
            lambda before, version: with_hours(before, hours, version), hours.since.year, base_version, by,
            "hours_published",
        )  # fmt: skip

    def _publish(
        self, made: Callable[[WorkCalendar, str], WorkCalendar], year: int, base_version: str, by: By, what: str
    ) -> WorkCalendar:
        with self._changing:
            with self._store.writing() as connection:
                before = calendar_in_force(connection, self._store.hall) or self.newest
                if before.version != base_version:
                    raise Reused(
                        "calendar_changed", "Another calendar was published meanwhile.", in_force=before.version
                    )
                calendar = made(before, self._next(connection, year))
                if replace(calendar, version=base_version) == before:
                    raise Unprocessable("nothing_changed", "The calendar in force says just that.")
                self._insert(connection, calendar, by, what, year=year)
            self.newest = self._rows.calendar = calendar
            # a year that was known is corrected, or hours are: what had been settled by it moves too
            corrected = what == "hours_published" or year in before.years
            recompute_deadlines(self._store, self._rows, self._clock, settled_too=corrected)
        return calendar

    def _next(self, connection: Connection, year: int) -> str:
        """A version that was never used, named by the year it is about."""
        of_hall = select(calendars.c.version).where(calendars.c.hall == self._store.hall)
        used = set(connection.scalars(of_hall))
        return next(name for n in range(1, len(used) + 2) if (name := f"{year}.{n}") not in used)

    def _insert(self, connection: Connection, calendar: WorkCalendar, by: By, what: str, **facts: int) -> None:
        last = select(calendars.c.published_at_ms).where(calendars.c.hall == self._store.hall)
        moment = max([self._clock(), *(each + 1 for each in connection.scalars(last))])
        row = {"version": calendar.version, "published_at_ms": moment, "published_by": by.login}
        connection.execute(insert(calendars).values(hall=self._store.hall, content=to_json(calendar), **row))
        log_change(connection, self._store.hall, self._clock, what, by, version=calendar.version, **facts)


def calendar_in_force(connection: Connection, hall: str) -> WorkCalendar | None:
    """The newest that the hall has published; None before its central has first run."""
    order = calendars.c.published_at_ms.desc(), calendars.c.version.desc()
    kept = select(calendars.c.content).where(calendars.c.hall == hall).order_by(*order).limit(1)
    text = connection.scalar(kept)
    return from_json(WorkCalendar, text) if text else None


def _refuse(faults: Sequence[CalendarFault]) -> None:
    if faults:
        told = [f"{fault.day or ''} {fault.why.value}".strip() for fault in faults[:100]]
        raise Unprocessable("calendar_invalid", "The calendar has faults.", problems=told)
