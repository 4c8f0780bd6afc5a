"""What a window reports of its devices is what its bays have seen and its book has kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from app.config import Counter
from app.config import Window as WindowSettings
from app.device_book import DeviceBook
from app.domain.calendar import HALL_TIME
from app.reports.window import window_report
from app.window_devices import WindowDevices
from devices.errors import DeviceAbsent, DeviceError
from devices.ports import Role
from devices.setting import DeviceSetting
from devices.simulators.card_reader import SimulatedCardReader
from devices.simulators.sample_cards import SAMPLE_CARDS
from sync.wire import MAX_REPORT_BYTES, MAX_TEXT, DeviceReport, Verdict, WindowReport
from tests.support.reports import CHINESE

AT = datetime(2026, 11, 25, 17, 30, 12, tzinfo=HALL_TIME)


class Hall:
    """A window over the devices that a test sets up."""

    def __init__(self, folder: Path) -> None:
        self.book, self.folder = DeviceBook(folder), folder
        self.open = ExitStack()

    def devices(self, *settings: DeviceSetting) -> WindowDevices:
        self.settings = Counter(data=str(self.folder), device=settings)
        made = WindowDevices(self.settings, lambda job: job(), book=self.book)
        self.open.callback(made.close)
        self.made = made
        return made

    def report(self) -> WindowReport:
        return window_report(self.made, self.book, self.settings, CHINESE, at=AT)

    def only(self) -> DeviceReport:
        (device,) = self.report().devices
        return device


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    made = Hall(tmp_path)
    with made.open:
        yield made


@pytest.fixture
def reader() -> Iterator[SimulatedCardReader]:
    with SimulatedCardReader() as simulated:
        yield simulated


def used(devices: WindowDevices, name: str, work: Any, times: int = 1) -> None:
    for _ in range(times):
        with suppress(DeviceError):
            devices.bays[name].use(work)


def test_a_window_without_devices_has_a_report_too(hall: Hall) -> None:
    hall.devices()
    report = hall.report()
    assert (report.window, report.device_id, report.devices) == ("03", "window-03", ())
    assert report.made_at == AT.replace(second=0)
    assert report.hall == "岳阳市政务服务中心"


def test_a_reader_that_reads_is_reported_with_its_number_and_figures(hall: Hall, reader: SimulatedCardReader) -> None:
    devices = hall.devices(DeviceSetting("reader", Role.CARD_READER, reader.address))
    reader.card = SAMPLE_CARDS["resident"]
    used(devices, "reader", lambda each: each.identity(), 6)
    with suppress(DeviceError):
        devices.bays["reader"].check()
    told = hall.only()
    assert (told.title, told.role, told.well, told.state) == ("读卡器", "card_reader", True, "正常")
    assert (told.uses, told.failures, told.verdict) == (6, 0, Verdict.KEEP)
    assert told.identity and told.frames_good >= 6 and told.median_seconds is not None
    assert told.oddities == ("读过的卡要拿起再放，才能再读",)


def test_what_earlier_days_have_counted_is_in_the_totals(hall: Hall) -> None:
    hall.devices(DeviceSetting("lockers", Role.LOCK_BANK, "tcp://127.0.0.1:9", "8a-24"))
    hall.book.change("lockers", hours=100.0, good=700, bad=300, losses=9, calibration={"closed_value": 0})
    hall.book.change("lockers", calibrated_on="2026-11-01", checked_on="2026-11-02", identity="42")
    told = hall.only()
    assert (told.hours, told.frames_good, told.frames_bad, told.losses) == (100.0, 700, 300, 9)
    assert (told.verdict, told.why) == (Verdict.REPLACE, "1,000 帧中坏 300 帧，占 30%（限 20%）")
    assert (told.calibrated_on, told.checked_on, told.identity) == ("2026-11-01", "2026-11-02", "42")
    assert told.oddities == ("门反馈开关接法与档案相反，已校准：关门时为 0",)
    assert told.profile_files == ("locks.toml",)


def test_a_device_that_is_not_there_says_what_ails_it_and_what_to_do(hall: Hall) -> None:
    devices = hall.devices(DeviceSetting("reader", Role.CARD_READER, "tcp://127.0.0.1:9"))
    used(devices, "reader", lambda each: each.identity())
    told = hall.only()
    assert (told.well, told.verdict) == (False, Verdict.UNTRIED)
    assert "读卡器打不开" in told.why and "检查线缆" in told.advice
    assert told.trouble.startswith(told.why)
    assert "读卡器打不开" in told.last_trouble


def test_a_cameras_password_is_in_no_report(hall: Hall) -> None:
    address = "camera:http://admin:ge@heim@127.0.0.1:9/1.mjpg"
    devices = hall.devices(DeviceSetting("camera", Role.PAGE_SOURCE, address))
    used(devices, "camera", lambda each: each.frame())
    told = hall.only()
    assert told.connection == "摄像头 http://127.0.0.1:9/1.mjpg"
    assert "打不开" in told.last_trouble
    text = hall.report().model_dump_json()
    assert not any(secret in text for secret in ("admin", "geheim", "heim"))


def test_the_name_of_a_file_that_was_scanned_is_in_no_report(hall: Hall, tmp_path: Path) -> None:
    folder = tmp_path / "scans"
    devices = hall.devices(DeviceSetting("scans", Role.PAGE_SOURCE, f"folder:{folder}"))

    def vanishing(_: Any) -> None:
        raise DeviceAbsent("No such file or directory", role="page_source", where=str(folder / "张三.pdf"))

    folder.mkdir()
    used(devices, "scans", vanishing)
    told = hall.only()
    assert f"文件夹 {folder}" in told.last_trouble and f"文件夹 {folder}" in told.trouble
    assert "张三" not in hall.report().model_dump_json()


def test_what_is_away_all_the_time_is_looked_after_by_its_trouble(hall: Hall) -> None:
    devices = hall.devices(DeviceSetting("reader", Role.CARD_READER, "tcp://127.0.0.1:9"))
    used(devices, "reader", lambda each: each.identity(), 5)
    told = hall.only()
    assert (told.failures, told.verdict) == (5, Verdict.LOOK_AFTER)
    assert told.advice.startswith("检查线缆和电源")


def test_what_failed_as_often_as_not_and_is_well_now_is_to_be_replaced(hall: Hall, reader: SimulatedCardReader) -> None:
    devices = hall.devices(DeviceSetting("reader", Role.CARD_READER, reader.address))

    def fail(_: Any) -> None:
        raise DeviceError("it failed")

    used(devices, "reader", fail, 3)
    used(devices, "reader", lambda each: each.identity(), 3)
    told = hall.only()
    assert (told.uses, told.failures, told.well, told.verdict) == (3, 3, True, Verdict.REPLACE)
    assert told.advice == "先换线、换口试一天，没有好转即更换"


def test_two_devices_of_one_role_are_told_apart(hall: Hall) -> None:
    hall.devices(*(DeviceSetting(name, Role.PAGE_SOURCE, f"image:{name}.png") for name in ("left", "right")))
    assert [each.title for each in hall.report().devices] == ["高拍仪（left）", "高拍仪（right）"]


def test_texts_of_any_length_and_kind_fit_a_report(hall: Hall) -> None:
    name = "\x00\x07㐀𠮷𪚥" + "长" * 2000
    hall.devices(*(DeviceSetting(f"{name}{n}", Role.SLIP_PRINTER, f"tcp://{name}", "a" * 900) for n in range(3)))
    hall.settings = replace(hall.settings, window=WindowSettings(number=name, title=name, device_id="d" * 99))
    report = hall.report()
    told = report.devices[0]
    assert told.name.startswith("㐀𠮷𪚥长") and len(told.name) == MAX_TEXT
    assert told.oddities[0].startswith("型号档案里没有 aaa")
    assert WindowReport.model_validate_json(report.model_dump_json()) == report


def test_a_window_full_of_devices_fits_what_the_central_takes(hall: Hall) -> None:
    hall.devices(*(DeviceSetting(f"printer-{n}", Role.SLIP_PRINTER, f"tcp://10.0.0.{n}:9100", "generic-58")
                   for n in range(100)))  # fmt: skip
    assert len(hall.report().model_dump_json().encode()) < MAX_REPORT_BYTES
