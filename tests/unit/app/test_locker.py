"""The pickup locker of a window, over its real line: cells, doors and cases stay in step, whatever breaks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.case import CaseState, MoveKind
from app.domain.errors import MoveRefused, NumbersExhausted
from app.domain.facts import Identity, LockerPlace, Way
from app.domain.life import Deposit
from app.domain.lockers import Aim, Cell, CellState, CellWrong, CodeWrong, LockerWaits, NoCellFree, Purpose
from app.domain.slips import SlipKind
from app.services.locker import DoorStillOpen, Locker
from app.services.move_case import Opened
from devices.errors import CellStuck, DeviceError
from devices.lockers.lock_bank import CellOpenAlready, CellUnseen
from devices.simulators.lock_board import Fault
from tests.support.counter import open_store
from tests.support.locker_room import CELLS, LockerRoom, asked, locker_room, ready


@pytest.fixture
def room(tmp_path: Path) -> Iterator[LockerRoom]:
    with locker_room(tmp_path) as room:
        yield room


@pytest.fixture
def locker(room: LockerRoom) -> Locker:
    return room.locker()


def laid_in(room: LockerRoom, locker: Locker, opened: Opened | None = None) -> tuple[Cell, Opened]:
    """A case that lies in a cell."""
    opened = opened or ready()
    cell = locker.open_to_lay_in(opened)
    room.shut(cell)
    done = locker.laid_in(cell, opened)
    return room.cell(cell.number), Opened(done.case, opened.item)


def test_a_certificate_is_laid_in_and_its_slip_says_where(room: LockerRoom, locker: Locker) -> None:
    opened = ready()
    cell = locker.open_to_lay_in(opened)
    assert (cell.number, cell.state, room.machine.open_cells) == (1, CellState.OPEN, {1})
    with pytest.raises(DoorStillOpen):
        locker.laid_in(cell, opened)
    room.shut(cell)
    done = locker.laid_in(cell, opened)
    place, kept = done.case.life.locker, room.cell(1)
    assert place is not None and (place.bank, place.cell, place.code) == ("A", 1, kept.code)
    assert (kept.state, kept.until) == (CellState.OCCUPIED, "2026-09-28")  # the 27th is a Sunday
    [slip] = done.slips
    assert (slip.kind, slip.bar_code) == (SlipKind.PICKUP, kept.code)


def test_the_code_opens_the_cell_and_hands_the_case_out(room: LockerRoom, locker: Locker) -> None:
    cell, opened = laid_in(room, locker)
    open_cell = locker.open(locker.find(cell.code), Aim.COLLECT)
    room.shut(open_cell)
    case = locker.collected(open_cell, opened).case
    out = case.life.hand_out
    assert out is not None and (case.state, out.way, out.identity) == (CaseState.HANDED_OUT, Way.LOCKER, Identity.CODE)
    assert "A 柜 1 号格" in out.proof and cell.code not in out.proof
    assert room.cell(1).state is CellState.FREE and room.cell(1).code == ""


def test_what_is_overdue_is_taken_back(room: LockerRoom, locker: Locker) -> None:
    cell, opened = laid_in(room, locker)
    open_cell = locker.open(cell, Aim.TAKE_BACK, case_id=opened.case.id)
    room.shut(open_cell)
    case = locker.taken_back(open_cell, opened).case
    assert case.life.locker is None and case.state is CaseState.CLOSED
    assert room.cell(1).state is CellState.FREE


def test_a_stuck_door_is_known_as_faulty_and_the_next_cell_is_taken(room: LockerRoom, locker: Locker) -> None:
    room.machine.play(Fault.STUCK, 1)
    with pytest.raises(CellStuck):
        locker.open_to_lay_in(ready())
    assert room.cell(1) == Cell(1, CellState.FAULT, changed_at=room.cell(1).changed_at)
    cell, _ = laid_in(room, locker)
    assert cell.number == 2
    assert locker.repaired(room.cell(1)).state is CellState.FREE


def test_a_stuck_door_keeps_what_lies_behind_it(room: LockerRoom, locker: Locker) -> None:
    cell, opened = laid_in(room, locker)
    room.machine.play(Fault.STUCK, 1)
    with pytest.raises(CellStuck):
        locker.open(cell, Aim.COLLECT)
    stuck = room.cell(1)
    assert stuck.state is CellState.FAULT and stuck.holds_something
    assert locker.taken_by_key(stuck, opened).case.life.locker is None
    assert room.cell(1).state is CellState.FAULT and not room.cell(1).holds_something


def test_a_bank_that_says_nothing_keeps_no_cell(room: LockerRoom, locker: Locker) -> None:
    room.machine.play(Fault.SILENT)
    with pytest.raises(DeviceError):
        locker.open_to_lay_in(ready())
    assert locker.look().trouble is not None
    assert all(cell.state is CellState.FREE for cell in room.store.lockers.cells("lockers", CELLS))


def test_a_bank_that_falls_silent_at_the_opening_leaves_the_cell_in_doubt(room: LockerRoom, locker: Locker) -> None:
    room.machine.play(Fault.SILENT_ONCE_OPENED)
    opened = ready()
    with pytest.raises(CellUnseen):
        locker.open_to_lay_in(opened)
    doubted = room.cell(1)
    assert doubted.state is CellState.OPEN and doubted.case_id == opened.case.id
    room.machine.heal()
    room.shut(doubted)
    assert locker.laid_in(doubted, opened).case.life.locker is not None


def test_a_door_that_stands_open_already_is_not_told_to_open(room: LockerRoom, locker: Locker) -> None:
    cell, opened = laid_in(room, locker)
    room.line.say(room.machine.pull(1))
    with pytest.raises(CellOpenAlready):
        locker.open(cell, Aim.COLLECT)
    assert room.cell(1) == cell
    assert locker.open_to_lay_in(ready("c-2")).number == 2
    assert opened.case.life.locker is not None


def test_after_a_crash_between_opening_and_confirming_nothing_is_lost(room: LockerRoom, locker: Locker) -> None:
    opened = ready()
    cell = locker.open_to_lay_in(opened)
    room.store.close()  # the program is gone: nothing of what follows was told to it
    room.store = open_store(room.folder)
    again = room.locker()
    found = again.look().cell(cell.number)
    assert found == cell, "who it was kept for, its code, and that it was being opened"
    room.shut(cell)
    assert again.laid_in(found, opened).case.life.locker is not None
    assert room.cell(1).state is CellState.OCCUPIED


def test_a_crash_while_somebody_collects_is_decided_by_a_person(room: LockerRoom, locker: Locker) -> None:
    cell, opened = laid_in(room, locker)
    open_cell = locker.open(cell, Aim.COLLECT)
    room.shut(open_cell)
    again = room.locker()
    assert again.left_full(open_cell).code == cell.code, "it lies there still, and its code is good"
    open_cell = again.open(room.cell(1), Aim.COLLECT)
    room.shut(open_cell)
    assert again.collected(open_cell, opened).case.state is CaseState.HANDED_OUT


def test_five_wrong_codes_and_the_locker_waits_even_for_the_right_one(room: LockerRoom, locker: Locker) -> None:
    cell, _ = laid_in(room, locker)
    wrong = "000000"
    for left in (4, 3, 2, 1):
        with pytest.raises(CodeWrong) as refused:
            locker.find(wrong)
        assert refused.value.left == left
    with pytest.raises(LockerWaits):
        locker.find(wrong)
    with pytest.raises(LockerWaits):
        room.locker().find(cell.code)
    room.now = room.now.replace(hour=11)
    assert locker.find(cell.code) == cell
    assert room.audited("lockers").count("locker.wrong_code") == 5


def test_another_ones_cell_is_refused_and_audited(room: LockerRoom, locker: Locker) -> None:
    cell, _ = laid_in(room, locker)
    with pytest.raises(CellWrong):
        locker.open(cell, Aim.TAKE_BACK, case_id="c-2")
    assert room.audited("lockers") == ["locker.wrong_cell"]
    assert room.machine.open_cells == frozenset()


def test_what_the_rules_refuse_opens_no_door(room: LockerRoom, locker: Locker) -> None:
    _, opened = laid_in(room, locker)
    with pytest.raises(MoveRefused):
        locker.open_to_lay_in(opened)
    assert room.machine.opened == [1]


def test_with_no_number_left_neither_case_nor_cell_changes(room: LockerRoom, locker: Locker) -> None:
    room.now = room.now.replace(year=2027)  # a year without numbers
    opened = ready()
    cell = locker.open_to_lay_in(opened)
    room.shut(cell)
    with pytest.raises(NumbersExhausted):
        locker.laid_in(cell, opened)
    assert room.cell(1) == cell
    assert locker.left_empty(cell).state is CellState.FREE


def test_a_full_cabinet_says_so(room: LockerRoom, locker: Locker) -> None:
    for number in range(1, CELLS + 1):
        locker.keep_for_supplement(asked(number))
    with pytest.raises(NoCellFree):
        locker.open_to_lay_in(ready())


def test_a_supplement_is_brought_into_a_cell_kept_for_it(room: LockerRoom, locker: Locker) -> None:
    opened = asked()
    case = locker.keep_for_supplement(opened).case
    kept = room.cell(1)
    assert (kept.state, kept.purpose, kept.case_id) == (CellState.RESERVED, Purpose.SUPPLEMENT, "s-1")
    assert case.life.deposit == Deposit(LockerPlace("A", 1, kept.code, kept.until))
    brought = locker.open(locker.find(kept.code), Aim.LAY_IN)
    with pytest.raises(DoorStillOpen):
        locker.laid_in(brought, opened)
    room.shut(brought)
    case = locker.laid_in(brought, opened).case
    full = room.cell(1)
    assert full.state is CellState.OCCUPIED and case.life.deposit is not None and case.life.deposit.came_at
    taken = locker.open(full, Aim.TAKE_BACK)
    room.shut(taken)
    case = locker.taken_back(taken, opened).case
    assert room.cell(1).state is CellState.FREE
    assert (case.life.deposit, case.life.state) == (None, CaseState.AWAITING_SUPPLEMENT)
    kinds = [event.kind for event in room.store.cases.open("s-1")[1]]
    assert kinds == [MoveKind.KEEP_CELL, MoveKind.DEPOSIT, MoveKind.FETCH]


def test_who_laid_nothing_in_may_come_again_with_the_same_code(room: LockerRoom, locker: Locker) -> None:
    locker.keep_for_supplement(asked())
    kept = room.cell(1)
    opened_cell = locker.open(kept, Aim.LAY_IN)
    room.shut(opened_cell)
    locker.left_empty(opened_cell)
    assert locker.find(kept.code).state is CellState.RESERVED


def test_a_kept_cell_is_given_up_with_a_reason(room: LockerRoom, locker: Locker) -> None:
    locker.keep_for_supplement(asked())
    kept = room.cell(1)
    case = locker.given_up(kept, asked(), "到期没有存入").case
    assert case.life.deposit is None and room.cell(1).state is CellState.FREE
    [_, event] = room.store.cases.open("s-1")[1]
    assert (event.kind, event.reason) == (MoveKind.GIVE_UP_CELL, "到期没有存入")
    with pytest.raises(CodeWrong):
        locker.find(kept.code)


def test_a_kept_cell_that_sticks_is_given_up_for_another(room: LockerRoom, locker: Locker) -> None:
    locker.keep_for_supplement(asked())
    room.machine.play(Fault.STUCK, 1)
    with pytest.raises(CellStuck):
        locker.open(room.cell(1), Aim.LAY_IN)
    locker.given_up(room.cell(1), asked(), "柜格有故障")
    case = locker.keep_for_supplement(asked()).case
    assert case.life.deposit is not None and case.life.deposit.place.cell == 2
    assert room.cell(1).state is CellState.FAULT


def test_a_case_that_waits_for_nothing_is_kept_no_cell(room: LockerRoom, locker: Locker) -> None:
    with pytest.raises(MoveRefused):
        locker.keep_for_supplement(ready())
    assert room.cell(1).state is CellState.FREE
