"""How long a work list takes from the central's answer to the painted page, beside painting the empty page."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from app import paths
from app.calendar_files import load_calendar
from app.config import Counter
from app.domain.calendar import HALL_TIME
from app.domain.moments import milliseconds
from app.presenters.cases.groups import Unsettled, work_groups
from app.presenters.cases.state import CasesState, WorkListState
from app.wording import Wording
from sync.wire import WorkRow
from widgets.pages.cases import CasesPage
from widgets.program import application

ROWS, TIMES, TARGET_MS = 200, 15, 150
NOW = datetime(2026, 10, 9, 10, 20, tzinfo=HALL_TIME)
CALENDAR = load_calendar(paths.resources() / "calendars")


def measure() -> list[dict[str, Any]]:
    """Milliseconds for a page of 200 of the hall's cases, from rows to pixels, at 1440 × 900."""
    application(Counter())
    say, page = Wording(paths.resources() / "i18n", "zh_CN"), CasesPage()
    page.resize(1440, 900)
    page.show()
    rows = tuple(_row(number) for number in range(ROWS))

    def listed() -> None:
        groups = work_groups(
            rows, say=say, now=NOW, calendar=CALENDAR, unsettled=Unsettled(), checked=frozenset(), counts={}
        )
        page.present(CasesState(list=WorkListState(groups=groups)))
        page.grab()

    def empty() -> None:
        page.present(CasesState())
        page.grab()

    empty()
    baseline = _median(empty)
    value = _median(lambda: (empty(), listed())) - baseline
    page.close()
    page.deleteLater()
    QApplication.processEvents()
    return [
        {
            "name": f"work list of {ROWS} cases shown",
            "value": round(value, 1),
            "unit": "ms",
            "baseline": round(baseline, 1),
            "ratio": round(value / baseline, 2),
            "target": f"<= {TARGET_MS}",
            "holds": value <= TARGET_MS,
        }
    ]


def _row(number: int) -> WorkRow:
    due = NOW + timedelta(hours=number - 20)
    return WorkRow(
        case_id=f"case-{number}", number=f"YC26-03-{number:05d}", item_code="I", item_name="食品经营许可（新办）",
        department="SCJG", applicant="某**", state="accepted", desk_role="back_office", desk_name="SCJG",
        clock="promise", due_ms=milliseconds(due), warn_ms=milliseconds(due - timedelta(days=1)),
        yellow_ms=milliseconds(due - timedelta(hours=6)), window="03", version=2, changed_ms=milliseconds(NOW),
    )  # fmt: skip


def _median(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(TIMES):
        started = time.perf_counter()
        work()
        taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken)
