"""What is plugged into this computer now, and where a device that was bound by its USB identity is found today.

A serial port is named in an address by

    /dev/ttyS0, COM3           its own name: right for ports that are part of the computer
    usb-0403-6001-A50285BI     vendor, product and serial number of the adapter: right for all others
    usb-0403-6001              the only adapter of that make
    at-1-1.2                   the USB socket: for adapters that have no serial number

so that a device is found again whatever socket it is plugged into, or whatever number the system gives it.
A device that is no serial port is named likewise: 0400:c35a:SERIAL, 0400:c35a, or at-1-1.2.
"""

from __future__ import annotations

import errno
import json
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

import usb.core
import usb.util
from serial.tools import list_ports

from devices.errors import DeviceAbsent, NotPluggedIn, SeveralAlike
from devices.ports import Role
from devices.wires.usb_over_tcp import UsbOverTcp

PLUGGED_FILE = "plugged.json"
"""In the folder of a simulated hall: what is plugged in there.

    {"ports": [{"port", "vendor", "product", "serial", "socket", "name"} …],
     "usb": [the same without a port …],
     "usb_bus": "127.0.0.1:40123"}     where devices can be reached that are no serial ports (and are not in "usb")
"""

_ADAPTER = re.compile(r"usb-([0-9a-f]{4})-([0-9a-f]{4})(?:-(.+))?", re.IGNORECASE)
_USB_DEVICE = re.compile(r"([0-9a-f]{4}):([0-9a-f]{4})(?::(.+))?", re.IGNORECASE)


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
    alike: bool = field(default=False, compare=False)  # another has the same numbers, serial number included

    @property
    def place(self) -> str:
        """The most lasting name of it, as an address has it."""
        if self.usb.vendor and self.usb.serial and not (self.alike and self.usb.socket):
            return f"usb-{self.usb.vendor:04x}-{self.usb.product:04x}-{self.usb.serial}"
        return f"at-{self.usb.socket}" if self.usb.socket else self.port


@dataclass(frozen=True, slots=True)
class UsbQuirk:
    """What a USB device of one make is: a `[usb."0400:c35a"]` of `resources/devices/usb.toml`.

    `name` is shown to installers; `profile` is one of its role's family. Where `sure` is false other devices bear the
    same numbers, as with chips that any maker builds in: then nothing is set up without asking.
    """

    role: Role
    scheme: Literal["usb", "hid", "serial"]
    name: str
    profile: str = "generic"
    sure: bool = True


