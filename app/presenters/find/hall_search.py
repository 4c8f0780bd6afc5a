"""The cases of the whole hall that fit what is being looked for, where the central answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from app.lanes import Lane
from app.presenters.cases.listing import WorkSource
from app.presenters.cases.open_cases import FileSource
from sync.errors import SyncError
from sync.wire import WorkQuery, WorkRow

MOST_ROWS = 50


class HallCases(WorkSource, FileSource, Protocol):
    """Where the hall's cases come from. Raises `SyncError`s."""


class HallSearch:
    """Keeps what the central found for the newest words; words typed over meanwhile are not asked for."""

    def __init__(self, source: WorkSource, *, lane: Lane) -> None:
        self._source, self._lane = source, lane
        self._text = ""
        self.rows: tuple[WorkRow, ...] = ()
        self.trouble: SyncError | None = None
        self.on_found: Callable[[], None] = lambda: None

    def look(self, text: str) -> None:
        """Look for a number, a name, initials or an item, whether open or ended, however long ago."""
        if text != self._text:
            self._text, self.rows, self.trouble = text, (), None
        if text:
            self._lane.run(lambda: self._ask(text), lambda found: self._came(text, found))

    def _ask(self, text: str) -> tuple[WorkRow, ...] | SyncError:
        if text != self._text:
            return ()
        try:
            return self._source.work(WorkQuery(text=text[:64], only_open=False, limit=MOST_ROWS)).rows
        except SyncError as error:
            return error

    def _came(self, text: str, found: tuple[WorkRow, ...] | SyncError) -> None:
        if text != self._text:
            return
        if isinstance(found, SyncError):
            self.trouble = found
        else:
            self.rows, self.trouble = found, None
        self.on_found()
