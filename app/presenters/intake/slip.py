"""Step 5: the case is saved; its slips are printed, or wait and say why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from app.documents.typesetting import Documents
from app.domain.documents import DocumentKinds
from app.domain.errors import CounterError
from app.domain.slips import SlipDocument
from app.lanes import Lane
from app.presenters.marks import Mark, Tone
from app.services.print_slip import GlyphsMissing, NoPrinter, Printed, print_a4, print_slip, save_a4
from app.services.submit_case import Submitted
from app.store.store import Store
from app.wording import Wording
from devices.bay import Bay
from devices.errors import DeviceError
from devices.ports import Raster, Readiness, SlipPrinter


@dataclass(frozen=True, slots=True)
class SlipRow:
    """One slip of this case."""

    id: int
    mark: Mark
    title: str
    word: str
    tone: Tone
    current: bool


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A slip of any case that waits for the printer."""

    id: int
    title: str
    second: str


@dataclass(frozen=True, slots=True)
class SlipState:
    """The page."""

    number: str = ""
    headline: str = ""  # number, as saved
    due: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    slips: tuple[SlipRow, ...] = ()
    raster: Raster | None = None
    dots: int = 576
    printer: str = ""
    printer_mark: Mark = Mark.DONE
    trouble: str = ""
    note: str = ""
    busy: bool = False
    waiting: tuple[WaitingRow, ...] = ()
    elsewhere: str = ""  # the other printer that could print it


@dataclass(frozen=True, slots=True)
class Outlet:
    """A printer that can be used instead, and the lane it is used on."""

    printer: Bay[Any]
    lane: Lane


class SlipView(Protocol):
    """What the presenter asks of its page."""

    def present(self, state: SlipState) -> None: ...


