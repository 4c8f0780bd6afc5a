"""Code 128 is read back by another's reader."""

from __future__ import annotations

import numpy as np
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from app.documents import code128

MODULE = 2  # dots


def read(widths: tuple[int, ...]) -> list[tuple[str, str]]:
    """What a reader sees on a picture of these bars, with what kind of code it is."""
    row = np.concatenate([np.full(width * MODULE, 255 * (place % 2), np.uint8) for place, width in enumerate(widths)])
    picture = np.pad(np.tile(row, (40, 1)), 10 * MODULE, constant_values=255)
    return [(code.text, code.format.name) for code in zxingcpp.read_barcodes(picture)]


@pytest.mark.parametrize(
    "text",
    ["YC26-03-00417", "YC26-03-S00012", "YC26-A12-J123456", "1234567890123", "123456", "12345", "A123456B", "~ a!"],
)
def test_a_number_reads_back(text: str) -> None:
    assert read(code128.widths(text)) == [(text, "Code128")]


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=30))
def test_any_printable_ascii_reads_back(text: str) -> None:
    assert text in [found for found, _ in read(code128.widths(text))]


def test_digits_stand_two_to_a_symbol() -> None:
    assert code128.modules("YC26-03-00417") == 11 * (1 + 9 + 1 + 2 + 1) + 13
    assert code128.modules("12345678") == 11 * (1 + 4 + 1) + 13


def test_a_case_number_fits_the_narrow_roll_with_bars_two_dots_wide() -> None:
    assert max(code128.modules(text) for text in ("YC26-03-00417", "YC26-A12-S00012")) * 2 <= 384


@pytest.mark.parametrize("text", ["", "受00012", "tab\t"])
def test_what_code_128_cannot_say_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="ASCII"):
        code128.widths(text)
