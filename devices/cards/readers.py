"""Card readers by their address and make: where the drivers of this family meet.

serial:usb-1a86-7523?baud=9600   tcp://10.0.0.7:4001   usb:0400:c35a   hid:2b8b:2721      a SAM on a wire
bridge:C:\\readers\\bridge32.exe --port 1001     a vendor's library in a process of its own (bridge.md)
pcsc:   pcsc:NAME                                a contactless reader with PC/SC

settings   baud=9600   reread=free   identity=05.03-20150101-0000000123-0000004567
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import Enum
from typing import Annotated
from urllib.parse import parse_qsl

from devices.cards import bridge_lines, sam
from devices.cards.bridge_reader import BridgeCardReader
from devices.cards.pcsc import PcscCardReader, PyscardSlot
from devices.cards.sam_pipes import two_pipe_or_one
from devices.cards.sam_reader import BAUD_ORDER, ROLE, Baud, Reread, SamCardReader
from devices.errors import DeviceAbsent, DeviceError, DeviceLost, DeviceRefused, DeviceSilent, LineFault
from devices.plugged import Plugged
from devices.ports import CardReader
from devices.tables import Between
from devices.wires.address import parse_address, wire_at
from devices.wires.process_wire import ProcessWire
from devices.wires.serial_wire import SerialWire
from devices.wires.usb_bulk import OnePipe


class Framing(Enum):
    """How frames lie on the endpoints of a reader at a usb: address."""

    TWO_PIPE = "two-pipe"
    ONE_PIPE = "one-pipe"


@dataclass(frozen=True, slots=True)
class ReaderProfile:
    """What is particular to a make of card reader. The protocol itself is GA/T 467-2019's.

    `bauds` are the speeds it may have, likeliest first: it is opened with the first unless the address says another,
    and looked for at all of them. `framing` matters on the USB; two-pipe turns to one-pipe by itself where a model has
    no endpoint 06. `reread` says whether it finds a card again that was not lifted. `patience` stretches all times.
    `max_rf` is said to the SAM on opening (61 FF), 80 for models that need it; 0 says nothing.
    """

    bauds: tuple[Baud, ...] = BAUD_ORDER
    framing: Framing = Framing.TWO_PIPE
    reread: Reread = Reread.NEEDS_REMOVAL
    patience: Annotated[float, Between(0.1, 10.0)] = 1.0
    max_rf: Annotated[int, Between(0, 255)] = 0


GENERIC = ReaderProfile()


def open_card_reader(
    address: str,
    profile: ReaderProfile = GENERIC,
    *,
    plugged: Plugged | None = None,
    on_card_found: Callable[[], None] | None = None,
) -> CardReader:
    """The card reader at `address`; its `open` is still to be called, and may be called again.

    With the setting `identity` another reader at that place is refused (WrongDevice). Raises ValueError for an address
    that makes no sense.
    """
    scheme, _, rest = address.partition(":")
    match scheme:
        case "bridge":
            return _bridge(rest, profile, on_card_found)
        case "pcsc":
            return _pcsc(rest, on_card_found)
    place = parse_address(address)
    place.refuse_unknown(*(("baud",) if place.scheme in ("serial", "tcp") else ()), "reread", "identity")
    wire = wire_at(
        place,
        baud=profile.bauds[0] if place.scheme == "serial" and profile.bauds else None,
        find_port=(plugged or Plugged()).find_port,
        find_usb=(plugged or Plugged()).find_usb,
        lay=two_pipe_or_one if profile.framing is Framing.TWO_PIPE else OnePipe,
        redact=sam.redact,
        role=ROLE,
    )
    return SamCardReader(
        wire,
        reread=Reread(place.settings.get("reread", profile.reread.value)),
        max_rf=profile.max_rf,
        expected=place.settings.get("identity", ""),
        on_card_found=on_card_found,
        patience=profile.patience,
    )


def _bridge(rest: str, profile: ReaderProfile, on_card_found: Callable[[], None] | None) -> BridgeCardReader:
    command, _, query = rest.partition("?")
    settings = dict(parse_qsl(query, keep_blank_values=True))
    expected = settings.pop("identity", "")
    if settings or not command.strip():
        raise ValueError(f"bridge:{rest}: expected bridge:COMMAND, and identity as the only setting")
    wire = ProcessWire(command, redact=bridge_lines.redact, role=ROLE)
    return BridgeCardReader(wire, expected=expected, on_card_found=on_card_found, patience=profile.patience)


def _pcsc(name: str, on_card_found: Callable[[], None] | None) -> PcscCardReader:
    if "?" in name:
        raise ValueError(f"pcsc:{name}: a reader of this kind has no settings")
    return PcscCardReader(PyscardSlot(name), on_card_found=on_card_found)


def find_baud(
    place: str, *, plugged: Plugged | None = None, bauds: Collection[int] = BAUD_ORDER, patience: float = 0.5
) -> int | None:
    """The speed at which a SAM at the serial port `place` answers, None if at none. Asks nothing but its status.

    Raises DeviceAbsent when the port cannot be opened, DeviceLost when it goes away.
    """
    for baud in bauds:
        reader = _at(place, baud, plugged or Plugged(), patience)
        try:
            reader.open()
        except DeviceRefused:
            return baud  # it is not well, but this is its speed
        except (DeviceSilent, LineFault):
            continue
        finally:
            reader.close()
        return baud
    return None


def find_reader(
    identity: str,
    *,
    plugged: Plugged,
    bound: Collection[str] = (),
    profile: ReaderProfile = GENERIC,
) -> str | None:
    """The address at which the reader with the SAM number `identity` is now, None if at no serial port.

    Only ports that no device is `bound` to (by port or lasting name) are asked, and only the two harmless questions:
    status and number. A port that cannot be opened is another program's.
    """
    for port in plugged.ports():
        if port.port in bound or port.place in bound:
            continue
        try:
            baud = find_baud(port.port, plugged=plugged, bauds=profile.bauds, patience=profile.patience / 2)
            if baud is not None and _number_at(port.port, baud, plugged, profile.patience) == identity:
                return f"serial:{port.place}?baud={baud}"
        except (DeviceAbsent, DeviceLost):
            continue
    return None


def _number_at(port: str, baud: int, plugged: Plugged, patience: float) -> str:
    reader = _at(port, baud, plugged, patience)
    try:
        reader.open()
        return reader.identity()
    except DeviceError:
        return ""
    finally:
        reader.close()


def _at(place: str, baud: int, plugged: Plugged, patience: float) -> SamCardReader:
    wire = SerialWire(place, baud, find_port=plugged.find_port, redact=sam.redact, role=ROLE)
    return SamCardReader(wire, patience=patience)
