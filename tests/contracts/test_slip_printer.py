"""What every slip printer must do, whatever its line; and what a printer that others wrote makes of it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from PIL import Image

from app.documents import Documents
from app.domain.slips import SlipKind
from app.paths import font_folders, resources
from app.slip_file import read_slip_file
from devices.catalogue import open_slip_printer
from devices.errors import (
    CoverOpen,
    CutterJammed,
    DeviceAbsent,
    DeviceError,
    DeviceLost,
    DeviceSilent,
    PaperOut,
    PrinterOffline,
)
from devices.ports import Raster, Readiness, SlipPrinter
from devices.printing.line import file_line, tcp_line
from devices.printing.roll_printer import RollPrinter
from devices.simulators.slip_printer import EscposMachine, Fault, SimulatedSlipPrinter
from tests.support.oracle_printer import OraclePrinter

TROUBLES = {
    Fault.PAPER_OUT: (Readiness.PAPER_OUT, PaperOut),
    Fault.COVER_OPEN: (Readiness.COVER_OPEN, CoverOpen),
    Fault.CUTTER: (Readiness.CUTTER_JAMMED, CutterJammed),
    Fault.OFFLINE: (Readiness.OFFLINE, PrinterOffline),
}


def a_raster(width: int = 576, height: int = 700) -> Raster:
    """Dots without any order, so that a byte out of place is seen."""
    return Raster(width, height, np.random.default_rng(7).bytes(width // 8 * height))


@pytest.fixture(params=["tcp", "pty"])
def simulated(request: pytest.FixtureRequest) -> Iterator[SimulatedSlipPrinter]:
    with SimulatedSlipPrinter(request.param) as printer:
        yield printer


@pytest.fixture
def printer(simulated: SimulatedSlipPrinter) -> Iterator[SlipPrinter]:
    opened = open_slip_printer(simulated.address)
    opened.open()
    yield opened
    opened.close()


def test_a_slip_comes_out_dot_for_dot(simulated: SimulatedSlipPrinter, printer: SlipPrinter) -> None:
    assert printer.readiness() is Readiness.READY
    assert printer.print(a_raster()) is Readiness.READY
    assert simulated.slips == [a_raster()]


def test_a_slip_for_narrow_paper_comes_out_on_narrow_paper() -> None:
    with SimulatedSlipPrinter(dots=384) as simulated:
        printer = open_slip_printer(simulated.address, width=58)
        printer.open()
        printer.print(a_raster(384))
        printer.close()
        assert simulated.slips == [a_raster(384)]


def test_an_old_model_gets_columns_and_prints_the_same_dots() -> None:
    with SimulatedSlipPrinter() as simulated:
        printer = open_slip_printer(f"{simulated.address}?picture=columns")
        printer.open()
        printer.print(a_raster(height=720))
        printer.close()
        assert simulated.slips == [a_raster(height=720)]


@pytest.mark.parametrize("fault", TROUBLES)
def test_trouble_is_said_before_anything_is_printed(
    simulated: SimulatedSlipPrinter, printer: SlipPrinter, fault: Fault
) -> None:
    readiness, error = TROUBLES[fault]
    simulated.machine.play(fault)
    assert printer.readiness() is readiness
    with pytest.raises(error):
        printer.print(a_raster())
    assert simulated.slips == []


@pytest.mark.parametrize("fault", TROUBLES)
@pytest.mark.parametrize("bands", [1, 3])
def test_trouble_half_way_is_said_and_the_next_slip_is_whole(
    simulated: SimulatedSlipPrinter, printer: SlipPrinter, fault: Fault, bands: int
) -> None:
    simulated.machine.play_after(bands, fault)
    with pytest.raises(TROUBLES[fault][1]):
        printer.print(a_raster())
    simulated.machine.heal()
    assert printer.print(a_raster()) is Readiness.READY
    assert simulated.slips == [a_raster()]


def test_a_roll_that_is_nearly_empty_still_prints(simulated: SimulatedSlipPrinter, printer: SlipPrinter) -> None:
    simulated.machine.play(Fault.NEAR_END)
    assert printer.print(a_raster()) is Readiness.NEAR_END
    assert simulated.slips == [a_raster()]


def test_a_cable_pulled_half_way_is_said_and_the_printer_can_be_opened_again(
    simulated: SimulatedSlipPrinter, printer: SlipPrinter
) -> None:
    simulated.machine.unplug_after(2)
    with pytest.raises(DeviceLost) as lost:
        printer.print(a_raster())
    assert lost.value.role == "slip_printer" and lost.value.where
    simulated.unplug()
    with pytest.raises(DeviceAbsent):
        printer.open()
    simulated.plug_in()
    printer.open()
    assert printer.print(a_raster()) is Readiness.READY


def _quick(simulated: SimulatedSlipPrinter) -> RollPrinter:
    host, _, port = simulated.address.removeprefix("tcp://").rpartition(":")
    printer = RollPrinter(tcp_line(host, int(port)), patience=0.25, finish_patience=0.25)
    printer.open()
    return printer


def test_a_printer_without_read_back_prints_but_is_never_called_ready() -> None:
    with SimulatedSlipPrinter() as simulated:
        simulated.machine.play(Fault.SILENT)
        printer = _quick(simulated)
        assert printer.readiness() is Readiness.UNKNOWN
        assert printer.print(a_raster()) is Readiness.UNKNOWN
        simulated.machine.heal()
        assert printer.readiness() is Readiness.READY  # answered in order, so the slip has been taken in
        printer.close()
        assert simulated.slips == [a_raster()]


def test_an_old_model_that_tells_of_its_paper_alone_is_believed_that_far() -> None:
    with SimulatedSlipPrinter() as simulated:
        printer = _quick(simulated)
        simulated.machine.play(Fault.NO_DLE_EOT)
        simulated.machine.play(Fault.NEAR_END)
        assert printer.print(a_raster(height=300)) is Readiness.NEAR_END
        simulated.machine.play_after(1, Fault.PAPER_OUT)
        with pytest.raises(DeviceSilent):
            printer.print(a_raster(height=300))
        printer.close()
        assert simulated.slips == [a_raster(height=300)]


def test_a_printer_that_falls_silent_half_way_has_not_printed() -> None:
    with SimulatedSlipPrinter() as simulated:
        printer = _quick(simulated)
        simulated.machine.play_after(1, Fault.SILENT)
        with pytest.raises(DeviceSilent):
            printer.print(a_raster(height=300))
        printer.close()


def test_a_file_gets_the_bytes_and_says_nothing_of_paper(tmp_path: Path) -> None:
    printer = open_slip_printer(f"file:{tmp_path / 'slip.bin'}")
    printer.open()
    assert printer.readiness() is Readiness.UNKNOWN
    assert printer.print(a_raster()) is Readiness.UNKNOWN
    printer.close()
    machine = EscposMachine()
    machine.answer((tmp_path / "slip.bin").read_bytes())
    assert machine.slips == [a_raster()]


@pytest.mark.parametrize(
    "address",
    ["file:/nowhere/slip.bin", "tcp://127.0.0.1:1", "serial:/dev/no-such-port", "usb:dead:beef"],
)
def test_a_printer_that_is_not_there_is_absent(address: str) -> None:
    printer = open_slip_printer(address)
    with pytest.raises(DeviceAbsent) as absent:
        printer.open()
    assert absent.value.detail and absent.value.where


def test_no_printer_at_all_takes_every_slip() -> None:
    printer = open_slip_printer("dummy:")
    printer.open()
    assert printer.print(a_raster()) is Readiness.UNKNOWN
    printer.close()


@pytest.mark.parametrize(
    "address",
    ["", "usb:1:2", "file:", "lpt://x", "tcp://host", "/dev/ttyS0?baud=fast", "/dev/ttyS0?speed=9600",
     "tcp://host:9100?picture=fax"],
)  # fmt: skip
def test_an_address_that_makes_no_sense_is_refused(address: str) -> None:
    with pytest.raises(ValueError):
        open_slip_printer(address)


def test_paper_of_another_width_is_refused() -> None:
    with pytest.raises(ValueError):
        open_slip_printer("dummy:", width=76)


def test_a_slip_wider_than_the_paper_is_refused() -> None:
    printer = RollPrinter(file_line("/nowhere"), dots=384)
    with pytest.raises(ValueError):
        printer.print(a_raster(576))


def test_a_printer_that_was_never_opened_is_lost_not_a_crash() -> None:
    with pytest.raises(DeviceError):
        open_slip_printer("tcp://127.0.0.1:9100").print(a_raster())


@pytest.mark.parametrize(("width", "dots"), [(80, 576), (58, 384)])
@pytest.mark.parametrize("picture", ["raster", "columns"])
def test_a_printer_that_others_wrote_prints_our_slip_with_its_code_and_rare_name(
    width: int, dots: int, picture: str
) -> None:
    documents = Documents(resources() / "slips", font_folders())
    slip = read_slip_file(resources() / "slips" / "sample_case.json", SlipKind.RECEIPT)
    assert "𠮷" in slip.applicant
    raster = documents.raster(slip, dots)
    with OraclePrinter(dots=dots) as oracle:
        printer = open_slip_printer(f"{oracle.address}?picture={picture}", width=width)
        printer.open()
        assert printer.print(raster) is Readiness.READY
        printer.close()
    (png,) = oracle.receipts
    with Image.open(io.BytesIO(png)) as printed, Image.open(io.BytesIO(documents.png(raster))) as ours:
        assert np.array_equal(np.asarray(printed)[: raster.height], np.asarray(ours))
        assert np.asarray(printed)[raster.height :].all()  # only white may follow
        assert [code.text for code in zxingcpp.read_barcodes(printed.convert("L"))] == [slip.query]
    assert oracle.unknown_commands == []


@pytest.mark.parametrize(
    ("fault", "readiness", "error"),
    [
        ("paper-out", Readiness.PAPER_OUT, PaperOut),
        ("cover-open", Readiness.COVER_OPEN, CoverOpen),
        ("offline", Readiness.OFFLINE, PrinterOffline),
    ],
)
def test_a_printer_that_others_wrote_is_understood_when_it_complains(
    fault: str, readiness: Readiness, error: type[DeviceError]
) -> None:
    with OraclePrinter() as oracle:
        printer = open_slip_printer(oracle.address)
        printer.open()
        oracle.set_fault(fault)
        assert printer.readiness() is readiness
        with pytest.raises(error):
            printer.print(a_raster())
        oracle.set_fault(fault, active=False)
        oracle.set_fault("paper-near-end")
        assert printer.print(a_raster()) is Readiness.NEAR_END
        printer.close()
    assert len(oracle.receipts) == 1
