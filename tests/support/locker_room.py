"""A window with a simulated bank of cells on a pseudo-terminal, and cases that wait to be handed out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from app.calendar_files import load_calendar
from app.config import TRAINING_HALL
from app.documents.kinds_file import load_document_kinds
from app.domain.calendar import HALL_TIME
from app.domain.documents import all_series
from app.domain.life import Life
from app.domain.lockers import Cell
from app.domain.numbers import NumberBlock
from app.ids import new_id
from app.paths import resources
from app.services.locker import Locker
from app.services.move_case import Opened
from app.services.submit_case import Desk
from app.store.store import Store
from devices.bay import Bay
from devices.lockers.lock_bank import BoardLockBank
from devices.lockers.profile import Family, LockProfile
from devices.plugged import Identity
from devices.ports import LockBank, Role
from devices.setting import DeviceSetting
from devices.simulators.line_end import SimulatedDevice
from devices.simulators.lock_board import MAKERS_CLOSED_VALUE, LockBoards
from devices.wires.address import parse_address, wire_at
from devices.wires.ring import show_all
from tests.support.counter import open_store
from tests.support.lives import ASKED, READY, lived

CELLS = 12
BAUD = 57600  # the boards know 9600 only; tests need not wait for that


@dataclass(slots=True)
class LockerRoom:
    """`now` goes on by a second with every look at the clock."""

    folder: Path
    machine: LockBoards
    line: SimulatedDevice
    store: Store
    used: Bay[LockBank] | None = None
    now: datetime = field(default_factory=lambda: datetime(2026, 9, 24, 10, 0, tzinfo=HALL_TIME))

    def clock(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def desk(self) -> Desk:
        calendar, kinds = load_calendar(resources() / "calendars"), load_document_kinds(resources() / "slips")
        return Desk(TRAINING_HALL, "07", "window-07", "郑某某", "0705", calendar, True, kinds)

    def bay(self) -> Bay[LockBank]:
        if self.used is not None:
            self.used.close()
        self.used = Bay(DeviceSetting("lockers", Role.LOCK_BANK, self.line.address), self._bank)
        return self.used

    def locker(self) -> Locker:
        """The program's view of it; made anew, it is another program after a crash."""
        return Locker(self.store, self.bay(), title="A", desk=self.desk, now=self.clock, new_id=new_id)

    def shut(self, cell: Cell) -> None:
        """Push a door shut, as the person before it does."""
        self.line.say(self.machine.shut(cell.number))

    def cell(self, number: int) -> Cell:
        """What is stored of a cell."""
        return self.store.lockers.cells("lockers", CELLS)[number - 1]

    def kept_life(self, case_id: str) -> Life:
        """The case as it is stored here."""
        return self.store.cases.open(case_id)[0].life

    def audited(self, subject: str) -> list[str]:
        """What was done to it."""
        return [row.action for row in self.store.audit.of(subject)]

    def _bank(self) -> BoardLockBank:
        closed = MAKERS_CLOSED_VALUE[Family.EIGHT_A]
        profile = LockProfile(Family.EIGHT_A, boards=(1,), locks=CELLS, closed_value=closed, calibrated=True,
                              answer_ms=60, door_ms=200, gap_ms=1)  # fmt: skip
        return BoardLockBank(wire_at(parse_address(self.line.address), redact=show_all, role="lock_bank"), profile)


def ready(case_id: str = "c-1") -> Opened:
    """A case whose certificate lies at the issuing window."""
    case = lived(*READY, case_id=case_id)
    return Opened(case.case, case.item)


def asked(number: int = 1) -> Opened:
    """A case `s-NUMBER` whose applicant has been asked for a supplement."""
    case = lived(*ASKED, case_id=f"s-{number}")
    life = replace(case.life, number=f"YC26-03-{number:05d}")
    return Opened(replace(case.case, life=life), case.item)


@contextmanager
def locker_room(folder: Path) -> Iterator[LockerRoom]:
    """All doors shut, all cells free, numbers for every document."""
    store = open_store(folder)
    for series in all_series(load_document_kinds(resources() / "slips")):
        store.numbers.add_block(NumberBlock(series, "YC", 2026, 1, 100, 1))
    machine = LockBoards(Family.EIGHT_A, boards=(1,), locks=CELLS)
    usb = Identity(0x0403, 0x6001, "LOCK-1")
    with SimulatedDevice(machine, "pty", baud=BAUD, usb=usb, name="lockers") as line:
        room = LockerRoom(folder, machine, line, store)
        yield room
        if room.used is not None:
            room.used.close()
    room.store.close()
