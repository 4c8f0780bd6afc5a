"""How a bank asks: the exact conversation, the calibration of its sensors, doors left open, and its profiles."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from devices.errors import CellStuck, DeviceSilent, LineFault
from devices.lockers import eight_a, wkly
from devices.lockers.door_watch import DoorWatch
from devices.lockers.lock_bank import BoardLockBank
from devices.lockers.polarity import Calibrated, CannotTell, Why, calibrate, polarity_is_doubtful
from devices.lockers.profile import Family, LockProfile, codec_for
from devices.ports import Door
from devices.profiles import Profiles
from devices.simulators.lock_board import LockBoards
from devices.tables import TableInvalid
from devices.wires.replay_wire import ReplayWire
from devices.wires.ring import Direction
from tests.support.lock_and_message_vectors import EIGHT_A, WKLY

OURS = Path(__file__).parents[3] / "resources" / "devices" / "locks.toml"
PROFILE = LockProfile(calibrated=True, answer_ms=50, door_ms=200)
ALL_SHUT = bytes.fromhex("80 01 FF FF FF 33 4D")
FIRST_OPEN = bytes.fromhex("80 01 FF FF FE 33 4C")
LOOK, SHUT, OPEN = EIGHT_A["state_board1"], (EIGHT_A["state_board1"], ALL_SHUT), (EIGHT_A["state_board1"], FIRST_OPEN)


class FastClock:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.time = 0.0

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.time += seconds


def bank_on(wire: ReplayWire, profile: LockProfile = PROFILE) -> BoardLockBank:
    clock = FastClock()
    bank = BoardLockBank(wire, profile, now=clock.now, sleep=clock.sleep)
    bank.open()
    return bank


@pytest.mark.parametrize("piece", [None, 1, 2, 3])
def test_a_cell_is_looked_at_told_to_open_and_looked_at_again(piece: int | None) -> None:
    with ReplayWire([SHUT, SHUT, (EIGHT_A["open_1_1"], EIGHT_A["reply_1_1_00"]), OPEN], piece=piece) as wire:
        bank_on(wire).unlock(1)


def test_the_word_opened_is_not_believed_while_the_sensor_says_shut() -> None:
    looks = [SHUT, SHUT, SHUT]  # as often as fit into the time a door is given
    pairs = [SHUT, SHUT, (EIGHT_A["open_1_1"], EIGHT_A["reply_1_1_00"]), *looks]
    with ReplayWire(pairs) as wire, pytest.raises(CellStuck):
        bank_on(wire).unlock(1)
    assert [passage.direction for passage in wire.ring.passages()].count(Direction.SENT) == len(pairs)


def test_a_failure_that_looks_like_the_command_is_not_believed_either() -> None:
    words = EIGHT_A["reply_1_1_11_same_as_request"]
    with ReplayWire([SHUT, SHUT, (EIGHT_A["open_1_1"], words), OPEN]) as wire:
        bank_on(wire).unlock(1)


def test_exactly_one_echo_is_taken_away() -> None:
    command, echoed = EIGHT_A["open_1_1"], replace(PROFILE, echo=True)
    shut, seen_open = (LOOK, LOOK + ALL_SHUT), (LOOK, LOOK + FIRST_OPEN)
    with ReplayWire([shut, shut, (command, command + command), seen_open]) as wire:
        bank_on(wire, echoed).unlock(1)


def test_a_garbled_answer_is_asked_for_once_more() -> None:
    broken = ALL_SHUT[:-1] + b"\x00"
    with ReplayWire([(LOOK, broken), SHUT]) as wire:
        bank_on(wire)
        assert (wire.ring.tally.good, wire.ring.tally.bad, wire.ring.tally.retries) == (1, 1, 1)
    with ReplayWire([(LOOK, broken), (LOOK, broken)]) as wire, pytest.raises(LineFault):
        bank_on(wire)


def test_what_follows_a_damaged_frame_is_not_believed() -> None:
    """After a fault the rest may lie inside the damaged frame."""
    with ReplayWire([SHUT, (LOOK, ALL_SHUT[:-1] + b"\x00" + FIRST_OPEN), SHUT]) as wire:
        assert set(bank_on(wire).doors().values()) == {Door.CLOSED}


def test_with_eight_locks_an_echo_has_the_bytes_of_all_00_and_is_no_answer() -> None:
    eight = replace(PROFILE, locks=8, echo=True)
    all_shut, all_00 = bytes.fromhex("80 01 FF 33 4D"), LOOK
    with ReplayWire([(LOOK, LOOK), (LOOK, LOOK)]) as wire, pytest.raises(DeviceSilent):
        bank_on(wire, eight)
    with ReplayWire([(LOOK, LOOK + all_shut), (LOOK, LOOK + all_00)]) as wire:
        bank = bank_on(wire, eight)
        assert set(bank.doors().values()) == {Door.OPEN}


def test_with_eight_locks_an_echo_that_nobody_told_of_is_found_out() -> None:
    eight, probe, here = replace(PROFILE, locks=8), eight_a.PROBE, bytes.fromhex("80 01 01 99 19")
    all_shut, all_00 = bytes.fromhex("80 01 FF 33 4D"), LOOK
    with ReplayWire([(probe, probe), (LOOK, LOOK), (LOOK, LOOK)]) as wire, pytest.raises(DeviceSilent):
        bank_on(wire, eight)
    with ReplayWire([(probe, probe + here), (LOOK, LOOK + all_shut), (LOOK, LOOK + all_00)]) as wire:
        assert set(bank_on(wire, eight).doors().values()) == {Door.OPEN}
    with ReplayWire([(probe, here), (LOOK, all_00), (LOOK, all_shut)]) as wire:
        assert set(bank_on(wire, eight).doors().values()) == {Door.CLOSED}


def test_the_answer_of_another_board_is_none() -> None:
    of_board_2 = wkly.frame(2, wkly.SENSORS, bytes([0, 2, 0, 0]))
    of_board_0 = wkly.frame(0, wkly.SENSORS, bytes([0, 2, 1, 1]))
    profile = replace(PROFILE, family=Family.WKLY, boards=(0,), locks=2)
    with ReplayWire([(WKLY["state_all"], of_board_2 + of_board_0)]) as wire:
        assert bank_on(wire, profile).note == ""


# --- calibration ------------------------------------------------------------------------------------------------------

SHUT_AT_1: dict[int, int | None] = {1: 1, 2: 1, 3: 1}
SHUT_AT_0: dict[int, int | None] = {1: 0, 2: 0, 3: 0}


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        (SHUT_AT_1, SHUT_AT_1 | {2: 0}, Calibrated(1)),
        (SHUT_AT_0, SHUT_AT_0 | {2: 1}, Calibrated(0)),
        ({1: 1, 2: 0, 3: 1}, {1: 1, 2: 1, 3: 1}, Calibrated(0)),  # others may stand open meanwhile
        (SHUT_AT_1, SHUT_AT_1, CannotTell(Why.NOTHING_MOVED)),
        (SHUT_AT_1, SHUT_AT_1 | {3: 0}, CannotTell(Why.ANOTHER_MOVED, (3,))),
        (SHUT_AT_1, SHUT_AT_1 | {2: 0, 3: 0}, CannotTell(Why.SEVERAL_MOVED, (2, 3))),
        (SHUT_AT_1 | {2: None}, SHUT_AT_1 | {2: None}, CannotTell(Why.NO_SENSOR)),
        (SHUT_AT_1, SHUT_AT_1 | {2: None}, CannotTell(Why.NO_SENSOR)),
        ({}, {}, CannotTell(Why.NO_SENSOR)),
    ],
)
def test_one_door_opened_by_hand_tells_the_polarity_or_why_not(
    before: dict[int, int | None], after: dict[int, int | None], found: Calibrated | CannotTell
) -> None:
    assert calibrate(before, after, opened=2) == found


def test_the_other_byte_order_shows_as_another_cell_that_moved() -> None:
    machine, codec = LockBoards(Family.EIGHT_A, byte_order="first_first"), codec_for(PROFILE)

    def raw() -> dict[int, int | None]:
        [word] = codec.decode(machine.answer(codec.sensors(1))).words
        return dict(enumerate(word.values, start=1))

    before = raw()
    machine.pull(1)
    assert calibrate(before, raw(), opened=1) == CannotTell(Why.ANOTHER_MOVED, (17,))


def test_a_bank_of_which_all_doors_seem_open_is_doubtful_until_it_is_calibrated() -> None:
    open_all = {1: Door.OPEN, 2: Door.OPEN, 3: Door.UNKNOWN}
    fresh = replace(PROFILE, calibrated=False)
    assert polarity_is_doubtful(fresh, open_all)
    assert not polarity_is_doubtful(PROFILE, open_all)
    assert not polarity_is_doubtful(fresh, open_all | {3: Door.CLOSED})
    assert not polarity_is_doubtful(fresh, {1: Door.OPEN})  # one door may well stand open
    assert not polarity_is_doubtful(fresh, {1: Door.UNKNOWN, 2: Door.UNKNOWN})


# --- doors left open --------------------------------------------------------------------------------------------------


def test_a_door_is_left_open_once_its_time_is_over_and_until_it_is_shut() -> None:
    watch = DoorWatch(60)
    assert watch.see({5: Door.OPEN, 6: Door.CLOSED}, at=1000) == ()
    assert watch.see({5: Door.OPEN, 6: Door.CLOSED}, at=1059) == ()
    assert watch.see({5: Door.OPEN, 6: Door.CLOSED}, at=1060) == (5,)
    assert watch.see({5: Door.OPEN, 6: Door.CLOSED}, at=1600) == (5,)
    assert watch.see({5: Door.CLOSED, 6: Door.CLOSED}, at=1601) == ()


def test_a_door_that_was_shut_in_between_starts_anew() -> None:
    watch = DoorWatch(60)
    watch.see({1: Door.OPEN}, at=0)
    watch.see({1: Door.CLOSED}, at=50)
    watch.see({1: Door.OPEN}, at=55)
    assert watch.see({1: Door.OPEN}, at=70) == ()
    assert watch.see({1: Door.OPEN}, at=115) == (1,)


def test_a_sensor_that_says_nothing_neither_raises_an_alarm_nor_ends_one() -> None:
    watch = DoorWatch(60)
    watch.see({1: Door.OPEN}, at=0)
    assert watch.see({1: Door.UNKNOWN}, at=100) == ()
    assert watch.see({1: Door.OPEN}, at=101) == (1,)
    assert watch.see({1: Door.UNKNOWN}, at=102) == (1,)


# --- profiles ---------------------------------------------------------------------------------------------------------


def profiles(place: Path, site: str = "") -> Profiles:
    """Ours, with what a site says over them."""
    for folder, text in (("ours", OURS.read_text("utf-8")), ("site", site)):
        (place / folder).mkdir()
        (place / folder / "locks.toml").write_text(text, encoding="utf-8")
    return Profiles({"lock": LockProfile}, (place / "ours", place / "site"))


def test_our_profiles_are_read_and_each_makes_a_codec(tmp_path: Path) -> None:
    read = profiles(tmp_path)
    assert {"generic", "8a-24", "wkly-24", "yt-24"} <= set(read.names("lock"))
    for name in read.names("lock"):
        profile = read.get(LockProfile, name)
        assert codec_for(profile).sensors(profile.boards[0])
        assert not profile.calibrated  # that is found out at each bank


def test_a_site_says_how_its_bank_is_wired_and_no_more(tmp_path: Path) -> None:
    site = '[lock.hall]\nbased_on = "8a-24"\nboards = [1, 2, 5]\nclosed_value = 0\necho = true\n'
    hall = profiles(tmp_path, site).get(LockProfile, "hall")
    assert hall == LockProfile(Family.EIGHT_A, boards=(1, 2, 5), closed_value=0, echo=True)


@pytest.mark.parametrize(
    "line", ["closed_value = 2", "closed_value = true", "boards = [33]", "gap_ms = 100", 'family = "9B"', "lock = 24"]
)
def test_a_profile_that_cannot_be_is_refused(line: str, tmp_path: Path) -> None:
    with pytest.raises(TableInvalid, match=line.partition(" ")[0]):
        profiles(tmp_path, f'[lock.hall]\nbased_on = "generic"\n{line}\n')
