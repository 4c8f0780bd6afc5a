"""One case told whole, from the window's own store or from the central's data."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app import paths
from app.calendar_files import load_calendar
from app.central.calendars import calendar_in_force
from app.central.errors import why
from app.central.hall_rules import rules_in_force
from app.central.rows import stored_row, whole_cases
from app.central.server import REFUSALS
from app.central.store import Store as CentralStore
from app.central.store import sqlite_url
from app.central.tables import cases, events
from app.commands.answer import GOOD, TROUBLE, answering, table
from app.commands.settings import settings_of
from app.domain.calendar import HALL_TIME, WorkCalendar
from app.domain.clock_words import Explanation, explain
from app.domain.clocks import Clock, pressing
from app.domain.errors import NotFound
from app.domain.life import Life
from app.domain.lots import Lot
from app.domain.masking import mask_name
from app.domain.moments import hall_time
from app.domain.rules import Rules
from app.domain.timetable import clocks_of
from app.hall_copies import calendar_here, rules_here
from app.store.search import CaseQuery
from app.store.store import Store
from app.wording import Wording


@dataclass(frozen=True, slots=True)
class Happened:
    """One event as it is told."""

    at: datetime
    move: str
    actor: str
    window: str
    reason: str


@dataclass(frozen=True, slots=True)
class Told:
    """A case from wherever it is kept."""

    life: Life
    events: tuple[Happened, ...]
    due_printed: str
    calendar: WorkCalendar
    rules: Rules


def show_case(given: argparse.Namespace) -> int:
    """Tell the case with the number of the arguments. Answers the exit code."""
    say = Wording(paths.resources() / "i18n", "zh_CN")
    try:
        found = _at_central(given) if given.central or given.database else _here(given)
    except NotFound:
        return _refused(f"没有编号为 {given.number} 的办件。请核对编号，或用 --central 到中心端的数据里找")
    except REFUSALS as error:
        return _refused(f"读不了办件（{why(error)}）。请核对 --central、--database，或先关闭窗口程序")
    return answering(lambda: _shown(found, say, as_json=given.json), as_json=given.json)


def _here(given: argparse.Namespace) -> Told:
    settings = settings_of(given.config)
    with _closing(Store.open(settings.data_folder)) as store:
        rows = [row for row in store.cases.find(CaseQuery(text=given.number)) if row.number == given.number]
        if not rows:
            raise NotFound(given.number)
        case, history = store.cases.open(rows[0].id)
    happened = (Happened(each.at, each.kind.value, each.actor, each.window, each.reason) for each in history)
    return Told(case.life, tuple(happened), case.due, calendar_here(settings).newest, rules_here(settings).newest)


def _at_central(given: argparse.Namespace) -> Told:
    with _closing(CentralStore(given.database or sqlite_url(given.central.absolute()), given.hall)) as store:
        this = whole_cases().where(cases.c.hall == given.hall, cases.c.number == given.number)
        with store.reading() as connection:
            row = connection.execute(this).one_or_none()
            if row is None:
                raise NotFound(given.number)
            case = stored_row(row)
            history = connection.execute(
                select(events)
                .where(events.c.hall == given.hall, events.c.case_id == case.case_id)
                .order_by(events.c.version)
            ).all()
            calendar = calendar_in_force(connection, given.hall) or load_calendar(paths.resources() / "calendars")
            rules = rules_in_force(connection, given.hall)
    happened = (Happened(hall_time(e.at_ms), e.move, e.actor, e.window, e.reason) for e in history)
    return Told(case.life, tuple(happened), case.due_at_window, calendar, rules)


@contextmanager
def _closing(store: Any) -> Iterator[Any]:
    try:
        yield store
    finally:
        store.close()


def _shown(told: Told, say: Wording, *, as_json: bool) -> int:
    life, now = told.life, datetime.now(HALL_TIME)
    found = clocks_of(life, told.calendar, told.rules, now)
    main = pressing(found) or (found[-1] if found else None)
    explained = explain(main, found) if main else None
    facts = {
        "number": life.number,
        "state": life.state.value,
        "item": life.item.name,
        "department": life.item.department_name,
        "applicant": mask_name(life.applicant),
        "received": life.received_at.astimezone(HALL_TIME).isoformat(timespec="minutes"),
        "window": life.window,
        "due_printed": told.due_printed,
        "calendar": told.calendar.version,
        "rules": told.rules.version,
        "with": f"{life.assigned.role.value} {life.assigned.name}".strip(),
        "papers": "; ".join(_lot(lot) for lot in life.lots),
    }
    if as_json:
        print(json.dumps(facts | _plain(told, found, explained), ensure_ascii=False, indent=2))
    else:
        print("\n\n".join(_text(facts | {"state": say(f"state.{life.state.value}")}, told, explained, say)))
    return GOOD


def _lot(lot: Lot) -> str:
    """Where papers are, and to whom they are under way; of those that came later, how many sheets of what."""
    desks = [lot.desk, lot.transit.to] if lot.transit is not None else [lot.desk]
    way = " > ".join(f"{desk.role.value} {desk.name}".strip() for desk in desks)
    return f"{way} ({', '.join((str(lot.sheets), *lot.what))})" if lot.what else way


def _plain(told: Told, found: Iterable[Clock], explained: Explanation | None) -> dict[str, Any]:
    return {
        "clocks": [
            {
                "clock": clock.kind.value,
                "state": clock.state.value,
                "card": clock.card.name.lower(),
                "until": clock.until.isoformat(timespec="minutes"),
                "left_days": clock.left,
            }
            for clock in found
        ],
        "title": explained.title if explained else "",
        "trace": [[line.label, line.text, line.note] for line in explained.lines] if explained else [],
        "events": [
            {
                "at": each.at.astimezone(HALL_TIME).isoformat(timespec="seconds"),
                "move": each.move,
                "actor": each.actor,
                "window": each.window,
                "reason": each.reason,
            }
            for each in told.events
        ],
    }


def _text(facts: dict[str, str], told: Told, explained: Explanation | None, say: Wording) -> Iterator[str]:
    yield table([(name, value) for name, value in facts.items() if value])
    if explained:
        yield f"{explained.title}　{explained.left}"
        yield table([(line.label, line.text, line.note) for line in (*explained.lines, *explained.clocks)])
    yield table(
        [
            (f"{each.at.astimezone(HALL_TIME):%Y-%m-%d %H:%M}", say(f"move.{each.move}"), each.actor, each.window,
             each.reason)
            for each in told.events
        ]
    )  # fmt: skip


def _refused(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return TROUBLE
