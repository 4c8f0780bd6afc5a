"""Printer addresses as an installer writes them.

tcp://192.168.1.50:9100           a network printer
serial:usb-0403-6001-A50285BI     a serial port (`devices.wires.address`), ?baud=19200 unless as its profile says
usb:04b8:0e15                     a USB printer by vendor and product, four hexadecimal digits each
file:/dev/usb/lp0                 a file or a device file; nothing is read back
cups:QUEUE   spool:NAME           a queue of the system: raw through CUPS, or through the Windows spooler
dummy:                            no printer
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from devices.printing.cups import CupsQueue
from devices.printing.line import ROLE, PrinterLine, dummy_line, file_line, serial_line, tcp_line, usb_line
from devices.printing.profile import PrinterProfile
from devices.printing.queue_line import CupsLine, SpoolLine
from devices.printing.roll_printer import RollPrinter
from devices.wires.address import parse_address

_USB = re.compile(r"usb:([0-9a-f]{4}):([0-9a-f]{4})", re.IGNORECASE)
_QUEUE = re.compile(r"[^\s/#?]*")


def slip_printer_at(
    address: str,
    profile: PrinterProfile,
    *,
    find_port: Callable[[str], str] = str,
    find_usb: Callable[[str], Any] | None = None,
    patience: float = 1.0,
    finish_patience: float = 20.0,
) -> RollPrinter:
    """The roll printer of this make at `address`, not opened; `find_port` and `find_usb` are those of `Plugged`.

    Raises ValueError saying what is wrong with the address.
    """
    line = printer_line(address, baud=profile.baud, find_port=find_port, find_usb=find_usb)
    return RollPrinter(line, profile, patience=patience, finish_patience=finish_patience)


def printer_line(
    address: str,
    *,
    baud: int,
    find_port: Callable[[str], str] = str,
    find_usb: Callable[[str], Any] | None = None,
) -> PrinterLine:
    """The line to a printer, not opened; `baud` holds where the address names none. Raises ValueError."""
    scheme, _, rest = address.partition(":")
    match scheme:
        case "dummy" if not rest:
            return dummy_line()
        case "file" | "spool" if rest:
            return file_line(rest) if scheme == "file" else SpoolLine(rest)
        case "cups" if _QUEUE.fullmatch(rest):
            return CupsLine(CupsQueue(rest, role=ROLE))
        case "usb":
            found = _USB.fullmatch(address)
            if found is None:
                raise ValueError(f"{address}: expected usb:VENDOR:PRODUCT, four hexadecimal digits each")
            return usb_line(int(found[1], 16), int(found[2], 16), find_usb)
        case "dummy" | "file" | "spool" | "cups":
            raise ValueError(f"{address}: expected dummy:, file:PATH, spool:NAME or cups:QUEUE")
    place = parse_address(address)
    if place.scheme == "tcp":
        place.refuse_unknown()
        host, _, port = place.place.rpartition(":")
        return tcp_line(host.strip("[]"), int(port))
    place.refuse_unknown("baud")
    return serial_line(place.place, _whole(place.settings.get("baud", str(baud))), find_port=find_port)


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text)):
        raise ValueError(f"baud={text}: a whole number such as 9600 is expected")
    return int(text)
