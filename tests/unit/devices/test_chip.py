"""The text of a card's chip, kind by kind."""

from __future__ import annotations

from dataclasses import replace

import pytest
from stdnum.iso7064 import mod_11_2

from devices.cards import chip
from devices.errors import CardUnreadable, UnknownCardKind
from devices.ports import Card, CardKind
from devices.simulators import sample_cards
from devices.simulators.sample_cards import SAMPLE_CARDS
from tests.support.sam_vectors import BLOCKS

VECTOR_CARDS = {
    "base": replace(sample_cards.RESIDENT, sex="男"),  # the block contradicts its own number
    "J": Card(
        kind=CardKind.HMT_PERMIT,
        name="陈大文",
        number="810000198002020011",
        sex="男",
        birth="1980-02-02",
        address="广东省深圳市测试街2号",
        issuer="深圳市公安局",
        valid_from="2019-01-01",
        valid_to="2024-01-01",
        pass_number="H12345678",
        issue_count="01",
    ),
    "I": sample_cards.FOREIGN_2017,
    "Y": sample_cards.FOREIGN_2023,
}


@pytest.mark.parametrize("name", BLOCKS)
def test_each_verified_block_is_read_field_by_field(name: str) -> None:
    expected = replace(VECTOR_CARDS[name], photo_wlt=b"")
    assert chip.decode_card(BLOCKS[name].text) == expected


@pytest.mark.parametrize("name", BLOCKS)
def test_each_verified_block_is_written_byte_for_byte(name: str) -> None:
    assert chip.encode_text(VECTOR_CARDS[name]) == BLOCKS[name].text


@pytest.mark.parametrize("name", SAMPLE_CARDS)
def test_each_sample_card_survives_the_chip(name: str) -> None:
    card = SAMPLE_CARDS[name]
    text = chip.encode_text(card)
    assert chip.decode_card(text, photo=card.photo_wlt, new_address=card.new_address) == card


@pytest.mark.parametrize("name", [n for n, card in SAMPLE_CARDS.items() if len(card.number) == 18])
def test_each_sample_number_has_a_valid_check_digit_and_the_birth_date_of_its_card(name: str) -> None:
    card = SAMPLE_CARDS[name]
    assert mod_11_2.is_valid(card.number)
    birth = card.birth.replace("-", "")
    assert card.number[6:14] == birth
    assert (int(card.number[16]) % 2 == 1) == (card.sex == "男")


def test_sample_cards_cover_every_kind() -> None:
    assert {card.kind for card in SAMPLE_CARDS.values()} == set(CardKind)


def test_a_name_beyond_the_basic_plane_keeps_its_surrogate_pairs() -> None:
    text = chip.encode_text(sample_cards.RARE_NAME)
    assert text[:6] == bytes.fromhex("42D8 B7DF 0034")
    assert chip.decode_card(text).name == "𠮷㐀"


@pytest.mark.parametrize("dot", ["·", "•", ".", "．"])  # U+00B7, U+2022, ASCII, full width
def test_a_middle_dot_is_left_as_the_chip_has_it(dot: str) -> None:
    name = f"阿依古丽{dot}样本"
    card = replace(sample_cards.MOVED, name=name)
    assert chip.decode_card(chip.encode_text(card)).name == name


def test_padding_of_spaces_and_nuls_is_taken_off() -> None:
    block = bytearray(chip.encode_text(sample_cards.RESIDENT))
    block[4:30] = bytes(26)
    assert chip.decode_card(bytes(block)).name == "张三"


def test_a_broken_surrogate_is_shown_and_the_card_still_read() -> None:
    block = bytearray(chip.encode_text(sample_cards.RESIDENT))
    block[0:2] = b"\x42\xd8"
    card = chip.decode_card(bytes(block))
    assert "�" in card.name
    assert card.number == sample_cards.RESIDENT.number


def test_a_latin_name_of_46_letters_is_joined_from_both_its_places() -> None:
    text = chip.encode_text(sample_cards.LONG_NAME)
    latin_name = chip.decode_card(text).latin_name
    assert len(latin_name) == 46
    assert latin_name == sample_cards.LONG_NAME.latin_name


def test_a_space_on_the_seam_of_a_long_latin_name_is_kept() -> None:
    latin_name = "A" * 34 + " " + "B" * 11
    card = replace(sample_cards.LONG_NAME, latin_name=latin_name)
    assert chip.decode_card(chip.encode_text(card)).latin_name == latin_name


@pytest.mark.parametrize("flag", ["K", "\0", "y"])
def test_an_unknown_flag_is_not_guessed(flag: str) -> None:
    block = bytearray(chip.encode_text(sample_cards.RESIDENT))
    block[chip.FLAG] = flag.encode("utf-16-le")
    with pytest.raises(UnknownCardKind) as unknown:
        chip.decode_card(bytes(block))
    assert unknown.value.flag == flag


def test_a_text_of_another_length_is_unreadable() -> None:
    with pytest.raises(CardUnreadable, match="255"):
        chip.decode_card(bytes(255))


def test_nations_are_those_of_the_standard() -> None:
    assert len(chip.NATIONS) == 58
    assert [chip.NATIONS[code] for code in ("01", "20", "38", "46", "56", "97", "98")] == [
        "汉",
        "傈僳",
        "锡伯",
        "德昂",
        "基诺",
        "其他",
        "外国血统",
    ]


def test_a_code_without_a_standard_meaning_is_shown_as_it_is() -> None:
    card = replace(sample_cards.RESIDENT, nation="81", sex="5")
    decoded = chip.decode_card(chip.encode_text(card))
    assert (decoded.nation, decoded.sex) == ("81", "5")


def test_the_four_sexes_of_the_standard_survive_the_chip() -> None:
    cards = [replace(sample_cards.RESIDENT, sex=sex) for sex in ("未知", "男", "女", "未说明")]
    assert [chip.decode_card(chip.encode_text(card)).sex for card in cards] == [card.sex for card in cards]


def test_an_appended_address_is_read_to_its_end() -> None:
    address = sample_cards.MOVED.new_address
    data = chip.encode_new_address(address)
    assert len(data) == chip.NEW_ADDRESS_BYTES
    assert chip.decode_new_address(data) == address


def test_a_field_that_does_not_fit_is_named() -> None:
    with pytest.raises(ValueError, match="issuer does not fit"):
        chip.encode_text(replace(sample_cards.RESIDENT, issuer="局" * 16))


def test_a_card_hides_its_photo_when_printed() -> None:
    assert "photo" not in repr(sample_cards.RESIDENT)
