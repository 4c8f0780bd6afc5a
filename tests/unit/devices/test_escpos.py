"""ESC/POS bytes, one by one as the reference gives them."""

from __future__ import annotations

import pytest

from devices.ports import Raster, Readiness
from devices.printing import escpos, replies
from devices.printing.profile import Cutter, Drawer, Picture, PrinterProfile
from devices.printing.replies import Query


def test_a_small_raster_is_one_command_with_its_size_before_its_dots() -> None:
    raster = Raster(16, 2, bytes.fromhex("8001 7FFE"))
    assert list(escpos.slip_bands(raster)) == [bytes.fromhex("1D 76 30 00 02 00 02 00 80 01 7F FE")]


@pytest.mark.parametrize(("height", "rows"), [(0, []), (1, [1]), (256, [256]), (257, [256, 1]), (700, [256, 256, 188])])
def test_a_long_raster_is_cut_into_bands_of_at_most_256_rows(height: int, rows: list[int]) -> None:
    dots = bytes(row % 251 + 1 for row in range(height) for _ in range(72))
    bands = list(escpos.slip_bands(Raster(576, height, dots)))
    assert [int.from_bytes(band[6:8], "little") for band in bands] == rows
    assert b"".join(band[8:] for band in bands) == dots


def test_a_column_holds_24_rows_with_the_top_dot_in_the_highest_bit() -> None:
    only_top_left_and_row_9 = bytearray(24)
    only_top_left_and_row_9[0], only_top_left_and_row_9[9] = 0x80, 0x40
    (band,) = escpos.slip_bands(Raster(8, 24, bytes(only_top_left_and_row_9)), Picture.COLUMNS)
    columns = bytes.fromhex("800000 004000")
    assert band == bytes.fromhex("1B 33 18  1B 2A 21 02 00") + columns + bytes.fromhex("0A  1B 32")


def test_a_height_that_is_no_multiple_of_24_is_filled_with_white() -> None:
    (band,) = escpos.slip_bands(Raster(8, 1, b"\xff"), Picture.COLUMNS)
    assert band[8:-3] == bytes.fromhex("800000") * 8


def test_columns_too_come_in_bands_that_leave_room_for_a_question() -> None:
    bands = list(escpos.slip_bands(Raster(8, 24 * 11, b"\xff" * 24 * 11), Picture.COLUMNS))
    assert [band.count(b"\x1b*\x21") for band in bands] == [10, 1]


def test_a_question_of_the_printer_is_three_bytes() -> None:
    assert [query.command for query in Query] == [bytes([0x10, 0x04, n]) for n in (1, 2, 3, 4)]


def test_white_to_the_right_of_a_band_is_left_out_but_never_all_of_it() -> None:
    inked = Raster(24, 4, bytes.fromhex("800000 010000 000000 000000"))
    assert list(escpos.slip_bands(inked, band_rows=2)) == [
        bytes.fromhex("1D 76 30 00 01 00 02 00 80 01"),
        bytes.fromhex("1D 76 30 00 01 00 02 00 00 00"),
    ]


def test_rows_of_white_are_pieces_of_their_own_where_that_saves_bytes() -> None:
    inked = Raster(16, 8, bytes.fromhex("0001 0000 0000 0000 0000 FFFF FFFF 0000"))
    assert list(escpos.slip_bands(inked, skip_white=True)) == [
        bytes.fromhex("1D 76 30 00 02 00 01 00 0001"),
        bytes.fromhex("1D 76 30 00 01 00 04 00 00 00 00 00"),
        bytes.fromhex("1D 76 30 00 02 00 03 00 FFFF FFFF 0000"),  # one row of white is not worth it
    ]


@pytest.mark.parametrize(
    ("cutter", "feed_lines", "command"),
    [
        (Cutter.PARTIAL, 0, "1D 56 42 00"),  # feeds to the cutter by itself
        (Cutter.FULL, 0, "1D 56 41 00"),
        (Cutter.PARTIAL, 6, "1B 64 06 1D 56 01"),
        (Cutter.FULL, 6, "1B 64 06 1D 56 00"),
        (Cutter.NONE, 5, "1B 64 05"),
        (Cutter.NONE, 0, ""),
    ],
)
def test_the_cut_feeds_first_so_that_nothing_is_cut_through(cutter: Cutter, feed_lines: int, command: str) -> None:
    assert escpos.cut(PrinterProfile(cutter=cutter, feed_lines=feed_lines)) == bytes.fromhex(command)


