"""Documents that wait to come back signed, and their pages as they come: by camera, scanner or file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from app.domain.case import Page
from app.domain.catalogue import Item
from app.domain.errors import CounterError
from app.domain.life import Case
from app.domain.signing import awaiting_signature
from app.domain.slips import SlipDocument
from app.lanes import Lane
from app.presenters.incoming import Incoming
from app.services.scan_page import Scanned
from app.services.sign_back import Signed, sort_out
from app.services.submit_case import Submitted
from app.wording import Wording
from devices.errors import DeviceError


@dataclass(frozen=True, slots=True)
class SignBackState:
    """What waits, by title and number; whether there is a scanner; then what became of the pages that were taken."""

    waiting: tuple[str, ...] = ()
    scanner: bool = False
    busy: str = ""  # what is being done
    trouble: str = ""
    done: str = ""


class SignBackView(Protocol):
    """What the presenter asks of its part of the page."""

    def present(self, state: SignBackState) -> None: ...


Attach = Callable[[Case, Item, Sequence[Signed]], Submitted]
"""Makes what came back signed part of the case."""


@dataclass(frozen=True, slots=True)
class Sources:
    """Where signed pages come from, each for the case of that id. `feeder` is None for a window without a scanner."""

    camera: Callable[[str], Incoming]
    files: Callable[[str, Sequence[str]], Incoming]
    feeder: Callable[[str], Incoming] | None = None


class SignBackPresenter:
    """What is taken at once may be several documents; one without a readable code is vouched for by a second try."""

    def __init__(
        self,
        *,
        wording: Wording,
        sources: Sources,
        attach: Attach,
        store_lane: Lane,
        query_url: str,
        on_attached: Callable[[Submitted], None],
    ) -> None:
        self._say, self._sources = wording, sources
        self._attach, self._store_lane, self._query_url = attach, store_lane, query_url
        self._on_attached = on_attached
        self._view: SignBackView | None = None
        self._case: Case | None = None
        self._item: Item | None = None
        self._documents: tuple[SlipDocument, ...] = ()
        self._incoming: Incoming | None = None
        self._pages: tuple[Page, ...] = ()
        self._busy, self._trouble, self._done = False, "", ""
        self._vouched = ""  # number of the document that no code was read on the last time

    def show(self, view: SignBackView) -> None:
        """Use `view` from now on."""
        self._view = view
        self._present()

    def open(self, case: Case | None, item: Item | None, documents: Iterable[SlipDocument]) -> None:
        """A case is looked at, or the same one as it stands now; `item` is None where it cannot be moved on."""
        if case is None or self._case is None or case.id != self._case.id:
            self.stop()
            self._trouble, self._done, self._vouched = "", "", ""
        self._case, self._item, self._documents = case, item, tuple(documents)
        self._present()

    def more(self, went_on: Submitted) -> None:
        """The case has gone on, and has given out more documents."""
        if self._case is not None and self._case.id == went_on.case.id:
            self.open(went_on.case, self._item, (*self._documents, *went_on.slips))

    @property
    def waiting(self) -> tuple[SlipDocument, ...]:
        """What is to come back signed."""
        if self._case is None or self._item is None:
            return ()
        return awaiting_signature(self._documents, self._case.life)

    def scan(self) -> None:
        """S: take what lies in the scanner, or under the camera where there is no scanner."""
        self._begin(self._sources.feeder or self._sources.camera)

    def photograph(self) -> None:
        """F6: take the signed page that lies under the camera."""
        self._begin(self._sources.camera)

    def import_files(self, names: Sequence[str]) -> None:
        """Ctrl+O: take the signed pages from picture or PDF files."""
        self._begin(lambda case_id: self._sources.files(case_id, names))

    def stop(self) -> None:
        """What still comes in is not wanted any more."""
        if self._incoming is not None:
            self._incoming.stop()
            self._incoming, self._busy = None, False

    def _begin(self, source: Callable[[str], Incoming]) -> None:
        if self._case is None or self._busy or not self.waiting:
            return
        self._busy, self._trouble, self._done = True, "", ""
        self._incoming, self._pages = source(self._case.id), ()
        self._take_next(self._incoming)

    def _take_next(self, incoming: Incoming) -> None:
        self._present()

        def came(scanned: Scanned | None) -> None:
            if incoming is not self._incoming:
                return  # another case is looked at meanwhile
            if scanned is None:
                self._incoming = None
                self._all_came()
            else:
                self._pages = (*self._pages, scanned.page)
                self._take_next(incoming)

        def failed(error: Exception) -> None:
            if incoming is self._incoming:
                self._incoming = None
                self._failed(error)

        incoming.lane.run(incoming.next, came, failed)

    def _all_came(self) -> None:
        case, item, waiting = self._case, self._item, self.waiting
        if case is None or item is None or not waiting:
            self._busy = False
            return
        found = sort_out(self._pages, waiting, self._query_url)
        known = {each.document.number for each in found.signed}
        first = next((document for document in waiting if document.number not in known), waiting[0])
        signed = found.signed
        if found.other:
            self._refuse(self._say("sign_back.other", number=found.other, wanted=_named(first)))
            return
        if found.unread:
            if self._vouched != first.number:
                self._vouched = first.number
                self._refuse(self._say("sign_back.unread", wanted=_named(first)))
                return
            signed = (Signed(first, found.unread, self._say("sign_back.vouched")), *signed)
        if not signed:
            self._refuse(self._say("sign_back.nothing"))
            return
        self._store_lane.run(
            lambda: self._attach(case, item, signed), lambda made: self._attached(signed, made), self._failed
        )

    def _attached(self, signed: Sequence[Signed], made: Submitted) -> None:
        self._busy, self._vouched = False, ""
        if self._case is not None and self._case.id == made.case.id:
            names = self._say("hand_out.and").join(_named(each.document) for each in signed)
            self._case, self._done = made.case, self._say("sign_back.done", document=names)
        self._on_attached(made)
        self._present()

    def _refuse(self, sentence: str) -> None:
        self._busy, self._trouble = False, sentence
        self._present()

    def _failed(self, error: Exception) -> None:
        self._refuse(self._say.error(error) if isinstance(error, DeviceError | CounterError) else "")
        if not isinstance(error, DeviceError | CounterError):
            raise error

    def _present(self) -> None:
        if self._view is not None:
            self._view.present(self.state())

    def state(self) -> SignBackState:
        """This part of the page as of now."""
        busy = self._say("sign_back.busy", count=len(self._pages)) if self._busy else ""
        waiting = tuple(_named(each) for each in self.waiting)
        return SignBackState(waiting, self._sources.feeder is not None, busy, self._trouble, self._done)


def _named(document: SlipDocument) -> str:
    return f"{document.title} {document.number}"
