"""What every bank of lockers keeps to, whichever family its boards are of and whatever line they hang on."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from devices.bay import Answer
from devices.catalogue import LockBankProbe
from devices.errors import (
    CellStuck,
    DeviceAbsent,
    DeviceError,
    DeviceLost,
    DeviceRefused,
    DeviceSilent,
    LineFault,
    NoSuchCell,
    WrongDevice,
)
from devices.lockers.lock_bank import BoardLockBank, CellOpenAlready, CellUnseen, answers
from devices.lockers.polarity import Calibrated, calibrate
from devices.lockers.profile import Family, LockProfile
from devices.plugged import Identity, SeenPort
from devices.ports import Door, LockBank
from devices.simulators.line_end import LineFault as Line
from devices.simulators.line_end import SimulatedDevice
from devices.simulators.lock_board import MAKERS_CLOSED_VALUE, Fault, LockBoards
from devices.wires.address import parse_address, wire_at
from devices.wires.ring import show_all
from devices.wires.wire import Wire

LOCKS, BOARDS = 24, (1, 2)
BAUD = 57600  # the boards know 9600 only; tests need not wait for that
BOUND = 12.0  # seconds: no call of a bank takes longer, whatever the line does

ROWS = [(family, over) for family in Family for over in ("pty", "tcp")]


class Hall:
    """Two boards of a family on a line, and the bank that a program makes of them."""

    def __init__(self, family: Family, over: str) -> None:
        self.machine = LockBoards(family, boards=BOARDS, locks=LOCKS)
        usb = Identity(0x0403, 0x6001, f"LOCK-{family.name}")
        self.device = SimulatedDevice(self.machine, over, baud=BAUD, usb=usb, name=f"locks-{family.name}")  # type: ignore[arg-type]
        self.profile = LockProfile(
            family,
            boards=BOARDS,
            locks=LOCKS,
            closed_value=MAKERS_CLOSED_VALUE[family],  # type: ignore[arg-type]
            calibrated=True,
            answer_ms=60,
            door_ms=200,
        )

    def bank(self, **changes: object) -> BoardLockBank:
        return BoardLockBank(self.wire(), replace(self.profile, **changes))  # type: ignore[arg-type]

    def wire(self) -> Wire:
        return wire_at(parse_address(self.device.address), redact=show_all, role="lock_bank")


@pytest.fixture(params=ROWS, ids=lambda row: f"{row[0].value}-{row[1]}")
def hall(request: pytest.FixtureRequest) -> Iterator[Hall]:
    hall = Hall(*request.param)
    with hall.device:
        yield hall


@pytest.fixture(params=list(Family), ids=lambda family: family.value)
def one_line(request: pytest.FixtureRequest) -> Iterator[Hall]:
    """For what does not depend on the line: a pty."""
    hall = Hall(request.param, "pty")
    with hall.device:
        yield hall


@pytest.fixture
def bank(hall: Hall) -> Iterator[BoardLockBank]:
    bank = hall.bank()
    bank.open()
    yield bank
    bank.close()


def opened(bank: BoardLockBank) -> BoardLockBank:
    bank.open()
    return bank


def standing_open(bank: LockBank) -> set[int]:
    return {cell for cell, door in bank.doors().items() if door is Door.OPEN}


def test_a_cell_is_opened_and_seen_open_and_no_other(hall: Hall, bank: LockBank) -> None:
    assert bank.cells == 48
    assert standing_open(bank) == set()
    bank.unlock(7)
    assert standing_open(bank) == {7}
    assert hall.machine.opened == [7]


def test_cells_count_on_over_the_boards(hall: Hall, bank: LockBank) -> None:
    bank.unlock(25)
    assert hall.machine.open_cells == {25}
    hall.machine.pull(24)
    hall.machine.pull(48)
    assert standing_open(bank) == {24, 25, 48}


def test_a_door_that_stands_open_is_said_and_nothing_is_sent(hall: Hall, bank: LockBank) -> None:
    hall.machine.pull(3)
    with pytest.raises(CellOpenAlready) as said:
        bank.unlock(3)
    assert (said.value.cell, said.value.role) == (3, "lock_bank")
    assert hall.machine.opened == []
    hall.machine.shut(3)
    bank.unlock(3)
    assert hall.machine.opened == [3]


@pytest.mark.parametrize("cell", [0, -1, 49, 256])
def test_a_cell_that_does_not_exist_is_refused_and_nothing_is_sent(cell: int, hall: Hall, bank: LockBank) -> None:
    with pytest.raises(NoSuchCell):
        bank.unlock(cell)
    assert hall.machine.opened == []


def test_a_stuck_door_is_told_to_open_once_and_reported(hall: Hall, bank: LockBank) -> None:
    hall.machine.play(Fault.STUCK, 30)
    with pytest.raises(CellStuck) as said:
        bank.unlock(30)
    assert said.value.cell == 30
    assert hall.machine.opened == [30]
    hall.machine.heal()
    bank.unlock(30)


def test_what_boards_say_unasked_is_no_answer(hall: Hall, bank: LockBank) -> None:
    for cell in (1, 26):
        hall.device.say(hall.machine.pull(cell))
    assert standing_open(bank) == {1, 26}
    hall.device.say(hall.machine.shut(1))
    bank.unlock(1)
    assert standing_open(bank) == {1, 26}


def test_a_sensor_out_of_order_leaves_the_opening_unseen(hall: Hall, bank: LockBank) -> None:
    hall.machine.play(Fault.DEAD_SENSOR, 5)
    # family 8A has no way to say it: its dead sensor looks like a shut door
    condition = CellStuck if hall.profile.family is Family.EIGHT_A else CellUnseen
    with pytest.raises(condition):
        bank.unlock(5)
    assert 5 in hall.machine.open_cells


def test_the_board_that_is_silent_takes_only_its_own_cells_with_it(hall: Hall, bank: BoardLockBank) -> None:
    hall.machine.play(Fault.SILENT, 2)
    doors = bank.doors()
    assert {doors[cell] for cell in range(1, 25)} == {Door.CLOSED}
    assert {doors[cell] for cell in range(25, 49)} == {Door.UNKNOWN}
    assert LockBankProbe()(bank) == Answer("board_silent", detail="2")
    bank.unlock(1)
    with pytest.raises(DeviceSilent, match="board 2"):
        bank.unlock(25)
    hall.machine.heal()
    bank.unlock(25)
    assert bank.doors()[26] is Door.CLOSED
    assert bank.note == ""


@pytest.mark.parametrize("fault", [Fault.SILENT, Fault.WRONG_ADDRESS])
def test_boards_of_which_none_answers_do_not_open(fault: Fault, one_line: Hall) -> None:
    one_line.machine.play(fault, *((2, 1) if fault is Fault.SILENT else ()))
    bank = one_line.bank(boards=(1,))
    with pytest.raises(DeviceSilent) as said:
        bank.open()
    assert (said.value.role, said.value.where) == ("lock_bank", one_line.device.port)
    one_line.machine.heal()
    bank.open()  # the port was given back
    bank.close()


def test_a_board_that_falls_silent_after_the_command_leaves_the_opening_unseen(one_line: Hall) -> None:
    bank = opened(one_line.bank())
    one_line.machine.play(Fault.SILENT_ONCE_OPENED)
    with pytest.raises(CellUnseen):
        bank.unlock(2)
    assert one_line.machine.open_cells == {2}
    bank.close()


def test_boards_that_say_nothing_to_the_command_open_all_the_same(one_line: Hall) -> None:
    one_line.machine.play(Fault.ANSWERS_NO_OPENING)
    for answers_opening in (True, False):
        bank = opened(one_line.bank(answers_opening=answers_opening))
        bank.unlock(4)
        assert standing_open(bank) == {4}
        one_line.machine.shut(4)
        bank.close()
    assert one_line.machine.opened == [4, 4]


class HardOfHearing(LockBoards):
    """Boards behind a line that loses so many opening commands."""

    losses = 0

    def answer(self, data: bytes) -> bytes:
        if self.losses and b"\x8a" in data:
            self.losses -= 1
            return b""
        return super().answer(data)


@pytest.mark.parametrize(("losses", "is_opened"), [(1, True), (2, False)])
def test_a_command_that_was_lost_is_sent_once_more_and_not_again(losses: int, is_opened: bool) -> None:
    machine = HardOfHearing(Family.EIGHT_A)
    machine.losses = losses
    with SimulatedDevice(machine, "tcp") as device:
        profile = LockProfile(calibrated=True, answer_ms=60, door_ms=200)
        bank = opened(BoardLockBank(wire_at(parse_address(device.address)), profile))
        if is_opened:
            bank.unlock(1)
        else:
            with pytest.raises(CellStuck):
                bank.unlock(1)
        assert machine.opened == [1] * is_opened
        assert machine.losses == 0
        bank.close()


def test_a_board_with_fewer_locks_than_the_profile_says_is_another_one() -> None:
    machine = LockBoards(Family.WKLY, locks=12)
    with SimulatedDevice(machine, "tcp") as device:
        profile = LockProfile(Family.WKLY, locks=24, answer_ms=60)
        bank = BoardLockBank(wire_at(parse_address(device.address)), profile)
        with pytest.raises(WrongDevice) as said:
            bank.open()
        assert (said.value.expected, said.value.found) == ("24 locks", "12 locks")


def test_a_board_that_refuses_to_open_a_cell_is_heard_where_its_family_has_a_word_for_it(one_line: Hall) -> None:
    one_line.machine.play(Fault.REFUSES, 20)
    bank = opened(one_line.bank())
    condition = CellStuck if one_line.profile.family is Family.EIGHT_A else DeviceRefused
    with pytest.raises(condition):
        bank.unlock(20)
    assert standing_open(bank) == set()
    bank.close()


# --- polarity and echo ------------------------------------------------------------------------------------------------


def test_a_reversed_bank_that_was_never_calibrated_is_noticed_and_calibrated(one_line: Hall) -> None:
    one_line.machine.play(Fault.REVERSED)
    bank = opened(one_line.bank(calibrated=False))
    assert set(bank.doors().values()) == {Door.OPEN}
    assert bank.note == "polarity"
    with pytest.raises(CellOpenAlready):
        bank.unlock(1)  # wrong, but harmless
    before = bank.raw()
    bank.pulse(9)
    found = calibrate(before, bank.raw(), opened=9)
    assert found == Calibrated(1 - one_line.profile.closed_value)
    bank.close()
    bank = opened(one_line.bank(closed_value=found.closed_value))
    assert standing_open(bank) == {9}
    assert bank.note == ""
    bank.unlock(10)
    bank.close()


@pytest.mark.parametrize("told", [True, False], ids=["profile says so", "nobody said so"])
@pytest.mark.parametrize("reversed_", [True, False], ids=["11 is open", "11 is shut"])
def test_an_echo_is_never_taken_for_an_answer(told: bool, reversed_: bool, one_line: Hall) -> None:
    one_line.machine.play(Fault.ECHO)
    closed_value = one_line.profile.closed_value
    if reversed_:
        one_line.machine.play(Fault.REVERSED)
        closed_value = 1 - closed_value
    bank = opened(one_line.bank(echo=told, closed_value=closed_value))
    bank.unlock(12)
    assert standing_open(bank) == {12}
    one_line.machine.play(Fault.STUCK, 13)
    with pytest.raises(CellStuck):
        bank.unlock(13)
    bank.close()


def test_an_echo_of_a_silent_board_opens_nothing(one_line: Hall) -> None:
    one_line.machine.play(Fault.ECHO)
    one_line.machine.play(Fault.SILENT)
    for told in (True, False):
        with pytest.raises((DeviceSilent, LineFault)):
            one_line.bank(echo=told).open()


# --- pace -------------------------------------------------------------------------------------------------------------


class Clock:
    """A clock that only sleeping moves, beside the true time that reading from a line takes."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    def now(self) -> float:
        return time.monotonic() + sum(self.slept)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


