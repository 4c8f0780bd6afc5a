"""The card readers of a window: whichever works is asked, in turns, so that a card may be laid on any of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.domain.applicant import Person
from app.lanes import Lane
from app.services.read_card import read_card
from devices.bay import Bay
from devices.errors import NoCard
from devices.ports import CardKind, CardReader

Reader = tuple[Bay[CardReader], Lane]
Done = Callable[[tuple[Person, CardKind]], None]
Failed = Callable[[Exception], None]


class CardReaders:
    """False when the window has none."""

    def __init__(self, readers: Sequence[Reader] = ()) -> None:
        self._readers = tuple(readers)
        self._turn = 0

    def __bool__(self) -> bool:
        return bool(self._readers)

    def look(self, done: Done, failed: Failed) -> None:
        """Ask the next reader whether a card lies on it; one that is away is left alone until its back-off is over."""
        self._turn += 1
        readers = self._working()
        _read(readers[self._turn % len(readers)], done, failed, patient=True)

    def ask(self, done: Done, failed: Failed) -> None:
        """Ask each reader until a card is found; `failed` when there is none on any."""
        self._ask(self._working(), done, failed)

    def _ask(self, readers: Sequence[Reader], done: Done, failed: Failed) -> None:
        def next_one(error: Exception) -> None:
            if isinstance(error, NoCard) and readers[1:]:
                self._ask(readers[1:], done, failed)
            else:
                failed(error)

        _read(readers[0], done, next_one, patient=False)

    def _working(self) -> Sequence[Reader]:
        return [each for each in self._readers if each[0].health.trouble is None] or self._readers


def _read(reader: Reader, done: Done, failed: Failed, *, patient: bool) -> None:
    bay, lane = reader
    lane.run(lambda: bay.use(read_card, patient=patient), done, failed)
