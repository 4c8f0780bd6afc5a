"""Numbers that are printed: given once, in order, never beyond the lease."""

from __future__ import annotations

import pytest

from app.domain.errors import NumbersExhausted
from app.domain.numbers import NumberBlock, formal_number, number_text, take_number

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


def test_a_document_has_the_letter_of_its_series_and_is_never_taken_for_a_case() -> None:
    assert number_text(NumberBlock("s", "YC", 2026, 1, 99, 12), "03", 12) == "YC26-03-S00012"


def test_the_numbers_of_a_series_sort_as_they_were_given() -> None:
    block = NumberBlock("s", "YC", 2026, 1, 99_999, 1)
    numbers = [number_text(block, "03", serial) for serial in (1, 9, 10, 417, 99_999)]
    assert numbers == sorted(numbers)


def test_a_number_reads_formally_as_documents_of_state_have_it() -> None:
    assert formal_number("YC26-03-S00012", "受", 2026) == "YC受〔2026〕03-00012号"
    assert formal_number("YC05-A1-N123456", "不受", 2105) == "YC不受〔2105〕A1-123456号"


def test_a_number_of_another_form_stays_as_it_is() -> None:
    assert formal_number("YC26-03-00417", "受", 2026) == "YC26-03-00417"