@pytest.mark.parametrize(
    ("drawer", "pulse_ms", "command"),
    [
        (Drawer.PIN_2, 100, "1B 70 00 32 32"),  # in units of 2 ms
        (Drawer.PIN_5, 510, "1B 70 01 FF FF"),
        (Drawer.NONE, 100, ""),
    ],
)
def test_the_drawer_is_kicked_on_its_pin_for_its_time(drawer: Drawer, pulse_ms: int, command: str) -> None:
    assert escpos.kick(PrinterProfile(drawer=drawer, drawer_pulse_ms=pulse_ms)) == bytes.fromhex(command)


def test_characters_are_enlarged_twice_over_because_gs_alone_leaves_chinese_ones_small() -> None:
    assert escpos.size(wide=True, high=True) == bytes.fromhex("1D 21 11  1C 21 0C")
    assert escpos.size(wide=False, high=False) == bytes.fromhex("1D 21 00  1C 21 00")


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        (Query.PAPER.command, "10 04 04"),
        (b"\x12", "12"),
        (bytes.fromhex("14 00 03 00"), "14 00 03 00"),
        (b"\x1dv0\x00\x48\x00\x01\x00" + bytes(72), "1D 76 30 00 48 00 01 00 +72 B"),
        (b"\x1ba\x00" + "张三 13800138000".encode("gb18030"), "1B 61 +17 B"),
        ("张三".encode("gb18030"), "+4 B"),
    ],
)
def test_nothing_that_is_printed_is_shown(data: bytes, shown: str) -> None:
    assert escpos.redact(data) == shown


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
    assert replies.readiness_of(WELL | {query: byte}) is readiness


def test_an_open_cover_is_said_before_the_paper_it_hides() -> None:
    answers = WELL | {Query.PAPER: 0x7E, Query.OFFLINE_CAUSE: 0x36}
    assert replies.readiness_of(answers) is Readiness.COVER_OPEN


def test_no_answer_is_unknown_and_so_is_an_answer_without_the_fixed_bits() -> None:
    assert replies.readiness_of({}) is Readiness.UNKNOWN
    assert replies.readiness_of({Query.PAPER: 0x00, Query.PRINTER: 0xFF}) is Readiness.UNKNOWN


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
    assert replies.readiness_when_done(byte) is readiness


def test_paper_alone_is_no_good_news_for_a_printer_may_be_off_line_with_it() -> None:
    assert replies.readiness_of({Query.PAPER: 0x12, Query.OFFLINE_CAUSE: 0x12}) is Readiness.UNKNOWN
    assert replies.readiness_of(WELL | {Query.PRINTER: 0x1A, Query.PAPER: 0x12}) is Readiness.OFFLINE


@pytest.mark.parametrize(
    ("report", "readiness"),
    [
        ("10 00 00 00", Readiness.READY),
        ("14 00 00 0F", Readiness.READY),  # the drawer's pin, and bits that are reserved
        ("10 00 03 00", Readiness.NEAR_END),
        ("18 00 0F 00", Readiness.PAPER_OUT),
        ("38 00 0F 00", Readiness.COVER_OPEN),
        ("18 08 00 00", Readiness.CUTTER_JAMMED),
        ("18 00 00 00", Readiness.OFFLINE),
        ("10 20 00 00", Readiness.OFFLINE),
        ("12 00 00 00", Readiness.UNKNOWN),  # a status byte, not a report
        ("10 00 10 00", Readiness.UNKNOWN),
        ("10 00 00", Readiness.UNKNOWN),
    ],
)
def test_each_bit_of_a_report_is_understood(report: str, readiness: Readiness) -> None:
    assert replies.readiness_reported(bytes.fromhex(report)) is readiness


def test_answers_of_every_kind_are_told_apart_in_one_stream() -> None:
    heard = replies.sort(bytes.fromhex("12 13 11 00 14 00 03 0F 92 1A 10 00"))
    assert (heard.statuses, heard.dones, heard.reports) == ([0x12, 0x1A], [0x00], [bytes.fromhex("1400030F")])
    assert (heard.strays, heard.rest) == (1, bytes.fromhex("1000"))
