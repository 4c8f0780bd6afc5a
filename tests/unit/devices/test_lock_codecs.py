"""The languages of lock boards, byte for byte, held against vectors that were verified elsewhere."""

from __future__ import annotations

from functools import reduce
from itertools import permutations
from operator import xor

import pytest

from devices.lockers import eight_a, wkly, yt_plus
from devices.lockers.board import Codec, Kind, Word
from devices.lockers.eight_a import EightA
from devices.lockers.profile import Family, LockProfile, codec_for
from devices.lockers.wkly import Wkly
from devices.lockers.yt_plus import YtPlus
from devices.simulators.lock_board import LockBoards
from tests.support.lock_and_message_vectors import EIGHT_A, WKLY, YT_PLUS

CODECS: dict[Family, Codec] = {
    Family.EIGHT_A: EightA(24),
    Family.WKLY: Wkly(24),
    Family.YT_PLUS: YtPlus(24),
}
MODULES = {Family.EIGHT_A: eight_a, Family.WKLY: wkly, Family.YT_PLUS: yt_plus}
OPENED_BY = {  # vectors of commands that we never send, and the cells that they open on a board of 24
    "open_all_board1": range(1, 25),
    "open_all_9d": range(1, 25),
    "open_1_1_5s": [1],
    "keep_on": [1],
    "batch_open_ch1_2_9": [1, 2, 9],
}


def test_the_commands_of_family_8a_are_those_of_the_vectors() -> None:
    codec = EightA(24)
    assert [codec.unlock(1, lock) for lock in (1, 2, 12)] == [EIGHT_A[f"open_1_{lock}"] for lock in (1, 2, 12)]
    assert codec.sensors(1) == EIGHT_A["state_board1"]
    assert codec.identify(1) == eight_a.PROBE == EIGHT_A["addr_query"]


def test_the_commands_of_family_wkly_are_those_of_the_vectors() -> None:
    codec = Wkly(24)
    assert codec.unlock(0, 1) == WKLY["open_1"]
    assert codec.sensors(0) == codec.identify(0) == WKLY["state_all"]


def test_the_lines_of_family_yt_are_those_of_the_vectors() -> None:
    codec = YtPlus(24)
    assert codec.identify(1) == yt_plus.PROBE == YT_PLUS["YT+PING=1"].encode() + b"\r\n"
    assert codec.unlock(1, 1) == YT_PLUS["YT+OPENLOCK=1,1"].encode() + b"\r\n"
    assert codec.decode(YT_PLUS["+PING:1"].encode() + b"\r\n").words == (Word(Kind.HERE, 1),)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("reply_1_1_00", [Word(Kind.TAKEN, 1, 1)]),
        ("reply_1_1_11_same_as_request", [Word(Kind.TAKEN, 1, 1)]),
        ("push_1_1_00", [Word(Kind.PUSHED, 1, 1, (0,))]),
        ("push_1_1_11", [Word(Kind.PUSHED, 1, 1, (1,))]),
        ("state_board1", []),
        ("state_1_1", []),
        ("state_reply_1_1_00", []),  # one lock's sensor, for which we never ask
        ("state_reply_1_1_11", []),
        ("addr_query", []),
    ],
)
def test_what_boards_of_family_8a_say_is_understood(name: str, words: list[Word]) -> None:
    heard = EightA(24).decode(EIGHT_A[name])
    assert (list(heard.words), heard.faults) == (words, 0)


def test_the_last_byte_of_the_sensors_holds_the_first_locks() -> None:
    reply = EIGHT_A["board_reply24_ch1_2_9"]
    [word] = EightA(24).decode(reply).words
    assert [lock for lock, value in enumerate(word.values, start=1) if value] == [1, 2, 9]
    [turned] = EightA(24, "first_first").decode(reply).words
    assert [lock for lock, value in enumerate(turned.values, start=1) if value] == [9, 17, 18]


def test_sensors_that_begin_like_the_answer_about_one_lock_are_read_whole() -> None:
    reply = bytes.fromhex("80 01 01 00 80 33 33")  # its first five bytes are "lock 1 of board 1: 00"
    assert reply.startswith(EIGHT_A["state_reply_1_1_00"])
    [word] = EightA(24).decode(reply).words
    assert [lock for lock, value in enumerate(word.values, start=1) if value] == [8, 17]


