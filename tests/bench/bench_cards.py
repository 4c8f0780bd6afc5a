"""How long a card takes from finding it to its last byte, beside the bare time its bytes need on the wire."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from devices.cards.readers import ReaderProfile, open_card_reader
from devices.plugged import PLUGGED_FILE, Plugged
from devices.ports import CardReader
from devices.simulators.card_reader import Framing, SimulatedCardReader, usb_card_reader
from devices.simulators.sample_cards import MOVED
from devices.simulators.usb_bus import SimulatedUsbBus

BEST_OF = 5
ANSWERED = 15 + 19 + 1295 + 81
"""Bytes of the answers to find, select, read and new address; the simulated lines give only these their pace."""

BITS_A_BYTE = 10
BYTES_A_SECOND = {Framing.TWO_PIPE: 1_216_000, Framing.ONE_PIPE: 1_216_000, Framing.HID: 64_000}
"""USB full speed: 19 bulk packets of 64 bytes in each millisecond, or one HID report."""

Row = dict[str, Any]


def measure() -> list[Row]:
    """Rows of name, value, unit, baseline (the wire alone), ratio, target, holds. The simulated SAM thinks no time."""
    rows = [_serial(115200), _serial(9600)]
    return [*rows, *(_usb(framing) for framing in Framing)]


def _serial(baud: int) -> Row:
    with SimulatedCardReader(baud=baud) as device:
        reader = open_card_reader(device.address)
        seconds = _shortest(reader, device.lay, device.lift)
    return _row(f"read a card, serial at {baud}", seconds, ANSWERED * BITS_A_BYTE / baud, at_most=1.25)


def _usb(framing: Framing) -> Row:
    device, inside = usb_card_reader(framing)
    with SimulatedUsbBus() as bus, tempfile.TemporaryDirectory() as hall:
        bus.plug_in(device)
        Path(hall, PLUGGED_FILE).write_text(json.dumps({"usb_bus": bus.place}), encoding="utf-8")
        scheme = "hid" if framing is Framing.HID else "usb"
        reader = open_card_reader(f"{scheme}:{device.usb.pair}", ReaderProfile(), plugged=Plugged(Path(hall)))
        seconds = _shortest(reader, inside.sam.lay, inside.sam.lift)
    name = f"read a card, simulated USB bus, {framing.value}"
    return _row(name, seconds, ANSWERED / BYTES_A_SECOND[framing], milliseconds=100.0)


def _shortest(reader: CardReader, lay: Callable[[Any], None], lift: Callable[[], None]) -> float:
    reader.open()
    try:
        return min(_readings(reader, lay, lift))
    finally:
        reader.close()


def _readings(reader: CardReader, lay: Callable[[Any], None], lift: Callable[[], None]) -> Iterator[float]:
    for _ in range(BEST_OF):
        lay(MOVED)
        began = time.perf_counter()
        card = reader.read()
        yield time.perf_counter() - began
        assert card == MOVED
        lift()


def _row(name: str, seconds: float, wire: float, *, at_most: float = 0.0, milliseconds: float = 0.0) -> Row:
    """`at_most` times the wire's own time, or so many milliseconds: the simulated bus has no speed of its own."""
    ratio = seconds / wire
    return {
        "name": name,
        "value": round(seconds * 1000, 1),
        "unit": "ms",
        "baseline": round(wire * 1000, 1),
        "ratio": round(ratio, 2),
        "target": f"<= {at_most:g} × wire" if at_most else f"<= {milliseconds:g}",
        "holds": ratio <= at_most if at_most else seconds * 1000 <= milliseconds,
    }


if __name__ == "__main__":
    print(json.dumps(measure(), indent=1))
