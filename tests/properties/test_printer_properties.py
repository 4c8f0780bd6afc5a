"""Whatever a printer answers and whatever a slip holds."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from devices.ports import Raster, Readiness
from devices.printing import escpos
from devices.printing.escpos import Picture, Query
from devices.simulators.escpos_machine import EscposMachine

answers = st.dictionaries(st.sampled_from(Query), st.integers(0, 255))


@st.composite
def rasters(draw: st.DrawFn) -> Raster:
    stride, height = draw(st.integers(1, 72)), draw(st.integers(1, 600))
    seed = draw(st.binary(min_size=1, max_size=64))
    return Raster(stride * 8, height, (seed * (stride * height // len(seed) + 1))[: stride * height])


@given(answers)
def test_ready_is_never_said_without_an_answer_that_says_so(answers: dict[Query, int]) -> None:
    readiness = escpos.readiness_of(answers)
    told = [byte for byte in answers.values() if escpos.is_status(byte)]
    assert (readiness is Readiness.UNKNOWN) == (not told)
    if readiness is Readiness.READY:
        paper = answers.get(Query.PAPER, 0)
        assert not (escpos.is_status(paper) and paper & 0x6C)


@given(st.integers(0, 255))
def test_the_two_kinds_of_answer_are_never_taken_for_each_other(byte: int) -> None:
    assert not (escpos.is_status(byte) and escpos.is_done(byte))
    assert escpos.is_status(byte) == (f"{byte:08b}"[0] + f"{byte:08b}"[3] + f"{byte:08b}"[6:] == "0110")


@settings(max_examples=40, deadline=None)
@given(rasters(), st.sampled_from(Picture), st.integers(1, 5000))
def test_a_slip_survives_the_line_however_its_bytes_are_split(raster: Raster, picture: Picture, piece: int) -> None:
    machine = EscposMachine(raster.width)
    sent = escpos.INIT + b"".join(escpos.slip_bands(raster, picture)) + escpos.CUT
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
