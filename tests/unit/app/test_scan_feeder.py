"""Pages from a scanner, stored one by one; a run can be cancelled, and a jam keeps what came."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import cv2
import numpy as np
import pytest

from app.domain.errors import DiskFull
from app.services.scan_feeder import FeederScan
from devices.bay import Bay
from devices.errors import DeviceLost, FeederEmpty, FeederJammed
from devices.ports import Frame, PageFeeder, Role
from devices.scanning.feeders import open_page_feeder
from devices.setting import DeviceSetting
from devices.simulators.escl_scanner import EsclFault, EsclScanner
from devices.simulators.paper import sample_page


class Shelf:
    """Keeps pages in memory."""

    def __init__(self) -> None:
        self.pages: dict[str, bytes] = {}

    def put(self, case_id: str, data: bytes) -> str:
        sha256 = hashlib.sha256(data).hexdigest()
        self.pages[sha256] = data
        return sha256

    def get(self, case_id: str, sha256: str) -> bytes:
        return self.pages[sha256]


@pytest.fixture(scope="module")
def paper() -> list[Frame]:
    """Four pages of 75 dots an inch."""
    return [
        np.asarray(cv2.resize(sample_page(n), (620, 877), interpolation=cv2.INTER_AREA), dtype=np.uint8)
        for n in range(4)
    ]


@pytest.fixture
def scanner(paper: list[Frame]) -> Iterator[EsclScanner]:
    with EsclScanner(paper) as simulated:
        yield simulated


@pytest.fixture
def bay(scanner: EsclScanner) -> Iterator[Bay[PageFeeder]]:
    setting = DeviceSetting("scanner", Role.PAGE_SOURCE, f"{scanner.address}?source=adf")
    place: Bay[PageFeeder] = Bay(setting, lambda: open_page_feeder(setting.address))
    yield place
    place.close()


def test_every_page_is_stored_and_handed_over_as_it_comes(bay: Bay[PageFeeder]) -> None:
    shelf = Shelf()
    run = FeederScan(bay, "case-1", shelf)
    for count in (1, 2, 3, 4):
        scanned = run.next()
        assert scanned is not None and scanned.page.sha256 in shelf.pages
        assert (run.count, len(shelf.pages)) == (count, count)
        assert scanned.page.height > scanned.page.width
    assert run.next() is None
    assert run.next() is None
    assert bay.health.trouble is None


def test_a_jam_keeps_what_came_and_is_a_fault_of_the_device(bay: Bay[PageFeeder], scanner: EsclScanner) -> None:
    scanner.play(EsclFault.JAM_HALF_WAY)
    shelf = Shelf()
    run = FeederScan(bay, "case-1", shelf)
    assert run.next() and run.next()
    with pytest.raises(FeederJammed):
        run.next()
    assert len(shelf.pages) == 2
    assert isinstance(bay.health.trouble, FeederJammed)
    assert run.next() is None


def test_an_empty_feeder_is_said(bay: Bay[PageFeeder], scanner: EsclScanner) -> None:
    scanner.play(EsclFault.EMPTY)
    with pytest.raises(FeederEmpty):
        FeederScan(bay, "case-1", Shelf()).next()


def test_a_cancelled_run_stops_and_the_scanner_is_free_for_the_next(bay: Bay[PageFeeder], scanner: EsclScanner) -> None:
    run = FeederScan(bay, "case-1", Shelf())
    assert run.next()
    run.cancel()
    assert run.next() is None
    assert scanner.deleted == ["/eSCL/ScanJobs/1"]
    assert FeederScan(bay, "case-2", Shelf()).next()


def test_a_run_cancelled_before_it_began_scans_nothing(bay: Bay[PageFeeder], scanner: EsclScanner) -> None:
    run = FeederScan(bay, "case-1", Shelf())
    run.cancel()
    assert run.next() is None
    assert scanner.settings == ""


def test_a_scanner_that_goes_away_is_away_and_what_came_is_kept(bay: Bay[PageFeeder], scanner: EsclScanner) -> None:
    shelf = Shelf()
    run = FeederScan(bay, "case-1", shelf)
    assert run.next()
    scanner.stop()
    with pytest.raises(DeviceLost):
        run.next()
    assert len(shelf.pages) == 1
    assert not bay.health.opened


class FullShelf(Shelf):
    """Has room for one page."""

    def put(self, case_id: str, data: bytes) -> str:
        if self.pages:
            raise DiskFull("/")
        return super().put(case_id, data)


def test_a_page_that_cannot_be_kept_ends_the_run_and_the_scanner_is_free(
    bay: Bay[PageFeeder], scanner: EsclScanner
) -> None:
    run = FeederScan(bay, "case-1", FullShelf())
    assert run.next()
    with pytest.raises(DiskFull):
        run.next()
    assert scanner.deleted == ["/eSCL/ScanJobs/1"]
    assert run.next() is None
    assert FeederScan(bay, "case-1", Shelf()).next()


def test_a_run_cancelled_while_the_scanner_is_opened_scans_nothing(scanner: EsclScanner) -> None:
    setting = DeviceSetting("scanner", Role.PAGE_SOURCE, f"{scanner.address}?source=adf")

    def opened_slowly() -> PageFeeder:
        run.cancel()
        return open_page_feeder(setting.address)

    place: Bay[PageFeeder] = Bay(setting, opened_slowly)
    run = FeederScan(place, "case-1", Shelf())
    assert run.next() is None
    assert scanner.settings == ""
    place.close()
