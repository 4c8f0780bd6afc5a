"""Documents that wait to come back signed, and the page of one that is taken under the camera."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from app.domain.case import Page
from app.domain.catalogue import Item
from app.domain.errors import CounterError
from app.domain.life import Case
from app.domain.signing import awaiting_signature
from app.domain.slips import SlipDocument
from app.lanes import Lane
from app.services.sign_back import known_by_codes
from app.services.submit_case import Submitted
from app.wording import Wording
from devices.errors import DeviceError


@dataclass(frozen=True, slots=True)
class SignBackState:
    """What waits, by title and number; then what became of the page that was taken."""

    waiting: tuple[str, ...] = ()
    busy: bool = False
    trouble: str = ""
    done: str = ""


class SignBackView(Protocol):
    """What the presenter asks of its part of the page."""

    def present(self, state: SignBackState) -> None: ...


TakePage = Callable[[str], Page]
"""Takes what lies under the camera as a page of that case. Raises a `DeviceError`."""

Attach = Callable[[Case, Item, SlipDocument, Page, str], Submitted]
"""Makes the signed page part of the case, with a reason where the clerk vouches for it."""


class SignBackPresenter:
    """One page of each document; one whose code cannot be read is taken at the clerk's word, pressed for twice."""

    def __init__(
        self,
        *,
        wording: Wording,
        take: TakePage,
        camera_lane: Lane,
        attach: Attach,
        store_lane: Lane,
        query_url: str,
        on_attached: Callable[[Submitted], None],
    ) -> None:
        self._say, self._take, self._camera_lane = wording, take, camera_lane
        self._attach, self._store_lane, self._query_url = attach, store_lane, query_url
        self._on_attached = on_attached
        self._view: SignBackView | None = None
        self._case: Case | None = None
        self._item: Item | None = None
        self._documents: tuple[SlipDocument, ...] = ()
        self._busy, self._trouble, self._done = False, "", ""
        self._vouched = ""  # number of the document that no code was read on the last time

    def show(self, view: SignBackView) -> None:
        """Use `view` from now on."""
        self._view = view
        self._present()

    def open(self, case: Case | None, item: Item | None, documents: Iterable[SlipDocument]) -> None:
        """A case is looked at, or the same one as it stands now; `item` is None where it cannot be moved on."""
        if case is None or self._case is None or case.id != self._case.id:
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
        """Take the signed page that lies under the camera."""
        case = self._case
        if case is None or self._busy or not self.waiting:
            return
        self._busy, self._trouble, self._done = True, "", ""
        self._present()
        self._camera_lane.run(lambda: self._take(case.id), lambda page: self._taken(case, page), self._failed)

    def _taken(self, case: Case, page: Page) -> None:
        if self._case is None or self._case.id != case.id or self._item is None or not self.waiting:
            self._busy = False
            return
        known, first = known_by_codes(page.codes, self.waiting, self._query_url), self.waiting[0]
        document, reason = known.document, ""
        if known.other:
            self._refuse(self._say("sign_back.other", number=known.other, wanted=_named(first)))
            return
        if document is None:
            if self._vouched != first.number:
                self._vouched = first.number
                self._refuse(self._say("sign_back.unread", wanted=_named(first)))
                return
            document, reason = first, self._say("sign_back.vouched")
        now, item = self._case, self._item
        self._store_lane.run(
            lambda: self._attach(now, item, document, page, reason), lambda made: self._attached(document, made),
            self._failed,
        )  # fmt: skip

    def _attached(self, document: SlipDocument, made: Submitted) -> None:
        self._busy, self._vouched = False, ""
        if self._case is not None and self._case.id == made.case.id:
            self._case, self._done = made.case, self._say("sign_back.done", document=_named(document))
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
        return SignBackState(tuple(_named(each) for each in self.waiting), self._busy, self._trouble, self._done)


def _named(document: SlipDocument) -> str:
    return f"{document.title} {document.number}"
