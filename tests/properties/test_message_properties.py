"""What holds for every text message, however long, and for every word of a modem, however it arrives."""

from __future__ import annotations

import json
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from devices.messaging import at, pdu
from devices.messaging.at import LineReader
from devices.messaging.gsm_modem import GsmModem, ModemProfile
from devices.messaging.http_gateway import _ESCAPES, _filled
from devices.simulators.gsm_modem import SimulatedModem
from devices.wires.replay_wire import ReplayWire

CHARACTERS = st.characters(exclude_categories=["Cs"])
TEXTS = st.text(st.one_of(st.sampled_from("好𠮷😀a"), CHARACTERS), min_size=1, max_size=400)
NUMBERS = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
SAID = st.lists(
    st.sampled_from(
        [b"\r\nOK\r\n", b"\r\n+CREG: 0,1\r\n", b"\r\n> ", b"\r\nRING\r\n", b"\r\n+CMS ERROR: 38\r\n", b"AT\r"]
    )
)


def units(text: str) -> int:
    return len(text.encode("utf-16-be")) // 2


@given(TEXTS)
def test_parts_are_short_enough_whole_and_as_few_as_can_be(text: str) -> None:
    parts = pdu.split_text(text)
    assert "".join(parts) == text
    if units(text) <= pdu.UNITS_ALONE:
        assert parts == [text]
        return
    assert all(0 < units(part) <= pdu.UNITS_A_PART for part in parts)
    for part, following in pairwise(parts):  # nothing of the next would have fitted
        assert units(part) + units(following[0]) > pdu.UNITS_A_PART


@given(NUMBERS, TEXTS, st.integers(0, 255))
def test_what_a_telephone_shows_is_what_was_written(number: str, text: str, reference: int) -> None:
    machine = SimulatedModem()
    for part in pdu.encode(pdu.mainland_number(number), text, reference=reference):
        machine.answer(b"AT+CMGS=%d\r" % part.octets)
        said = machine.answer(part.text.encode() + b"\x1a")
        assert b"+CMGS:" in said
        assert part.octets <= 12 + 3 + 140
    assert machine.delivered == [(f"+86{number}", text)]


@given(st.text(max_size=20))
def test_only_numbers_of_the_mainland_pass(text: str) -> None:
    try:
        number = pdu.mainland_number(text)
    except ValueError:
        return
    assert len(number) == 14
    assert number.startswith("+861")
    assert number[1:].isascii()
    assert number[1:].isdigit()


@given(SAID, st.lists(st.integers(0, 500), max_size=10))
def test_lines_are_the_same_wherever_they_are_split(said: list[bytes], cuts: list[int]) -> None:
    data = b"".join(said)
    borders = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    reader = LineReader()
    found = [line for start, end in pairwise(borders) for line in reader.feed(data[start:end])]
    assert found == LineReader().feed(data)


@given(st.binary(max_size=3000))
def test_no_bytes_whatever_break_the_reader(data: bytes) -> None:
    assert all(line.text for line in LineReader().feed(data + b"\r\nOK\r\n"))


@given(NUMBERS, TEXTS, st.binary(max_size=20))
def test_whatever_passes_over_the_wire_neither_number_nor_text_is_shown(number: str, text: str, noise: bytes) -> None:
    for part in pdu.encode(f"+86{number}", text, reference=7):
        for passing in (
            part.text.encode() + b"\x1a",
            noise + part.text.encode(),
            b'\r\n+CLIP: "%s"\r\n' % number.encode(),
        ):
            shown = at.redact(passing)
            assert number not in shown
            assert len(shown) < len(noise) + 30
            assert part.text[14:30] not in shown


@given(st.binary(max_size=200))
def test_a_modem_that_says_anything_whatever_never_makes_a_message_sent(noise: bytes) -> None:
    """Unless it says that it was: from the command on, it says what chance will."""
    ok = b"\r\nOK\r\n"
    pairs = [(b"AT\r", ok), (b"AT+CPIN?\r", b"\r\n+CPIN: READY\r\n" + ok), (b"AT+CREG?\r", b"\r\n+CREG: 0,1\r\n" + ok)]
    part = pdu.encode_part("+8613800138000", "好")
    handed_over = (part.text.encode() + b"\x1a", noise)
    wire = ReplayWire([*pairs, (b"AT+CMGS=%d\r" % part.octets, b"\r\n> "), handed_over])
    wire.open()
    modem = GsmModem(wire, ModemProfile(answer_seconds=0.05, prompt_seconds=0.05, send_seconds=0.05))
    try:
        modem.send("13800138000", "好")
    except Exception as error:
        assert type(error).__name__ in ("MessageUnsure", "MessageRefused", "NoSignal", "SimTrouble")
    else:
        assert b"+CMGS:" in noise


@given(TEXTS, st.sampled_from(["{text}", "{id}{text}", "{number}"]))
def test_any_text_in_a_json_template_stays_a_text(text: str, other: str) -> None:
    slots = {"text": text, "id": other, "number": "+8613800138000", "local_number": "", "secret": "s"}
    filled = _filled('{"text": "{text}", "id": "{id}", "more": {"a": {}}}', slots, _ESCAPES["json"])
    assert json.loads(filled) == {"text": text, "id": other, "more": {"a": {}}}