def test_between_two_openings_the_power_supply_is_given_its_time(one_line: Hall) -> None:
    clock = Clock()
    bank = BoardLockBank(one_line.wire(), replace(one_line.profile, gap_ms=3_000), now=clock.now, sleep=clock.sleep)
    bank.open()
    bank.unlock(1)
    assert sum(clock.slept) < 1.0
    bank.unlock(2)
    assert 2.0 < max(clock.slept) <= 3.0
    bank.close()


# --- the line ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", [Line.FLIPPED, Line.HALF_FRAME, Line.SILENT, Line.NOISE, Line.LATE, Line.ECHO])
def test_an_answer_spoilt_once_costs_nothing(fault: Line, one_line: Hall) -> None:
    bank = opened(one_line.bank())
    one_line.machine.pull(40)
    one_line.device.play(fault, times=1)
    assert standing_open(bank) == {40}
    one_line.device.play(fault, times=1)
    bank.unlock(17)
    assert one_line.machine.open_cells == {17, 40}
    bank.close()


@pytest.mark.parametrize("fault", list(Line), ids=lambda fault: fault.value)
@pytest.mark.parametrize(
    ("family", "over"), [*((family, "tcp") for family in Family), (Family.EIGHT_A, "pty")], ids=str
)
def test_no_fault_of_a_line_hangs_a_bank_or_makes_it_say_what_is_not(family: Family, over: str, fault: Line) -> None:
    hall = Hall(family, over)
    with hall.device:
        keeps_to_the_truth(hall, fault)


