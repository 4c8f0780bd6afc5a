"""How long the central takes for a work list over many open cases, on both databases, and to replay their events."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Integer, MetaData, Table, create_engine, insert

from app.central.central import Central, open_central
from app.central.directory import Window
from app.central.incoming import read_push
from app.central.rows import CaseRows, replayed, words
from app.central.sessions import Acting
from app.central.tables import cases, lives
from app.domain.account import Account
from app.domain.case import Role
from sync.wire import WorkQuery, canonical
from tests.support.central_ops import DEVICE, FOOD_LICENCE, TO_THE_END, WindowPen, options
from tests.support.databases import with_driver
from tests.support.postgres import WHY_NOT, PrivatePostgres

CASES, AT_ONCE, ROUNDS, PUSHES = 100_000, 5_000, 15, 140
DEPARTMENTS = tuple(f"D{number}" for number in range(1, 21))
MOST_MS, LEAST_EVENTS = 100.0, 20_000.0
DAY_MS = 86_400_000

QUERIES = {
    "the hall's (supervisor)": (Role.SUPERVISOR, frozenset[str](), WorkQuery()),
    "a department's (back office)": (Role.BACK_OFFICE, frozenset({"D7"}), WorkQuery()),
    "the hall's, by number": (Role.SUPERVISOR, frozenset[str](), WorkQuery(text="YC26-09999")),
    "the hall's, by a name": (Role.SUPERVISOR, frozenset[str](), WorkQuery(text="欧阳㐀")),
    "the hall's, by initials": (Role.SUPERVISOR, frozenset[str](), WorkQuery(text="spjy")),
    "a department's, by number": (Role.BACK_OFFICE, frozenset({"D7"}), WorkQuery(text="YC26-0999")),
}


def measure() -> list[dict[str, Any]]:
    """Rows {name, value, unit, baseline, ratio, target, holds}; nothing of PostgreSQL where it is not installed."""
    with ExitStack() as open_here, tempfile.TemporaryDirectory() as folder:
        places = {"SQLite": ""}
        if not WHY_NOT:
            places["PostgreSQL"] = open_here.enter_context(open_here.enter_context(PrivatePostgres()).database())
        lists = [row for name, url in places.items() for row in _lists(name, url, Path(folder) / name)]
        ingested = list(_ingesting(Path(folder) / "ingest"))
    return [*lists, *ingested, _replaying()]


def _lists(place: str, url: str, folder: Path) -> Iterator[dict[str, Any]]:
    central = open_central(options(folder, database_url=url))
    try:
        _fill(central, url)
        for name, (role, departments, query) in QUERIES.items():
            roles = frozenset({role})
            acting = Acting(Account("c17", "多面手", roles, departments), Window(DEVICE, "03"), roles)
            times = sorted(_timed(central, query, acting) for _ in range(ROUNDS))
            value = round(statistics.median(times), 1)
            yield _row(f"work list: {name}, {CASES:,} open cases, {place}", value, "ms", MOST_MS, value <= MOST_MS)
    finally:
        central.close()


def _timed(central: Central, query: WorkQuery, acting: Acting) -> float:
    begun = time.perf_counter()
    assert central.work.of(query, acting).rows
    return (time.perf_counter() - begun) * 1000


def _fill(central: Central, url: str) -> None:
    """Many open cases, spread over the departments, each with a deadline of its own within half a year."""
    sample = _histories()[0][:2]
    rows = CaseRows(central.calendar, central.rules)
    now = central.clock()
    whole = rows.row(replayed(sample, _as_told), case_id="", device_id=DEVICE, due_at_window="", now_ms=now)
    row, life = whole.columns(), whole.life_columns()
    for first in range(0, CASES, AT_ONCE):
        with central.store.writing() as connection:
            connection.execute(insert(cases), [
                row | {
                    "hall": central.hall,
                    "case_id": f"case-{n:06d}",
                    "number": f"YC26-{n:06d}",
                    "applicant": (name := f"欧阳{chr(0x3400 + n % 20_000)}"),
                    "words": words([f"YC26-{n:06d}"], (name, FOOD_LICENCE.name)),
                    "open": True,
                    "department": DEPARTMENTS[n % len(DEPARTMENTS)],
                    "due_ms": now + (n * 7919 % (180 * 1440) - 10 * 1440) * 60_000,
                }
                for n in range(first, first + AT_ONCE)
            ])  # fmt: skip
            ids = (f"case-{n:06d}" for n in range(first, first + AT_ONCE))
            connection.execute(insert(lives), [life | {"hall": central.hall, "case_id": case_id} for case_id in ids])
    if url:
        _tidy(url)


def _tidy(url: str) -> None:
    """What PostgreSQL does by itself some time after so many rows came in."""
    engine = create_engine(with_driver(url), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")
    engine.dispose()


def _ingesting(folder: Path) -> Iterator[dict[str, Any]]:
    """Ops a second by SQLite, one and a hundred a push, beside commits of one bare row to the same file in turn."""
    central = open_central(options(folder))
    bare = Table("bare", MetaData(), Column("n", Integer, primary_key=True))
    with central.store.writing() as connection:
        bare.create(connection)

    def commit(_: object) -> None:
        with central.store.writing() as connection:
            connection.execute(insert(bare))

    def push(ops: list[dict[str, Any]]) -> None:
        read = read_push(canonical({"device_id": DEVICE, "ops": ops}), Window(DEVICE, "03"))
        assert {each.verdict for each in central.ingest.push(read)} == {"accepted"}

    pen = WindowPen()
    try:
        for size, least in ((1, 0.5), (100, 5.0)):
            bases, rates = [], []
            for _ in range(PUSHES // (1 + len(TO_THE_END))):
                for ops in zip(*(pen.history(*TO_THE_END) for _ in range(size)), strict=True):
                    bases.append(_seconds(commit, None))
                    rates.append(_seconds(push, list(ops)) / size)
            rate, base = 1 / statistics.median(rates), 1 / statistics.median(bases)
            yield {
                "name": f"take ops in, {size} a push", "value": round(rate), "unit": "ops/s", "baseline": round(base),
                "ratio": round(rate / base, 2), "target": f"≥ {least:g} × a bare durable commit",
                "holds": rate / base >= least,
            }  # fmt: skip
    finally:
        central.close()


def _seconds(work: Callable[[Any], None], given: Any) -> float:
    begun = time.perf_counter()
    work(given)
    return time.perf_counter() - begun


def _as_told(_version: str, _code: str) -> None:
    """No catalogue: the window is believed."""


def _histories() -> list[list[tuple[str, str]]]:
    """Events as they are stored: moves, with the bodies as JSON."""
    pen = WindowPen()
    return [
        [(op["kind"].removeprefix("case."), canonical(op["body"]).decode()) for op in pen.history(*TO_THE_END)]
        for _ in range(100)
    ]


def _replaying() -> dict[str, Any]:
    histories = _histories()
    events = 0
    begun = time.process_time()
    for n in range(CASES):
        history = histories[n % len(histories)]
        replayed(history, _as_told)
        events += len(history)
    value = round(events / (time.process_time() - begun))
    return _row(f"replay {CASES:,} cases, {events:,} events", value, "events/s", LEAST_EVENTS, value >= LEAST_EVENTS)


def _row(name: str, value: float, unit: str, target: float, holds: bool) -> dict[str, Any]:
    bound = "≤" if unit == "ms" else "≥"
    told = {"name": name, "value": value, "unit": unit, "target": f"{bound} {target:,.0f} {unit}", "holds": holds}
    return told | {"baseline": None, "ratio": None}
