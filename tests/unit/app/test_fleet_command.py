"""`yichuang central --fleet-report`: what the director is handed, and what is said when it cannot be made."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.__main__ import main
from app.central.central import open_central
from app.central.server import EmbeddedCentral
from sync.transport import Transport
from tests.support.central_ops import options
from tests.support.reports import HALL, window


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A central's folder, in which two of three windows have reported."""
    folder = tmp_path / "central"
    with EmbeddedCentral(options(folder)) as server:
        for number in (3, 7, 9):
            token = server.central.directory.enrol(f"window-{number:02d}", f"{number:02d}")
            if number != 9:
                transport = Transport(server.url, token)
                transport.send_devices(window(number))
                transport.close()
    return folder


def run(data: Path, file: Path) -> int:
    return main(["central", "--data", str(data), "--fleet-report", str(file)])


@pytest.mark.parametrize(("ending", "begins"), [(".pdf", b"%PDF"), (".html", b"<!DOCTYPE html>"), (".json", b"{")])
def test_the_report_is_made_in_the_form_that_its_name_asks_for(
    data: Path, tmp_path: Path, ending: str, begins: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / f"fleet{ending}"
    assert run(data, file) == 0
    assert file.read_bytes().startswith(begins)
    assert "3 个窗口，已报 2 个，设备 18 台" in capsys.readouterr().out


def test_the_hall_is_called_by_its_name_and_the_silent_window_is_named(data: Path, tmp_path: Path) -> None:
    run(data, tmp_path / "fleet.json")
    told = json.loads((tmp_path / "fleet.json").read_text(encoding="utf-8"))
    assert told["hall"] == HALL
    assert (told["windows"], told["reported"], told["devices"]) == (3, 2, 18)
    assert "09" in told["not_reported"]


def test_it_can_be_made_while_the_central_runs(data: Path, tmp_path: Path) -> None:
    running = open_central(options(data))
    try:
        assert run(data, tmp_path / "fleet.html") == 0
    finally:
        running.close()


def test_a_hall_whose_windows_have_reported_nothing_gets_a_report_that_says_so(tmp_path: Path) -> None:
    open_central(options(tmp_path / "central")).close()
    assert run(tmp_path / "central", tmp_path / "fleet.html") == 0
    assert "还没有一个报来" in (tmp_path / "fleet.html").read_text(encoding="utf-8")


def test_no_central_another_ending_and_no_folder_are_said(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path / "nowhere", tmp_path / "fleet.pdf") == 1
    assert "没有中心端的数据" in capsys.readouterr().err
    assert not (tmp_path / "nowhere").exists()
    assert run(data, tmp_path / "fleet.docx") == 2
    assert ".pdf, .html or .json" in capsys.readouterr().err
    assert run(data, tmp_path / "no" / "such" / "fleet.html") == 1
    assert "读写失败" in capsys.readouterr().err


def test_a_database_that_is_none_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "central.db").write_bytes(b"this is no database" * 99)
    assert run(tmp_path, tmp_path / "fleet.pdf") == 1
    assert "打不开" in capsys.readouterr().err
