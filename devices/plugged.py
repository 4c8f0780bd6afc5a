"""What is plugged into this computer now, and where a device that was bound by its USB identity is found today.

A serial port is named in an address by

    /dev/ttyS0, COM3           its own name: right for ports that are part of the computer
    usb-0403-6001-A50285BI     vendor, product and serial number of the adapter: right for all others
    usb-0403-6001              the only adapter of that make
    at-1-1.2                   the USB socket: for adapters that have no serial number

so that a device is found again whatever socket it is plugged into, or whatever number the system gives it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import usb.core
import usb.util
from serial.tools import list_ports

from devices.errors import DeviceAbsent

PLUGGED_FILE = "plugged.json"
"""In the folder of a simulated hall: what is plugged in there."""

_ADAPTER = re.compile(r"usb-([0-9a-f]{4})-([0-9a-f]{4})(?:-(.+))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a device says it is on the USB; all empty for a port that is part of the computer."""

    vendor: int = 0
    product: int = 0
    serial: str = ""
    socket: str = ""  # where on the USB, such as 1-1.2
    name: str = ""  # what it calls itself

    @property
    def pair(self) -> str:
        """Vendor and product as in 0403:6001; "" for no USB device."""
        return f"{self.vendor:04x}:{self.product:04x}" if self.vendor else ""


@dataclass(frozen=True, slots=True)
class SeenPort:
    """A serial port that is there now."""

    port: str
    usb: Identity = Identity()

    @property
    def place(self) -> str:
        """The most lasting name of it, as an address has it."""
        if self.usb.vendor and self.usb.serial:
            return f"usb-{self.usb.vendor:04x}-{self.usb.product:04x}-{self.usb.serial}"
        return f"at-{self.usb.socket}" if self.usb.socket else self.port


class Plugged:
    """The ports and USB devices of this computer, and for training those listed in the folder of a simulated `hall`."""

    def __init__(self, hall: Path | None = None) -> None:
        self.hall = hall

    def ports(self) -> tuple[SeenPort, ...]:
        """The serial ports that are there now."""
        own = (
            SeenPort(
                each.device,
                Identity(
                    each.vid or 0, each.pid or 0, each.serial_number or "", each.location or "", each.product or ""
                ),
            )
            for each in list_ports.comports()
            if each.vid or each.hwid != "n/a"  # the kernel lists ports that no computer has
        )
        theirs = (SeenPort(each["port"], _identity(each)) for each in self._simulated("ports"))
        return (*own, *theirs)

    def find_port(self, place: str) -> str:
        """The port that is meant by `place`. Raises DeviceAbsent where there is none, or more than one."""
        adapter = _ADAPTER.fullmatch(place)
        if adapter is None and not place.startswith("at-"):
            return place
        fitting = [port for port in self.ports() if _is_meant(port, place, adapter)]
        if len(fitting) != 1:
            detail = "not plugged in" if not fitting else f"{len(fitting)} alike are plugged in"
            raise DeviceAbsent(detail, where=place)
        return fitting[0].port

    def usb_devices(self) -> tuple[Identity, ...]:
        """All USB devices, adapters of serial ports among them; none where the system does not let us look."""
        try:
            own = [_seen(device) for device in usb.core.find(find_all=True) or ()]
        except (usb.core.USBError, usb.core.NoBackendError):
            own = []
        return (*own, *(_identity(each) for each in self._simulated("usb")))

    def _simulated(self, kind: str) -> Iterable[dict[str, Any]]:
        if self.hall is None:
            return ()
        try:
            found: list[dict[str, Any]] = json.loads((self.hall / PLUGGED_FILE).read_text(encoding="utf-8"))[kind]
        except (OSError, ValueError, KeyError):
            return ()  # the hall has been closed
        return found


def _is_meant(port: SeenPort, place: str, adapter: re.Match[str] | None) -> bool:
    if adapter is None:
        return port.usb.socket == place.removeprefix("at-")
    wanted = (int(adapter[1], 16), int(adapter[2], 16))
    return (port.usb.vendor, port.usb.product) == wanted and adapter[3] in (None, port.usb.serial)


def _adapter(port: Any) -> Identity:
    return Identity(port.vid or 0, port.pid or 0, port.serial_number or "", port.location or "", port.product or "")


def _identity(entry: dict[str, Any]) -> Identity:
    return Identity(entry["vendor"], entry["product"], entry["serial"], entry["socket"], entry["name"])


def _seen(device: Any) -> Identity:
    socket = "-".join([str(device.bus), ".".join(str(each) for each in device.port_numbers or ())])
    return Identity(
        device.idVendor, device.idProduct, _said(device, "iSerialNumber"), socket, _said(device, "iProduct")
    )


def _said(device: Any, index: str) -> str:
    """What a device says of itself; "" where it may not be asked."""
    try:
        return usb.util.get_string(device, getattr(device, index)) or ""
    except (ValueError, NotImplementedError, usb.core.USBError):
        return ""
