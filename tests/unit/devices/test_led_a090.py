"""Frames of A0 90 window displays, and the conversation about them, byte by byte."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from devices.displays import led_a090
from devices.displays.errors import CharactersNotShown, TextTooLong
from devices.displays.led_a090 import ShownText, TextDecoder
from devices.displays.led_display import DisplayProfile, LedDisplay
from devices.errors import DeviceSilent, LineFault
from devices.wires.replay_wire import Pair, ReplayWire
from tests.support.counter_vectors import LED_A1

DONE = bytes.fromhex("A0 90 01 A5 AA")
QUICK = DisplayProfile(patience_ms=50)


def told(text: str, colour: int = 0) -> bytes:
    return led_a090.encode(ShownText(1, text, colour))


def test_a_text_is_said_as_others_have_verified() -> None:
    assert told("A1号") == LED_A1


def test_what_others_have_verified_is_understood() -> None:
    assert TextDecoder().feed(LED_A1) == [ShownText(1, "A1号", 0)]


def test_an_acknowledgement_names_the_board() -> None:
    assert led_a090.acknowledgement(1) == DONE


@pytest.mark.parametrize(
    ("text", "fitted", "lacking"),
    [
        ("请A042号到3号窗口", "请A042号到3号窗口", ""),
        ("两行\n\t合 一", "两行 合 一", ""),
        ("𠮷某某，𠮷", "〓某某，〓", "𠮷"),
        ("龦\x07a", "〓〓a", "龦\x07"),
        ("", "", ""),
    ],
)
def test_a_character_the_font_has_not_got_is_seen_to_be_missing(text: str, fitted: str, lacking: str) -> None:
    found = led_a090.fit(text)
    assert (found.text, found.lacking) == (fitted, lacking)


def test_a_small_font_lacks_more() -> None:
    assert led_a090.fit("喆").lacking == ""
    assert led_a090.fit("喆", "gb2312").lacking == "喆"


@pytest.mark.parametrize("characters", ["gbk", "gb2312"])
@pytest.mark.parametrize(
    ("text", "shown"),
    [("买买提·吐尔逊", "买买提·吐尔逊"), ("某•某・某‧某", "某·某·某·某"), ("9—12", "9—12")],
)
def test_the_dot_in_a_name_is_in_every_font(text: str, shown: str, characters: str) -> None:
    assert led_a090.fit(text, characters) == led_a090.Fitted(shown, "")
    assert TextDecoder().feed(told(shown)) == [ShownText(1, shown, 0)]


@pytest.mark.parametrize("place", range(0x20, 0x10000, 0x400))
def test_whatever_a_font_is_said_to_have_can_be_told(place: int) -> None:
    text = "".join(chr(code) for code in range(place, place + 0x400) if not 0xD800 <= code < 0xE000)
    for start in range(0, len(text), 200):
        for characters in ("gbk", "gb2312"):
            assert told(led_a090.fit(text[start : start + 200], characters).text)


def test_chinese_takes_two_columns_a_character() -> None:
    assert led_a090.fit("A1号").columns == 4


def test_a_text_that_no_display_could_take_is_refused() -> None:
    with pytest.raises(ValueError, match="at most"):
        told("长" * 400)


@pytest.mark.parametrize("piece", [None, 1, 3])
@pytest.mark.parametrize(
    "answer", [DONE, LED_A1 + DONE, b"\x00\xa0" + DONE], ids=["acknowledged", "after an echo", "after noise"]
)
def test_it_is_shown_when_it_is_acknowledged(answer: bytes, piece: int | None) -> None:
    with ReplayWire([(LED_A1, answer)], piece=piece) as wire:
        display = LedDisplay(wire, QUICK)
        display.open()
        display.show("A1号")
    assert (wire.ring.tally.good, wire.ring.tally.retries) == (1, 0)


@pytest.mark.parametrize(
    ("answers", "condition"),
    [
        ([b"", b""], DeviceSilent),
        ([LED_A1, LED_A1], DeviceSilent),  # nothing but the adapter's echo
        ([DONE[:4], DONE[:3]], LineFault),
        ([b"\xa0\x90\x02\xa5\xaa"] * 2, LineFault),  # another board
        ([b"", b"\xa0\x90\x01\xa5\x55"], LineFault),
    ],
)
def test_what_does_not_acknowledge_it_twice_is_a_fault(answers: Sequence[bytes], condition: type[Exception]) -> None:
    pairs: list[Pair] = [(LED_A1, answer) for answer in answers]
    with ReplayWire(pairs) as wire:
        display = LedDisplay(wire, QUICK)
        display.open()
        with pytest.raises(condition) as said:
            display.show("A1号")
    assert type(said.value) is condition
    assert wire.ring.tally.retries == 1


def test_an_acknowledgement_within_the_text_that_is_echoed_is_none() -> None:
    text = DONE[:2].decode("gbk") + DONE[3:].decode("gbk")  # with colour 1 between them: the very bytes
    frame = told(text, colour=1)
    assert DONE in frame
    for end in range(len(frame) + 1):
        assert not led_a090.is_acknowledged(frame[:end], frame, 1)
    assert led_a090.is_acknowledged(frame + DONE, frame, 1)


def test_a_text_with_a_missing_character_is_shown_and_the_character_named() -> None:
    with ReplayWire([(told("〓某"), DONE)]) as wire:
        display = LedDisplay(wire, QUICK)
        display.open()
        with pytest.raises(CharactersNotShown) as said:
            display.show("𠮷某")
    assert said.value.characters == "𠮷"


def test_a_text_too_long_is_not_sent() -> None:
    with ReplayWire([]) as wire:
        display = LedDisplay(wire, QUICK)
        display.open()
        with pytest.raises(TextTooLong) as said:
            display.show("请A0042号到三号窗口")
    assert (said.value.columns, said.value.limit) == (19, 16)


def test_no_text_is_a_dark_display() -> None:
    with ReplayWire([(told(" "), DONE)]) as wire:
        display = LedDisplay(wire, QUICK)
        display.open()
        display.show("")


def test_a_board_whose_answer_is_not_wired_is_believed() -> None:
    profile = DisplayProfile(address=7, colour=2, acknowledges=False)
    with ReplayWire([(led_a090.encode(ShownText(7, "3号", 2)), b"")]) as wire:
        display = LedDisplay(wire, profile)
        display.open()
        display.show("3号")
    assert wire.ring.tally.good == 0


def test_everything_said_begins_with_a_head_in_the_table() -> None:
    assert LED_A1.startswith(led_a090.COMMAND_HEADS)
