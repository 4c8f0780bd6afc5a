"""Hints whether a scanned page is headed like its material. One that does not come is not missed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from app.domain.case import Page
from app.domain.catalogue import Material
from app.domain.errors import CounterError
from app.lanes import Lane
from app.services.check_title import check_title
from app.services.scan_page import PageStore
from devices.errors import DeviceError
from devices.reading.text import TextReader
from devices.reading.title import TitleHint


class TitleHints:
    """Looks at the head of a page once for each material it is scanned for, on the reader's lane."""

    def __init__(self, reader: TextReader, lane: Lane, pages: PageStore) -> None:
        self._reader, self._lane, self._pages = reader, lane, pages
        self._hints: dict[tuple[str, str], TitleHint | None] = {}

    def of(self, material: Material, page: Page) -> TitleHint | None:
        """What is known by now."""
        return self._hints.get((material.code, page.sha256))

    def ask(self, case_id: str, material: Material, page: Page, told: Callable[[], None]) -> None:
        """Look at `page`, unless that was done before; `told` when there is a hint."""
        key = (material.code, page.sha256)
        if key in self._hints:
            return
        self._hints[key] = None

        def look() -> TitleHint | None:
            if key not in self._hints:  # its applicant has gone: seconds of both cores for nobody
                return None
            return check_title(self._pages.get(case_id, page.sha256), material.name, self._reader)

        self._lane.run(look, partial(self._seen, key, told), self._not_seen)

    def forget(self) -> None:
        """Another case: its pages are none of those seen so far."""
        self._hints.clear()

    def _seen(self, key: tuple[str, str], told: Callable[[], None], hint: TitleHint | None) -> None:
        if key in self._hints:
            self._hints[key] = hint
            told()

    def _not_seen(self, error: Exception) -> None:
        if not isinstance(error, DeviceError | CounterError):
            raise error
