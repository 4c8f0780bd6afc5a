"""When a printer's word is believed: conversations byte for byte."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from devices.errors import DeviceSilent, LineFault
from devices.ports import Readiness
from devices.printing.line import PrinterLine
from devices.printing.profile import StatusBy
from devices.printing.witness import Witness, witness_for
from devices.wires.replay_wire import Pair, ReplayWire

STATUS = {n: bytes([0x10, 0x04, n]) for n in (1, 2, 3, 4)}
DONE, REPORT = b"\x1dr\x01", b"\x1da\xff"
WELL, NEAR_END, OFFLINE, OPEN = (bytes.fromhex(report) for report in ("10000000", "10000300", "18000000", "38000000"))
SILENCE = b""


@dataclass
class Transport:
    """A replayed conversation where python-escpos has its transport."""

    wire: ReplayWire

    def _raw(self, data: bytes) -> None:
        self.wire.write(data)

    def close(self) -> None:
        self.wire.close()


@contextmanager
def a_witness(status: StatusBy, *pairs: Pair) -> Iterator[Witness]:
    """Fails when part of the conversation is left over."""
    with ReplayWire(pairs) as wire:
        wire.open()
        line = PrinterLine(lambda _: Transport(wire), "replay", lambda _, seconds: wire.read(seconds))
        line.open()
        yield witness_for(line, status, patience=0.02)
        line.close()


def said(cause: int = 0x12, paper: int = 0x12, printer: int = 0x12) -> tuple[Pair, ...]:
    return (STATUS[2], bytes([cause])), (STATUS[4], bytes([paper])), (STATUS[1], bytes([printer]))


def test_a_printer_that_is_well_says_so_three_times() -> None:
    with a_witness(StatusBy.DLE_EOT, *said()) as witness:
        assert witness.ask() is Readiness.READY


def test_trouble_is_asked_for_twice() -> None:
    with a_witness(StatusBy.DLE_EOT, *said(printer=0x1A), *said(printer=0x1A)) as witness:
        assert witness.ask() is Readiness.OFFLINE


def test_the_cause_of_an_error_is_asked_for_as_well() -> None:
    jammed = (*said(cause=0x52, printer=0x1A), (STATUS[3], b"\x1a"))
    with a_witness(StatusBy.DLE_EOT, *jammed, *jammed) as witness:
        assert witness.ask() is Readiness.CUTTER_JAMMED


def test_one_wrong_bit_does_not_make_up_trouble() -> None:
    with a_witness(StatusBy.DLE_EOT, *said(cause=0x16), *said(), *said()) as witness:
        assert witness.ask() is Readiness.READY


def test_a_printer_that_says_something_else_each_time_is_a_faulty_line() -> None:
    with (
        a_witness(StatusBy.DLE_EOT, *said(cause=0x16), *said(), *said(paper=0x7E), *said()) as witness,
        pytest.raises(LineFault),
    ):
        witness.ask()


def test_flow_control_is_no_answer() -> None:
    first, *others = said()
    with a_witness(StatusBy.DLE_EOT, (first[0], b"\x13\x11" + first[1]), *others) as witness:
        assert witness.ask() is Readiness.READY


def test_reports_that_nobody_asked_for_are_not_taken_for_answers() -> None:
    """Some makes report of their own accord as they come from the factory; their bytes look like answers to GS r."""
    with a_witness(StatusBy.GS_R, (DONE, NEAR_END)) as witness:
        assert witness.ask() is Readiness.UNKNOWN


@pytest.mark.parametrize("garbled", [b"\x12\x12", b"\x12\xff", b"\x91"])
def test_an_answer_that_does_not_come_alone_is_asked_for_again(garbled: bytes) -> None:
    first, *others = said()
    with a_witness(StatusBy.DLE_EOT, (first[0], garbled), first, *others) as witness:
        assert witness.ask() is Readiness.READY
    with a_witness(StatusBy.DLE_EOT, (first[0], garbled), (first[0], garbled)) as witness, pytest.raises(LineFault):
        witness.ask()


def test_after_a_silence_good_news_is_believed_only_with_an_answer_of_another_kind() -> None:
    late = ((STATUS[2], SILENCE), *said(), (DONE, b"\x12"))  # each answer is that to the question before
    with a_witness(StatusBy.DLE_EOT, *late) as witness:
        assert witness.ask() is Readiness.UNKNOWN
        assert witness.ask() is Readiness.UNKNOWN
    in_step = ((STATUS[2], SILENCE), *said(), (DONE, b"\x00"), *said())
    with a_witness(StatusBy.DLE_EOT, *in_step) as witness:
        assert witness.ask() is Readiness.UNKNOWN
        assert witness.ask() is Readiness.READY
        assert witness.ask() is Readiness.READY


def test_a_printer_that_says_done_and_is_off_line_has_not_printed() -> None:
    with a_witness(StatusBy.DLE_EOT, (DONE, b"\x00"), *said(printer=0x1A), *said(printer=0x1A)) as witness:
        assert witness.word() is Readiness.OFFLINE


def test_a_printer_that_says_done_and_then_nothing_has_not_printed() -> None:
    with (
        a_witness(StatusBy.DLE_EOT, (DONE, b"\x00"), (STATUS[2], SILENCE)) as witness,
        pytest.raises(DeviceSilent),
    ):
        witness.word()


def test_a_late_status_byte_is_no_word_that_all_is_on_paper() -> None:
    with a_witness(StatusBy.DLE_EOT, (DONE, b"\x12")) as witness:
        assert witness.word() is None


def test_an_old_model_gives_its_word_twice_lest_the_first_be_late() -> None:
    with a_witness(StatusBy.GS_R, (DONE, b"\x00"), (DONE, SILENCE)) as witness:
        assert witness.word() is None
    with a_witness(StatusBy.GS_R, (DONE, b"\x00"), (DONE, b"\x03")) as witness:
        assert witness.word() is Readiness.NEAR_END
    with a_witness(StatusBy.GS_R, (DONE, b"\x0c"), (DONE, b"\x0c")) as witness:
        assert witness.word() is Readiness.PAPER_OUT


def test_reports_that_repeat_themselves_prove_the_end_even_if_two_are_late() -> None:
    asked = (REPORT, WELL)
    with a_witness(StatusBy.ASB, asked, asked, asked, asked) as witness:
        assert witness.ask() is Readiness.READY
        assert witness.word() is Readiness.READY
    with a_witness(StatusBy.ASB, asked, asked, asked, (REPORT, SILENCE)) as witness:
        assert witness.ask() is Readiness.READY
        assert witness.word() is None


def test_a_report_of_something_new_proves_nothing() -> None:
    with a_witness(StatusBy.ASB, (REPORT, WELL), (REPORT, NEAR_END), (REPORT, SILENCE)) as witness:
        assert witness.ask() is Readiness.READY
        assert witness.word() is None
        assert witness.word() is None


def test_what_a_printer_reported_when_it_stopped_still_holds_while_it_is_silent() -> None:
    with a_witness(StatusBy.ASB, (REPORT, WELL + OPEN), (REPORT, SILENCE)) as witness:
        assert witness.ask() is Readiness.COVER_OPEN
        assert witness.ask() is Readiness.COVER_OPEN


def test_what_a_printer_reported_when_it_was_well_does_not_hold_once_it_is_silent() -> None:
    with a_witness(StatusBy.ASB, (REPORT, WELL), (REPORT, SILENCE)) as witness:
        assert witness.ask() is Readiness.READY
        assert witness.ask() is Readiness.UNKNOWN


def test_half_a_report_is_none_and_what_is_no_report_is_a_faulty_line() -> None:
    with a_witness(StatusBy.ASB, (REPORT, OFFLINE[:2]), (REPORT, OFFLINE[2:])) as witness:
        assert witness.ask() is Readiness.UNKNOWN
        assert witness.ask() is Readiness.OFFLINE
    with a_witness(StatusBy.ASB, (REPORT, b"\xff\x00")) as witness, pytest.raises(LineFault):
        witness.ask()


def test_who_says_nothing_is_not_asked() -> None:
    with a_witness(StatusBy.NONE) as witness:
        assert witness.ask() is Readiness.UNKNOWN
        assert not witness.confirms()
        assert witness.word() is None
