"""The driver, as conversations: what is sent, what is answered."""

from __future__ import annotations

from itertools import count

import pytest

from devices.cards import sam
from devices.cards.sam_reader import Reread, SamCardReader
from devices.errors import (
    CardRemoved,
    CardUnreadable,
    DeviceRefused,
    DeviceSilent,
    LineFault,
    NoCard,
    UnknownCardKind,
    WrongDevice,
)
from devices.ports import CardReader
from devices.wires.replay_wire import Pair, ReplayMismatch, ReplayWire
from tests.support.sam_vectors import BLOCKS, REQUESTS, RESPONSES

SILENCE = b""


def says(name: str, *answers: bytes) -> Pair:
    return REQUESTS[name], b"".join(answers)


def text_reply(text: bytes) -> bytes:
    return sam.frame(bytes([0, 0, sam.OK]) + sam.join_content(sam.Content(text, bytes(1024))))


def status(code: int, data: bytes = b"") -> bytes:
    return sam.frame(bytes([0, 0, code]) + data)


def garbled(whole: bytes) -> bytes:
    return whole[:-1] + bytes([whole[-1] ^ 1])


CARD = text_reply(BLOCKS["J"].text)
OPENED = says("status", RESPONSES["ok"])
FOUND = says("find", RESPONSES["find_ok"])
SELECTED = says("select", RESPONSES["select_ok"])
READ = says("read_base", CARD)
NO_NEW_ADDRESS = says("read_new_address", RESPONSES["no_new_address"])


def opened(wire: ReplayWire, reread: Reread = Reread.NEEDS_REMOVAL) -> CardReader:
    clock = count()  # a thousandth of a second at every look
    reader = SamCardReader(wire, reread=reread, now=lambda: next(clock) / 1000)
    reader.open()
    return reader


@pytest.mark.parametrize("piece", [None, 1, 7])
def test_a_card_is_found_selected_read_and_asked_for_a_new_address(piece: int | None) -> None:
    with ReplayWire([OPENED, FOUND, SELECTED, READ, NO_NEW_ADDRESS], piece=piece) as wire:
        card = opened(wire).read()
    assert (card.name, card.number, card.new_address) == ("陈大文", "810000198002020011", "")


def test_a_new_address_is_put_on_the_card() -> None:
    address = "广东省深圳市样板路9号".ljust(35).encode("utf-16-le")
    with ReplayWire([OPENED, FOUND, SELECTED, READ, says("read_new_address", status(sam.OK, address))]) as wire:
        assert opened(wire).read().new_address == "广东省深圳市样板路9号"


def test_a_card_without_any_address_is_not_asked_for_a_new_one() -> None:
    with ReplayWire([OPENED, FOUND, SELECTED, says("read_base", text_reply(BLOCKS["Y"].text))]) as wire:
        assert opened(wire).read().latin_name == "SAMPLE, JOHN"


def test_the_reader_says_its_number() -> None:
    number = bytes.fromhex("0500 0300 0F7D3301 7B000000 D7110000")
    with ReplayWire([OPENED, says("sam_id", status(sam.OK, number))]) as wire:
        assert opened(wire).identity() == "05.03-20151567-0000000123-0000004567"


def test_the_clerk_hears_of_a_card_before_it_is_read() -> None:
    heard: list[str] = []
    with ReplayWire([OPENED, FOUND, says("select", RESPONSES["select_fail"])]) as wire:
        reader = SamCardReader(wire, on_card_found=lambda: heard.append("found"))
        reader.open()
        with pytest.raises(CardRemoved):
            reader.read()
    assert heard == ["found"]


def test_an_empty_reader_is_said() -> None:
    with ReplayWire([OPENED, says("find", RESPONSES["find_none"])]) as wire:
        reader = opened(wire)
        with pytest.raises(NoCard) as none:
            reader.read()
    assert not none.value.already_read
    assert (none.value.role, none.value.where) == ("card_reader", "replay")


