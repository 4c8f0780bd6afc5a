"""What every slip printer must do, whatever its line and make; and what a printer that others wrote makes of it."""

from __future__ import annotations

import io
import json
import os
import re
import threading
import time
import tty
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Literal

import numpy as np
import pytest
import zxingcpp
from PIL import Image

from app.documents.slip_file import read_slip_file
from app.documents.slip_text import slip_text
from app.documents.typesetting import Documents
from app.domain.slips import SlipKind
from app.paths import font_folders, resources
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
from devices.errors import LineFault as DeviceLineFault
from devices.plugged import PLUGGED_FILE, Identity, Plugged
from devices.ports import Raster, Readiness
from devices.printing.address import slip_printer_at
from devices.printing.line import PRINTER_CLASS, file_line
from devices.printing.profile import Cutter, Drawer, PrinterProfile, StatusBy
from devices.printing.roll_printer import RollPrinter
from devices.printing.self_test import HEADS, self_test_raster
from devices.printing.text_slip import TextSlip, cells_of
from devices.simulators.line_end import LineFault
from devices.simulators.slip_printer import EscposMachine, Fault, SimulatedSlipPrinter, SmallBuffer
from devices.simulators.usb_bus import SimulatedUsbBus, SimulatedUsbDevice
from tests.support.oracle_printer import OraclePrinter
from tests.support.printers import shipped_profiles

TROUBLES = {
    Fault.PAPER_OUT: (Readiness.PAPER_OUT, PaperOut),
    Fault.COVER_OPEN: (Readiness.COVER_OPEN, CoverOpen),
    Fault.CUTTER: (Readiness.CUTTER_JAMMED, CutterJammed),
    Fault.OFFLINE: (Readiness.OFFLINE, PrinterOffline),
    Fault.LYING_PAPER: (Readiness.OFFLINE, PrinterOffline),
}
PROFILES = shipped_profiles()
GENERIC = PROFILES.get(PrinterProfile, "generic")
KINDS = {
    StatusBy.DLE_EOT: (GENERIC, ()),
    StatusBy.ASB: (PROFILES.get(PrinterProfile, "generic-80-asb"), (Fault.NO_DLE_EOT, Fault.NO_GS_R)),
}
"""The models that can say at any time how they are, and what makes the simulated printer one of them."""