class Plugged:
    """The ports and USB devices of this computer, and for training those listed in the folder of a simulated `hall`."""

    def __init__(self, hall: Path | None = None) -> None:
        self.hall = hall

    def ports(self) -> tuple[SeenPort, ...]:
        """The serial ports that are there now."""
        own = (
            SeenPort(each.device, _adapter(each))
            for each in _listed()
            if each.vid or each.hwid != "n/a"  # the kernel lists ports that no computer has
        )
        theirs = (SeenPort(each["port"], _identity(each)) for each in self._simulated("ports"))
        return told_apart([*own, *theirs])

    def find_port(self, place: str) -> str:
        """The port that is meant by `place`. Raises DeviceAbsent where there is none, or more than one."""
        adapter = _ADAPTER.fullmatch(place)
        if adapter is None and not place.startswith("at-"):
            return place
        fitting = [port for port in self.ports() if _is_meant(port, place, adapter)]
        _refuse_none_and_many(fitting, place)
        return fitting[0].port

    def usb_devices(self) -> tuple[Identity, ...]:
        """All USB devices, adapters of serial ports among them; none where the system does not let us look."""
        own = [_seen(device) for device in self._reachable()]
        return (*own, *(_identity(each) for each in self._simulated("usb")))

    def find_usb(self, place: str) -> Any:
        """The `usb.core.Device` that is meant by `place`: 0400:c35a, 0400:c35a:SERIAL, or at-1-1.2.

        Raises DeviceAbsent where there is none, more than one, or one that may not be asked for its serial number.
        """
        named = _USB_DEVICE.fullmatch(place)
        if named is None:
            if not place.startswith("at-"):
                raise DeviceAbsent("no name of a USB device", where=place)
            fitting = [each for each in self._reachable() if _socket(each) == place.removeprefix("at-")]
        else:
            pair = (int(named[1], 16), int(named[2], 16))
            fitting = [each for each in self._reachable() if (each.idVendor, each.idProduct) == pair]
        if named is not None and named[3] is not None:
            told = [(each, _told(each, "iSerialNumber")) for each in fitting]
            fitting = [each for each, serial in told if serial == named[3]]
            if not fitting and any(serial is None for _, serial in told):
                raise DeviceAbsent(os.strerror(errno.EACCES), where=place)
        _refuse_none_and_many(fitting, place)
        return fitting[0]

    def _reachable(self) -> Iterator[Any]:
        """The USB devices that a wire can be opened to."""
        buses = [None, *(UsbOverTcp(place) for place in self._simulated_bus())]
        for bus in buses:
            try:
                yield from usb.core.find(find_all=True, backend=bus) or ()
            except (usb.core.USBError, usb.core.NoBackendError):
                continue

    def _simulated_bus(self) -> Iterable[str]:
        bus = self._hall().get("usb_bus")
        return () if bus is None else (bus,)

    def _simulated(self, kind: str) -> Iterable[dict[str, Any]]:
        found: list[dict[str, Any]] = self._hall().get(kind, [])
        return found

    def _hall(self) -> dict[str, Any]:
        if self.hall is None:
            return {}
        try:
            told: dict[str, Any] = json.loads((self.hall / PLUGGED_FILE).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}  # the hall has been closed
        return told


def _listed() -> list[Any]:
    """The ports as pyserial lists them. It stumbles over an adapter that is pulled meanwhile, which is gone at once."""
    for _ in range(2):
        with suppress(OSError, TypeError, ValueError):
            return list(list_ports.comports())
    return []


def _refuse_none_and_many(fitting: Sequence[object], place: str) -> None:
    if not fitting:
        raise NotPluggedIn("not plugged in", where=place)
    if len(fitting) > 1:
        raise SeveralAlike(f"{len(fitting)} alike are plugged in", where=place)


def told_apart(ports: Iterable[SeenPort]) -> tuple[SeenPort, ...]:
    """The ports, knowing of each other: makers give a whole series of adapters the serial number 0001."""
    seen = tuple(ports)
    numbers = [(port.usb.vendor, port.usb.product, port.usb.serial) for port in seen]
    return tuple(replace(port, alike=numbers.count(own) > 1) for port, own in zip(seen, numbers, strict=True))


def is_meant_by(place: str, device: Identity) -> bool:
    """Whether 0400:c35a:SERIAL, 0400:c35a or at-1-1.2 may mean this USB device."""
    named = _USB_DEVICE.fullmatch(place)
    if named is None:
        return place.startswith("at-") and device.socket == place.removeprefix("at-")
    wanted = (int(named[1], 16), int(named[2], 16))
    return (device.vendor, device.product) == wanted and named[3] in (None, device.serial)


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
    serial, name = (_told(device, index) or "" for index in ("iSerialNumber", "iProduct"))
    return Identity(device.idVendor, device.idProduct, serial, _socket(device), name)


def _socket(device: Any) -> str:
    return "-".join([str(device.bus), ".".join(str(each) for each in device.port_numbers or ())])


def _told(device: Any, index: str) -> str | None:
    """What a device tells of itself, "" where it tells nothing; None where it may not be asked."""
    if not getattr(device, index):
        return ""
    try:
        return usb.util.get_string(device, getattr(device, index)) or ""
    except (ValueError, NotImplementedError, usb.core.USBError):
        return None
    finally:
        usb.util.dispose_resources(device)
