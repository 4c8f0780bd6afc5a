"""The pickup locker of this window: cells, doors and cases kept in step, whatever breaks off in between.

That a cell is being opened is stored before its lock is told; what became of it is stored with the event of the case.
Between the two a cell is in doubt, after a crash too, and a person says what became of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from app.domain import lockers
from app.domain.case import MoveKind, Role
from app.domain.deadline import deadline
from app.domain.facts import HandingOut, Identity, LockerPlace, Way
from app.domain.life import Deed
from app.domain.lockers import (
    Aim,
    Cell,
    CellWrong,
    CodeWrong,
    LockerWaits,
    Purpose,
    Sight,
    by_code,
    choose_cell,
    pickup_code,
)
from app.domain.moves import evolve
from app.services.move_case import Opened, Saying, move_within
from app.services.submit_case import Desk, Submitted
from app.store.store import Store
from devices.bay import Bay
from devices.errors import CellStuck, DeviceError, DeviceRefused, LockError
from devices.lockers.lock_bank import CellOpenAlready
from devices.ports import Door, LockBank

_TAKES_OUT = {Purpose.RESULT: MoveKind.TAKE_BACK, Purpose.SUPPLEMENT: MoveKind.FETCH}
SIGHTS = {Door.OPEN: Sight.OPEN, Door.CLOSED: Sight.SHUT, Door.UNKNOWN: Sight.UNSEEN}


class DoorStillOpen(LockError):
    """The door of the cell stands open: nothing is confirmed before it is shut."""


@dataclass(frozen=True, slots=True)
class Cabinet:
    """The cells as stored and the doors as seen; `trouble` is why no door was seen."""

    cells: tuple[Cell, ...] = ()
    doors: Mapping[int, Sight] = field(default_factory=dict)
    trouble: DeviceError | None = None

    def cell(self, number: int) -> Cell | None:
        """The cell of that number."""
        return next((each for each in self.cells if each.number == number), None)


class Locker:
    """Everything here is done on the lane of the lock bank, one after the other."""

    def __init__(
        self,
        store: Store,
        bay: Bay[LockBank],
        *,
        title: str,
        desk: Callable[[], Desk],
        now: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        """`title` is what citizens read on the cabinet."""
        self._store, self._bay, self.title = store, bay, title
        self._desk, self._now, self._new_id = desk, now, new_id

    @property
    def bank(self) -> str:
        """What its cells are stored under."""
        return self._bay.name

    def look(self, *, patient: bool = False) -> Cabinet:
        """How cells and doors stand. A bank that says nothing is told in `trouble`."""
        try:
            count, doors = self._bay.use(
                lambda bank: (bank.cells, {cell: SIGHTS[door] for cell, door in bank.doors().items()}),
                patient=patient, counted=False,
            )  # fmt: skip
        except DeviceError as trouble:
            return Cabinet(self._store.lockers.cells(self.bank, 0), {}, trouble)
        return Cabinet(self._store.lockers.cells(self.bank, count), doors)

    def open_to_lay_in(self, opened: Opened) -> Cell:
        """Choose a cell for the case, keep it and open it.

        Raises `MoveRefused`, `NoCellFree`, `DeviceError`; after `CellStuck` the cell is known as faulty, and the next
        call takes another.
        """
        now, case, desk = self._now(), opened.case, self._desk()
        free, cell = self._kept(case.id, case.number, Purpose.RESULT)
        says = self._place(cell)
        deed = Deed(MoveKind.PUT_IN_LOCKER, now, desk.clerk_id, Role.ISSUING, desk.window, facts=says)
        evolve(case.life, deed)  # refused before a door opens
        return self._opened(free, lockers.opening(cell, Aim.LAY_IN, now))

    def keep_for_supplement(self, opened: Opened) -> Submitted:
        """Keep a cell for papers that an applicant brings; its code is told to the applicant.

        Raises `MoveRefused`, `NoCellFree`, `DeviceError`.
        """
        free, cell = self._kept(opened.case.id, opened.case.number, Purpose.SUPPLEMENT)
        return self._moved(free, cell, opened, Saying(MoveKind.KEEP_CELL, self._place(cell)))

    def find(self, code: str) -> Cell:
        """The cell that a pickup code opens. Raises `CodeWrong`, and `LockerWaits` after too many; both audited."""
        now, rules = self._now(), self._desk().rules
        tries = self._store.lockers.tries(self.bank)
        if tries.waits(now):
            raise LockerWaits(f"{tries.waits_until:%H:%M}" if tries.waits_until else "")
        cell = by_code(self._store.lockers.cells(self.bank, 0), code.strip())
        if cell is not None:
            if tries.wrong:
                with self._store.saving() as work:
                    work.keep_tries(self.bank, lockers.Tries())
            return cell
        wait = timedelta(minutes=rules.locker_wait_minutes)
        after = tries.after_wrong(now, most=rules.locker_tries, wait=wait)
        with self._store.saving() as work:
            work.keep_tries(self.bank, after)
            work.audit(at=now, actor=self._desk().clerk_id, action="locker.wrong_code", subject=self.bank)
        if after.waits_until is not None:
            raise LockerWaits(f"{after.waits_until:%H:%M}")
        raise CodeWrong(rules.locker_tries - after.wrong)

    def open(self, cell: Cell, aim: Aim, *, case_id: str | None = None) -> Cell:
        """Open a cell to collect, or take back, what lies in it, or to lay in what it is kept for.

        Raises `CellWrong` where it is not the cell of case `case_id`, or not in a state for it; `DeviceError`.
        """
        if case_id is not None and cell.case_id != case_id:
            self._refused(cell)
            raise CellWrong(cell.number, cell.state)
        return self._opened(cell, lockers.opening(cell, aim, self._now()))

    def laid_in(self, cell: Cell, opened: Opened, *, seen: bool = False) -> Submitted:
        """The papers lie in the cell and its door is shut: the result, or what the applicant has brought.

        Raises `DoorStillOpen`; with `seen` a person has looked at a door whose sensor says nothing.
        """
        self._must_be_shut(cell, seen=seen)
        result = Saying(MoveKind.PUT_IN_LOCKER, self._place(cell))
        says = result if cell.purpose is Purpose.RESULT else Saying(MoveKind.DEPOSIT)
        return self._moved(cell, lockers.filled(cell, self._now()), opened, says)

    def collected(self, cell: Cell, opened: Opened, *, seen: bool = False) -> Submitted:
        """Who had the code has taken the papers out. Raises as `laid_in` does."""
        self._must_be_shut(cell, seen=seen)
        now = self._now()
        since = f"{cell.changed_at.astimezone(now.tzinfo):%Y-%m-%d %H:%M:%S}" if cell.changed_at else ""
        proof = f"{self.title} 柜 {cell.number} 号格，{since} 凭取件码开门，{now:%H:%M:%S} 关门"
        says = HandingOut(Way.LOCKER, Identity.CODE, proof)
        return self._moved(cell, lockers.emptied(cell, now), opened, Saying(MoveKind.HAND_OUT, says))

    def taken_back(self, cell: Cell, opened: Opened, *, seen: bool = False) -> Submitted:
        """A clerk has taken the papers out again. Raises as `laid_in` does."""
        self._must_be_shut(cell, seen=seen)
        return self._moved(cell, lockers.emptied(cell, self._now()), opened, Saying(_TAKES_OUT[cell.purpose]))

    def taken_by_key(self, cell: Cell, opened: Opened) -> Submitted:
        """A clerk has taken the papers out of a cell that does not open any more; it stays faulty."""
        return self._moved(cell, lockers.taken_by_key(cell, self._now()), opened, Saying(_TAKES_OUT[cell.purpose]))

    def given_up(self, cell: Cell, opened: Opened, reason: str) -> Submitted:
        """The cell is kept no longer for what the applicant was to bring. Raises `MoveRefused`."""
        says = Saying(MoveKind.GIVE_UP_CELL, reason=reason)
        return self._moved(cell, lockers.given_up(cell, self._now()), opened, says)

    def left_empty(self, cell: Cell, *, seen: bool = False) -> Cell:
        """Nothing was laid in: the cell is as it was before. Raises as `laid_in` does."""
        self._must_be_shut(cell, seen=seen)
        return self._change(cell, lockers.emptied(cell, self._now()), "locker.free")

    def left_full(self, cell: Cell, *, seen: bool = False) -> Cell:
        """The papers lie in the cell as before. Raises as `laid_in` does."""
        self._must_be_shut(cell, seen=seen)
        return self._change(cell, lockers.filled(cell, self._now()), "locker.full")

    def repaired(self, cell: Cell) -> Cell:
        """A faulty cell works again. Raises `CellWrong`."""
        return self._change(cell, lockers.repaired(cell, self._now()), "locker.repaired")

    def _place(self, cell: Cell) -> LockerPlace:
        return LockerPlace(self.title, cell.number, cell.code, cell.until)

    def _kept(self, case_id: str, case_number: str, purpose: Purpose) -> tuple[Cell, Cell]:
        """A free cell, and how it is kept for a case. Raises `NoCellFree`, and what ails the bank."""
        cabinet, now, desk = self.look(), self._now(), self._desk()
        if cabinet.trouble is not None:
            raise cabinet.trouble
        free = choose_cell(cabinet.cells, cabinet.doors)
        code = pickup_code({each.code for each in cabinet.cells})
        until = deadline(now, desk.rules.locker, desk.calendar).due.isoformat()
        cell = lockers.reserved(free, case_id=case_id, case_number=case_number, code=code, until=until, at=now,
                                purpose=purpose)  # fmt: skip
        return free, cell

    def _opened(self, before: Cell, opening: Cell) -> Cell:
        """Store that the cell is being opened, then open it."""
        self._change(before, opening, "locker.opening")
        try:
            self._bay.use(lambda bank: bank.unlock(opening.number))
        except (CellStuck, DeviceRefused):
            self._change(opening, lockers.faulty(opening, self._now()), "locker.stuck")
            raise
        except CellOpenAlready:  # nothing was sent: the cell is as it was
            self._change(opening, before, "locker.open_already")
            raise
        return opening

    def _moved(self, before: Cell, after: Cell, opened: Opened, saying: Saying) -> Submitted:
        """The case and its cell change together, or neither."""
        with self._store.saving() as work:
            work.change_cell(self.bank, before, after)
            return move_within(work, self._desk(), Role.ISSUING, opened, [saying], at=self._now(), new_id=self._new_id)

    def _change(self, before: Cell, after: Cell, action: str) -> Cell:
        with self._store.saving() as work:
            work.change_cell(self.bank, before, after)
            work.audit(at=self._now(), actor=self._desk().clerk_id, action=action, subject=before.case_id or
                       after.case_id or self.bank, facts={"bank": self.bank, "cell": after.number})  # fmt: skip
        return after

    def _refused(self, cell: Cell) -> None:
        with self._store.saving() as work:
            work.audit(at=self._now(), actor=self._desk().clerk_id, action="locker.wrong_cell", subject=self.bank,
                       facts={"cell": cell.number})  # fmt: skip

    def _must_be_shut(self, cell: Cell, *, seen: bool) -> None:
        cabinet = self.look()
        door = cabinet.doors.get(cell.number, Sight.UNSEEN)
        if door is Sight.OPEN or (door is Sight.UNSEEN and not seen):
            if cabinet.trouble is not None and not seen:
                raise cabinet.trouble
            raise DoorStillOpen(cell=cell.number, role="lock_bank", where=self._bay.health.where)
