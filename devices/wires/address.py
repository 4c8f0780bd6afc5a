"""Device addresses as an installer writes them.

    serial:/dev/ttyUSB0?baud=9600     a serial port; also bare: /dev/ttyUSB0, COM3
    serial:usb-0403-6001-A50285BI     the port of a USB adapter, wherever it is plugged in (`devices.plugged`)
    tcp://192.168.1.20:4001?baud=9600 a TCP port; baud is the speed behind a serial-over-IP box
    usb:0400:c35a   usb:0400:c35a:SERIAL   usb:at-1-1.2
                                      a USB device that is no serial port: by its make, or by its socket
    hid:2b8b:2721                     the same where it talks in HID reports

More settings may follow, separated by &; a device takes those it knows and refuses the rest.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from devices.plugged import Plugged
from devices.wires.hid import Reports
from devices.wires.ring import Redactor, withhold
from devices.wires.serial_wire import SerialWire
from devices.wires.tcp_wire import TcpWire
from devices.wires.usb_bulk import OnePipe, Pipes, UsbWire
from devices.wires.wire import Wire

_USB_PLACE = re.compile(r"[0-9a-f]{4}:[0-9a-f]{4}(:.+)?|at-[0-9]+-[0-9.]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Address:
    """`place` is a port name, host and port joined by a colon, or what `Plugged.find_usb` takes."""

    scheme: str  # serial, tcp, usb or hid
    place: str
    settings: Mapping[str, str]

    def refuse_unknown(self, *known: str) -> None:
        """Raises ValueError naming a setting that is none of `known`."""
        for key in self.settings:
            if key not in known:
                raise ValueError(f"{key} is no setting of this device (known: {', '.join(known)})")


def parse_address(text: str) -> Address:
    """Raises ValueError saying what is wrong with `text`."""
    head, _, query = text.partition("?")
    settings = dict(parse_qsl(query, keep_blank_values=True))
    if head.startswith("tcp:"):
        parts = urlsplit(head)
        if not parts.hostname or not parts.port:
            raise ValueError(f"{text}: an address of this kind is tcp://host:port")
        return Address("tcp", parts.netloc, settings)
    scheme, _, place = head.partition(":")
    if scheme in ("usb", "hid"):
        if not _USB_PLACE.fullmatch(place):
            raise ValueError(f"{text}: expected {scheme}:VENDOR:PRODUCT, four hexadecimal digits each, or at-SOCKET")
        return Address(scheme, place, settings)
    place = head.removeprefix("serial:")
    if not place or "://" in place:
        raise ValueError(f"{text}: expected serial:PORT, a port name or tcp://host:port")
    return Address("serial", place, settings)


def wire_at(
    address: Address,
    *,
    baud: int | None = None,
    find_port: Callable[[str], str] = str,
    find_usb: Callable[[str], Any] | None = None,
    lay: Callable[[Sequence[int]], Pipes] = OnePipe,
    redact: Redactor = withhold,
    role: str = "",
) -> Wire:
    """The wire to `address`, not opened. `baud` holds where the address names none. Raises ValueError.

    `find_port` is `Plugged.find_port` where adapters are named by their USB identity; `find_usb` is `Plugged.find_usb`
    of a hall, else the computer's own; `lay` says how frames go over a usb: device's endpoints.
    """
    named = address.settings.get("baud")
    if named is not None:
        if not (named.isascii() and named.isdigit() and int(named)):
            raise ValueError(f"baud={named}: a whole number such as 115200 is expected")
        baud = int(named)
    if address.scheme == "tcp":
        host, _, port = address.place.rpartition(":")
        return TcpWire(host.strip("[]"), int(port), baud=baud, redact=redact, role=role)
    if address.scheme in ("usb", "hid"):
        if address.scheme == "hid":
            lay = Reports
        return UsbWire(address.place, find_usb or Plugged().find_usb, lay=lay, redact=redact, role=role)
    return SerialWire(address.place, baud or 115200, find_port=find_port, redact=redact, role=role)