def keeps_to_the_truth(hall: Hall, fault: Line) -> None:
    bank = opened(hall.bank())
    hall.machine.pull(8)
    hall.device.play(fault)
    began = time.monotonic()
    for look in range(2):
        hall.machine.shut(20 + look)
        hall.machine.pull(21 + look)
        try:
            doors = bank.doors()
        except (DeviceSilent, LineFault):
            continue
        for cell, door in doors.items():
            truth = Door.OPEN if cell in hall.machine.open_cells else Door.CLOSED
            assert door in (truth, Door.UNKNOWN)
    with_fault = time.monotonic() - began
    before = list(hall.machine.opened)
    began = time.monotonic()
    try:
        bank.unlock(5)
    except (CellStuck, CellOpenAlready):
        pytest.fail("a sound cell was called stuck or open")
    except CellUnseen:
        assert 5 in hall.machine.opened  # it was told, and cannot be seen
    except DeviceError as error:
        assert isinstance(error, DeviceSilent | LineFault)
        assert hall.machine.opened == before
    else:
        assert 5 in hall.machine.open_cells
    assert max(with_fault, time.monotonic() - began) < BOUND
    bank.close()


def test_a_late_shut_is_not_taken_for_how_a_door_stands_now(one_line: Hall) -> None:
    bank = opened(one_line.bank())
    one_line.device.play(Line.LATE)
    one_line.machine.pull(6)
    assert standing_open(bank) == {6}
    one_line.machine.shut(6)
    assert standing_open(bank) == set()
    bank.unlock(6)
    assert one_line.machine.opened == [6]
    bank.close()