def a_raster(width: int = 576, height: int = 700) -> Raster:
    """Dots without any order, so that a byte out of place is seen."""
    return Raster(width, height, np.random.default_rng(7).bytes(width // 8 * height))


def a_printer(address: str, profile: PrinterProfile = GENERIC, **patience: float) -> RollPrinter:
    printer = slip_printer_at(address, profile, **patience)
    printer.open()
    return printer


def quick(simulated: SimulatedSlipPrinter, profile: PrinterProfile = GENERIC) -> RollPrinter:
    """For what is not answered: nobody waits a second for it here."""
    return a_printer(simulated.address, profile, patience=0.25, finish_patience=0.3)


@pytest.fixture(params=[(over, kind) for over in ("tcp", "pty") for kind in KINDS], ids=str)
def made(request: pytest.FixtureRequest) -> Iterator[tuple[SimulatedSlipPrinter, PrinterProfile]]:
    over, kind = request.param
    profile, faults = KINDS[kind]
    with SimulatedSlipPrinter(over) as printer:
        for fault in faults:
            printer.machine.play(fault)
        yield printer, profile


@pytest.fixture
def simulated(made: tuple[SimulatedSlipPrinter, PrinterProfile]) -> SimulatedSlipPrinter:
    return made[0]


@pytest.fixture
def printer(made: tuple[SimulatedSlipPrinter, PrinterProfile]) -> Iterator[RollPrinter]:
    opened = a_printer(made[0].address, made[1], patience=0.4)
    yield opened
    opened.close()


def wait_for(look: Callable[[], bool]) -> bool:
    """Whether it comes true within two seconds: a printer that gives no word works on while we look."""
    deadline = time.monotonic() + 2.0
    while not look() and time.monotonic() < deadline:
        time.sleep(0.005)
    return look()


def heal(simulated: SimulatedSlipPrinter) -> None:
    """Put right what stops it; what model it is remains."""
    for fault in set(Fault) - {Fault.NO_DLE_EOT, Fault.NO_GS_R}:
        simulated.machine.heal(fault)


def test_a_slip_comes_out_dot_for_dot(simulated: SimulatedSlipPrinter, printer: RollPrinter) -> None:
    assert printer.readiness() is Readiness.READY
    assert printer.print(a_raster()) is Readiness.READY
    assert simulated.slips == [a_raster()]


@pytest.mark.parametrize("make", PROFILES.names("printer"))
def test_every_make_prints_the_same_dots(make: str) -> None:
    profile = PROFILES.get(PrinterProfile, make)
    height = 264 if profile.pause_ms else 720
    slip = a_raster(profile.dots, height)
    with SimulatedSlipPrinter(dots=profile.dots) as simulated:
        printer = a_printer(simulated.address, profile)
        assert printer.print(slip) is (Readiness.UNKNOWN if profile.status is StatusBy.NONE else Readiness.READY)
        assert wait_for(lambda: simulated.slips == [slip])
        printer.close()


@pytest.mark.parametrize("fault", TROUBLES)
def test_trouble_is_said_before_anything_is_printed(
    simulated: SimulatedSlipPrinter, printer: RollPrinter, fault: Fault
) -> None:
    readiness, error = TROUBLES[fault]
    assert printer.readiness() is Readiness.READY
    simulated.machine.play(fault)
    assert printer.readiness() is readiness
    with pytest.raises(error):
        printer.print(a_raster())
    heal(simulated)
    assert simulated.slips == []


@pytest.mark.parametrize("fault", TROUBLES)
@pytest.mark.parametrize("bands", [1, 3])
def test_trouble_half_way_is_said_and_the_next_slip_is_whole(
    simulated: SimulatedSlipPrinter, printer: RollPrinter, fault: Fault, bands: int
) -> None:
    simulated.machine.play_after(bands, fault)
    with pytest.raises(TROUBLES[fault][1]):
        printer.print(a_raster())
    assert wait_for(lambda: simulated.machine.waiting == 0), "what was still in the printer is cancelled"
    heal(simulated)
    assert printer.print(a_raster()) is Readiness.READY
    assert simulated.slips == [a_raster()]


def test_a_roll_that_is_nearly_empty_still_prints(simulated: SimulatedSlipPrinter, printer: RollPrinter) -> None:
    simulated.machine.play(Fault.NEAR_END)
    assert printer.print(a_raster()) is Readiness.NEAR_END
    assert simulated.slips == [a_raster()]


def test_a_cable_pulled_half_way_is_said_and_the_printer_can_be_opened_again(
    simulated: SimulatedSlipPrinter, printer: RollPrinter
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


@pytest.mark.parametrize("status", StatusBy)
def test_a_printer_without_read_back_prints_but_is_never_called_ready(status: StatusBy) -> None:
    with SimulatedSlipPrinter() as simulated:
        simulated.machine.play(Fault.SILENT)
        printer = quick(simulated, replace(GENERIC, status=status))
        assert printer.readiness() is Readiness.UNKNOWN
        assert printer.print(a_raster()) is Readiness.UNKNOWN
        assert wait_for(lambda: simulated.slips == [a_raster()])
        printer.close()


def test_a_printer_that_speaks_again_after_a_silence_is_believed_again() -> None:
    with SimulatedSlipPrinter() as simulated:
        simulated.machine.play(Fault.SILENT)
        printer = quick(simulated)
        assert printer.readiness() is Readiness.UNKNOWN
        simulated.machine.heal()
        assert printer.readiness() is Readiness.READY
        assert printer.print(a_raster()) is Readiness.READY
        printer.close()


def test_an_old_model_that_tells_of_its_paper_alone_is_believed_that_far() -> None:
    with SimulatedSlipPrinter() as simulated:
        simulated.machine.play(Fault.NO_DLE_EOT)
        simulated.machine.play(Fault.NEAR_END)
        printer = quick(simulated, replace(GENERIC, status=StatusBy.GS_R))
        assert printer.print(a_raster(height=300)) is Readiness.NEAR_END
        simulated.machine.play_after(1, Fault.PAPER_OUT)
        with pytest.raises(DeviceSilent):
            printer.print(a_raster(height=300))
        printer.close()
        assert simulated.slips == [a_raster(height=300)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_printer_that_falls_silent_half_way_has_not_printed(kind: StatusBy) -> None:
    profile, faults = KINDS[kind]
    with SimulatedSlipPrinter() as simulated:
        for fault in faults:
            simulated.machine.play(fault)
        printer = quick(simulated, profile)
        simulated.machine.play_after(1, Fault.SILENT)
        with pytest.raises(DeviceSilent):
            printer.print(a_raster(height=300))
        printer.close()


@pytest.mark.parametrize("status", [StatusBy.DLE_EOT, StatusBy.GS_R, StatusBy.ASB])
def test_a_printer_that_says_all_is_well_and_prints_nothing_is_not_believed(status: StatusBy) -> None:
    with SimulatedSlipPrinter() as simulated:
        printer = quick(simulated, replace(GENERIC, status=status))
        assert printer.readiness() is Readiness.READY
        simulated.machine.play_after(1, Fault.STUCK)
        with pytest.raises(DeviceSilent):
            printer.print(a_raster())
        printer.close()
        assert simulated.slips == []


def test_a_printer_stuck_from_the_start_gets_no_claim_either() -> None:
    with SimulatedSlipPrinter() as simulated:
        simulated.machine.play(Fault.STUCK)
        printer = quick(simulated)
        assert printer.readiness() is Readiness.READY  # so it says
        assert printer.print(a_raster()) is Readiness.UNKNOWN  # it cannot say when something is on paper
        printer.close()
        assert simulated.slips == []


def test_a_printer_that_never_says_when_it_is_done_leaves_it_to_a_person() -> None:
    with SimulatedSlipPrinter() as simulated:
        simulated.machine.play(Fault.NO_GS_R)
        printer = quick(simulated)
        assert printer.readiness() is Readiness.READY
        assert printer.print(a_raster()) is Readiness.UNKNOWN
        printer.close()


def test_a_printer_that_says_done_too_soon_is_asked_whether_it_is_on_line() -> None:
    with SimulatedSlipPrinter() as simulated:
        simulated.machine.play(Fault.HASTY)
        printer = quick(simulated)
        simulated.machine.play_after(3, Fault.LYING_PAPER)
        with pytest.raises(PrinterOffline):
            printer.print(a_raster())
        printer.close()
        assert simulated.slips == []


def test_reports_of_near_end_that_come_while_printing_are_no_proof_that_it_is_done() -> None:
    profile, _ = KINDS[StatusBy.ASB]
    with SimulatedSlipPrinter() as simulated:
        printer = quick(simulated, profile)
        simulated.machine.play_after(1, Fault.STUCK)
        flicker = threading.Timer(0.1, lambda: (simulated.machine.play(Fault.NEAR_END),
                                                simulated.machine.heal(Fault.NEAR_END)))  # fmt: skip
        flicker.start()
        with pytest.raises(DeviceSilent):
            printer.print(a_raster())
        flicker.join()
        printer.close()
        assert simulated.slips == []


FAULTS = [None, Fault.PAPER_OUT, Fault.LYING_PAPER, Fault.STUCK]


@pytest.mark.parametrize(
    ("over", "line_fault"),
    [("tcp", fault) for fault in LineFault] + [("pty", LineFault.FLIPPED), ("pty", LineFault.ECHO)],
)
@pytest.mark.parametrize("status", [StatusBy.DLE_EOT, StatusBy.GS_R, StatusBy.ASB])
def test_no_fault_of_the_line_makes_it_hang_or_claim_what_is_not_on_paper(
    over: Literal["tcp", "pty"], status: StatusBy, line_fault: LineFault
) -> None:
    with SimulatedSlipPrinter(over) as simulated:
        for fault in FAULTS:
            simulated.machine.heal()
            simulated.machine.slips.clear()
            if fault is not None:
                simulated.machine.play_after(1, fault)
            simulated.line.play(line_fault)
            printer = quick(simulated, replace(GENERIC, status=status))
            started = time.monotonic()
            for _ in range(2):  # the second time the line may be one answer behind
                printed = len(simulated.slips)
                try:
                    said = printer.print(a_raster(height=300))
                except DeviceError:
                    said = Readiness.UNKNOWN
                if said in (Readiness.READY, Readiness.NEAR_END):
                    assert len(simulated.slips) > printed, f"{fault} behind {line_fault}"
            assert time.monotonic() - started < 10
            simulated.line.play(None)
            printer.close()
            simulated.unplug()
            simulated.plug_in()


def test_one_garbled_answer_is_asked_for_again_and_counted() -> None:
    with SimulatedSlipPrinter() as simulated:
        printer = quick(simulated)
        simulated.line.play(LineFault.NOISE, times=1)
        assert printer.print(a_raster()) is Readiness.READY
        tally = printer.wire.ring.tally
        assert (tally.bad, tally.retries) == (1, 1) and tally.good > 5
        simulated.line.play(LineFault.NOISE)
        with pytest.raises(DeviceLineFault):
            printer.readiness()
        printer.close()


def test_the_ring_shows_commands_and_answers_but_nothing_of_the_slip() -> None:
    with SimulatedSlipPrinter() as simulated:
        printer = quick(simulated)
        printer.print(a_raster())
        printer.close()
        shown = [passage.shown for passage in printer.wire.ring.passages()]
        assert shown[:2] == ["10 04 02", "12"]
        assert "1D 76 30 00 48 00 00 01 +18432 B" in shown
        assert max(map(len, shown)) < 48


def test_a_printer_that_moved_to_another_port_is_found_by_its_adapter(tmp_path: Path) -> None:
    adapter = Identity(0x1A86, 0x7523, "A1", "1-1", "USB serial")
    with SimulatedSlipPrinter("pty", usb=adapter, home=tmp_path) as simulated:

        def list_ports() -> None:
            port = {"port": simulated.line.port, "vendor": adapter.vendor, "product": adapter.product,
                    "serial": adapter.serial, "socket": adapter.socket, "name": adapter.name}  # fmt: skip
            (tmp_path / "plugged.json").write_text(json.dumps({"ports": [port], "usb": []}), encoding="utf-8")

        list_ports()
        plugged = Plugged(tmp_path)
        printer = slip_printer_at("serial:usb-1a86-7523-A1", replace(GENERIC, baud=115200), find_port=plugged.find_port)
        printer.open()
        assert printer.print(a_raster()) is Readiness.READY
        first = printer.wire.where
        simulated.unplug()
        with pytest.raises(DeviceLost):
            printer.print(a_raster())
        simulated.plug_in(elsewhere=True)
        list_ports()
        printer.open()
        assert printer.print(a_raster()) is Readiness.READY
        assert printer.wire.where != first
        printer.close()


def test_a_slow_printer_whose_buffer_overflows_gets_all_its_bytes_with_pauses() -> None:
    slow = replace(GENERIC, status=StatusBy.NONE, band_rows=24)  # 1736 bytes a band
    buffers: list[SmallBuffer] = []

    def small(machine: EscposMachine) -> SmallBuffer:
        buffers.append(SmallBuffer(machine, size=6000, bytes_a_second=200_000))
        return buffers[-1]

    for profile, all_arrive in ((slow, False), (replace(slow, pause_ms=20), True)):
        with SimulatedSlipPrinter(before=small) as simulated:
            printer = quick(simulated, profile)
            assert printer.print(a_raster(height=240)) is Readiness.UNKNOWN
            if all_arrive:
                assert wait_for(lambda simulated=simulated: simulated.slips == [a_raster(height=240)])
            else:
                assert wait_for(lambda: buffers[-1].lost > 0)
            assert (buffers[-1].lost == 0) is all_arrive
            printer.close()


def test_the_drawer_is_kicked_open_where_there_is_one(simulated: SimulatedSlipPrinter, printer: RollPrinter) -> None:
    printer.kick_drawer()
    assert printer.readiness() is Readiness.READY
    assert simulated.machine.kicks == 0
    printer.close()
    with_drawer = a_printer(simulated.address, replace(GENERIC, status=StatusBy.ASB, drawer=Drawer.PIN_2))
    with_drawer.kick_drawer()
    with_drawer.feed(3)
    assert with_drawer.readiness() is Readiness.READY  # answered in its turn, so the kick was taken before
    assert simulated.machine.kicks == 1
    with_drawer.close()


def test_a_file_gets_the_bytes_and_says_nothing_of_paper(tmp_path: Path) -> None:
    printer = a_printer(f"file:{tmp_path / 'slip.bin'}")
    assert printer.readiness() is Readiness.UNKNOWN
    assert printer.print(a_raster()) is Readiness.UNKNOWN
    printer.close()
    machine = EscposMachine()
    machine.answer((tmp_path / "slip.bin").read_bytes())
    assert machine.slips == [a_raster()]


def test_a_device_file_that_takes_no_bytes_is_silent_and_holds_nobody_up() -> None:
    there, here = os.openpty()
    tty.setraw(here)
    line = file_line(os.ttyname(here), patience=0.3)
    line.open()
    line.send(b"slip")
    assert os.read(there, 100) == b"slip"
    started = time.monotonic()
    with pytest.raises(DeviceSilent):
        line.send(bytes(1 << 17))  # more than is kept for one who does not read
    assert time.monotonic() - started < 2.0
    line.close()
    for end in (there, here):
        os.close(end)


class BehindUsb:
    """A roll printer at a USB bus, which is told at one endpoint and answers at another."""

    def __init__(self, answers_at: int) -> None:
        self.machine, self._answers_at = EscposMachine(), answers_at

    def transfer(self, endpoint: int, data: bytes) -> list[tuple[int, bytes]]:
        assert endpoint == 0x03
        return [(self._answers_at, self.machine.answer(data))]


def usb_printer(home: Path, bus: SimulatedUsbBus, device: SimulatedUsbDevice) -> RollPrinter:
    (home / PLUGGED_FILE).write_text(json.dumps({"usb_bus": bus.place}), encoding="utf-8")
    bus.plug_in(device)
    return slip_printer_at("usb:0416:5011", GENERIC, find_usb=Plugged(home).find_usb)


@pytest.mark.parametrize("endpoints", [(0x81, 0x03), (0x03, 0x84), (0x03,)])
def test_a_usb_printer_is_spoken_to_at_the_endpoints_that_it_has(tmp_path: Path, endpoints: tuple[int, ...]) -> None:
    answers_at = max(endpoints)
    at_usb = BehindUsb(answers_at)
    with SimulatedUsbBus() as bus:
        printer = usb_printer(tmp_path, bus, SimulatedUsbDevice(at_usb, Identity(0x0416, 0x5011), endpoints))
        printer.open()
        assert printer.print(a_raster()) is (Readiness.READY if answers_at > 0x80 else Readiness.UNKNOWN)
        assert at_usb.machine.slips == [a_raster()]
        printer.close()


def test_a_usb_printer_with_more_to_it_is_spoken_to_as_a_printer(tmp_path: Path) -> None:
    at_usb = BehindUsb(0x84)
    with SimulatedUsbBus() as bus:
        device = SimulatedUsbDevice(at_usb, Identity(0x0416, 0x5011), (0x03, 0x84), other_class=PRINTER_CLASS)
        printer = usb_printer(tmp_path, bus, device)
        printer.open()
        assert printer.print(a_raster(height=100)) is Readiness.READY
        printer.close()
    assert at_usb.machine.slips == [a_raster(height=100)]


def test_a_usb_printer_that_takes_half_of_it_has_not_printed(tmp_path: Path) -> None:
    with SimulatedUsbBus() as bus:
        device = SimulatedUsbDevice(BehindUsb(0x81), Identity(0x0416, 0x5011), (0x81, 0x03), holds=512)
        printer = usb_printer(tmp_path, bus, device)
        printer.open()
        assert printer.readiness() is Readiness.READY
        with pytest.raises(DeviceSilent):
            printer.print(a_raster())
        printer.close()


@pytest.mark.parametrize("status", [StatusBy.DLE_EOT, StatusBy.GS_R, StatusBy.ASB])
def test_a_printer_that_spoke_and_is_switched_off_behind_its_port_is_silent(status: StatusBy) -> None:
    with SimulatedSlipPrinter("pty") as simulated:
        printer = quick(simulated, replace(GENERIC, status=status))
        assert printer.readiness() is Readiness.READY
        simulated.machine.play(Fault.SILENT)
        with pytest.raises(DeviceSilent):
            printer.print(a_raster())
        printer.close()
        assert simulated.slips == []


@pytest.mark.parametrize(
    "address",
    ["file:/nowhere/slip.bin", "tcp://127.0.0.1:1", "serial:/dev/no-such-port", "usb:dead:beef", "spool:EPSON"],
)
def test_a_printer_that_is_not_there_is_absent(address: str) -> None:
    printer = slip_printer_at(address, GENERIC)
    with pytest.raises(DeviceAbsent) as absent:
        printer.open()
    assert absent.value.detail and absent.value.where


def test_no_printer_at_all_takes_every_slip() -> None:
    printer = a_printer("dummy:")
    assert printer.print(a_raster()) is Readiness.UNKNOWN
    printer.close()


@pytest.mark.parametrize(
    "address",
    ["", "usb:1:2", "file:", "lpt://x", "tcp://host", "/dev/ttyS0?baud=fast", "/dev/ttyS0?speed=9600",
     "tcp://host:9100?picture=columns", "cups:a queue", "spool:", "dummy:x"],
)  # fmt: skip
def test_an_address_that_makes_no_sense_is_refused(address: str) -> None:
    with pytest.raises(ValueError):
        slip_printer_at(address, GENERIC)


def test_a_slip_wider_than_the_paper_is_refused() -> None:
    printer = slip_printer_at("file:/nowhere", replace(GENERIC, dots=384))
    with pytest.raises(ValueError):
        printer.print(a_raster(576))


def test_a_printer_that_was_never_opened_is_lost_not_a_crash() -> None:
    with pytest.raises(DeviceError):
        slip_printer_at("tcp://127.0.0.1:9100", GENERIC).print(a_raster())


@pytest.mark.parametrize("make", [make for make in PROFILES.names("printer") if make != "old-dot-matrix"])
def test_a_printer_that_others_wrote_prints_our_slip_with_its_code_and_rare_name(make: str) -> None:
    profile = PROFILES.get(PrinterProfile, make)
    documents = Documents(resources() / "slips", font_folders())
    slip = read_slip_file(resources() / "slips" / "sample_case.json", SlipKind.RECEIPT)
    assert "𠮷" in slip.applicant
    raster = documents.raster(slip, profile.dots)
    with OraclePrinter(dots=profile.dots) as oracle:
        cutter = Cutter.PARTIAL if profile.cutter is Cutter.NONE else profile.cutter
        printer = a_printer(oracle.address, replace(profile, cutter=cutter))  # it shows no slip that is torn off
        assert printer.print(raster) is Readiness.READY
        printer.close()
    (png,) = oracle.receipts
    with Image.open(io.BytesIO(png)) as printed, Image.open(io.BytesIO(documents.png(raster))) as ours:
        assert np.array_equal(np.asarray(printed)[: raster.height], np.asarray(ours))
        assert np.asarray(printed)[raster.height :].all()  # only white may follow
        assert [code.text for code in zxingcpp.read_barcodes(printed.convert("L"))] == [slip.query]
    assert oracle.unknown_commands == []


def test_windows_share_a_network_printer_that_serves_one_at_a_time() -> None:
    with OraclePrinter() as oracle:
        windows = [a_printer(oracle.address, patience=0.4)]
        assert windows[0].readiness() is Readiness.READY
        windows.append(a_printer(oracle.address, patience=0.4))
        for window in (*windows[::-1], *windows):
            assert window.readiness() is Readiness.READY
            assert window.print(a_raster(height=100)) is Readiness.READY
        for window in windows:
            window.close()
    assert len(oracle.receipts) == 4


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("fault", "readiness", "error"),
    [
        ("paper-out", Readiness.PAPER_OUT, PaperOut),
        ("cover-open", Readiness.COVER_OPEN, CoverOpen),
        ("offline", Readiness.OFFLINE, PrinterOffline),
    ],
)
def test_a_printer_that_others_wrote_is_understood_when_it_complains(
    fault: str, readiness: Readiness, error: type[DeviceError], kind: StatusBy
) -> None:
    with OraclePrinter() as oracle:
        printer = a_printer(oracle.address, KINDS[kind][0], patience=0.4)
        assert printer.readiness() is Readiness.READY
        oracle.set_fault(fault)
        if kind is StatusBy.DLE_EOT:  # the oracle cannot report unasked from where a test sets its faults
            assert printer.readiness() is readiness
            with pytest.raises(error):
                printer.print(a_raster())
        else:
            assert printer.readiness() is Readiness.UNKNOWN
        oracle.set_fault(fault, active=False)
        oracle.set_fault("paper-near-end")
        assert printer.print(a_raster()) is Readiness.NEAR_END
        printer.close()
    assert len(oracle.receipts) == 1


GB18030 = PROFILES.get(PrinterProfile, "generic-80-gb18030")


def a_text(applicant: str = "王小明") -> TextSlip:
    slip = read_slip_file(resources() / "slips" / "sample_case.json", SlipKind.RECEIPT)
    return slip_text(replace(slip, applicant=applicant), GB18030.cells)


def test_a_slip_of_two_byte_characters_goes_as_text_and_all_of_it_arrives() -> None:
    with SimulatedSlipPrinter() as simulated:
        printer = a_printer(simulated.address, GB18030)
        slip = a_text()
        assert printer.takes(slip)
        assert printer.print_text(slip) is Readiness.READY
        printer.close()
        (lines,) = simulated.machine.texts
        assert "".join(lines) == slip.text.replace("\n", "")
        assert max(map(cells_of, lines)) <= printer.cells


@pytest.mark.parametrize("applicant", ["𠮷田", "㐀", "龦", "¥100", "\ue000", "王\x1b@明", "王\x10\x14\x08", "•"])
def test_a_slip_with_any_other_character_is_not_taken_as_text(applicant: str) -> None:
    printer = slip_printer_at("dummy:", GB18030)
    assert not printer.takes(a_text(applicant))
    with pytest.raises(ValueError):
        printer.print_text(a_text(applicant))


def test_characters_of_two_bytes_beyond_the_common_ones_are_taken_as_text() -> None:
    assert slip_printer_at("dummy:", GB18030).takes(a_text("〇—￥·龍（）：Ⅷ"))
    assert not slip_printer_at("dummy:", GENERIC).takes(a_text("王小明")), "a profile has to promise the font"


def test_a_model_that_starts_without_chinese_is_switched_over_and_back() -> None:
    def starts_in_latin(machine: EscposMachine) -> EscposMachine:
        machine.starts_chinese = False
        return machine

    for switch in (False, True):
        with SimulatedSlipPrinter(before=starts_in_latin) as simulated:
            printer = a_printer(simulated.address, replace(GB18030, chinese_switch=switch))
            assert printer.print_text(a_text()) is Readiness.READY
            printer.close()
            assert ("王小明" in "".join(simulated.machine.texts[0])) is switch


def test_trouble_in_the_midst_of_text_is_said_too() -> None:
    with SimulatedSlipPrinter() as simulated:
        printer = quick(simulated, GB18030)
        simulated.machine.play_after(10, Fault.PAPER_OUT)
        with pytest.raises(PaperOut):
            printer.print_text(a_text())
        printer.close()


def test_a_printer_that_others_wrote_reads_our_text_and_scans_its_code() -> None:
    slip = a_text()
    with OraclePrinter() as oracle:
        printer = a_printer(oracle.address, GB18030)
        assert printer.print_text(slip) is Readiness.READY
        printer.close()
    (words,), (png,) = oracle.texts, oracle.receipts
    words = re.sub(r"\[image \d+x\d+\]", "", words)
    assert "".join(words.split()) == "".join(slip.text.split())
    with Image.open(io.BytesIO(png)) as printed:
        (code,) = zxingcpp.read_barcodes(printed.convert("L"))
    assert code.text == read_slip_file(resources() / "slips" / "sample_case.json", SlipKind.RECEIPT).query
    unknown = {event.data["bytes"] for event in oracle.unknown_commands}
    assert unknown == {"1c 21", "0c", "00"}, "FS ! alone, which only printers with Chinese characters know"


@pytest.mark.parametrize("dots", [384, 512, 576, 640])
def test_the_test_picture_shows_every_dot_and_where_heads_end(dots: int) -> None:
    picture = self_test_raster(dots)
    rows = np.frombuffer(picture.rows, np.uint8).reshape(picture.height, -1)
    ink = np.unpackbits(rows, axis=1)[:, :dots].astype(np.bool_)
    assert ink[:, [0, dots - 1]].all() and ink[[0, -1]].all(), "a frame, so that a lost edge is seen"
    inside = ink[:, 1:-1]
    assert (inside.sum(axis=1) == dots - 2).sum() >= 16, "rows of nothing but ink"
    single = ink[2:-2, 1 : dots - 1].sum(axis=0)
    assert single.min() > 0, "every dot has to print somewhere"
    for head in HEADS:
        if head < dots:
            ends = [run for run in range(picture.height - 15) if ink[run : run + 15, head - 2 : head].all()]
            assert ends, f"a bar where a head of {head} dots ends"
    with SimulatedSlipPrinter(dots=dots) as simulated:
        printer = a_printer(simulated.address, replace(GENERIC, dots=dots))
        assert printer.print(picture) is Readiness.READY
        printer.close()
        assert simulated.slips == [picture]
