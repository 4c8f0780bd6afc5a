"""The SAM codec against verified frames."""

from __future__ import annotations

import pytest

from devices.cards import sam
from devices.cards.sam import Command, FrameDecoder, Reply, ReplyDecoder
from tests.support.sam_vectors import BLOCKS, REQUESTS, RESPONSES

COMMANDS = {
    "reset": (Command.RESET, b""),
    "status": (Command.STATUS, b""),
    "sam_id": (Command.SAM_ID, b""),
    "find": (Command.FIND, b""),
    "select": (Command.SELECT, b""),
    "read_base": (Command.READ_BASE, b""),
    "read_new_address": (Command.READ_NEW_ADDRESS, b""),
    "read_iinsndn": (Command.READ_MANAGEMENT, b""),
    "read_base_fp": (Command.READ_BASE_FP, b""),
    "set_max_rf_80": (Command.SET_MAX_RF, b"\x50"),
}
STATUS_BYTES = {
    "find_ok": sam.FOUND,
    "select_ok": sam.OK,
    "ok": sam.OK,
    "find_none": sam.NOT_FOUND,
    "select_fail": sam.SELECT_FAILED,
    "read_fail": sam.READ_FAILED,
    "no_new_address": sam.NO_CONTENT,
    "checksum_error": sam.CHECKSUM_ERROR,
    "length_error": sam.LENGTH_ERROR,
    "command_error": sam.COMMAND_ERROR,
    "selftest_fail": sam.SELF_TEST_FAILED,
    "unauthorised": sam.UNAUTHORISED,
}


@pytest.mark.parametrize("name", COMMANDS)
def test_each_request_is_encoded_as_verified(name: str) -> None:
    command, data = COMMANDS[name]
    assert sam.encode(command, data) == REQUESTS[name]


def test_every_verified_request_has_a_command_but_for_the_speed_which_we_never_set() -> None:
    assert REQUESTS.keys() - COMMANDS.keys() == {"baud_115200_UNCONFIRMED", "baud_9600_UNCONFIRMED"}
    assert {command for command, _ in COMMANDS.values()} == set(Command)


@pytest.mark.parametrize("name", REQUESTS)
def test_each_request_is_a_well_formed_frame(name: str) -> None:
    assert FrameDecoder().feed(REQUESTS[name]) == [REQUESTS[name][7:-1]]


@pytest.mark.parametrize("name", RESPONSES)
def test_each_reply_is_decoded_as_verified(name: str) -> None:
    whole = RESPONSES[name]
    assert ReplyDecoder().feed(whole) == [Reply(0, 0, STATUS_BYTES[name], whole[10:-1])]


def test_every_verified_reply_is_checked() -> None:
    assert STATUS_BYTES.keys() == RESPONSES.keys()


@pytest.mark.parametrize("name", BLOCKS)
def test_a_read_reply_with_an_empty_photo_has_the_verified_head_length_and_check_byte(name: str) -> None:
    block = BLOCKS[name]
    content = sam.Content(block.text, bytes(1024))
    whole = sam.frame(bytes([0, 0, sam.OK]) + sam.join_content(content))
    assert whole.startswith(block.header)
    assert (len(whole), whole[-1]) == (block.total, block.check)
    (reply,) = ReplyDecoder().feed(whole)
    assert sam.split_content(reply) == content


@pytest.mark.parametrize(
    ("fingerprint", "total", "head"),
    [(1024, 2321, "090A00009001000400" "0400"), (512, 1809, "070A0000900100040002" "00"),
     (0, 1297, "050A0000900100040000" "00")],
)  # fmt: skip
def test_a_reply_with_fingerprint_is_taken_apart_by_its_own_lengths(fingerprint: int, total: int, head: str) -> None:
    content = sam.Content(BLOCKS["base"].text, bytes(1024), b"f" * fingerprint)
    whole = sam.frame(bytes([0, 0, sam.OK]) + sam.join_content(content, with_fingerprint=True))
    assert len(whole) == total
    assert whole.startswith(sam.PREAMBLE + bytes.fromhex(head))
    (reply,) = ReplyDecoder().feed(whole)
    assert sam.split_content(reply, with_fingerprint=True) == content


def test_lengths_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(ValueError, match="add up"):
        sam.split_content(Reply(0, 0, sam.OK, bytes.fromhex("0100 0400") + bytes(1279)))


