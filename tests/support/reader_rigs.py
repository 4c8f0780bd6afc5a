"""Every way a card reader can be connected, simulated: what the contract of card readers is shown on."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from devices.cards.readers import ReaderProfile, open_card_reader
from devices.plugged import PLUGGED_FILE, Identity, Plugged
from devices.ports import Card, CardReader
from devices.simulators.card_reader import Framing, SimulatedCardReader, SimulatedSam, usb_card_reader
from devices.simulators.line_end import LineFault
from devices.simulators.sample_cards import SAMPLE_CARDS
from devices.simulators.usb_bus import SimulatedUsbBus

QUICK = ReaderProfile(patience=0.4)  # a simulated reader thinks no second
ON_A_WIRE = ("pty", "tcp", "two-pipe", "one-pipe", "hid")
EVERY_WAY = (*ON_A_WIRE, "bridge")
BRIDGE = Path(__file__).resolve().parents[2] / "devices" / "simulators" / "card_bridge.py"


@dataclass
class Rig:
    """A simulated reader with what stands around it."""

    address: str
    plugged: Plugged
    lay: Callable[[Card], None]
    lift: Callable[[], None]
    profile: ReaderProfile = QUICK

    def reader(self, address: str = "", *, on_card_found: Callable[[], None] | None = None) -> CardReader:
        return open_card_reader(
            address or self.address, self.profile, plugged=self.plugged, on_card_found=on_card_found
        )


@dataclass
class WireRig(Rig):
    """One with a SAM on a wire, which can be cut and be faulty. `wrong_address` is where nothing is."""

    sam: SimulatedSam = None  # type: ignore[assignment]
    play_line: Callable[[LineFault | None, int | None], None] = lambda fault, times: None
    unplug: Callable[[], None] = lambda: None
    plug_in_elsewhere: Callable[[], None] = lambda: None


@contextmanager
def rig(way: str, home: Path) -> Iterator[Rig]:
    """The rig for one of `EVERY_WAY`."""
    if way == "bridge":
        yield _bridge(home)
    elif way == "pty" or way == "tcp":
        with _line(way, home) as line:
            yield line
    else:
        with _usb(Framing(way), home) as bus:
            yield bus


def _bridge(home: Path) -> Rig:
    lies_there = home / "card.txt"
    lies_there.touch()
    names = {card: name for name, card in SAMPLE_CARDS.items()}
    return Rig(
        f"bridge:{sys.executable} {BRIDGE} --card-file {lies_there}",
        Plugged(home),
        lambda card: lies_there.write_text(names[card], encoding="utf-8") and None,
        lambda: lies_there.write_text("", encoding="utf-8") and None,
        ReaderProfile(),  # a whole Python has to start
    )


@contextmanager
def _line(way: Literal["pty", "tcp"], home: Path) -> Iterator[WireRig]:
    with SimulatedCardReader(way, usb=Identity(0x1A86, 0x7523, "A1", "1-1.3"), home=home) as device:

        def plug_in_elsewhere() -> None:
            device.plug_in(elsewhere=way == "pty")
            _list_ports(home, device)

        _list_ports(home, device)
        yield WireRig(
            "serial:usb-1a86-7523-A1?baud=115200" if way == "pty" else device.address, Plugged(home), device.lay,
            device.lift, sam=device.sam, play_line=device.line.play, unplug=device.unplug,
            plug_in_elsewhere=plug_in_elsewhere,
        )  # fmt: skip


def _list_ports(home: Path, device: SimulatedCardReader) -> None:
    seen = device.line.seen
    usb = seen.usb if seen else Identity()
    entry = {"port": device.port, "vendor": usb.vendor, "product": usb.product, "serial": usb.serial,
             "socket": usb.socket, "name": usb.name}  # fmt: skip
    (home / PLUGGED_FILE).write_text(json.dumps({"ports": [entry] if seen else []}), encoding="utf-8")


@contextmanager
def _usb(framing: Framing, home: Path) -> Iterator[WireRig]:
    device, inside = usb_card_reader(framing)
    make = f"{device.usb.pair}:{device.usb.serial}"
    with SimulatedUsbBus() as bus:
        bus.plug_in(device, socket="1-1.2")
        (home / PLUGGED_FILE).write_text(json.dumps({"usb_bus": bus.place}), encoding="utf-8")
        yield WireRig(
            f"hid:{make}" if framing is Framing.HID else f"usb:{make}", Plugged(home), inside.sam.lay, inside.sam.lift,
            sam=inside.sam, play_line=inside.play, unplug=lambda: bus.unplug(device),
            plug_in_elsewhere=lambda: bus.plug_in(device, socket="2-4"),
        )  # fmt: skip
