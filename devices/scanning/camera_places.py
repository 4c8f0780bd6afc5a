"""Which cameras are plugged in, told apart by who they are on the USB and never by their number.

    camera:usb-0c45-6366-SN0001    vendor, product and serial number
    camera:usb-0c45-6366           the only one of that make
    camera:at-1-1.2:1.0            USB socket and interface: for two alike, or two in one housing
    camera:/dev/v4l/by-id/…        a lasting name of Linux' own, or /dev/video0
    camera:http://HOST/1.mjpg      a stream in the network
    camera:0                       a number, which changes with the order of plugging in

Linux tells who a camera is in /sys/class/video4linux. Windows has no such place, and OpenCV opens cameras by their
number only there: on Windows cameras are numbers, and with two of them the installer must check which is which.
"""

from __future__ import annotations

import os
from pathlib import Path

from devices.plugged import Identity, Plugged, SeenPort, told_apart

SYSTEM = Path("/sys/class/video4linux")


class CameraPlaces(Plugged):
    """The cameras of this computer, found by the same names as serial ports are."""

    def __init__(self, system: Path = SYSTEM) -> None:
        super().__init__()
        self._system = system

    def ports(self) -> tuple[SeenPort, ...]:
        """The cameras that are there now, `port` being the device file."""
        nodes = sorted(self._system.glob("video*"), key=lambda node: (len(node.name), node.name))
        # one camera has a node for pictures, number 0, and others for data about them
        return told_apart(
            SeenPort(f"/dev/{node.name}", _identity(node)) for node in nodes if _read(node / "index") == "0"
        )

    def find_camera(self, place: int | str) -> int | str:
        """What OpenCV is to open. Raises `DeviceAbsent` where there is no such camera, or more than one."""
        if isinstance(place, int) or "://" in place:
            return place
        return os.path.realpath(self.find_port(place)) if place.startswith("/dev/") else self.find_port(place)


def _identity(node: Path) -> Identity:
    interface = (node / "device").resolve()
    device = interface.parent
    vendor, product = _read(device / "idVendor"), _read(device / "idProduct")
    if not vendor or not product:
        return Identity(name=_read(node / "name"))
    return Identity(int(vendor, 16), int(product, 16), _read(device / "serial"), interface.name, _read(node / "name"))


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""
