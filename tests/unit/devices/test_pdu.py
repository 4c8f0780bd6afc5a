"""Text messages as PDUs, held against vectors that were verified elsewhere; the number is a dummy."""

from __future__ import annotations

import pytest

from devices.messaging import pdu
from devices.messaging.pdu import Pdu
from tests.support.lock_and_message_vectors import PDUS

NUMBER = "+8613800138000"


@pytest.mark.parametrize(
    ("vector", "text", "place", "validity"),
    [
        (PDUS[0], "你好!", (), 0x01),
        (PDUS[1], "工作愉快！", (), pdu.DAY),
        (PDUS[2], "尾", (0x39, 2, 2), pdu.DAY),
    ],
)
def test_a_pdu_is_that_of_the_vectors(
    vector: tuple[int, str], text: str, place: tuple[int, ...], validity: int
) -> None:
    octets, whole = vector
    assert pdu.encode_part(NUMBER, text, place=place, validity=validity) == Pdu(whole, octets)


def test_the_second_part_of_a_long_text_is_that_of_the_vectors() -> None:
    parts = pdu.encode(NUMBER, "长" * 67 + "尾" * 4, reference=0x39)
    assert [part.text[:4] for part in parts] == ["0051", "0051"]
    assert parts[0].text[32:44] == "050003390201"
    assert parts[1].text[32:44] == PDUS[2][1][32:44] == "050003390202"


@pytest.mark.parametrize(
    ("text", "lengths"),
    [
        ("好" * 70, [70]),
        ("好" * 71, [67, 4]),
        ("好" * 134, [67, 67]),
        ("好" * 135, [67, 67, 1]),
        ("𠮷" * 35, [35]),  # 70 units
        ("𠮷" * 36, [33, 3]),  # 66 units are the most whole characters in 67
        ("好" * 66 + "𠮷好好好", [66, 4]),
        ("a", [1]),
    ],
)
def test_a_text_is_split_where_parts_are_full_and_characters_whole(text: str, lengths: list[int]) -> None:
    parts = pdu.split_text(text)
    assert [len(part) for part in parts] == lengths
    assert "".join(parts) == text


@pytest.mark.parametrize("text", ["", "\ud842", "好" * 67 * 256])
def test_what_cannot_be_sent_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"nothing|surrogates|parts"):
        pdu.split_text(text)


def test_the_most_parts_there_can_be_are_255() -> None:
    assert len(pdu.split_text("好" * 67 * 255)) == 255


@pytest.mark.parametrize("text", ["13800138000", "+8613800138000", "8613800138000", "138-0013-8000", " 138 0013 8000 "])
def test_a_number_of_the_mainland_is_known_however_it_is_written(text: str) -> None:
    assert pdu.mainland_number(text) == NUMBER


@pytest.mark.parametrize(
    "text",
    ["12800138000", "1380013800", "138001380001", "+85291234567", "008613800138000", "010-88886666", "1380013800o"],
)
def test_any_other_number_is_not_and_the_error_does_not_repeat_it(text: str) -> None:
    with pytest.raises(ValueError, match="no mobile number") as said:
        pdu.mainland_number(text)
    assert text not in str(said.value)


def test_a_pdu_does_not_show_what_it_holds() -> None:
    assert "0008" not in repr(pdu.encode_part(NUMBER, "你好"))
