"""`yichuang device scan`: one PDF or numbered pictures, a line a page, and what came is kept when paper jams."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import cv2
import numpy as np
import pypdfium2
import pytest
from PIL import Image

from devices.simulators.camera_stream import CameraStream
from devices.simulators.desk import Desk, render_scene
from devices.simulators.escl_scanner import EsclFault, EsclScanner
from devices.simulators.paper import sample_page
from tests.support import sane
from tests.support.command_line import CHINESE, Command, told_by


@pytest.fixture(scope="module")
def paper() -> list[np.ndarray]:
    """Four pages of 100 dots an inch."""
    return [cv2.resize(sample_page(n), (827, 1169), interpolation=cv2.INTER_AREA) for n in range(4)]


@pytest.fixture
def scanner(paper: list[np.ndarray]) -> Iterator[EsclScanner]:
    with EsclScanner(paper) as simulated:
        yield simulated


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs the verb."""
    return partial(told_by, capsys, "device", "scan")


def pages_of(pdf: Path) -> int:
    with pypdfium2.PdfDocument(pdf) as book:
        return len(book)


def test_a_whole_feeder_becomes_one_pdf_of_a4_with_a_line_a_page(
    run: Command, scanner: EsclScanner, tmp_path: Path
) -> None:
    out = tmp_path / "case.pdf"
    told = run("--from", f"{scanner.address}?source=adf", "--out", out)
    assert (told.code, told.err) == (0, "")
    assert [line.split()[0] for line in told.out.splitlines()[:4]] == ["1", "2", "3", "4"]
    with pypdfium2.PdfDocument(out) as book:
        assert [tuple(round(side) for side in page.get_size()) for page in book] == [(595, 842)] * 4


def test_pictures_are_numbered_by_the_name_of_out(run: Command, scanner: EsclScanner, tmp_path: Path) -> None:
    told = run("--from", f"{scanner.address}?source=adf", "--out", tmp_path / "page.png", "--look", "grey", "--json")
    facts = json.loads(told.out)
    assert (told.code, facts["pages"], facts["blank"]) == (0, 4, 0)
    assert [Path(file).name for file in facts["files"]] == [f"page-{n}.png" for n in (1, 2, 3, 4)]
    with Image.open(facts["files"][0]) as picture:
        assert picture.format == "PNG"


def test_after_a_jam_what_came_is_kept_and_the_jam_is_said(run: Command, scanner: EsclScanner, tmp_path: Path) -> None:
    scanner.play(EsclFault.JAM_HALF_WAY)
    out = tmp_path / "case.pdf"
    told = run("--from", f"{scanner.address}?source=adf", "--out", out)
    assert told.code == 1
    assert CHINESE.search(told.err) and told.err.count("\n") == 1
    assert pages_of(out) == 2


def test_an_empty_feeder_leaves_no_file(run: Command, scanner: EsclScanner, tmp_path: Path) -> None:
    scanner.play(EsclFault.EMPTY)
    told = run("--from", f"{scanner.address}?source=adf", "--out", tmp_path / "case.pdf", "--json")
    assert (told.code, json.loads(told.out)["error"]) == (1, "FeederEmpty")
    assert not list(tmp_path.iterdir())


@sane.installed
def test_a_scanner_behind_sane_is_scanned_as_well(
    run: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sane.use_test_backend(tmp_path, monkeypatch)
    told = run("--from", "sane:test:0?source=adf&resolution=75&test-picture=Grid", "--out", tmp_path / "ten.pdf")
    assert told.code == 0
    assert pages_of(tmp_path / "ten.pdf") == sane.FULL


class Still:
    """A camera over a page that lies still."""

    def __init__(self) -> None:
        self._scene = render_scene(3, page=sample_page(1), desk=Desk.DARK).frame

    def frame(self) -> np.ndarray:
        return self._scene


def test_a_camera_gives_the_page_found_under_it(run: Command, tmp_path: Path) -> None:
    with CameraStream(Still(), pace=20) as stream:
        told = run("--from", f"camera:{stream.url}", "--out", tmp_path / "page.jpg")
    assert (told.code, told.err) == (0, "")
    with Image.open(tmp_path / "page.jpg") as picture:
        assert max(picture.size) / min(picture.size) == pytest.approx(297 / 210, rel=0.03)


@pytest.mark.parametrize("out", ["page.exe", "page"])
def test_a_kind_of_file_that_is_not_written_is_wrong_use_before_paper_moves(
    run, scanner: EsclScanner, tmp_path: Path, out: str
) -> None:
    assert run("--from", scanner.address, "--out", tmp_path / out).code == 2
    assert scanner.settings == ""


def test_a_folder_that_is_not_there_is_said_before_paper_moves(
    run: Command, scanner: EsclScanner, tmp_path: Path
) -> None:
    assert run("--from", scanner.address, "--out", tmp_path / "none" / "case.pdf").code == 1
    assert scanner.settings == ""


def test_an_address_that_makes_no_sense_is_wrong_use(run: Command, tmp_path: Path) -> None:
    assert run("--from", "sane:", "--out", tmp_path / "case.pdf").code == 2
    assert run("--from", "fax:1", "--out", tmp_path / "case.pdf").code == 2