def test_a_card_that_was_read_already_is_told_from_an_empty_reader() -> None:
    not_found = says("find", RESPONSES["find_none"])
    gone = says("read_new_address", RESPONSES["read_fail"])
    conversation = [OPENED, FOUND, SELECTED, READ, NO_NEW_ADDRESS]
    with ReplayWire([*conversation, not_found, NO_NEW_ADDRESS, not_found, gone, not_found]) as wire:
        reader = opened(wire)
        reader.read()
        said = []
        for _ in range(3):
            with pytest.raises(NoCard) as none:
                reader.read()
            said.append(none.value.already_read)
    assert said == [True, False, False]


def test_a_reader_that_reads_freely_is_not_asked_whether_the_card_still_lies() -> None:
    once = [FOUND, SELECTED, READ, NO_NEW_ADDRESS]
    with ReplayWire([OPENED, *once, *once, says("find", RESPONSES["find_none"])]) as wire:
        reader = opened(wire, Reread.FREE)
        assert reader.read() == reader.read()
        with pytest.raises(NoCard) as none:
            reader.read()
    assert not none.value.already_read


def test_a_garbled_reply_is_asked_for_once_more() -> None:
    with ReplayWire([OPENED, FOUND, SELECTED, says("read_base", garbled(CARD)), READ, NO_NEW_ADDRESS]) as wire:
        assert opened(wire).read().name == "陈大文"


def test_half_a_reply_is_asked_for_once_more() -> None:
    with ReplayWire([OPENED, FOUND, SELECTED, says("read_base", CARD[:600]), READ, NO_NEW_ADDRESS]) as wire:
        assert opened(wire).read().name == "陈大文"


def test_a_reply_garbled_twice_is_a_fault_of_the_line() -> None:
    bad = says("read_base", garbled(CARD))
    with ReplayWire([OPENED, FOUND, SELECTED, bad, bad]) as wire:
        reader = opened(wire)
        with pytest.raises(LineFault):
            reader.read()


@pytest.mark.parametrize("before", [0, 20])
def test_a_reply_lying_inside_a_garbled_one_is_not_taken_for_the_answer(before: int) -> None:
    photo = (text_reply(BLOCKS["Y"].text)[:before] + RESPONSES["read_fail"] * 95)[:1024]
    whole = sam.frame(bytes([0, 0, sam.OK]) + sam.join_content(sam.Content(BLOCKS["J"].text, photo)))
    bad = says("read_base", garbled(whole))
    with ReplayWire([OPENED, FOUND, SELECTED, bad, bad]) as wire:
        reader = opened(wire)
        with pytest.raises(LineFault):
            reader.read()


@pytest.mark.parametrize("name", ["checksum_error", "length_error", "command_error"])
def test_a_question_the_sam_got_garbled_twice_is_a_fault_of_the_line(name: str) -> None:
    refused = says("find", RESPONSES[name])
    with ReplayWire([OPENED, refused, refused]) as wire:
        reader = opened(wire)
        with pytest.raises(LineFault):
            reader.read()


def test_bytes_without_a_frame_among_them_are_a_fault_of_the_line() -> None:
    noise = says("status", b"\x00\xff\x13")
    with ReplayWire([noise, noise]) as wire, pytest.raises(LineFault):
        opened(wire)


def test_half_a_reply_and_then_silence_is_said() -> None:
    with ReplayWire([OPENED, FOUND, SELECTED, says("read_base", CARD[:600]), says("read_base", SILENCE)]) as wire:
        reader = opened(wire)
        with pytest.raises(DeviceSilent) as silent:
            reader.read()
    assert silent.value.seconds == 2.5


def test_silence_of_a_reader_that_is_well_means_the_card_went() -> None:
    with ReplayWire([OPENED, FOUND, SELECTED, says("read_base", SILENCE), OPENED]) as wire:
        reader = opened(wire)
        with pytest.raises(CardRemoved):
            reader.read()


