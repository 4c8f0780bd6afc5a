"""What every window display keeps to, shown on a simulated one behind a real line."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

import pytest

from devices.displays.errors import CharactersNotShown
from devices.displays.led_display import DisplayProfile, LedDisplay
from devices.errors import DeviceAbsent, DeviceError, DeviceLost, DeviceSilent
from devices.errors import LineFault as GarbledLine
from devices.plugged import Identity
from devices.ports import WindowDisplay
from devices.simulators.led_display import LedBoard, LedFault
from devices.simulators.line_end import LineFault, SimulatedDevice
from devices.wires.address import parse_address, wire_at
from devices.wires.ring import show_all
from tests.support.counter_bus import PluggedHere

PROFILE = DisplayProfile(patience_ms=250)
USB = Identity(0x0403, 0x6001, "DISPLAY1", "1-1.3", "window display")


@dataclass(slots=True)
class Place:
    board: LedBoard
    device: SimulatedDevice
    display: LedDisplay


def at_a_line(over: Literal["pty", "tcp"]) -> Iterator[Place]:
    board = LedBoard()
    with SimulatedDevice(board, over, baud=9600, usb=USB, name="window-display") as device:
        named = "serial:usb-0403-6001-DISPLAY1" if over == "pty" else device.address
        wire = wire_at(parse_address(named), baud=9600, find_port=PluggedHere(device).find_port, redact=show_all)
        display = LedDisplay(wire, PROFILE)
        display.open()
        yield Place(board, device, display)
        display.close()


@pytest.fixture(params=["pty", "tcp"])
def place(request: pytest.FixtureRequest) -> Iterator[Place]:
    yield from at_a_line(request.param)


def test_it_keeps_to_the_port(place: Place) -> None:
    display: WindowDisplay = place.display
    display.show("A0")
    assert place.board.shown == "A0"


def test_one_text_after_another_is_shown(place: Place) -> None:
    for text in ("请A042号", "03号窗口", "暂停服务", "A1", "二〇二六"):
        place.display.show(text)
        assert place.board.shown == text


def test_no_text_makes_it_dark(place: Place) -> None:
    place.display.show("请A042号")
    place.display.show("")
    assert place.board.shown.strip() == ""


def test_a_missing_character_is_shown_as_missing_and_told(place: Place) -> None:
    with pytest.raises(CharactersNotShown, match="𠮷"):
        place.display.show("请𠮷某")
    assert place.board.shown == "请〓某"


@pytest.mark.parametrize(
    ("fault", "condition", "shown"),
    [
        (LedFault.DEAF, DeviceSilent, ""),
        (LedFault.LOST_ACKNOWLEDGEMENT, DeviceSilent, "A2号"),
        (LedFault.WRONG_ACKNOWLEDGEMENT, GarbledLine, "A2号"),
        (LedFault.ANOTHER_ADDRESS, GarbledLine, "A2号"),
    ],
)
def test_each_fault_ends_in_its_own_error_and_the_display_recovers(
    fault: LedFault, condition: type[DeviceError], shown: str, place: Place
) -> None:
    place.board.play(fault)
    with pytest.raises(DeviceError) as said:
        place.display.show("A2号")
    assert type(said.value) is condition
    assert said.value.role == "window_display"
    assert place.board.shown == shown
    place.board.heal()
    place.display.show("A3号")
    assert place.board.shown == "A3号"


@pytest.mark.parametrize("fault", LedFault)
def test_a_fault_that_passes_costs_no_text(fault: LedFault, place: Place) -> None:
    place.board.play(fault, times=1)
    place.display.show("A4号")
    assert place.board.shown == "A4号"


@pytest.mark.parametrize("fault", LineFault)
def test_no_fault_of_the_line_hangs_it_and_what_is_not_raised_is_shown(fault: LineFault, place: Place) -> None:
    place.device.play(fault)
    started = time.monotonic()
    try:
        place.display.show("A5号")
    except DeviceError:
        assert fault not in (LineFault.NOISE, LineFault.ECHO)
    else:
        assert place.board.shown == "A5号"
        assert fault not in (LineFault.SILENT, LineFault.HALF_FRAME, LineFault.FLIPPED)
    assert time.monotonic() - started < 6


@pytest.mark.parametrize("fault", [fault for fault in LineFault if fault is not LineFault.FLOOD])
def test_after_a_fault_of_the_line_it_shows_again(fault: LineFault, place: Place) -> None:
    place.device.play(fault)
    with suppress(DeviceError):
        place.display.show("A5号")
    place.device.play(None)
    for text in ("A6号", "A7号"):
        place.display.show(text)
        assert place.board.shown == text


def test_a_look_at_the_line_shows_nothing_and_tells_when_it_is_gone(place: Place) -> None:
    place.display.look()
    assert place.board.told == 0
    place.device.unplug()
    with pytest.raises(DeviceLost):
        for _ in range(20):
            place.display.look()


def test_it_is_lost_when_unplugged_and_found_at_another_port() -> None:
    for place in at_a_line("pty"):
        place.device.unplug()
        with pytest.raises(DeviceLost):
            place.display.show("A8号")
        with pytest.raises(DeviceAbsent):
            place.display.open()
        place.device.plug_in(elsewhere=True)
        place.display.open()
        place.display.show("A9号")
        assert place.board.shown == "A9号"


def test_at_the_wrong_speed_nothing_is_shown() -> None:
    with SimulatedDevice(LedBoard(), "pty", baud=19200) as device:
        display = LedDisplay(wire_at(parse_address(device.port), baud=9600), PROFILE)
        display.open()
        with pytest.raises(DeviceSilent):
            display.show("A1号")
        display.close()


def test_closing_twice_or_before_opening_is_harmless(place: Place) -> None:
    place.display.close()
    place.display.close()
    with pytest.raises(DeviceLost):
        place.display.show("A1号")
