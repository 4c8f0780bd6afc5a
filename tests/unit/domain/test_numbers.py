"""Numbers that are printed: given once, in order, never beyond the lease."""

from __future__ import annotations

import pytest

from app.domain.errors import NumbersExhausted
from app.domain.numbers import NumberBlock, number_text, take_number

BLOCK = NumberBlock("case", "YC", 2026, 401, 403, 401)


def test_a_number_says_hall_year_window_and_serial() -> None:
    assert number_text(BLOCK, "03", 417) == "YC26-03-00417"


def test_a_year_of_a_new_century_keeps_two_digits() -> None:
    assert number_text(NumberBlock("case", "YC", 2105, 1, 9, 1), "03", 1) == "YC05-03-00001"


def test_numbers_are_given_in_order_until_the_block_is_used_up() -> None:
    block, given = BLOCK, []
    while block.left:
        number, block = take_number(block, "03")
        given.append(number)
    assert given == ["YC26-03-00401", "YC26-03-00402", "YC26-03-00403"]


def test_taking_leaves_the_block_given_untouched() -> None:
    _, after = take_number(BLOCK, "03")
    assert (BLOCK.next, BLOCK.left) == (401, 3)
    assert (after.next, after.left) == (402, 2)


def test_a_used_up_block_gives_nothing_more() -> None:
    used = NumberBlock("case", "YC", 2026, 401, 403, 404)
    assert used.left == 0
    with pytest.raises(NumbersExhausted) as refused:
        take_number(used, "03")
    assert refused.value.series == "case"


def test_a_serial_past_five_digits_is_printed_whole() -> None:
    assert number_text(BLOCK, "03", 123_456) == "YC26-03-123456"
