"""What a second screen and a list may show of a person."""

from __future__ import annotations

import pytest

from app.domain.masking import mask_name, mask_number, mask_phone


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("430602199001011234", "430602********1234"),
        ("USA430090010150", "USA430*****0150"),
        ("91110000600037341L", "911100********341L"),
        ("E12345678", "E*****678"),
        ("E1234", "E*234"),
        ("1234", "1***"),
        ("", ""),
    ],
)
def test_a_number_hides_its_middle(number: str, shown: str) -> None:
    assert mask_number(number) == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [("张三", "张*"), ("欧阳娜娜", "欧**"), ("𠮷田某", "𠮷**"), ("李", "李"), ("", "")],
)
def test_a_name_keeps_its_first_character(name: str, shown: str) -> None:
    assert mask_name(name) == shown


@pytest.mark.parametrize(
    ("phone", "shown"),
    [("13800001234", "138****1234"), ("0730-8880000", "073****0000"), ("8880000", "8****00"), ("", "")],
)
def test_a_telephone_hides_its_middle(phone: str, shown: str) -> None:
    assert mask_phone(phone) == shown