def test_the_address_of_whichever_board_is_there_is_told() -> None:
    assert EightA(24).decode(bytes.fromhex("80 01 03 99 1B")).words == (Word(Kind.HERE, 3),)


@pytest.mark.parametrize(
    ("frame", "word"),
    [
        (WKLY["reply_open_1"], Word(Kind.TAKEN, 0, 1)),
        (WKLY["push_door_1_closed"], Word(Kind.PUSHED, 0, 1, (1,))),
        (wkly.frame(2, 0x84, bytes([0, 4, 0, 1, 1, 0xFF])), Word(Kind.SENSORS, 2, 1, (0, 1, 1, None))),
        (wkly.frame(2, 0x82, b"\xff\x07\x01"), Word(Kind.REFUSED, 2, 7, detail="the board reports a failure")),
        (wkly.frame(2, 0x84, b"\xff\x00"), Word(Kind.REFUSED, 2, detail="the board reports a failure")),
    ],
)
def test_what_boards_of_family_wkly_say_is_understood(frame: bytes, word: Word) -> None:
    assert Wkly(24).decode(frame).words == (word,)


def test_sensors_that_are_not_as_many_as_they_say_are_damaged() -> None:
    heard = Wkly(24).decode(wkly.frame(1, 0x84, bytes([0, 4, 0, 1, 1])))
    assert (heard.words, heard.faults) == ((), 1)


def test_what_boards_of_family_yt_say_is_understood() -> None:
    said = [
        yt_plus.line("+OPENLOCK:2,7"),
        yt_plus.line("+GETALLLOCKSSTATUS:2,0,1,E,0"),
        yt_plus.line("+ERROR:2,PARAM,3"),
        yt_plus.line("+GETVERSION:2,1.0"),
    ]
    assert YtPlus(4).decode(b"".join(said)).words == (
        Word(Kind.TAKEN, 2, 7),
        Word(Kind.SENSORS, 2, 1, (0, 1, None, 0)),
        Word(Kind.REFUSED, 2, detail="PARAM,3"),
    )


@pytest.mark.parametrize("text", ["+PING:1*D524", "+PING:1", "+PING:1*", "PING:1*D525", "+PING:*0000"])
def test_a_line_without_its_check_is_damaged(text: str) -> None:
    heard = YtPlus(24).decode(text.encode() + b"\r\n")
    assert (heard.words, heard.faults) == ((), 1)


@pytest.mark.parametrize("family", list(Family))
def test_our_own_question_coming_back_is_no_word_and_no_fault(family: Family) -> None:
    codec = CODECS[family]
    for question in (codec.sensors(1), codec.identify(1)):
        heard = codec.decode(question)
        assert (heard.words, heard.faults) == ((), 0)


@pytest.mark.parametrize("family", list(Family))
@pytest.mark.parametrize("lock", [-1, 0, 25, 256])
def test_lock_0_which_means_all_and_locks_that_are_not_there_cannot_be_said(family: Family, lock: int) -> None:
    with pytest.raises(ValueError, match="lock"):
        CODECS[family].unlock(1, lock)


@pytest.mark.parametrize("family", list(Family))
@pytest.mark.parametrize("board", [-1, 256])
def test_boards_that_cannot_be_are_refused(family: Family, board: int) -> None:
    for ask in (CODECS[family].sensors, lambda board: CODECS[family].unlock(board, 1)):
        with pytest.raises(ValueError, match="board"):
            ask(board)


@pytest.mark.parametrize("family", list(Family))
def test_no_command_we_can_send_opens_more_than_one_cell(family: Family) -> None:
    for lock in range(1, 25):
        machine = LockBoards(family)
        machine.answer(CODECS[family].unlock(1, lock))
        assert machine.opened == [lock]


