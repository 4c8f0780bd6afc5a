"""The documents of the open case: which is looked at, how it looked in print, and printing it once more."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from app.domain.errors import CounterError
from app.domain.slips import SlipDocument
from app.lanes import Lane
from app.presenters.cases.view import document_key, latest_first
from app.services.open_case import OpenedCase
from app.store.store import Store
from app.wording import Wording
from devices.ports import Raster

PrintAgain = Callable[[str, SlipDocument, Callable[[str], None]], None]
"""Prints a document of a case once more, and tells how that went."""


class CasePapers:
    """`changed` is told when there is more to be seen."""

    def __init__(
        self,
        store: Store,
        *,
        wording: Wording,
        store_lane: Lane,
        document_lane: Lane,
        raster: Callable[[SlipDocument], Raster],
        print_again: PrintAgain,
        changed: Callable[[], None],
    ) -> None:
        self._store, self._say, self._store_lane, self._document_lane = store, wording, store_lane, document_lane
        self._raster, self._print_again, self._changed = raster, print_again, changed
        self.place, self.note = 0, ""
        self.raster: Raster | None = None
        self.printed: Mapping[str, int] = {}

    def forget(self) -> None:
        """Another case is looked at."""
        self.place, self.note, self.raster, self.printed = 0, "", None, {}

    def choose(self, place: int, opened: OpenedCase | None) -> None:
        """Look at another document, counted from the latest."""
        self.place, self.note, self.raster = place, "", None
        self.draw(opened)

    def current(self, opened: OpenedCase) -> SlipDocument | None:
        """The document that is looked at."""
        papers = latest_first(opened)
        if not papers:
            return None
        document = papers[min(self.place, len(papers) - 1)]
        return replace(document, void=document.void or document.number in opened.life.void_documents)

    def draw(self, opened: OpenedCase | None) -> None:
        """Set the current document, and count what was printed here."""
        document = self.current(opened) if opened is not None else None
        if opened is None or document is None:
            return
        self._document_lane.run(partial(self._raster, document), self._drawn, self._failed)
        self.count(opened)

    def count(self, opened: OpenedCase | None) -> None:
        """Count anew what was printed here."""
        if opened is not None:
            self._store_lane.run(partial(self._counts, opened.case_id), self._counted)

    def reprint(self, opened: OpenedCase) -> None:
        """Print the current document once more; the paper says so."""
        document = self.current(opened)
        if document is not None:
            self._print_again(opened.case_id, document, self.say)

    def say(self, sentence: str) -> None:
        """How printing went."""
        self.note = sentence
        self._changed()

    def _counts(self, case_id: str) -> Mapping[str, int]:
        """How often each document of the case was printed at this window; those of other windows are not among them."""
        slips = self._store.slips.of(case_id)
        return {document_key(slip.document): 1 + slip.reprints if slip.printed_at else 0 for slip in slips}

    def _counted(self, printed: Mapping[str, int]) -> None:
        self.printed = printed
        self._changed()

    def _drawn(self, raster: Raster) -> None:
        self.raster = raster
        self._changed()

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, CounterError):
            raise error
        self.say(self._say.error(error))
