"""The working-day calendar as data: `resources/calendars/*.toml`, one file a year."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

from app.domain.calendar import WorkCalendar


def load_calendar(folder: Path) -> WorkCalendar:
    """Every published year found in `folder`; its version names the newest."""
    years: set[int] = set()
    holidays: dict[date, str] = {}
    make_up: set[date] = set()
    for file in sorted(folder.glob("*.toml")):
        year = tomllib.loads(file.read_text(encoding="utf-8"))
        years.add(year["year"])
        for name, days in year["holidays"].items():
            holidays |= dict.fromkeys(days, name)
        make_up |= set(year["make_up"])
    return WorkCalendar(str(max(years, default=0)), frozenset(years), holidays, frozenset(make_up))
