"""Numbers over New Year: two windows off line for a day, real stores, a real central; only the clock is moved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.central.directory import Window as Enrolled
from app.central.errors import Unprocessable
from app.central.incoming import read_push
from app.central.server import EmbeddedCentral
from app.domain.calendar import HALL_TIME
from app.domain.case import Event, MoveKind, Role
from app.domain.life import Deed
from app.domain.moves import evolve
from app.domain.numbers import CASES, GapReason, NumberGap
from app.store.numbers import COUNT, Leasing
from app.store.store import Store
from sync import wire
from sync.engine import Engine
from sync.relay import CuttableLine
from sync.transport import Transport
from sync.wire import LeaseRequest, canonical
from tests.support import counter
from tests.support.central_ops import DEVICE, WindowPen, options

SERIES = (CASES, "r")
NOON = datetime(2026, 12, 31, 12, 0, tzinfo=HALL_TIME)


class Window:
    """One window: its store, its line, and the numbers that it gave out. `now` is the hall's clock."""

    def __init__(self, folder: Path, central: EmbeddedCentral, line: CuttableLine, number: str) -> None:
        self.device_id, self.number, self.now = f"window-{number}", number, NOON
        self.given: list[str] = []
        self.store: Store = counter.open_store(folder / self.device_id)
        token = central.central.directory.enrol(self.device_id, number)
        self.leasing = Leasing(
            self.store.numbers, self.store.settings, self.device_id, series=SERIES,
            today=lambda: self.now.date(), clock=lambda: self.now,
        )  # fmt: skip
        self._line = Transport(line.url, token, device_id=self.device_id)
        self._engine = Engine(
            device_id=self.device_id, outbox=self.store.outbox, central=self._line, page_bytes=self.store.page_bytes,
            numbers=self.leasing, roll=lambda: 0.5,
        )  # fmt: skip
        self._ms = 1_790_000_000_000

    def sync(self) -> None:
        self._engine.hurry()
        for _ in range(30):
            self._ms = max(self._engine.step(self._ms), self._ms + 1)

    def give(self, count: int, series: str = CASES) -> None:
        with self.store.saving() as work:
            for _ in range(count):
                self.given.append(work.take_number(series=series, year=self.now.year, window=self.number))

    def gaps(self) -> set[NumberGap]:
        return set(self.store.numbers.gaps())

    def close(self) -> None:
        self._line.close()
        self.store.close()


@pytest.fixture
def central(tmp_path: Path) -> Iterator[EmbeddedCentral]:
    with EmbeddedCentral(options(tmp_path / "central")) as running:
        yield running


@pytest.fixture
def line(central: EmbeddedCentral) -> Iterator[CuttableLine]:
    with CuttableLine(central.url) as line:
        yield line


@pytest.fixture
def windows(tmp_path: Path, central: EmbeddedCentral, line: CuttableLine) -> Iterator[tuple[Window, Window]]:
    both = Window(tmp_path, central, line, "03"), Window(tmp_path, central, line, "05")
    yield both
    for window in both:
        window.close()


