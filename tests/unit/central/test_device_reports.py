"""Reports of devices at the central: one a window, its latest; only its own; nothing that cannot be read."""

from __future__ import annotations

import json

import pytest

from app.central.central import Central, Options, open_central
from app.central.directory import Window
from app.central.errors import NotYours, TooLarge, Unprocessable
from app.central.tables import device_reports
from sync.wire import MAX_REPORT_BYTES, WindowReport
from tests.support.reports import window


def keep(central: Central, report: WindowReport) -> None:
    central.device_reports.keep(report.model_dump_json().encode(), Window(report.device_id, report.window))


def test_the_latest_report_of_each_window_is_kept(central: Central) -> None:
    for number in (4, 3):
        central.directory.enrol(f"window-{number:02d}", f"{number:02d}")
        keep(central, window(number, title="旧"))
        keep(central, window(number, title="新"))
    known = {each.number: each.report for each in central.device_reports.latest()}
    assert list(known) == ["03", "04"]  # with the hall's first window, which is number 03 too
    assert [report.title if report else None for report in known.values()] == ["新", "新"]


def test_a_window_that_has_sent_nothing_is_known_too(central: Central) -> None:
    central.directory.enrol("window-09", "09")
    assert [(each.device_id, each.report) for each in central.device_reports.latest()][-1] == ("window-09", None)


def test_a_dismissed_window_is_not_reported(central: Central) -> None:
    central.directory.enrol("window-09", "09")
    keep(central, window(9))
    central.directory.dismiss("window-09")
    assert "window-09" not in {each.device_id for each in central.device_reports.latest()}


def test_another_windows_report_is_refused_and_its_own_stays(central: Central) -> None:
    keep(central, window(3))
    with pytest.raises(NotYours):
        central.device_reports.keep(window(4).model_dump_json().encode(), Window("window-03", "03"))
    (first,) = [each for each in central.device_reports.latest() if each.device_id == "window-03"]
    assert first.report == window(3)


@pytest.mark.parametrize(
    "content",
    [b"", b"null", b"[]", b"{}", b"\xff{", b"[" * 100_000, b'{"hall": 5}', b'{"hall":"\xed\xa0\x80"}'],
    ids=["nothing", "null", "list", "empty", "not UTF-8", "deep", "wrong type", "surrogate"],
)  # fmt: skip
def test_what_is_no_report_is_refused(central: Central, content: bytes) -> None:
    with pytest.raises(Unprocessable):
        central.device_reports.keep(content, Window("window-03", "03"))


@pytest.mark.parametrize(
    "change",
    [
        {"verdict": "scrap"},
        {"uses": -1},
        {"uses": 2**60},
        {"hours": float("inf")},
        {"hours": float("nan")},
        {"title": "x" * 501},
        {"title": "a\0b"},
        {"oddities": ["x"] * 41},
    ],
    ids=lambda change: next(iter(change)),
)
def test_figures_and_texts_have_their_limits(central: Central, change: dict[str, object]) -> None:
    report = window(3).model_dump(mode="json")
    report["devices"][0] |= change
    with pytest.raises(Unprocessable):
        central.device_reports.keep(json.dumps(report).encode(), Window("window-03", "03"))


def test_a_report_too_large_is_refused_before_it_is_read(central: Central) -> None:
    with pytest.raises(TooLarge):
        central.device_reports.keep(b"{" * (MAX_REPORT_BYTES + 1), Window("window-03", "03"))


def test_what_a_newer_window_says_more_is_kept(central: Central) -> None:
    newer = WindowReport.model_validate({**window(3).model_dump(), "weather": "rain"})
    keep(central, newer)
    (first,) = [each for each in central.device_reports.latest() if each.device_id == "window-03"]
    assert first.report is not None
    assert first.report.model_dump()["weather"] == "rain"


def test_a_report_that_is_no_longer_understood_counts_as_none(central: Central) -> None:
    keep(central, window(3))
    with central.store.writing() as connection:
        connection.execute(device_reports.update().values(report='{"from": "long ago"}'))
    assert all(each.report is None for each in central.device_reports.latest())


def test_a_database_from_before_there_were_reports_gets_their_table(settings: Options) -> None:
    old = open_central(settings)
    with old.store.writing() as connection:
        device_reports.drop(connection)
    old.close()
    central = open_central(settings)
    try:
        keep(central, window(3))
        assert any(each.report for each in central.device_reports.latest())
    finally:
        central.close()
