"""Pages that come in one after the other, from files or a scanner, to whichever part of the program takes them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.lanes import Lane
from app.services.scan_feeder import FeederScan
from app.services.scan_page import PageStore, Scanned, scan_next
from devices.bay import Bay
from devices.scanning.clean import Look
from devices.scanning.pictures import pictures_in


@dataclass(frozen=True, slots=True)
class Feeder:
    """The scanner of the window, and the lane it is used on."""

    bay: Bay[Any]
    lane: Lane


@dataclass(frozen=True, slots=True)
class Incoming:
    """Pages on their way: `next` gives one on `lane`, None after the last; `stop` ends it early."""

    next: Callable[[], Scanned | None]
    lane: Lane
    stop: Callable[[], None] = lambda: None


def from_files(
    names: Sequence[str], case_id: str, pages: PageStore, *, lane: Lane, look: Look = Look.COLOUR, coded: bool = False
) -> Incoming:
    """Pages from picture or PDF files, one by one; those that are `coded` are known by their bar codes."""
    pictures = pictures_in([Path(name) for name in names])
    return Incoming(lambda: scan_next(pictures, case_id, pages, look=look, coded=coded), lane)


def from_feeder(
    feeder: Feeder, case_id: str, pages: PageStore, *, look: Look = Look.COLOUR, coded: bool = False
) -> Incoming:
    """What lies in the scanner, page by page as it comes."""
    scan = FeederScan(feeder.bay, case_id, pages, look=look, coded=coded)

    def stop() -> None:
        scan.cancel()
        feeder.lane.run(scan.close)

    return Incoming(scan.next, feeder.lane, stop)
