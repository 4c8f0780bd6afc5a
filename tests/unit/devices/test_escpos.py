"""ESC/POS bytes, one by one as the reference gives them."""

from __future__ import annotations

import pytest

from devices.ports import Raster, Readiness
from devices.printing import escpos
from devices.printing.escpos import Picture, Query


def test_a_small_raster_is_one_command_with_its_size_before_its_dots() -> None:
    raster = Raster(16, 2, bytes.fromhex("8001 7FFE"))
    assert list(escpos.slip_bands(raster)) == [bytes.fromhex("1D 76 30 00 02 00 02 00 80 01 7F FE")]


@pytest.mark.parametrize(("height", "rows"), [(0, []), (1, [1]), (256, [256]), (257, [256, 1]), (700, [256, 256, 188])])
def test_a_long_raster_is_cut_into_bands_of_at_most_256_rows(height: int, rows: list[int]) -> None:
    dots = bytes(row % 251 for row in range(height) for _ in range(72))
    bands = list(escpos.slip_bands(Raster(576, height, dots)))
    assert [int.from_bytes(band[6:8], "little") for band in bands] == rows
    assert b"".join(band[8:] for band in bands) == dots


def test_a_column_holds_24_rows_with_the_top_dot_in_the_highest_bit() -> None:
    only_top_left_and_row_9 = bytearray(24)
    only_top_left_and_row_9[0], only_top_left_and_row_9[9] = 0x80, 0x40
    (band,) = escpos.slip_bands(Raster(8, 24, bytes(only_top_left_and_row_9)), Picture.COLUMNS)
    columns = bytes.fromhex("800000 004000") + bytes(3 * 6)
    assert band == bytes.fromhex("1B 33 18  1B 2A 21 08 00") + columns + bytes.fromhex("0A  1B 32")


def test_a_height_that_is_no_multiple_of_24_is_filled_with_white() -> None:
    (band,) = escpos.slip_bands(Raster(8, 1, b"\xff"), Picture.COLUMNS)
    assert band[8:-3] == bytes.fromhex("800000") * 8


def test_columns_too_come_in_bands_that_leave_room_for_a_question() -> None:
    bands = list(escpos.slip_bands(Raster(8, 24 * 11, b"\xff" * 24 * 11), Picture.COLUMNS))
    assert [band.count(b"\x1b*\x21") for band in bands] == [10, 1]


def test_a_question_of_the_printer_is_three_bytes() -> None:
    assert [query.command for query in Query] == [bytes([0x10, 0x04, n]) for n in (1, 2, 3, 4)]


def test_the_cut_feeds_first_so_that_nothing_is_cut_through() -> None:
    assert bytes.fromhex("1D 56 42 00") == escpos.CUT


WELL = dict.fromkeys(Query, 0x12)


@pytest.mark.parametrize(
    ("query", "byte", "readiness"),
    [
        (Query.PRINTER, 0x16, Readiness.READY),  # the drawer's pin says nothing of paper
        (Query.PRINTER, 0x1A, Readiness.OFFLINE),
        (Query.OFFLINE_CAUSE, 0x16, Readiness.COVER_OPEN),
        (Query.OFFLINE_CAUSE, 0x1A, Readiness.READY),  # someone holds the feed button
        (Query.OFFLINE_CAUSE, 0x32, Readiness.PAPER_OUT),
        (Query.OFFLINE_CAUSE, 0x52, Readiness.OFFLINE),
        (Query.ERROR_CAUSE, 0x1A, Readiness.CUTTER_JAMMED),
        (Query.ERROR_CAUSE, 0x32, Readiness.OFFLINE),
        (Query.PAPER, 0x12, Readiness.READY),
        (Query.PAPER, 0x1E, Readiness.NEAR_END),
        (Query.PAPER, 0x7E, Readiness.PAPER_OUT),
        (Query.PAPER, 0x72, Readiness.PAPER_OUT),
    ],
)
def test_each_status_bit_is_understood(query: Query, byte: int, readiness: Readiness) -> None:
    assert escpos.readiness_of(WELL | {query: byte}) is readiness


def test_an_open_cover_is_said_before_the_paper_it_hides() -> None:
    answers = WELL | {Query.PAPER: 0x7E, Query.OFFLINE_CAUSE: 0x36}
    assert escpos.readiness_of(answers) is Readiness.COVER_OPEN


def test_no_answer_is_unknown_and_so_is_an_answer_without_the_fixed_bits() -> None:
    assert escpos.readiness_of({}) is Readiness.UNKNOWN
    assert escpos.readiness_of({Query.PAPER: 0x00, Query.PRINTER: 0xFF}) is Readiness.UNKNOWN


@pytest.mark.parametrize(
    ("byte", "readiness"),
    [
        (0x00, Readiness.READY),
        (0x03, Readiness.NEAR_END),
        (0x0C, Readiness.PAPER_OUT),
        (0x0F, Readiness.PAPER_OUT),
        (0x12, Readiness.UNKNOWN),
    ],
)
def test_the_answer_after_the_last_dot_tells_of_the_paper(byte: int, readiness: Readiness) -> None:
    assert escpos.readiness_when_done(byte) is readiness
