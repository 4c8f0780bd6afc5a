"""Devices: how soon one is back after it was plugged in at another port, and how long an unknown port is asked."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

from devices.finding import ask_port
from devices.plugged import SeenPort
from devices.simulators.code_scanner import HandScanner
from devices.simulators.hall_device import OTHER_PORT
from devices.simulators.line_end import SimulatedDevice
from tests.contracts.test_every_device import MOVABLE, opened
from tests.support.workshop import Workshop, workshop

Row = dict[str, Any]

LOOK_SECONDS = 1.0  # the window looks at its devices once a second
BACK_WITHIN = 3.0


def measure() -> list[Row]:
    """The seconds from the plug to a device that works, each family; and those a silent port takes."""
    back = {name: _back(name) for name in MOVABLE}
    slowest = max(back, key=lambda name: back[name])
    return [
        _row("back at another port, median of the families", median(back.values()), at_most=BACK_WITHIN),
        _row(f"back at another port, slowest ({slowest})", back[slowest], at_most=BACK_WITHIN),
        _row("a silent port asked every question", _silent_port(), at_most=8.0),
    ]


def _back(name: str) -> float:
    with tempfile.TemporaryDirectory() as folder, workshop(Path(folder), name) as here:
        here.hall.break_(name, "")
        _watched(here, lambda: opened(here, name))
        losses = here.devices.bays[name].statistics().losses
        here.hall.break_(name, OTHER_PORT)
        began = time.monotonic()
        _watched(here, lambda: here.devices.bays[name].statistics().losses > losses)
        _watched(here, lambda: opened(here, name))
        return time.monotonic() - began


def _watched(here: Workshop, holds: Any) -> None:
    """Look at the devices once a second, as the window does, until `holds`."""
    next_look = 0.0

    def look() -> None:
        nonlocal next_look
        if time.monotonic() >= next_look:
            next_look = time.monotonic() + LOOK_SECONDS
            here.watch()

    here.until("it", holds, each=look)


def _silent_port() -> float:
    with SimulatedDevice(HandScanner(), baud=9600) as device:
        began = time.monotonic()
        ask_port(SeenPort(device.port))
        return time.monotonic() - began


def _row(name: str, value: float, *, at_most: float) -> Row:
    return {
        "name": name,
        "value": round(value, 2),
        "unit": "s",
        "baseline": None,
        "ratio": None,
        "target": f"<= {at_most:g}",
        "holds": value <= at_most,
    }