def test_silence_of_a_reader_that_is_not_well_means_the_reader_fell_silent() -> None:
    with ReplayWire([OPENED, FOUND, SELECTED, says("read_base", SILENCE), says("status", SILENCE)]) as wire:
        reader = opened(wire)
        with pytest.raises(DeviceSilent):
            reader.read()


@pytest.mark.parametrize("name", ["select_fail", "read_fail"])
def test_a_card_pulled_away_half_way_is_said(name: str) -> None:
    with ReplayWire([OPENED, FOUND, SELECTED, says("read_base", RESPONSES[name])]) as wire:
        reader = opened(wire)
        with pytest.raises(CardRemoved):
            reader.read()


def test_a_card_pulled_away_before_its_new_address_is_not_half_read() -> None:
    with ReplayWire([OPENED, FOUND, SELECTED, READ, says("read_new_address", RESPONSES["read_fail"])]) as wire:
        reader = opened(wire)
        with pytest.raises(CardRemoved):
            reader.read()


@pytest.mark.parametrize("code", [0x31, 0x32, 0x33, 0x37, 0x3F, 0x40, 0x47])
def test_a_card_the_sam_rejects_is_unreadable_and_the_code_is_kept(code: int) -> None:
    with ReplayWire([OPENED, FOUND, SELECTED, says("read_base", status(code))]) as wire:
        reader = opened(wire)
        with pytest.raises(CardUnreadable) as unreadable:
            reader.read()
    assert unreadable.value.code == code


@pytest.mark.parametrize("name", ["selftest_fail", "unauthorised"])
def test_a_sam_that_is_not_well_refuses_to_open(name: str) -> None:
    with ReplayWire([says("status", RESPONSES[name])]) as wire, pytest.raises(DeviceRefused) as refused:
        opened(wire)
    assert refused.value.code == RESPONSES[name][9]


def test_a_card_of_an_unknown_kind_is_named_by_its_flag() -> None:
    text = BLOCKS["J"].text[:248] + "Q".encode("utf-16-le") + BLOCKS["J"].text[250:]
    with ReplayWire([OPENED, FOUND, SELECTED, says("read_base", text_reply(text))]) as wire:
        reader = opened(wire)
        with pytest.raises(UnknownCardKind) as unknown:
            reader.read()
    assert (unknown.value.flag, unknown.value.where) == ("Q", "replay")


def test_a_reply_whose_lengths_do_not_add_up_is_a_fault_of_the_line() -> None:
    odd = status(sam.OK, bytes.fromhex("0100 0300") + bytes(1280))
    with ReplayWire([OPENED, FOUND, SELECTED, says("read_base", odd)]) as wire:
        reader = opened(wire)
        with pytest.raises(LineFault):
            reader.read()


@pytest.mark.parametrize("piece", [None, len(RESPONSES["find_ok"])])
def test_a_late_answer_to_the_question_before_is_not_taken_for_this_one(piece: int | None) -> None:
    late = says("select", RESPONSES["find_ok"], RESPONSES["select_ok"])
    with ReplayWire([OPENED, FOUND, late, READ, NO_NEW_ADDRESS], piece=piece) as wire:
        assert opened(wire).read().name == "陈大文"


def test_what_a_card_says_never_reaches_the_ring() -> None:
    with ReplayWire([OPENED, FOUND, SELECTED, READ, NO_NEW_ADDRESS], redact=sam.redact, piece=50) as wire:
        opened(wire).read()
    shown = [passage.shown for passage in wire.ring.passages()]
    assert "AA AA AA 96 69 05 08 00 00 90 +1285 B" in shown
    assert len(shown) == 10
    assert max(map(len, shown)) < 50


def test_a_conversation_left_over_fails() -> None:
    with pytest.raises(ReplayMismatch, match="never sent"), ReplayWire([OPENED, FOUND]) as wire:
        opened(wire)


