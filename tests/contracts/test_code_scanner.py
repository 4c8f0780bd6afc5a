"""What every code scanner on a line keeps to, shown on a simulated one."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

import pytest

from devices.code_scanners.lines import ScannerProfile
from devices.code_scanners.serial_scanner import QUIET_SECONDS, SerialCodeScanner, redact
from devices.errors import DeviceAbsent, DeviceLost
from devices.errors import LineFault as GarbledLine
from devices.plugged import Identity
from devices.ports import CodeScanner
from devices.simulators.code_scanner import HandScanner, ScannerFault
from devices.simulators.line_end import LineFault, SimulatedDevice
from devices.wires.address import parse_address, wire_at
from devices.wires.wire import Wire
from tests.support.counter_bus import PluggedHere

TURN = 1.0  # seconds to wait for a code that has been scanned
CODE = "YC26-03-00416"
USB = Identity(0x0C2E, 0x0B6A, "SCANNER1", "1-1.4", "hand scanner")


@dataclass(slots=True)
class Place:
    machine: HandScanner
    device: SimulatedDevice
    scanner: SerialCodeScanner
    wire: Wire

    def scan(self, code: str) -> None:
        self.device.say(self.machine.scan(code))


@contextmanager
def at_a_line(over: Literal["pty", "tcp"], profile: ScannerProfile | None = None) -> Iterator[Place]:
    machine = HandScanner(profile)
    with SimulatedDevice(machine, over, baud=9600, usb=USB, name="code-scanner") as device:
        named = "serial:usb-0c2e-0b6a-SCANNER1" if over == "pty" else device.address
        wire = wire_at(parse_address(named), baud=9600, find_port=PluggedHere(device).find_port, redact=redact)
        place = Place(machine, device, SerialCodeScanner(wire, machine.profile), wire)
        place.scanner.open()
        for _ in range(50):  # over TCP it is heard only once the other end has taken the connection
            place.scan("awake")
            if place.scanner.scanned(0.1):
                break
        yield place
        place.scanner.close()


@pytest.fixture(params=["pty", "tcp"])
def place(request: pytest.FixtureRequest) -> Iterator[Place]:
    with at_a_line(request.param, ScannerProfile(longest=400)) as place:
        yield place


def test_it_keeps_to_the_port(place: Place) -> None:
    scanner: CodeScanner = place.scanner
    assert scanner.scanned(0) is None


@pytest.mark.parametrize("code", [CODE, "https://a.example/某某?b=1", "6", "9" * 400])
def test_a_code_is_read_whole(code: str, place: Place) -> None:
    place.scan(code)
    assert place.scanner.scanned(TURN) == code
    assert place.scanner.scanned(0) is None


def test_codes_scanned_one_upon_the_other_come_in_their_order(place: Place) -> None:
    for code in ("one", "two", "three"):
        place.scan(code)
    assert [place.scanner.scanned(TURN) for _ in range(3)] == ["one", "two", "three"]


@pytest.mark.parametrize(
    "profile",
    [
        ScannerProfile(ends_with="crlf", encoding="gb18030"),
        ScannerProfile(ends_with="tab", prefix="~", suffix="$"),
        ScannerProfile(ends_with="lf"),
    ],
    ids=["gb18030", "framed", "lf"],
)
def test_it_is_understood_however_it_was_set_up(profile: ScannerProfile) -> None:
    with at_a_line("pty", profile) as place:
        place.scan("某某餐饮店 01")
        assert place.scanner.scanned(TURN) == "某某餐饮店 01"


@pytest.mark.parametrize("fault", ScannerFault)
def test_what_is_no_code_is_a_fault_and_the_next_code_is_read(fault: ScannerFault, place: Place) -> None:
    place.machine.play(fault, times=1)
    place.scan(CODE)
    started = time.monotonic()
    with pytest.raises(GarbledLine) as said:
        place.scanner.scanned(TURN * 3)
    assert time.monotonic() - started < 5
    assert (said.value.role, CODE[:4] in str(said.value)) == ("code_scanner", False)
    place.scan("next")
    assert place.scanner.scanned(TURN) == "next"
    assert place.wire.ring.tally.bad == 1


def test_half_a_code_is_not_completed_by_the_next_one(place: Place) -> None:
    place.machine.play(ScannerFault.HALF_CODE, times=1)
    place.scan(CODE)
    with pytest.raises(GarbledLine):
        place.scanner.scanned(TURN)
    place.scan(CODE)
    assert place.scanner.scanned(TURN) == CODE


@pytest.mark.parametrize("turn", [0, 0.2], ids=["looks", "short turns"])
def test_half_a_code_is_over_in_however_short_turns_it_is_listened_to(turn: float, place: Place) -> None:
    place.machine.play(ScannerFault.HALF_CODE, times=1)
    place.scan(CODE)
    with pytest.raises(GarbledLine):
        for _ in range(20):
            assert place.scanner.scanned(turn) is None
            time.sleep(0.05)
    place.scan(CODE)
    assert place.scanner.scanned(TURN) == CODE


def test_a_code_that_comes_in_pieces_is_whole_though_nobody_listened_meanwhile(place: Place) -> None:
    said = place.machine.scan(CODE)
    place.device.say(said[:5])
    for _ in range(5):
        assert place.scanner.scanned(0) is None
        time.sleep(0.005)
    place.device.say(said[5:])
    time.sleep(QUIET_SECONDS * 1.5)
    assert place.scanner.scanned(0) == CODE


@pytest.mark.parametrize("fault", LineFault)
def test_no_fault_of_the_line_hangs_it(fault: LineFault, place: Place) -> None:
    place.device.play(fault)
    started = time.monotonic()
    assert place.scanner.scanned(0.3) is None
    assert time.monotonic() - started < 2
    place.device.play(None)
    place.scan(CODE)
    assert place.scanner.scanned(TURN) == CODE


def test_no_code_is_in_what_is_remembered_of_the_line(place: Place) -> None:
    place.scan("430602199001011234")
    place.scanner.scanned(TURN)
    assert "430602" not in "".join(passage.shown for passage in place.wire.ring.passages())


def test_a_look_at_the_line_keeps_the_code_that_comes_meanwhile(place: Place) -> None:
    place.scan(CODE)
    place.scanner.look()
    assert place.scanner.scanned(TURN) == CODE
    place.device.unplug()
    with pytest.raises(DeviceLost):
        for _ in range(20):  # over TCP the news may take a moment
            place.scanner.look()


def test_it_is_lost_when_unplugged_and_found_at_another_port() -> None:
    with at_a_line("pty") as place:
        place.device.unplug()
        with pytest.raises(DeviceLost) as said:
            place.scanner.scanned(TURN)
        assert said.value.role == "code_scanner"
        with pytest.raises(DeviceAbsent):
            place.scanner.open()
        place.device.plug_in(elsewhere=True)
        place.scanner.open()
        place.scan(CODE)
        assert place.scanner.scanned(TURN) == CODE


def test_half_a_code_before_a_loss_is_not_part_of_the_first_after_it() -> None:
    with at_a_line("pty") as place:
        place.machine.play(ScannerFault.HALF_CODE, times=1)
        place.scan(CODE)
        assert place.scanner.scanned(0.1) is None
        place.device.unplug()
        with pytest.raises(DeviceLost):
            place.scanner.scanned(TURN)
        place.device.plug_in()
        place.scanner.open()
        place.scan(CODE)
        assert place.scanner.scanned(TURN) == CODE


def test_closing_twice_or_before_opening_is_harmless(place: Place) -> None:
    close: Callable[[], None] = place.scanner.close
    close()
    close()
    with pytest.raises(DeviceLost):
        place.scanner.scanned(0)