@pytest.mark.parametrize(("asking", "hearing"), [*permutations(Family, 2)], ids=str)
def test_no_question_of_one_family_holds_a_command_of_another(asking: Family, hearing: Family) -> None:
    probe = MODULES[asking].PROBE
    assert not [head for head in MODULES[hearing].HEADS.values() if head in probe]
    machine = LockBoards(hearing)
    machine.answer(probe)
    assert (machine.opened, machine.open_cells) == ([], frozenset())


@pytest.mark.parametrize("family", list(Family))
def test_every_command_of_a_family_begins_with_one_of_its_heads(family: Family) -> None:
    vectors = {
        Family.EIGHT_A: [frame for name, frame in EIGHT_A.items() if "reply" not in name and "push" not in name],
        Family.WKLY: list(WKLY.values()),
        Family.YT_PLUS: [text.encode() for name, text in YT_PLUS.items() if name.startswith("YT")],
    }
    for command in vectors[family]:
        assert any(command.startswith(head) for head in MODULES[family].HEADS.values())


# --- the simulated boards say what real ones do -----------------------------------------------------------------------


@pytest.mark.parametrize("name", OPENED_BY)
def test_the_simulated_board_knows_the_commands_that_we_never_send(name: str) -> None:
    machine = LockBoards(Family.EIGHT_A, boards=(1, 2))
    machine.answer(EIGHT_A[name])
    # 9D opens every board's; its example names board 1
    assert sorted(machine.open_cells) == list(OPENED_BY[name])


@pytest.mark.parametrize("name", ["open_all", "open_many_1_2_3", "open_seq_1_2_3"])
def test_so_does_one_of_family_wkly(name: str) -> None:
    machine = LockBoards(Family.WKLY, boards=(0,))
    machine.answer(WKLY[name])
    assert sorted(machine.open_cells) == (list(range(1, 25)) if name == "open_all" else [1, 2, 3])


def test_the_simulated_boards_answer_as_the_vectors_have_it() -> None:
    machine = LockBoards(Family.EIGHT_A)
    assert machine.answer(EIGHT_A["state_1_1"]) == EIGHT_A["state_reply_1_1_11"]
    assert machine.answer(EIGHT_A["open_1_1"]) == EIGHT_A["reply_1_1_00"]
    assert machine.answer(EIGHT_A["state_1_1"]) == EIGHT_A["state_reply_1_1_00"]
    assert machine.shut(1) == EIGHT_A["push_1_1_11"]
    assert machine.pull(1) == EIGHT_A["push_1_1_00"]
    other = LockBoards(Family.EIGHT_A, closed_value=0)
    assert other.answer(EIGHT_A["open_1_1"]) == EIGHT_A["reply_1_1_11_same_as_request"]
    for cell in (2, 9):
        other.pull(cell)
    assert other.answer(EIGHT_A["state_board1"]) == EIGHT_A["board_reply24_ch1_2_9"]


def test_so_do_those_of_the_other_families() -> None:
    machine = LockBoards(Family.WKLY, boards=(0,))
    assert machine.answer(WKLY["open_1"]) == WKLY["reply_open_1"]
    assert machine.shut(1) == WKLY["push_door_1_closed"]
    assert machine.answer(WKLY["state_1"]) == wkly.frame(0, 0x83, b"\x00\x01\x01")
    assert machine.answer(WKLY["flash_1"]) == wkly.frame(0, 0x82, b"\xff\x00\xff")
    lines = LockBoards(Family.YT_PLUS)
    assert lines.answer(YT_PLUS["YT+PING=1"].encode() + b"\r\n") == YT_PLUS["+PING:1"].encode() + b"\r\n"


def test_every_frame_of_the_vectors_is_sealed() -> None:
    for frame in (*EIGHT_A.values(), *WKLY.values()):
        assert reduce(xor, frame) == 0


# --- the profile ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("profile", "said"),
    [
        (LockProfile(boards=()), "address of its own"),
        (LockProfile(boards=(1, 1)), "address of its own"),
        (LockProfile(boards=(0,)), "board 0"),
        (LockProfile(Family.WKLY, boards=(32,)), "board 32"),
        (LockProfile(Family.YT_PLUS, boards=(0,)), "board 0"),
    ],
)
def test_boards_that_a_family_cannot_have_are_named(profile: LockProfile, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        codec_for(profile)