def test_an_impossible_length_is_counted_and_the_hunt_goes_on() -> None:
    decoder = ReplyDecoder()
    assert decoder.feed(sam.PREAMBLE + b"\xff\xff" + RESPONSES["ok"]) == [Reply(0, 0, sam.OK)]
    assert decoder.faults == 1


def test_too_much_data_for_a_request_is_refused() -> None:
    with pytest.raises(ValueError, match="4090 bytes"):
        sam.encode(Command.SET_MAX_RF, bytes(sam.DATA_CEILING + 1))


def test_a_decoder_knows_that_a_frame_has_begun() -> None:
    decoder = ReplyDecoder()
    decoder.feed(RESPONSES["ok"][:-1])
    assert decoder.is_open
    decoder.feed(RESPONSES["ok"][-1:])
    assert not decoder.is_open


def test_the_sam_number_reads_as_vendors_print_it() -> None:
    data = bytes.fromhex("0500 0300 0F7D3301 7B000000 D7110000")
    assert sam.sam_id_text(data) == "05.03-20151567-0000000123-0000004567"


def test_a_late_answer_to_another_question_is_known_by_its_shape() -> None:
    found = Reply(0, 0, sam.FOUND, bytes(4))
    text = Reply(0, 0, sam.OK, bytes(1284))
    ok = Reply(0, 0, sam.OK)
    number = Reply(0, 0, sam.OK, bytes(16))
    fits = {
        command: [reply.answers(command) for reply in (found, text, ok, number)]
        for command in (Command.FIND, Command.READ_BASE, Command.STATUS, Command.SAM_ID)
    }
    assert fits == {
        Command.FIND: [True, False, False, False],
        Command.READ_BASE: [False, True, False, False],
        Command.STATUS: [False, False, True, False],
        Command.SAM_ID: [False, False, False, True],
    }


def test_a_refusal_answers_every_question() -> None:
    assert all(Reply(0, 0, sam.UNAUTHORISED).answers(command) for command in Command)


def test_the_meaning_of_a_status_is_said_and_an_unknown_one_shown() -> None:
    assert Reply(0, 0, 0x32).meaning == "the SAM does not accept the card"
    assert Reply(0, 0, 0xEE).meaning == "status EE"


def test_what_a_card_says_is_redacted() -> None:
    text = BLOCKS["base"].text
    whole = sam.frame(bytes([0, 0, sam.OK]) + sam.join_content(sam.Content(text, bytes(1024))))
    assert sam.redact(whole) == "AA AA AA 96 69 05 08 00 00 90 +1285 B"
    assert sam.redact(whole[1:700]) == "AA AA 96 69 05 08 00 00 90 +690 B"
    assert sam.redact(text) == "+256 B"


def test_a_reply_shows_no_card_data_when_printed() -> None:
    assert "张三" not in repr(Reply(0, 0, sam.OK, "张三".encode("utf-16-le")))
    assert "data" not in repr(Reply(0, 0, sam.OK, b"secret"))


@pytest.mark.parametrize("name", COMMANDS)
def test_the_question_that_a_line_gives_back_is_no_answer(name: str) -> None:
    command, data = COMMANDS[name]
    decoder = ReplyDecoder(command.value + data)
    assert decoder.feed(REQUESTS[name] + RESPONSES["ok"]) == [Reply(0, 0, sam.OK)]
    assert decoder.faults == 0


def test_another_question_than_ours_on_the_line_is_a_fault() -> None:
    decoder = ReplyDecoder(Command.FIND.value)
    assert decoder.feed(REQUESTS["select"]) == []
    assert decoder.faults == 1


def test_the_head_of_a_frame_says_how_much_follows() -> None:
    for whole in (*REQUESTS.values(), *RESPONSES.values()):
        assert sam.rest_after(whole[:7]) == len(whole) - 7


@pytest.mark.parametrize(
    "head",
    ["AA AA AA 96 69 00", "AA AA 96 69 00 04 00", "AA AA AA 96 69 FF FF", "AA AA AA 96 69 00 02",
     "AA AA AA 96 69 00 04 00", ""],
)  # fmt: skip
def test_what_is_no_head_of_a_frame_says_nothing(head: str) -> None:
    assert sam.rest_after(bytes.fromhex(head)) is None