class SlipPresenter:
    """Prints the slips of a case one after the other; reprints, A4 and the waiting list."""

    def __init__(
        self,
        *,
        wording: Wording,
        store: Store,
        documents: Documents,
        kinds: DocumentKinds,
        printer: Bay[SlipPrinter] | None,
        lane: Lane,
        document_lane: Lane,
        dots: int,
        a4_folder: Path,
        now: Callable[[], datetime],
        clerk: Callable[[], str],
        elsewhere: Outlet | None = None,
        office: Outlet | None = None,
    ) -> None:
        """`elsewhere` is another slip printer, perhaps another window's; `office` prints A4.

        PDFs are made on `document_lane`: they are what is left when the printer's own lane is stuck.
        """
        self._elsewhere, self._office = elsewhere, office
        self._say, self._store, self._documents, self._kinds = wording, store, documents, kinds
        self._now, self._clerk = now, clerk
        self._printer, self._lane, self._dots, self._a4_folder = printer, lane, dots, a4_folder
        self._document_lane = document_lane
        self._view: SlipView | None = None
        self._submitted: Submitted | None = None
        self._ids: tuple[int, ...] = ()
        self._marks: dict[int, tuple[Mark, str, Tone]] = {}
        self._rasters: dict[int, Raster] = {}
        self._current = 0
        self._trouble: Exception | None = None
        self._note = ""
        self._readiness: Readiness | None = None
        self._busy = 0
        self.on_pdf: Callable[[Path], None] = lambda _: None

    def show(self, view: SlipView) -> None:
        """Use `view` from now on."""
        self._view = view
        self._present()

    def open(self, submitted: Submitted) -> None:
        """A case was saved: show its slips and print them."""
        self._submitted, self._current, self._trouble, self._note = submitted, 0, None, ""
        self._ids = submitted.slip_ids
        self._marks, self._rasters = {}, {}
        for slip_id, document in zip(self._ids, submitted.slips, strict=True):
            self._draw(slip_id, document)
        for slip_id in self._ids:
            self._print(slip_id)
        self._present()

    def more(self, submitted: Submitted) -> None:
        """The case in hand went on: print what that gave out, and show it first."""
        if self._submitted is None or self._submitted.case.id != submitted.case.id:
            return
        before = self._submitted
        self._submitted = replace(submitted, slips=(*before.slips, *submitted.slips))
        self._current = len(self._ids) if submitted.slip_ids else self._current
        self._ids = (*self._ids, *submitted.slip_ids)
        for slip_id, document in zip(submitted.slip_ids, submitted.slips, strict=True):
            self._draw(slip_id, document)
            self._print(slip_id)
        self._present()

    def choose(self, index: int) -> None:
        """Look at another of this case's slips."""
        self._current = max(0, min(index, len(self._ids) - 1))
        self._present()

    def print_again(self) -> None:
        """P: print the current slip (again, marked as a reprint, if it was printed before)."""
        if self._ids:
            self._print(self._ids[self._current])

    def printer_is_back(self) -> None:
        """Paper in, lid shut, cable in: what this case still waits for is printed by itself."""
        unprinted = self._unprinted()
        for slip_id, (mark, _, _) in list(self._marks.items()):
            if mark is Mark.WAITING and slip_id in unprinted:
                self._print(slip_id)

    @property
    def waiting(self) -> int:
        """How many slips of the case in hand wait for the printer."""
        return sum(mark is Mark.WAITING for mark, _, _ in self._marks.values())

    def print_waiting(self, slip_id: int) -> None:
        """Print one slip of the waiting list now."""
        self._print(slip_id)

    def print_elsewhere(self) -> None:
        """O: print the current slip on the other printer; the clerk asks for it, for somebody has to fetch it."""
        if self._ids and self._elsewhere is not None:
            self._print(self._ids[self._current], self._elsewhere)

    def print_a4(self) -> None:
        """F8: the current slip on A4, printed where there is such a printer, and kept as PDF in any case."""
        if not self._ids:
            return
        slip_id = self._ids[self._current]
        office = self._office if not self._is_printing(slip_id) else None  # what is on the roll just now is kept only
        failed = self._begin(slip_id) if office else self._tell_trouble
        self._document_lane.run(
            lambda: save_a4(slip_id, self._store, self._documents, self._a4_folder),
            lambda file: self._a4_saved(file, slip_id, office, failed),
            failed,
        )

    def _draw(self, slip_id: int, document: SlipDocument) -> None:
        def drawn(raster: Raster) -> None:
            self._rasters[slip_id] = raster
            self._present()

        self._lane.run(lambda: self._documents.raster(document, self._dots), drawn, self._tell_trouble)

    def _print(self, slip_id: int, outlet: Outlet | None = None) -> None:
        """One printer at a time: two of them would both print the original."""
        if self._is_printing(slip_id):
            return
        printer, lane = (outlet.printer, outlet.lane) if outlet else (self._printer, self._lane)
        failed = self._begin(slip_id)

        def work() -> Printed:
            at, actor = self._now(), self._clerk()
            return print_slip(slip_id, self._store, self._documents, printer, kinds=self._kinds, at=at, actor=actor)

        lane.run(work, self._printed, failed)

    def _printed(self, printed: Printed) -> None:
        self._busy -= 1
        self._readiness, self._trouble = printed.readiness, None
        unknown = printed.unsure
        message = "slip.sent_unknown" if unknown else "slip.printed"
        self._mark(printed.slip_id, Mark.HINT if unknown else Mark.DONE, self._say(message), Tone.INK2)

    def _begin(self, slip_id: int) -> Callable[[Exception], None]:
        """A slip goes to a printer. What is to be done when that fails: it is again what it was before."""
        before = self._marks.get(slip_id)
        self._busy += 1
        self._mark(slip_id, Mark.RUNNING, self._say("slip.printing"), Tone.INK2)

        def failed(error: Exception) -> None:
            self._busy -= 1
            if before is None or slip_id in self._unprinted():
                self._marks[slip_id] = (Mark.WAITING, self._say("slip.in_list"), Tone.WARN)
            else:
                self._marks[slip_id] = before
            self._tell_trouble(error)

        return failed

    def _tell_trouble(self, error: Exception) -> None:
        self._trouble = error
        self._present()
        if not isinstance(error, DeviceError | CounterError | OSError):
            raise error

    def _is_printing(self, slip_id: int) -> bool:
        return slip_id in self._marks and self._marks[slip_id][0] is Mark.RUNNING

    def _unprinted(self) -> set[int]:
        return {kept.id for kept in self._store.slips.waiting()}

    def _a4_saved(self, file: Path, slip_id: int, office: Outlet | None, failed: Callable[[Exception], None]) -> None:
        self._note = self._say("slip.pdf", path=file)
        self._present()
        self.on_pdf(file)
        if office is not None:

            def work() -> Printed:
                at, actor = self._now(), self._clerk()
                return print_a4(slip_id, file, self._store, office.printer, kinds=self._kinds, at=at, actor=actor)

            office.lane.run(work, self._a4_printed, failed)

    def _a4_printed(self, printed: Printed) -> None:
        self._note = self._say("slip.a4_unsure" if printed.unsure else "slip.a4_printed")
        self._busy -= 1
        self._mark(printed.slip_id, Mark.HINT if printed.unsure else Mark.DONE, self._note, Tone.INK2)

    def _mark(self, slip_id: int, mark: Mark, word: str, tone: Tone) -> None:
        self._marks[slip_id] = (mark, word, tone)
        self._present()

    def _present(self) -> None:
        if self._view is not None:
            self._view.present(self.state())

    def state(self) -> SlipState:
        """The page as of now."""
        waiting = tuple(
            WaitingRow(kept.id, kept.document.title, f"{kept.document.number}　{kept.document.item}")
            for kept in self._store.slips.waiting()
            if not self._is_printing(kept.id)
        )
        if self._submitted is None:
            return SlipState(waiting=waiting, dots=self._dots)
        case, slips = self._submitted.case, self._submitted.slips
        current = self._ids[self._current] if self._ids else 0
        return SlipState(
            number=case.number,
            headline=self._say(f"slip_headline.{case.state.value}"),
            due=next((slip.due for slip in self._submitted.slips if slip.due), ""),
            facts=tuple(
                (self._say(f"slip_fact.{label}"), getattr(first, label))
                for first in slips[:1]  # a material that follows gives out no slip
                for label in ("applicant", "item", "limit", "due_note", "collect", "phone")
                if getattr(first, label)
            ),
            slips=tuple(
                SlipRow(slip_id, *self._row(slip_id, slip.title), index == self._current)
                for index, (slip_id, slip) in enumerate(zip(self._ids, self._submitted.slips, strict=True))
            ),
            raster=self._rasters.get(current),
            dots=self._dots,
            printer=self._say(f"printer_state.{self._readiness.value}") if self._readiness else "",
            printer_mark=_printer_mark(self._readiness),
            trouble=self._sentence(),
            note=self._note,
            busy=self._busy > 0,
            waiting=waiting,
            elsewhere=self._elsewhere.printer.name if self._elsewhere else "",
        )

    def _row(self, slip_id: int, title: str) -> tuple[Mark, str, str, Tone]:
        mark, word, tone = self._marks.get(slip_id, (Mark.MISSING, "", Tone.INK2))
        return mark, title, word, tone

    def _sentence(self) -> str:
        match self._trouble:
            case None:
                return ""
            case GlyphsMissing(glyphs=glyphs):
                return self._say("slip.glyphs", glyphs=glyphs)
            case NoPrinter():
                return self._say("slip.no_printer")
            case error:
                return self._say.error(error)


def _printer_mark(readiness: Readiness | None) -> Mark:
    match readiness:
        case Readiness.READY | None:
            return Mark.DONE
        case Readiness.NEAR_END:
            return Mark.DOUBTFUL
        case Readiness.UNKNOWN:
            return Mark.HINT
        case _:
            return Mark.WRONG
