"""A report is kept and sent; one that cannot be sent is still kept, and people are told."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.central.server import EmbeddedCentral
from app.documents.typesetting import Documents
from app.paths import font_folders, resources
from app.services.save_report import Connect, save_report
from sync.transport import Transport
from sync.wire import WindowReport
from tests.support.central_ops import options
from tests.support.reports import CHINESE, window

NOBODY = "http://127.0.0.1:9"


@pytest.fixture(scope="module")
def documents() -> Documents:
    return Documents(resources() / "slips", font_folders())


@pytest.fixture
def server(tmp_path: Path) -> Iterator[EmbeddedCentral]:
    with EmbeddedCentral(options(tmp_path / "central")) as running:
        yield running


def to(server: EmbeddedCentral, device_id: str = "window-03") -> Connect:
    token = server.central.directory.enrol(device_id, "03")
    return lambda: Transport(server.url, token)


def test_a_report_is_kept_in_three_forms(documents: Documents, tmp_path: Path) -> None:
    saved = save_report(window(3), documents, tmp_path / "reports", CHINESE)
    assert saved.pdf is not None and saved.pdf.read_bytes().startswith(b"%PDF")
    assert sorted(each.suffix for each in saved.pdf.parent.iterdir()) == [".html", ".json", ".pdf"]
    assert WindowReport.model_validate_json(saved.pdf.with_suffix(".json").read_bytes()) == window(3)
    assert saved.pdf.with_suffix(".html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert saved.note == f"兼容报告已存：{saved.pdf}"


def test_a_report_of_the_same_day_takes_the_place_of_the_first(documents: Documents, tmp_path: Path) -> None:
    for title in ("一", "二"):
        save_report(window(3, title=title), documents, tmp_path, CHINESE)
    (kept,) = tmp_path.glob("*.json")
    assert WindowReport.model_validate_json(kept.read_bytes()).title == "二"


def test_the_name_of_a_window_cannot_lead_elsewhere(documents: Documents, tmp_path: Path) -> None:
    saved = save_report(window(3, window="../../十/3"), documents, tmp_path / "reports", CHINESE)
    assert saved.pdf is not None and saved.pdf.parent == tmp_path / "reports"


def test_a_report_reaches_the_central(documents: Documents, tmp_path: Path, server: EmbeddedCentral) -> None:
    saved = save_report(window(3), documents, tmp_path, CHINESE, connect=to(server))
    assert saved.note == f"兼容报告已存：{saved.pdf}，并已送中心端"
    assert any(each.report == window(3) for each in server.central.device_reports.latest())


def test_a_report_that_reaches_nobody_is_kept_and_said(documents: Documents, tmp_path: Path) -> None:
    saved = save_report(window(3), documents, tmp_path, CHINESE, connect=lambda: Transport(NOBODY, "x"))
    assert saved.pdf is not None and saved.pdf.exists()
    assert saved.note.endswith("没有送到中心端：连不上中心端")


def test_a_report_that_the_central_refuses_is_kept_and_said(
    documents: Documents, tmp_path: Path, server: EmbeddedCentral
) -> None:
    saved = save_report(window(4), documents, tmp_path, CHINESE, connect=to(server))
    assert saved.pdf is not None and "not_your_window" in saved.note


def test_a_folder_that_cannot_be_written_is_said(documents: Documents, tmp_path: Path) -> None:
    (tmp_path / "reports").write_text("a file in the way")
    saved = save_report(window(3), documents, tmp_path / "reports", CHINESE)
    assert saved.pdf is None
    assert "没有存上" in saved.note and os.strerror(17) in saved.note


def test_a_template_that_is_broken_is_said(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "report.typ").write_text("#nonsense")
    saved = save_report(window(3), Documents(tmp_path / "slips", font_folders()), tmp_path / "out", CHINESE)
    assert saved.pdf is None and "排版出错" in saved.note
    assert not list((tmp_path / "out").iterdir())
