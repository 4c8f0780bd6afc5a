"""The card readers of a window: whichever works is asked, in turns, so that a card may be laid on any of them."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from app.domain.applicant import Person
from app.lanes import Lane
from app.services.read_card import read_card
from devices.bay import Bay
from devices.errors import NoCard
from devices.ports import CardKind, CardReader

Reader = tuple[Bay[CardReader], Lane]
Answer = tuple[Person, CardKind]
Done = Callable[[Answer], None]
Failed = Callable[[Exception], None]
T = TypeVar("T")

UNWATCHED_SECONDS = 1.2
"""Looks come twice a second while a page wants a card. After a pause the same card may have been laid down anew."""

_OFTEN_ENOUGH = 2
"""Readers that find a lying card again every other time exist too: one "already read" proves nothing of them."""


class CardReaders:
    """False when the window has none.

    A card is brought once, however long it lies there and whatever case comes next; who asks is brought it again.
    """

    def __init__(self, readers: Sequence[Reader] = (), *, clock: Callable[[], float] = time.monotonic) -> None:
        self._readers = tuple(_Watched(bay, lane) for bay, lane in readers)
        self._clock = clock
        self._idle_since = 0.0
        self._turn = 0
        self._looking: _Watched | None = None

    def __bool__(self) -> bool:
        return bool(self._readers)

    def look(self, done: Done, failed: Failed) -> None:
        """Ask the next reader whether a card lies on it; one that is away is left alone until its back-off is over.

        `failed` with NoCard, `already_read`, for the card which it brought before and which was not lifted since.
        """
        if self._clock() - self._idle_since >= UNWATCHED_SECONDS:
            for reader in self._readers:
                reader.watched = False
        self._turn += 1
        readers = self._working()
        self._looking = readers[self._turn % len(readers)]
        self._looking.read(self._idle_after(done), self._idle_after(failed), unasked=True)

    def ask(self, done: Done, failed: Failed) -> None:
        """Ask each reader until a card is found; `failed` when there is none on any."""
        self._looking = None
        self._ask(self._working(), self._idle_after(done), self._idle_after(failed))

    def found(self, tell: Callable[[], None]) -> None:
        """A reader sees a card and starts reading: `tell` it, unless it is most likely the one that lies there."""
        if self._looking is None or self._looking.lying is None:
            tell()

    def _ask(self, readers: Sequence[_Watched], done: Done, failed: Failed) -> None:
        def next_one(error: Exception) -> None:
            if not isinstance(error, NoCard) or not readers[1:]:
                failed(error)
            elif error.already_read:
                # A card does lie there: that nothing is found on the others must not be said instead.
                self._ask(readers[1:], done, lambda _: failed(error))
            else:
                self._ask(readers[1:], done, failed)

        readers[0].read(done, next_one, unasked=False)

    def _idle_after(self, tell: Callable[[T], None]) -> Callable[[T], None]:
        def told(answer: T) -> None:
            self._idle_since = self._clock()
            tell(answer)

        return told

    def _working(self) -> Sequence[_Watched]:
        return [each for each in self._readers if each.bay.health.trouble is None] or self._readers


class _Watched:
    """One reader, and the card that it read last and that may lie on it still."""

    def __init__(self, bay: Bay[CardReader], lane: Lane) -> None:
        self.bay, self._lane = bay, lane
        self.lying: tuple[CardKind, str] | None = None
        self.watched = False  # since its last look, so that a card can hardly have been lifted and laid anew
        self._told_lying = 0
        self._rereads = False  # it has been seen to find a card again that was not lifted

    def read(self, done: Done, failed: Failed, *, unasked: bool) -> None:
        def came(answer: Answer) -> None:
            person, kind = answer
            before, self.lying, self._told_lying = self.lying, (kind, person.id_number), 0
            self._rereads = self._rereads or (before == self.lying and self.watched and unasked)
            self.watched = True
            if unasked and before == self.lying and self._rereads:
                failed(NoCard("already read", already_read=True, role=self.bay.role.value))
            else:
                done(answer)

        def missed(error: Exception) -> None:
            self.watched = True
            if isinstance(error, NoCard):
                self._nothing_new(already_read=error.already_read)
            failed(error)

        self._lane.run(lambda: self.bay.use(read_card, patient=unasked), came, missed)

    def _nothing_new(self, *, already_read: bool) -> None:
        """The card is gone; or the reader itself waits for its being lifted, and can be believed when it comes next."""
        self._told_lying = self._told_lying + 1 if already_read else 0
        if not already_read or self._told_lying >= _OFTEN_ENOUGH:
            self.lying = None
