"""How fast a case is saved, beside one bare row of the same library, on the same disk."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Integer, MetaData, String, Table, insert

from app.domain.plain import to_plain
from app.store.database import Database
from app.store.store import Store
from tests.support import counter

ROUNDS, A_ROUND = 10, 30
LONGEST_MS = 30.0


def measure() -> list[dict[str, Any]]:
    """Rows {name, value, unit, baseline, ratio, target, holds}. Both sides take turns, so that a busy machine
    slows both alike.
    """
    with tempfile.TemporaryDirectory() as folder:
        store = counter.open_store(Path(folder))
        store.numbers.add_block(counter.block(1, 100_000))
        bare = _Bare(Path(folder) / "bare.db")
        cases, rows = [], []
        _timed(partial(_save, store, -1), A_ROUND)
        for turn in range(ROUNDS):
            rows += _timed(bare.commit, A_ROUND)
            cases += _timed(partial(_save, store, turn), A_ROUND)
        bare.close()
        store.close()
    return _rows(cases, rows)


def _rows(cases: list[float], bare: list[float]) -> list[dict[str, Any]]:
    rate, base = 1 / statistics.median(cases), 1 / statistics.median(bare)
    p99 = statistics.quantiles(cases, n=100)[98] * 1000
    bare_p99 = statistics.quantiles(bare, n=100)[98] * 1000
    return [
        {
            "name": "save a case (median)",
            "value": round(rate),
            "unit": "cases/s",
            "baseline": round(base),
            "ratio": round(rate / base, 2),
            "target": "≥ 0.5 × a bare durable commit",
            "holds": rate / base >= 0.5,
        },
        {
            "name": "save a case (p99)",
            "value": round(p99, 1),
            "unit": "ms",
            "baseline": round(bare_p99, 1),
            "ratio": round(p99 / bare_p99, 2),
            "target": f"≤ {LONGEST_MS:.0f} ms",
            "holds": p99 <= LONGEST_MS,
        },
    ]


def _save(store: Store, turn: int, n: int) -> None:
    """Number, event, case, outbox entry and audit row."""
    case_id = f"case-{turn}-{n}"
    application = counter.person()
    with store.saving() as work:
        number = work.take_number(series="case", year=2026, window="03")
        saved = counter.case(case_id, number, application)
        body = {"number": number, "application": to_plain(application)}
        work.record(counter.received(saved), saved, body=body, item_name="食品经营许可")


class _Bare:
    """One row and a commit through the same library (SQLAlchemy Core on SQLCipher), just as durable."""

    def __init__(self, path: Path) -> None:
        self._database = Database.open(path, bytes(32), reserve_bytes=0)
        rows = Table("rows", MetaData(), Column("n", Integer, primary_key=True), Column("text", String))
        with self._database.writing() as connection:
            rows.create(connection)
        self._insert = insert(rows)

    def commit(self, n: int) -> None:
        with self._database.writing() as connection:
            connection.execute(self._insert, {"text": f"row {n}"})

    def close(self) -> None:
        self._database.close()


def _timed(work: Callable[[int], None], times: int) -> list[float]:
    seconds = []
    for n in range(times):
        started = time.perf_counter()
        work(n)
        seconds.append(time.perf_counter() - started)
    return seconds


if __name__ == "__main__":
    for row in measure():
        print(row)
