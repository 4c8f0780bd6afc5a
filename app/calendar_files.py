"""The working-day calendar as data: `resources/calendars/YEAR.toml`, and the hall's hours in `hours.toml` beside."""

from __future__ import annotations

import tomllib
from datetime import date, time
from itertools import pairwise
from pathlib import Path
from typing import Any

from app.domain.calendar import OFFICE_HOURS, HallHours, WorkCalendar
from app.refused_tables import refusing_tables
from devices.tables import Table, literal, read_table


def load_calendar(folder: Path) -> WorkCalendar:
    """Every published year found in `folder`, with the hall's hours; its version names the newest year.

    Raises `SettingsInvalid` naming what is wrong with the hours.
    """
    years: set[int] = set()
    holidays: dict[date, str] = {}
    make_up: set[date] = set()
    for file in sorted(folder.glob("[0-9]*.toml")):
        year = tomllib.loads(file.read_text(encoding="utf-8"))
        years.add(year["year"])
        for name, days in year["holidays"].items():
            holidays |= dict.fromkeys(days, name)
        make_up |= set(year["make_up"])
    hours = load_hours(folder / "hours.toml")
    return WorkCalendar(str(max(years, default=0)), frozenset(years), holidays, frozenset(make_up), hours)


def load_hours(file: Path) -> tuple[HallHours, ...]:
    """The hours of a hall, the oldest first; office hours without the file. Raises `SettingsInvalid`."""
    if not file.exists():
        return (OFFICE_HOURS,)
    with refusing_tables():
        table = read_table(file)
        rows = table.values.get("hours")
        if not isinstance(rows, list) or not rows:
            raise table.invalid(("hours",), "missing")
        hours = tuple(_hours(table, row, ("hours", str(place))) for place, row in enumerate(rows))
        for place, (before, then) in enumerate(pairwise(hours), start=1):
            if then.since <= before.since:
                raise _wrong(table, ("hours", str(place), "since"), str(then.since), f"> {before.since}")
        return hours


def _hours(table: Table, row: Any, path: tuple[str, ...]) -> HallHours:
    if not isinstance(row, dict):
        raise table.invalid(path, "not_a_table", found=literal(row))
    for key in row:
        if key not in ("since", "spans"):
            raise table.invalid((*path, key), "unknown_key", wanted="since, spans")
    for key in ("since", "spans"):
        if key not in row:
            raise table.invalid((*path, key), "missing")
    if type(row["since"]) is not date:
        raise _wrong(table, (*path, "since"), str(row["since"]), "2026-01-01")
    try:
        spans = tuple((time.fromisoformat(start), time.fromisoformat(end)) for start, end in row["spans"])
    except (TypeError, ValueError):
        spans = ()
    clock = [moment for span in spans for moment in span]
    if not clock or any(then <= before for before, then in pairwise(clock)):
        raise _wrong(table, (*path, "spans"), literal(row["spans"]), '[["08:30", "12:00"], ["13:30", "17:30"]]')
    return HallHours(row["since"], spans)


def _wrong(table: Table, path: tuple[str, ...], found: str, wanted: str) -> Exception:
    return table.invalid(path, "wrong_type", found=found, wanted=wanted)
