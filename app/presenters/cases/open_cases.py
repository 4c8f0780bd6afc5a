"""Whole cases and their pages, kept for the session: what was opened before can be worked on off line."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol

from app.domain.errors import CounterError, NotFound
from app.lanes import Lane
from app.services.open_case import OpenedCase, file_event, opened_case, with_moves
from app.services.scan_page import thumb_of_picture
from app.store.store import Store
from devices.errors import DeviceError
from sync.errors import SyncError
from sync.wire import CaseFile, FilePage

MOST_PICTURES = 60
"""Pages kept in memory; at a quarter of a megabyte each they are not the program's biggest part."""


class FileSource(Protocol):
    """Where whole cases come from. Raises `SyncError`."""

    def file(self, case_id: str) -> CaseFile: ...
    def page(self, case_id: str, sha256: str) -> bytes: ...


class OpenCases:
    """Keeps what was opened. `changed` is told the case of which more is known."""

    def __init__(self, source: FileSource, store: Store, *, lane: Lane, changed: Callable[[str], None]) -> None:
        self._source, self._store, self._lane, self._changed = source, store, lane, changed
        self._cases: dict[str, OpenedCase] = {}
        self._confirmed: dict[str, int] = {}
        self._troubles: dict[str, Exception] = {}
        self._page_troubles: dict[str, Exception] = {}
        self._asked: set[str] = set()
        self.pictures: dict[str, bytes] = {}
        self.thumbs: dict[str, bytes] = {}

    def forget(self) -> None:
        """Another person sits here."""
        for kept in (self._cases, self._confirmed, self._troubles, self._page_troubles, self.pictures, self.thumbs):
            kept.clear()

    def get(self, case_id: str) -> OpenedCase | None:
        """The case, if it was opened."""
        return self._cases.get(case_id)

    def confirmed(self, case_id: str) -> int:
        """The version of it that the central has."""
        return self._confirmed.get(case_id, 0)

    def trouble(self, case_id: str) -> Exception | None:
        """Why it could not be fetched last."""
        return self._troubles.get(case_id)

    def page_trouble(self, sha256: str) -> Exception | None:
        """Why that page could not be fetched last."""
        return self._page_troubles.get(sha256)

    def keep(self, opened: OpenedCase) -> None:
        """The case as a move made here has left it."""
        self._cases[opened.case_id] = opened

    def fetch(self, case_id: str, *, truth: bool = False) -> None:
        """Ask for the case; `truth` leaves out what was done here and has been refused."""
        if case_id in self._asked:
            return
        self._asked.add(case_id)
        self._lane.run(
            lambda: self._read(case_id, truth), partial(self._came, case_id, truth), partial(self._failed, case_id)
        )

    def fetch_pages(self, opened: OpenedCase, first: int) -> None:
        """Ask for the pages of a case, the one looked at first."""
        pages = [*opened.pages[first : first + 1], *opened.pages]
        for page in pages:
            if page.sha256 not in self.pictures and page.sha256 not in self._asked:
                self._asked.add(page.sha256)
                self._lane.run(
                    partial(self._read_page, opened.case_id, page), partial(self._page_came, opened.case_id, page),
                    partial(self._page_failed, opened.case_id, page),
                )  # fmt: skip

    def _read(self, case_id: str, truth: bool) -> tuple[OpenedCase, int]:
        opened = opened_case(self._source.file(case_id))
        if truth:
            return opened, opened.version
        return self._with_what_was_done_here(opened), opened.version

    def _with_what_was_done_here(self, opened: OpenedCase) -> OpenedCase:
        """The central's truth with the moves of this window that are on their way to it."""
        try:
            case, events = self._store.cases.open(opened.case_id)
        except NotFound:
            return opened
        ahead = case.version - opened.version
        if not 0 < ahead <= len(events):
            return opened
        later = enumerate(events[-ahead:], start=opened.version + 1)
        slips = [slip.document for slip in self._store.slips.of(opened.case_id)]
        new = tuple(slip for slip in slips if (slip.kind, slip.number) not in _known(opened))
        told = tuple(file_event(event, version, "") for version, event in later)
        return with_moves(opened, case.life, told, documents=new)

    def _read_page(self, case_id: str, page: FilePage) -> tuple[bytes, bytes]:
        pages = self._store.pages
        whole = (
            pages.get(case_id, page.sha256)
            if pages.has(case_id, page.sha256)
            else self._source.page(case_id, page.sha256)
        )
        return whole, thumb_of_picture(whole)

    def _came(self, case_id: str, truth: bool, answer: tuple[OpenedCase, int]) -> None:
        """What was asked for before a move was made here does not undo it on the screen."""
        opened, confirmed = answer
        self._asked.discard(case_id)
        self._troubles.pop(case_id, None)
        kept = self._cases.get(case_id)
        if truth or kept is None or opened.version >= kept.version:
            self._cases[case_id] = opened
        self._confirmed[case_id] = confirmed
        self._changed(case_id)

    def _failed(self, case_id: str, error: Exception) -> None:
        self._asked.discard(case_id)
        if not isinstance(error, SyncError | CounterError):
            raise error
        self._troubles[case_id] = error
        self._changed(case_id)

    def _page_came(self, case_id: str, page: FilePage, answer: tuple[bytes, bytes]) -> None:
        self._asked.discard(page.sha256)
        self._page_troubles.pop(page.sha256, None)
        self.pictures[page.sha256], self.thumbs[page.sha256] = answer
        while len(self.pictures) > MOST_PICTURES:
            del self.pictures[next(iter(self.pictures))]
        self._changed(case_id)

    def _page_failed(self, case_id: str, page: FilePage, error: Exception) -> None:
        self._asked.discard(page.sha256)
        if not isinstance(error, SyncError | CounterError | DeviceError):
            raise error
        self._page_troubles[page.sha256] = error
        self._changed(case_id)


def _known(opened: OpenedCase) -> set[tuple[object, str]]:
    return {(document.kind, document.number) for document in opened.documents}
