"""A USB device without a driver of its own on this computer: bulk or interrupt endpoints, through pyusb (libusb).

Linux asks for a udev rule that lets the clerk's account open the device; Windows for the WinUSB driver on it.
"""

from __future__ import annotations

import errno
import math
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, Protocol

import usb.core
import usb.util

from devices.errors import DeviceAbsent, DeviceError, DeviceLost, DeviceSilent, PortInUse
from devices.wires.ring import BABBLE, FrameRing, Redactor, withhold

WRITE_SECONDS = 5.0

_INWARDS = 0x80
_HALTED = errno.EPIPE


class Pipes(Protocol):
    """How frames are laid on the endpoints of one interface. Pure; used from the wire's thread."""

    def parts(self, frame: bytes) -> Sequence[tuple[int, bytes]]:
        """What is to be written to which endpoint for `frame`; forgets an answer that was not read to its end."""
        ...

    @property
    def sources(self) -> Sequence[int]:
        """The endpoints on which something can come, the one that is due next in front."""
        ...

    def take(self, data: bytes) -> bytes:
        """What of the bytes from the endpoint that was due belongs to a frame."""
        ...


class OnePipe:
    """Whole frames out through one endpoint and in through another: the first of each kind in `endpoints`."""

    def __init__(self, endpoints: Sequence[int]) -> None:
        inwards = [each for each in endpoints if each & _INWARDS]
        outwards = [each for each in endpoints if not each & _INWARDS]
        if not (inwards and outwards):
            raise ValueError("an endpoint in each direction is needed")
        self._out, self.sources = outwards[0], inwards[:1]

    def parts(self, frame: bytes) -> Sequence[tuple[int, bytes]]:
        return [(self._out, frame)]

    def take(self, data: bytes) -> bytes:
        return data


class UsbWire:
    """The Wire to one USB device. `find` looks for it anew each time the wire is opened (see `devices.plugged`).

    `lay` makes the pipes from the endpoints that the device has. The interface is ours alone while it is open: the
    first one of the class `prefer` where the device has such a one, else the first with endpoints.
    """

    baud: int | None = None

    def __init__(
        self,
        place: str,
        find: Callable[[str], Any],
        *,
        lay: Callable[[Sequence[int]], Pipes] = OnePipe,
        prefer: int | None = None,
        redact: Redactor = withhold,
        role: str = "",
    ) -> None:
        self.where = place
        self.ring = FrameRing(redact)
        self._find, self._lay, self._prefer, self._role = find, lay, prefer, role
        self._device: Any = None
        self._pipes: Pipes | None = None
        self._packets: dict[int, int] = {}

    def open(self) -> None:
        """Raises DeviceAbsent: not plugged in, no right to open it, or another program has it."""
        self.close()
        with self._converting(DeviceAbsent):
            device = self._find(self.where)
            try:
                self._packets = {each.bEndpointAddress: each.wMaxPacketSize for each in _claimed(device, self._prefer)}
                self._pipes = self._lay(list(self._packets))
            except (usb.core.USBError, ValueError):
                _let_go(device)
                raise
            self._device = device

    def close(self) -> None:
        device, self._device, self._pipes = self._device, None, None
        if device is not None:
            _let_go(device)

    def write(self, data: bytes) -> None:
        self.ring.sent(data)
        device, pipes = self._opened()
        with self._converting(DeviceLost):
            for endpoint, part in pipes.parts(data):
                try:
                    taken = device.write(endpoint, part, _milliseconds(WRITE_SECONDS))
                except usb.core.USBError as error:
                    if error.errno != _HALTED:
                        raise
                    device.clear_halt(endpoint)
                    taken = 0
                if taken != len(part):
                    detail = f"took {taken} of {len(part)} bytes"
                    raise DeviceSilent(detail, seconds=WRITE_SECONDS, role=self._role, where=self.where)

    def read(self, timeout: float) -> bytes:
        _, pipes = self._opened()
        deadline = time.monotonic() + timeout
        while came := self._from(pipes.sources[0], deadline - time.monotonic()):
            if data := pipes.take(came):
                self.ring.received(data)
                return data
        return b""

    def drain(self, quiet: float = 0.0) -> int:
        count = 0
        for source in self._opened()[1].sources:
            while count < BABBLE and (data := self._from(source, quiet)):
                self.ring.received(data)
                count += len(data)
        return count

    def _from(self, source: int, timeout: float) -> bytes:
        """One packet: had more been asked for, a reply that ends with a full one would be waited for to the end."""
        device, _ = self._opened()
        with self._converting(DeviceLost):
            try:
                return bytes(device.read(source, self._packets[source], _milliseconds(timeout)))
            except usb.core.USBTimeoutError:
                return b""
            except usb.core.USBError as error:
                if error.errno != _HALTED:
                    raise
                device.clear_halt(source)
                return b""

    def _opened(self) -> tuple[Any, Pipes]:
        if self._device is None or self._pipes is None:
            raise DeviceLost("the device is not open", role=self._role, where=self.where)
        return self._device, self._pipes

    @contextmanager
    def _converting(self, condition: type[DeviceError]) -> Iterator[None]:
        try:
            yield
        except usb.core.USBTimeoutError as error:
            raise DeviceSilent(
                "the device takes no bytes", seconds=WRITE_SECONDS, role=self._role, where=self.where
            ) from error
        except (usb.core.USBError, ValueError, NotImplementedError) as error:
            if condition is DeviceAbsent and getattr(error, "errno", None) == errno.EBUSY:
                condition = PortInUse
            raise condition(_reason(error), role=self._role, where=self.where) from error


def _claimed(device: Any, prefer: int | None) -> Any:
    """An interface of the device with endpoints, ours from now on. Raises ValueError where there is none."""
    usable = [each for each in device.get_active_configuration() if each.bNumEndpoints]
    interface = min(usable, key=lambda each: each.bInterfaceClass != prefer, default=None)
    if interface is None:
        raise ValueError("an endpoint in each direction is needed")
    with suppress(NotImplementedError):  # only Linux has kernel drivers that must give way, such as that of HID
        if device.is_kernel_driver_active(interface.bInterfaceNumber):
            device.detach_kernel_driver(interface.bInterfaceNumber)
    usb.util.claim_interface(device, interface.bInterfaceNumber)
    return interface


def _let_go(device: Any) -> None:
    with suppress(usb.core.USBError):
        usb.util.dispose_resources(device)


def _milliseconds(seconds: float) -> int:
    """libusb takes 0 for ever."""
    return max(1, math.ceil(seconds * 1000))


def _reason(error: Exception) -> str:
    number = getattr(error, "errno", None)
    if number == errno.EBUSY:
        return "another program uses it"
    return os.strerror(number) if isinstance(number, int) else str(error)
