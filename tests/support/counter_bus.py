"""A caller and a pad on a simulated bus, as the contract suites open them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal, TypeVar

from devices.plugged import Identity, Plugged, SeenPort
from devices.rating.bus import CounterBus
from devices.rating.caller import BusCaller, CallerProfile
from devices.rating.ff68 import Acknowledgement
from devices.rating.rating_pad import BusRatingPad, RatingPadProfile
from devices.simulators.counter_bus import CounterBusMachine
from devices.simulators.line_end import SimulatedDevice
from devices.wires.address import parse_address, wire_at
from devices.wires.ring import show_all

T = TypeVar("T")

USB = Identity(0x0403, 0x6001, "COUNTER1", "1-1.2", "keypad bus")


class PluggedHere(Plugged):
    """Nothing but one simulated device is plugged in."""

    def __init__(self, device: SimulatedDevice) -> None:
        super().__init__()
        self._device = device

    def ports(self) -> tuple[SeenPort, ...]:
        return (self._device.seen,) if self._device.seen is not None else ()


@dataclass(slots=True)
class BusPlace:
    """The machine, its line, and the drivers of the two devices on it."""

    machine: CounterBusMachine
    device: SimulatedDevice
    caller: BusCaller
    pad: BusRatingPad

    def wait_for(self, happened: Callable[[], bool]) -> None:
        """The machine hears in its own time."""
        wait_for(happened)


def wait_for(happened: Callable[[], bool], seconds: float = 3.0) -> None:
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.002)


@contextmanager
def bus_place(
    over: Literal["pty", "tcp"],
    pad: RatingPadProfile | None = None,
    caller: CallerProfile | None = None,
    *,
    pad_wants: Acknowledgement | None = None,
) -> Iterator[BusPlace]:
    """Both devices open, and heard by each other: over TCP a line stands only when the other end has taken it."""
    pad, caller = pad or RatingPadProfile(), caller or CallerProfile()
    machine = CounterBusMachine(caller_wants=caller.acknowledgement, pad_wants=pad_wants or pad.acknowledgement)
    with SimulatedDevice(machine, over, baud=9600, usb=USB, name="keypad-bus") as device:
        named = "serial:usb-0403-6001-COUNTER1" if over == "pty" else device.address
        find_port = PluggedHere(device).find_port
        bus = CounterBus(wire_at(parse_address(named), baud=9600, find_port=find_port, redact=show_all))
        place = BusPlace(machine, device, BusCaller(bus, caller), BusRatingPad(bus, pad))
        place.caller.open()
        place.pad.open()
        place.caller.beep()
        place.wait_for(lambda: machine.beeps == 1)
        yield place
        place.caller.close()
        place.pad.close()
