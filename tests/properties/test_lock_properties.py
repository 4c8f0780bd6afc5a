"""What holds for every word of a lock board, however the line treats it, and for every bank of doors."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.errors import DeviceSilent
from devices.lockers.board import Codec, Kind, Word
from devices.lockers.board_line import BoardLine
from devices.lockers.door_watch import DoorWatch
from devices.lockers.polarity import Calibrated, calibrate
from devices.lockers.profile import Family, LockProfile, codec_for
from devices.ports import Door
from devices.simulators.lock_board import MAKERS_CLOSED_VALUE, LockBoards
from devices.wires.replay_wire import ReplayWire

FAMILIES = st.sampled_from(list(Family))
LOCKS = st.sampled_from([8, 12, 16, 24, 32])
HEADS = {Family.EIGHT_A: b"\x80\x81\x8a", Family.WKLY: b"W", Family.YT_PLUS: b"+\n"}
"""Bytes with which a word of the family may begin; noise without them is only skipped."""


@st.composite
def conversations(draw: st.DrawFn) -> tuple[Codec, Family, list[bytes], list[Word]]:
    """What boards of a family say in a row, and the words of it."""
    family, locks = draw(FAMILIES), draw(LOCKS)
    machine = LockBoards(family, boards=(1, 2), locks=locks)
    codec = codec_for(LockProfile(family, boards=(1, 2), locks=locks))
    said, words = [], []
    for _ in range(draw(st.integers(1, 5))):
        board, lock = draw(st.integers(1, 2)), draw(st.integers(1, locks))
        cell = (board - 1) * locks + lock
        match draw(st.sampled_from(["open", "look", "shut", "pull"])):
            case "open":
                said.append(machine.answer(codec.unlock(board, lock)))
                words.append(Word(Kind.TAKEN, board, lock))
            case "look":
                said.append(machine.answer(codec.sensors(board)))
                words.append(Word(Kind.SENSORS, board, 1, sensors(machine, family, board, locks)))
            case act if family is not Family.YT_PLUS:
                said.append(machine.shut(cell) if act == "shut" else machine.pull(cell))
                value = sensors(machine, family, board, locks)[lock - 1]
                words.append(Word(Kind.PUSHED, board, lock, (value,)))
    return codec, family, said, words


def sensors(machine: LockBoards, family: Family, board: int, locks: int) -> tuple[int, ...]:
    closed = MAKERS_CLOSED_VALUE[family]
    first = (board - 1) * locks + 1
    return tuple(1 - closed if cell in machine.open_cells else closed for cell in range(first, first + locks))


Conversation = tuple[Codec, Family, list[bytes], list[Word]]


@given(conversations())
def test_what_boards_say_is_understood_word_for_word(
    conversation: Conversation,
) -> None:
    codec, _, said, words = conversation
    heard = codec.decode(b"".join(said))
    assert (list(heard.words), heard.faults) == (words, 0)


@given(conversations(), st.data())
def test_half_of_what_was_said_yields_no_other_words_once_the_line_is_quiet(
    conversation: Conversation, data: st.DataObject
) -> None:
    codec, _, said, words = conversation
    whole = data.draw(st.integers(0, len(said)))
    heard = codec.decode(b"".join(said[:whole]))
    assert list(heard.words) == words[:whole]


@given(conversations(), st.data())
def test_noise_before_is_skipped(conversation: Conversation, data: st.DataObject) -> None:
    codec, family, said, words = conversation
    noise = bytes(byte for byte in data.draw(st.binary(max_size=40)) if byte not in HEADS[family])
    heard = codec.decode(noise + b"".join(said))
    assert (list(heard.words), heard.faults) == (words, 0)


@given(FAMILIES, LOCKS, st.data())
def test_a_flipped_byte_never_changes_what_the_sensors_say(family: Family, locks: int, data: st.DataObject) -> None:
    machine = LockBoards(family, locks=locks)
    codec = codec_for(LockProfile(family, locks=locks))
    for cell in data.draw(st.sets(st.integers(1, locks))):
        machine.pull(cell)
    said = bytearray(machine.answer(codec.sensors(1)))
    truth = sensors(machine, family, 1, locks)
    said[data.draw(st.integers(0, len(said) - 1))] ^= data.draw(st.integers(1, 255))
    heard = codec.decode(bytes(said))
    believed = [word for word in heard.words if word.kind is Kind.SENSORS and word.board == 1 and not heard.faults]
    assert all(word.values == truth for word in believed)


@given(FAMILIES, st.binary(max_size=2000))
def test_no_bytes_whatever_break_a_codec(family: Family, data: bytes) -> None:
    codec = codec_for(LockProfile(family))
    heard = codec.decode(data)
    assert heard.faults >= 0
    assert all(0 <= word.board <= 999 and len(word.detail) <= 60 for word in heard.words)


@given(FAMILIES, st.integers(1, 24), st.booleans())
def test_an_answer_about_an_earlier_question_is_never_taken_for_this_one(
    family: Family, pulled: int, both_at_once: bool
) -> None:
    """The board was silent, and now the answers to those questions come before, or instead of, the one to this."""
    machine = LockBoards(family)
    profile = LockProfile(family, answer_ms=50)
    codec = codec_for(profile)
    question = codec.sensors(1)
    stale = machine.answer(question)
    machine.pull(pulled)
    fresh = machine.answer(question)
    late = [stale + stale + fresh] if both_at_once else [stale, stale]
    line = BoardLine(ReplayWire([(question, said) for said in (b"", b"", *late, fresh)]), codec, profile)
    line.open()
    with pytest.raises(DeviceSilent):
        line.ask(question, 1, (Kind.SENSORS,))
    word = line.ask(question, 1, (Kind.SENSORS,))
    assert word.values[pulled - 1] != MAKERS_CLOSED_VALUE[family]


@given(st.sets(st.integers(1, 24)), st.integers(1, 24), st.sampled_from([0, 1]))
def test_whatever_else_stands_open_the_door_that_is_opened_tells_the_polarity(
    standing_open: set[int], cell: int, closed: int
) -> None:
    standing_open.discard(cell)
    before = {each: 1 - closed if each in standing_open else closed for each in range(1, 25)}
    found = calibrate(before, before | {cell: 1 - closed}, opened=cell)
    assert isinstance(found, Calibrated)
    assert found.closed_value == closed


LOOKS = st.lists(
    st.tuples(st.floats(0.1, 30), st.fixed_dictionaries({cell: st.sampled_from(list(Door)) for cell in (1, 2)})),
    max_size=30,
)


@given(LOOKS)
def test_a_door_is_left_open_just_when_it_was_seen_so_for_that_long_and_not_shut_since(
    looks: list[tuple[float, dict[int, Door]]],
) -> None:
    watch, time = DoorWatch(60), 0.0
    seen: dict[int, list[tuple[float, Door]]] = {1: [], 2: []}
    for seconds, doors in looks:
        time += seconds
        for cell, door in doors.items():
            seen[cell].append((time, door))
        left = watch.see(doors, at=time)
        for cell, history in seen.items():
            shut = max((place for place, (_, door) in enumerate(history) if door is Door.CLOSED), default=-1)
            open_at = [at for at, door in history[shut + 1 :] if door is Door.OPEN]
            assert (cell in left) == (bool(open_at) and open_at[-1] - open_at[0] >= 60)