def test_a_byte_that_was_not_agreed_fails() -> None:
    wire = ReplayWire([OPENED, says("select", RESPONSES["select_ok"])])
    reader = opened(wire)
    with pytest.raises(ReplayMismatch, match="expected"):
        reader.read()


@pytest.mark.parametrize(("baud", "seconds"), [(9600, 4.6), (115200, 2.7), (None, 2.5)])
def test_a_slow_line_is_given_the_time_its_bytes_need(baud: int | None, seconds: float) -> None:
    silence = [says("read_base", SILENCE), says("status", SILENCE)]
    with ReplayWire([OPENED, FOUND, SELECTED, *silence], baud=baud) as wire:
        reader = opened(wire)
        with pytest.raises(DeviceSilent) as silent:
            reader.read()
    assert silent.value.seconds == pytest.approx(seconds, abs=0.05)


NUMBER = says("sam_id", status(sam.OK, bytes.fromhex("0500 0300 0F7D3301 7B000000 D7110000")))


def test_a_model_that_needs_it_is_told_its_radio_bytes_on_opening() -> None:
    with ReplayWire([OPENED, says("set_max_rf_80", RESPONSES["ok"]), FOUND, SELECTED, READ, NO_NEW_ADDRESS]) as wire:
        reader = SamCardReader(wire, max_rf=80)
        reader.open()
        assert reader.read().name == "陈大文"


def test_a_sam_that_takes_no_radio_bytes_does_not_open() -> None:
    with ReplayWire([OPENED, says("set_max_rf_80", status(0x23))]) as wire, pytest.raises(DeviceRefused) as refused:
        SamCardReader(wire, max_rf=80).open()
    assert refused.value.code == 0x23


def test_a_reader_bound_to_its_place_by_its_number_is_recognised_there() -> None:
    with ReplayWire([OPENED, NUMBER]) as wire:
        SamCardReader(wire, expected="05.03-20151567-0000000123-0000004567").open()


def test_another_reader_at_its_place_is_refused_and_both_are_named() -> None:
    with ReplayWire([OPENED, NUMBER]) as wire, pytest.raises(WrongDevice) as wrong:
        SamCardReader(wire, expected="05.03-20151567-0000000124-0000000001").open()
    assert (wrong.value.role, wrong.value.where) == ("card_reader", "replay")
    assert wrong.value.found == "05.03-20151567-0000000123-0000004567"


def test_a_line_that_gives_back_what_is_sent_is_read_through() -> None:
    pairs = [(sent, sent + answer) for sent, answer in (OPENED, FOUND, SELECTED, READ, NO_NEW_ADDRESS)]
    with ReplayWire(pairs, piece=9) as wire:
        assert opened(wire).read().name == "陈大文"


def test_good_and_garbled_answers_and_repeated_questions_are_counted() -> None:
    bad = says("read_base", garbled(CARD))
    with ReplayWire([OPENED, says("find", RESPONSES["checksum_error"]), FOUND, SELECTED, bad, bad]) as wire:
        reader = opened(wire)
        with pytest.raises(LineFault):
            reader.read()
    assert (wire.ring.tally.good, wire.ring.tally.bad, wire.ring.tally.retries) == (3, 3, 2)


def test_silence_is_neither_a_good_nor_a_garbled_answer() -> None:
    with ReplayWire([says("status", SILENCE)]) as wire, pytest.raises(DeviceSilent):
        opened(wire)
    assert (wire.ring.tally.good, wire.ring.tally.bad, wire.ring.tally.retries) == (0, 0, 0)


def test_a_line_that_gives_back_the_question_and_no_answer_is_silent() -> None:
    with ReplayWire([(REQUESTS["status"], REQUESTS["status"])]) as wire, pytest.raises(DeviceSilent):
        opened(wire)
