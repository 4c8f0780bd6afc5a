"""What holds for every text of a window display, however the line treats it."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from devices.displays import led_a090
from devices.displays.led_a090 import ShownText, TextDecoder

BYTE = st.integers(0, 255)
TEXTS = st.text(max_size=40).map(lambda text: led_a090.fit(text).text)
SHOWN = st.builds(ShownText, BYTE, TEXTS, BYTE).map(
    lambda shown: shown if shown.text else ShownText(shown.address, "", 0)
)
NOISE = st.binary(max_size=40).filter(lambda noise: b"\xa0" not in noise)


@given(st.text(max_size=60))
def test_every_text_can_be_fitted_and_said(text: str) -> None:
    fitted = led_a090.fit(text)
    led_a090.encode(ShownText(1, fitted.text))
    assert set(fitted.lacking) <= set(text)
    assert led_a090.fit(fitted.text) == led_a090.Fitted(fitted.text, "")


@given(st.lists(SHOWN, max_size=4), st.lists(st.integers(0, 1000), max_size=8))
def test_texts_are_the_same_wherever_they_are_split(texts: list[ShownText], cuts: list[int]) -> None:
    stream = b"".join(map(led_a090.encode, texts))
    borders = [0, *sorted(cut % (len(stream) + 1) for cut in cuts), len(stream)]
    decoder = TextDecoder()
    assert [text for start, end in pairwise(borders) for text in decoder.feed(stream[start:end])] == texts


@given(NOISE, SHOWN)
def test_noise_before_a_text_is_skipped(noise: bytes, shown: ShownText) -> None:
    assert TextDecoder().feed(noise + led_a090.encode(shown)) == [shown]


@given(SHOWN, st.data())
def test_a_flipped_byte_is_never_shown_as_another_text(shown: ShownText, data: st.DataObject) -> None:
    whole = bytearray(led_a090.encode(shown))
    whole[data.draw(st.integers(0, len(whole) - 1))] ^= data.draw(st.integers(1, 255))
    assert TextDecoder().feed(bytes(whole)) == []


@given(st.binary(max_size=2000), BYTE)
def test_only_the_five_bytes_of_this_board_acknowledge(heard: bytes, address: int) -> None:
    sent = led_a090.encode(ShownText(address, "A1号"))
    is_there = led_a090.acknowledgement(address) in heard.replace(sent, b"", 1)
    assert led_a090.is_acknowledged(heard, sent, address) == is_there


@given(SHOWN, st.integers(0, 200))
def test_an_echo_never_acknowledges(shown: ShownText, end: int) -> None:
    sent = led_a090.encode(shown)
    assert not led_a090.is_acknowledged(sent[:end], sent, shown.address)
    assert led_a090.is_acknowledged(sent + led_a090.acknowledgement(shown.address), sent, shown.address)


@given(st.binary(max_size=3000))
def test_no_bytes_whatever_break_the_board(data: bytes) -> None:
    decoder = TextDecoder()
    decoder.feed(data)
    decoder.feed(bytes(led_a090.LENGTH_CEILING + 16))
    assert decoder.feed(led_a090.encode(ShownText(1, "号"))) == [ShownText(1, "号")]
