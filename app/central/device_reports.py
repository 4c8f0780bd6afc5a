"""How each window's devices fare: its latest compatibility report, kept as it came."""

from __future__ import annotations

import time
from collections.abc import Callable

from pydantic import ValidationError
from sqlalchemy import and_, delete, insert, select

from app.central.directory import Window
from app.central.errors import NotYours, TooLarge, Unprocessable
from app.central.store import Store
from app.central.tables import device_reports, windows
from app.reports.fleet import HallWindow
from sync.wire import MAX_REPORT_BYTES, ReportKept, WindowReport


class DeviceReports:
    """Keeps and gives the reports of one hall."""

    def __init__(self, store: Store, clock: Callable[[], int] = lambda: time.time_ns() // 1_000_000) -> None:
        self._store, self._clock = store, clock

    def keep(self, content: bytes, window: Window) -> ReportKept:
        """Keep a report in place of the window's last one. Raises `TooLarge`, `Unprocessable`, `NotYours`."""
        report = _read(content)
        if report.device_id != window.device_id:
            raise NotYours("not_your_window", "The report is of another window than the token.")
        kept = ReportKept(device_id=window.device_id, kept_at_ms=self._clock())
        hall, reports = self._store.hall, device_reports
        with self._store.writing() as connection:
            connection.execute(delete(reports).where(reports.c.hall == hall, reports.c.device_id == window.device_id))
            connection.execute(
                insert(reports).values(
                    hall=hall, device_id=window.device_id, report=content.decode(), kept_at_ms=kept.kept_at_ms
                )
            )
        return kept

    def latest(self) -> tuple[HallWindow, ...]:
        """All windows enrolled now, by number, each with its latest report."""
        of_the_window = and_(device_reports.c.hall == windows.c.hall, device_reports.c.device_id == windows.c.device_id)
        asked = (
            select(windows.c.device_id, windows.c.window, device_reports.c.report)
            .join_from(windows, device_reports, of_the_window, isouter=True)
            .where(windows.c.hall == self._store.hall)
            .order_by(windows.c.window, windows.c.device_id)
        )
        with self._store.reading() as connection:
            rows = connection.execute(asked).all()
        return tuple(HallWindow(row.window, row.device_id, _kept(row.report)) for row in rows)


def _read(content: bytes) -> WindowReport:
    if len(content) > MAX_REPORT_BYTES:
        raise TooLarge("too_large", f"A report has at most {MAX_REPORT_BYTES} bytes.")
    try:
        return WindowReport.model_validate_json(content)
    except ValidationError as error:
        found = [f"{'.'.join(map(str, each['loc']))}: {each['type']}" for each in error.errors()[:20]]
        raise Unprocessable("invalid", "The report does not fit.", places=found) from None


def _kept(text: str | None) -> WindowReport | None:
    """A report kept by an older central, and not to be understood by this one, counts as none."""
    if text is None:
        return None
    try:
        return WindowReport.model_validate_json(text)
    except ValidationError:
        return None