@pytest.mark.expects_log
def test_two_windows_off_line_over_new_year_never_collide_and_what_is_left_is_recorded(
    windows: tuple[Window, Window], central: EmbeddedCentral, line: CuttableLine
) -> None:
    for window in windows:
        window.sync()
        window.give(7)
        window.give(2, "r")
    line.cut()
    for hours in range(24):
        for window in windows:
            window.now = NOON + timedelta(hours=hours)
            window.sync()
            window.give(2)
    given = [number for window in windows for number in window.given]
    assert len(set(given)) == len(given) == 2 * (7 + 2 + 48)
    years = {number[2:4] for number in given}
    assert years == {"26", "27"}, "each year has its own numbers"
    line.join()
    for window in windows:
        window.sync()
        left = COUNT - 7 - 24
        unused = next(gap for gap in window.gaps() if gap.series == CASES)
        assert (unused.year, unused.last - unused.first + 1, unused.reason) == (2026, left, GapReason.UNUSED)
        with pytest.raises(Exception, match="case"):
            window.now = NOON
            window.give(1)
        window.now = NOON + timedelta(days=1)
        assert not window.store.numbers.gaps(untold=True)
        [closed] = window.store.audit.of("2026")
        assert closed.action == "numbers.closed"
        [stand] = [each for each in window.store.numbers.stand(2027) if each.series == CASES]
        assert (stand.left, stand.gaps) == (COUNT - 24, left)
    of_both = {gap for window in windows for gap in window.gaps()}
    register = central.central.numbering.register
    assert {*register(CASES, 2026), *register("r", 2026)} == of_both
    given_serials = {int(number.rpartition("-")[2]) for number in given if number[:4] == "YC26" and "R" not in number}
    gap_serials = {serial for gap in register(CASES, 2026) for serial in range(gap.first, gap.last + 1)}
    assert not given_serials & gap_serials
    assert given_serials | gap_serials == set(range(1, 2 * COUNT + 1)), "every serial is either given or a gap"


def test_void_numbers_stand_in_the_same_register(windows: tuple[Window, Window]) -> None:
    window, _ = windows
    window.sync()
    case = counter.save(window.store, "c-1")
    body = {"at": NOON.isoformat(), "actor": "0008", "window": "03", "role": "supervisor", "reason": "重复录入"}
    deed = Deed(MoveKind.VOID, NOON, "0008", Role.SUPERVISOR, "03", "重复录入")
    voided = replace(case, life=evolve(case.life, deed))
    window.store.cases.save(
        Event("e-2", case.id, MoveKind.VOID, NOON, "0008", "03", body, "重复录入"), voided, body=body
    )
    serial = int(case.number.rpartition("-")[2])
    gap = NumberGap(CASES, 2026, serial, serial, GapReason.VOID_CASE)
    assert window.gaps() == {gap} and not window.store.numbers.gaps(untold=True)


def test_the_central_records_what_was_made_void(tmp_path: Path) -> None:
    with EmbeddedCentral(options(tmp_path)) as running:
        central, pen = running.central, WindowPen()
        first = pen.receive("YC26-03-00007", documents=[{"number": "YC26-03-B00012"}])
        facts = {"kind": "supplement", "number": "YC26-03-B00012"}
        ops = [
            first,
            pen.move(first["case_id"], 1, "void_document", "back_office", facts=facts, reason="打错"),
            pen.move(first["case_id"], 2, "void", "supervisor", reason="重复录入"),
        ]
        results = central.ingest.push(read_push(canonical({"device_id": DEVICE, "ops": ops}), Enrolled(DEVICE, "03")))
        assert [each.verdict for each in results] == ["accepted"] * 3
        assert central.numbering.register("b", 2026) == (NumberGap("b", 2026, 12, 12, GapReason.VOID_DOCUMENT),)
        assert central.numbering.register(CASES, 2026) == (NumberGap(CASES, 2026, 7, 7, GapReason.VOID_CASE),)


def test_a_window_reports_only_serials_that_were_leased_to_it(tmp_path: Path) -> None:
    with EmbeddedCentral(options(tmp_path)) as running:
        numbering = running.central.numbering
        numbering.lease(LeaseRequest(request_id="a", device_id=DEVICE, series=CASES, year=2026, count=50))
        own = wire.NumberGap(series=CASES, year=2026, first=11, last=50, reason="unused")
        report = wire.NumberGaps(device_id=DEVICE, gaps=(own,))
        assert [numbering.record(report).kept, numbering.record(report).kept] == [1, 1], "twice is harmless"
        assert len(numbering.register(CASES, 2026)) == 1
        for first, last in ((51, 60), (40, 60), (30, 20)):
            others = wire.NumberGap(series=CASES, year=2026, first=first, last=last, reason="unused")
            with pytest.raises(Unprocessable):
                numbering.record(wire.NumberGaps(device_id=DEVICE, gaps=(others,)))
