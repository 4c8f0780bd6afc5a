"""Printer addresses as an installer writes them.

    tcp://192.168.1.50:9100        a network printer
    serial:/dev/ttyS0?baud=9600    a serial port; also bare: /dev/ttyUSB0, COM3
    usb:04b8:0e15                  a USB printer by vendor and product, four hexadecimal digits each
    file:/dev/usb/lp0              a file or a device file; nothing is read back
    dummy:                         no printer

`?picture=columns` is for old models that lack GS v 0.
"""

from __future__ import annotations

import re

from devices.printing.escpos import Picture
from devices.printing.line import PrinterLine, dummy_line, file_line, serial_line, tcp_line, usb_line
from devices.wires.address import parse_address

DEFAULT_BAUD = 9600  # what the switches under most serial printers are set to

_USB = re.compile(r"usb:([0-9a-f]{4}):([0-9a-f]{4})", re.IGNORECASE)


def line_at(address: str) -> tuple[PrinterLine, Picture]:
    """The line to a printer, not opened, and how it wants its pictures. Raises ValueError saying what is wrong."""
    text, picture = _without_picture(address)
    if text == "dummy:":
        return dummy_line(), picture
    if text.startswith("file:"):
        if text == "file:":
            raise ValueError("file: needs the path of a file after it")
        return file_line(text.removeprefix("file:")), picture
    if text.startswith("usb:"):
        found = _USB.fullmatch(text)
        if found is None:
            raise ValueError(f"{address}: expected usb:VENDOR:PRODUCT, four hexadecimal digits each")
        return usb_line(int(found[1], 16), int(found[2], 16)), picture
    place = parse_address(text)
    if place.scheme == "tcp":
        place.refuse_unknown("picture")
        host, _, port = place.place.rpartition(":")
        return tcp_line(host.strip("[]"), int(port)), picture
    place.refuse_unknown("baud", "picture")
    return serial_line(place.place, _baud(place.settings.get("baud", str(DEFAULT_BAUD)))), picture


def _without_picture(address: str) -> tuple[str, Picture]:
    found = re.search(r"[?&]picture=([^&]*)", address)
    if found is None:
        return address, Picture.RASTER
    if found[1] not in {kind.value for kind in Picture}:
        raise ValueError(f"picture={found[1]}: expected raster or columns")
    rest = address[: found.start()] + address[found.end() :].replace("&", "?", found[0][0] == "?")
    return rest, Picture(found[1])


def _baud(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text)):
        raise ValueError(f"baud={text}: a whole number such as 9600 is expected")
    return int(text)
