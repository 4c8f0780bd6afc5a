"""Whatever a printer answers and whatever a slip holds."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from devices.ports import Raster, Readiness
from devices.printing import escpos, ipp, replies
from devices.printing.profile import Picture, PrinterProfile, Text
from devices.printing.replies import Query
from devices.printing.text_slip import TextLine, TextSlip, can_be_text, is_in_font, text_pieces
from devices.simulators.escpos_machine import EscposMachine

answers = st.dictionaries(st.sampled_from(Query), st.integers(0, 255))


@st.composite
def rasters(draw: st.DrawFn) -> Raster:
    stride, height = draw(st.integers(1, 72)), draw(st.integers(1, 600))
    seed = draw(st.binary(min_size=1, max_size=64))
    rows = bytearray((seed * (stride * height // len(seed) + 1))[: stride * height])
    for top in draw(st.lists(st.integers(0, height - 1), max_size=5)):  # white, here and there
        gap = slice(top * stride, min(top + 7, height) * stride)
        rows[gap] = bytes(len(rows[gap]))
    return Raster(stride * 8, height, bytes(rows))


@given(answers)
def test_ready_is_never_said_without_an_answer_that_says_so(answers: dict[Query, int]) -> None:
    readiness = replies.readiness_of(answers)
    if readiness in (Readiness.READY, Readiness.NEAR_END):
        printer, paper = answers[Query.PRINTER], answers[Query.PAPER]
        assert escpos.is_status(printer) and not printer & 0x08
        assert escpos.is_status(paper) and not paper & 0x60
        assert (readiness is Readiness.NEAR_END) == bool(paper & 0x0C)
    if not any(map(escpos.is_status, answers.values())):
        assert readiness is Readiness.UNKNOWN


@given(st.integers(0, 255))
def test_the_two_kinds_of_answer_are_never_taken_for_each_other(byte: int) -> None:
    assert not (escpos.is_status(byte) and escpos.is_done(byte))
    assert escpos.is_status(byte) == (f"{byte:08b}"[0] + f"{byte:08b}"[3] + f"{byte:08b}"[6:] == "0110")


@settings(max_examples=40, deadline=None)
@given(rasters(), st.sampled_from(Picture), st.integers(1, 600), st.integers(1, 5000), st.booleans())
def test_a_slip_survives_the_line_however_its_bytes_are_split(
    raster: Raster, picture: Picture, band_rows: int, piece: int, skip_white: bool
) -> None:
    machine = EscposMachine(raster.width)
    bands = b"".join(escpos.slip_bands(raster, picture, band_rows, skip_white=skip_white))
    sent = escpos.INIT + bands + escpos.cut(PrinterProfile())
    for start in range(0, len(sent), piece):
        machine.answer(sent[start : start + piece])
    (slip,) = machine.slips
    assert slip.rows[: len(raster.rows)] == raster.rows
    assert not any(slip.rows[len(raster.rows) :])


@settings(deadline=None)
@given(st.lists(st.binary(max_size=40), max_size=10))
def test_no_bytes_bring_the_simulated_printer_down(pieces: list[bytes]) -> None:
    machine = EscposMachine()
    for piece in pieces:
        machine.answer(piece)
    machine.lose_line()
    assert machine.answer(Query.PAPER.command) == b"\x12"


reports = st.tuples(st.integers(0, 255), *[st.integers(0, 255)] * 3).map(
    lambda bits: bytes([bits[0] & 0x6C | 0x10, *(byte & 0x6F for byte in bits[1:])])
)
spoken = st.lists(
    st.one_of(
        st.integers(0, 255).map(lambda bits: bytes([bits & 0x6C | 0x12])),
        st.integers(0, 255).map(lambda bits: bytes([bits & 0x6F])),
        reports,
        st.sampled_from([b"\x11", b"\x13"]),
    )
)


@given(spoken)
def test_answers_that_arrive_in_one_breath_are_told_apart(answers: list[bytes]) -> None:
    heard = replies.sort(b"".join(answers))
    assert heard.strays == 0 and heard.rest == b""
    assert [bytes([byte]) for byte in heard.statuses] == [each for each in answers if escpos.is_status(each[0])]
    assert heard.reports == [each for each in answers if len(each) == 4]
    assert heard.dones == [each[0] for each in answers if len(each) == 1 and escpos.is_done(each[0])]


@given(st.lists(st.binary(max_size=12)))
def test_a_report_is_the_same_however_it_is_split(pieces: list[bytes]) -> None:
    whole, unread, taken = replies.sort(b"".join(pieces)), b"", []
    for piece in pieces:
        heard = replies.sort(unread + piece)
        taken += heard.reports
        unread = heard.rest
    assert (taken, unread) == (whole.reports, whole.rest)


names = st.text(max_size=40)


@given(names)
def test_text_goes_out_only_if_every_character_is_one_or_two_harmless_bytes(text: str) -> None:
    profile = PrinterProfile(text=Text.GB18030)
    slip = TextSlip((TextLine(text),))
    if not can_be_text(slip, profile):
        assert any(not is_in_font(char) for char in text if char != "\n")
        return
    for char in text:
        written = char.encode("gb18030")
        assert len(written) == (1 if char.isascii() else 2)
        assert char == "\n" or written[0] >= 0x20, "no name may smuggle a command in"
    machine = EscposMachine()
    machine.answer(escpos.INIT + b"".join(text_pieces(slip, profile)) + escpos.cut(profile))
    assert "".join(machine.texts[0]) == text.replace("\n", "")


@given(st.binary(max_size=300))
def test_no_reply_of_a_queue_brings_the_codec_down(data: bytes) -> None:
    try:
        ipp.parse(data)
    except ValueError:
        return


@given(st.dictionaries(st.sampled_from(["job-name", "document-format", "printer-uri"]), st.text(max_size=30)))
def test_what_is_asked_of_a_queue_can_be_read_back(asked: dict[str, str]) -> None:
    given_back = ipp.parse(ipp.request(ipp.Operation.PRINT_JOB, asked)).attributes
    assert {name: values[0] for name, values in given_back.items() if name in asked} == asked
