"""What every scanner keeps to, be it behind SANE, in the network, or one that puts its files into a folder."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np
import pytest

from devices.errors import FeederEmpty
from devices.ports import Frame, PageFeeder
from devices.scanning.escl import EsclFeeder, parse_escl_address
from devices.scanning.watch_folder import FolderFeeder
from devices.simulators.escl_scanner import EsclFault, EsclScanner
from devices.simulators.paper import sample_page
from tests.support import sane

A4_RATIO = 297 / 210


class Cancelable(PageFeeder, Protocol):
    """A feeder whose scan another thread can stop."""

    def cancel(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Place:
    """A feeder, how many pages lie in it, and how it is emptied."""

    feeder: Cancelable
    pages: int
    empty: Callable[[], Cancelable]


def small(number: int) -> Frame:
    """A page of 75 dots an inch."""
    return np.asarray(cv2.resize(sample_page(number), (620, 877), interpolation=cv2.INTER_AREA), dtype=np.uint8)


@pytest.fixture
def behind_sane(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    sane.use_test_backend(tmp_path, monkeypatch)
    feeder = sane.sane_feeder()
    yield Place(
        feeder,
        sane.FULL,
        lambda: sane.sane_feeder("source=adf&resolution=75&read-return-value=SANE_STATUS_NO_DOCS"),
    )
    assert not sane.running_scans()


def in_network(kind: str) -> Iterator[Place]:
    with EsclScanner([small(number) for number in range(4)], kind=kind) as scanner:
        feeder = EsclFeeder(parse_escl_address(f"{scanner.address}?source=adf"), patience=20)

        def empty() -> EsclFeeder:
            scanner.play(EsclFault.EMPTY)
            return feeder

        yield Place(feeder, 4, empty)
        feeder.close()


@pytest.fixture
def by_jpeg() -> Iterator[Place]:
    yield from in_network("image/jpeg")


@pytest.fixture
def by_pdf() -> Iterator[Place]:
    yield from in_network("application/pdf")


@pytest.fixture
def by_folder(tmp_path: Path) -> Iterator[Place]:
    feeder = FolderFeeder(tmp_path, still=0.0)
    feeder.open()
    for number in range(3):
        cv2.imwrite(str(tmp_path / f"{number}.png"), small(number))
    (tmp_path / "none").mkdir()
    yield Place(feeder, 3, lambda: FolderFeeder(tmp_path / "none", still=0.0))


@pytest.fixture(params=[pytest.param("behind_sane", marks=sane.installed), "by_jpeg", "by_pdf", "by_folder"])
def place(request: pytest.FixtureRequest) -> Place:
    found: Place = request.getfixturevalue(request.param)
    return found


def opened_again(place: Place) -> PageFeeder:
    """Opened, but for the folder, which was when the first file had not come yet."""
    if not isinstance(place.feeder, FolderFeeder):
        place.feeder.open()
    return place.feeder


def test_the_whole_feeder_comes_page_by_page_and_its_end_is_no_error(place: Place) -> None:
    pages = list(opened_again(place).pages())
    assert len(pages) == place.pages
    assert all(page.dtype == np.uint8 and page.ndim == 3 and page.shape[2] == 3 for page in pages)


def test_an_empty_feeder_is_said_to_be_empty_before_the_first_page(place: Place) -> None:
    feeder = place.empty()
    feeder.open()
    with pytest.raises(FeederEmpty):
        next(feeder.pages())
    feeder.close()


def test_closing_the_iterator_after_one_page_ends_the_scan_at_once(place: Place) -> None:
    feeder = opened_again(place)
    with closing(feeder.pages()) as pages:
        assert next(pages).size
        started = time.monotonic()
    assert time.monotonic() - started < 3


def test_a_scan_cancelled_from_another_thread_ends_without_an_error(place: Place) -> None:
    pages = opened_again(place).pages()
    next(pages)
    canceller = threading.Thread(target=place.feeder.cancel)
    canceller.start()
    canceller.join()
    assert len(list(pages)) == 0


def test_a_feeder_can_be_closed_twice_and_it_has_a_name(place: Place) -> None:
    assert place.feeder.name
    place.feeder.close()
    place.feeder.close()


@pytest.mark.parametrize("makes", ["by_jpeg", "by_pdf", "by_folder"])  # the table of SANE's test scanner is a square
def test_pages_are_upright_a4(makes: str, request: pytest.FixtureRequest) -> None:
    page = next(itertools.islice(opened_again(request.getfixturevalue(makes)).pages(), 1))
    assert page.shape[0] / page.shape[1] == pytest.approx(A4_RATIO, rel=0.02)
