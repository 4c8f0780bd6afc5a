"""A hall's devices, gathered: who fares worst, who has not reported, and in which order to replace."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from app.reports.fleet import STALE, Fleet, HallWindow, hall_name
from sync.wire import DeviceReport, Verdict
from tests.support.reports import KINDS, NOW, device, fleet, window

PRINTER = KINDS[2]


def hall(*windows: tuple[DeviceReport, ...]) -> Fleet:
    reports = [window(number).model_copy(update={"devices": devices}) for number, devices in enumerate(windows, 1)]
    return Fleet("YC", NOW, tuple(HallWindow(each.window, each.device_id, each) for each in reports))


def printer(profile: str, good: int, bad: int, **more: Any) -> DeviceReport:
    return device(PRINTER, profile=profile, frames_good=good, frames_bad=bad, uses=100, failures=0, losses=0, **more)


def test_the_worst_device_is_replaced_first() -> None:
    gathered = hall((printer("a", 70, 30),), (printer("b", 20, 80), printer("c", 99, 1)), (printer("d", 50, 50),))
    assert [each.device.profile for each in gathered.with_verdict(Verdict.REPLACE)] == ["b", "d", "a"]
    assert [each.window for each in gathered.with_verdict(Verdict.REPLACE)] == ["02", "03", "01"]


def test_a_make_is_judged_by_all_its_devices_the_worst_first_and_the_untried_last() -> None:
    idle = device(PRINTER, profile="idle", frames_good=0, frames_bad=0, uses=0, failures=0)
    gathered = hall((printer("good", 100, 0), idle), (printer("bad", 60, 40), printer("good", 99, 1)))
    assert [(each.profile, each.count) for each in gathered.makes] == [("bad", 1), ("good", 2), ("idle", 1)]
    assert gathered.makes[1].work.bad_frames == 1 / 200
    assert gathered.makes[2].work.bad_frames is None


def test_roles_count_their_devices_by_verdict() -> None:
    gathered = hall(
        (printer("a", 70, 30), device(KINDS[0], well=False, trouble="断开了。重插")), (printer("b", 99, 1),)
    )
    printers, readers = gathered.roles
    assert (printers.role, printers.all, printers.well) == ("slip_printer", 2, 2)
    assert (printers.verdicts[Verdict.REPLACE], printers.verdicts[Verdict.KEEP]) == (1, 1)
    assert (readers.all, readers.well, readers.verdicts[Verdict.LOOK_AFTER]) == (1, 0, 1)


def test_windows_that_are_silent_or_late_are_missing() -> None:
    gathered = fleet()
    assert [each.number for each in gathered.missing] == ["05", "13"]
    assert gathered.reported == 19


def test_a_report_of_exactly_a_week_is_not_late() -> None:
    report = window().model_copy(update={"made_at": NOW - STALE})
    older = report.model_copy(update={"made_at": NOW - STALE - timedelta(minutes=1)})
    told = Fleet("YC", NOW, (HallWindow("03", "a", report), HallWindow("04", "b", older)))
    assert [each.number for each in told.missing] == ["04"]


def test_a_window_whose_clock_is_ahead_is_not_late() -> None:
    ahead = window().model_copy(update={"made_at": NOW + timedelta(days=30)})
    assert Fleet("YC", NOW, (HallWindow("03", "a", ahead),)).missing == ()


def test_the_hall_is_called_as_most_windows_call_it() -> None:
    reports = [window(1, hall="甲"), window(2, hall="乙"), window(3, hall="乙"), window(4, hall="")]
    assert hall_name(reports, "YC") == "乙"
    assert hall_name([], "YC") == "YC"


def test_plain_figures_are_those_of_the_paper() -> None:
    gathered = fleet()
    plain = gathered.to_plain()
    assert sum(plain["verdicts"].values()) == plain["devices"] == 19 * len(KINDS)
    assert sum(each["devices"] for each in plain["roles"]) == sum(each["devices"] for each in plain["makes"]) == 171
    assert plain["not_reported"] == ["05", "13"]
    assert len(plain["reports"]) == 19