def test_a_bank_pulled_out_is_lost_and_found_again_at_another_port() -> None:
    hall = Hall(Family.WKLY, "pty")
    with hall.device as device:

        def find_port(place: str) -> str:
            seen: SeenPort | None = device.seen
            if seen is None or place != seen.place:
                raise DeviceAbsent("not plugged in", where=place)
            return seen.port

        assert device.seen is not None
        address = parse_address(f"serial:{device.seen.place}?baud={BAUD}")
        bank = BoardLockBank(wire_at(address, find_port=find_port, role="lock_bank"), hall.profile)
        bank.open()
        bank.unlock(1)
        first = device.port
        device.unplug()
        with pytest.raises(DeviceLost):
            bank.doors()
        with pytest.raises(DeviceLost):
            bank.unlock(2)
        with pytest.raises(DeviceAbsent):
            bank.open()
        device.plug_in(elsewhere=True)
        assert device.port != first
        bank.open()
        assert standing_open(bank) == {1}
        bank.close()
        bank.close()


def test_a_bank_on_the_network_is_lost_and_comes_back(hall: Hall, bank: LockBank) -> None:
    hall.device.unplug()
    with pytest.raises(DeviceLost):
        bank.unlock(1)
    hall.device.plug_in()
    bank.open()
    bank.unlock(1)
    assert hall.machine.opened == [1]


def test_the_tally_tells_a_sound_line_from_a_bad_one(one_line: Hall) -> None:
    wire = one_line.wire()
    bank = BoardLockBank(wire, one_line.profile)
    bank.open()
    assert (wire.ring.tally.good, wire.ring.tally.bad, wire.ring.tally.retries) == (2, 0, 0)
    one_line.device.play(Line.FLIPPED, times=1)
    bank.doors()
    assert (wire.ring.tally.good, wire.ring.tally.bad, wire.ring.tally.retries) == (4, 1, 1)
    bank.close()


# --- searching --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("there", list(Family), ids=lambda family: family.value)
@pytest.mark.parametrize("sought", list(Family), ids=lambda family: family.value)
def test_a_family_is_found_where_it_is_and_searching_opens_nothing(there: Family, sought: Family) -> None:
    machine = LockBoards(there)
    with SimulatedDevice(machine, "tcp") as device:
        wire = wire_at(parse_address(device.address))
        wire.open()
        assert answers(wire, LockProfile(sought, answer_ms=100)) is (there is sought)
        machine.play(Fault.ECHO)
        machine.play(Fault.SILENT)
        assert not answers(wire, LockProfile(sought, answer_ms=100))  # an echo is nobody
        wire.close()
    assert machine.opened == []
