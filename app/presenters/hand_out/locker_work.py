"""The locker at this window as the page works with it: looked at now and then, its cells opened and confirmed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from app.domain.lockers import Aim, Cell, CellState, Sight
from app.lanes import Lane
from app.presenters.hand_out.cabinet import Watching
from app.services.locker import Cabinet, Locker
from app.services.move_case import Opened
from app.services.submit_case import Submitted
from app.wording import Wording
from devices.errors import DeviceError

T = TypeVar("T")
Failed = Callable[[Exception], None]

LOOK_SECONDS = 5
"""Between two looks while every door is thought shut; while one stands open it is every second."""


class LockerWork:
    """Everything is done on the lane of the bank; `changed` is told when it looks otherwise than before."""

    def __init__(
        self,
        locker: Locker,
        lane: Lane,
        *,
        wording: Wording,
        now: Callable[[], datetime],
        left_after: Callable[[], timedelta],
        changed: Callable[[], None],
    ) -> None:
        self._locker, self._lane, self._say, self._now = locker, lane, wording, now
        self._left_after, self._changed = left_after, changed
        self._at_work: set[int] = set()
        self._looking, self._seconds = False, LOOK_SECONDS
        self.cabinet = Cabinet()
        self.current = 0

    @property
    def title(self) -> str:
        """What citizens read on it."""
        return self._locker.title

    @property
    def watching(self) -> Watching:
        """What its cells are read against."""
        return Watching(self._say, self.title, self._now(), frozenset(self._at_work), self._left_after())

    @property
    def cell(self) -> Cell | None:
        """The cell that is looked at."""
        return self.cabinet.cell(self.current)

    @property
    def door(self) -> Sight:
        """How its door stands."""
        return self.cabinet.doors.get(self.current, Sight.UNSEEN)

    def cell_of(self, case_id: str) -> Cell | None:
        """The cell in which that case lies, or is being laid."""
        return next((each for each in self.cabinet.cells if case_id and each.case_id == case_id), None)

    def tick(self) -> None:
        """Once a second: look at the doors when it is time."""
        self._seconds += 1
        stands_open = any(each.state is CellState.OPEN for each in self.cabinet.cells)
        if stands_open or self._seconds >= LOOK_SECONDS:
            self.look()

    def look(self) -> None:
        """See how cells and doors stand."""
        if not self._looking:
            self._looking, self._seconds = True, 0
            self._lane.run(lambda: self._locker.look(patient=True), self._looked, self._blind)

    def open_to_lay_in(self, opened: Opened, done: Callable[[], None], failed: Failed) -> None:
        """Choose a cell for the case and open it."""
        self._open(lambda: self._locker.open_to_lay_in(opened), done, failed)

    def open(self, cell: Cell, aim: Aim, done: Callable[[], None], failed: Failed) -> None:
        """Open that cell."""
        self._open(lambda: self._locker.open(cell, aim), done, failed)

    def open_by_code(self, code: str, done: Callable[[], None], failed: Failed) -> None:
        """Open the cell that the code is for: to collect, or to lay in what it is kept for."""

        def work() -> Cell:
            cell = self._locker.find(code)
            return self._locker.open(cell, Aim.LAY_IN if cell.state is CellState.RESERVED else Aim.COLLECT)

        self._open(work, done, failed)

    def keep_for_supplement(self, opened: Opened, done: Callable[[Submitted], None], failed: Failed) -> None:
        """Keep a cell for what the applicant of that case brings, and look at it."""

        def kept(submitted: Submitted) -> None:
            deposit = submitted.case.life.deposit
            self.current = deposit.place.cell if deposit else 0
            done(submitted)

        self._run(lambda: self._locker.keep_for_supplement(opened), kept, failed)

    def give_up(self, cell: Cell, opened: Opened, reason: str, done: Callable[[Submitted], None],
                failed: Failed) -> None:  # fmt: skip
        """The cell is kept no longer."""
        self._run(lambda: self._locker.given_up(cell, opened, reason), done, failed)

    def confirm(self, cell: Cell, opened: Opened, done: Callable[[Submitted], None], failed: Failed) -> None:
        """What the cell was opened for has been done."""
        seen = self.cabinet.doors.get(cell.number, Sight.UNSEEN) is Sight.UNSEEN

        def work() -> Submitted:
            match cell.aim:
                case Aim.COLLECT:
                    return self._locker.collected(cell, opened, seen=seen)
                case Aim.TAKE_BACK:
                    return self._locker.taken_back(cell, opened, seen=seen)
            return self._locker.laid_in(cell, opened, seen=seen)

        self._run(work, done, failed)

    def undo(self, cell: Cell, done: Callable[[], None], failed: Failed) -> None:
        """Nothing was laid in, or nothing taken out."""
        seen = self.cabinet.doors.get(cell.number, Sight.UNSEEN) is Sight.UNSEEN
        settle = self._locker.left_empty if cell.aim is Aim.LAY_IN else self._locker.left_full
        self._run(lambda: settle(cell, seen=seen), lambda _: done(), failed)

    def repaired(self, cell: Cell, done: Callable[[], None], failed: Failed) -> None:
        """A faulty cell works again."""
        self._run(lambda: self._locker.repaired(cell), lambda _: done(), failed)

    def taken_by_key(self, cell: Cell, opened: Opened, done: Callable[[Submitted], None], failed: Failed) -> None:
        """A faulty cell was emptied with the key."""
        self._run(lambda: self._locker.taken_by_key(cell, opened), done, failed)

    def _open(self, work: Callable[[], Cell], done: Callable[[], None], failed: Failed) -> None:
        def refused(error: Exception) -> None:
            self.look()
            failed(error)

        self._lane.run(work, self._chosen(done), refused)

    def _chosen(self, done: Callable[[], None]) -> Callable[[Cell], None]:
        def told(cell: Cell) -> None:
            self.current = cell.number
            self._at_work.add(cell.number)
            self.look()
            done()

        return told

    def _run(self, work: Callable[[], T], done: Callable[[T], None], failed: Failed) -> None:
        def settled(answer: T) -> None:
            self.look()
            done(answer)

        self._lane.run(work, settled, failed)

    def _looked(self, cabinet: Cabinet) -> None:
        self._looking, self.cabinet = False, cabinet
        self._at_work &= {each.number for each in cabinet.cells if each.state is CellState.OPEN}
        self._changed()

    def _blind(self, error: Exception) -> None:
        self._looking = False
        if not isinstance(error, DeviceError):
            raise error
