"""A serial port, or anything that looks like one (USB adapter, Bluetooth, pty), through pyserial."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import serial

from devices.errors import DeviceAbsent, DeviceError, DeviceLost, DeviceSilent, NotPluggedIn, PortInUse
from devices.wires.ring import FrameRing, Redactor, withhold
from devices.wires.wire import Wire

if sys.platform != "win32":
    import termios

    # of a port that goes while it is set up: no OSError, and pyserial lets it through
    _FOREIGN: tuple[type[Exception], ...] = (serial.SerialException, OSError, ValueError, termios.error)
else:
    _FOREIGN = (serial.SerialException, OSError, ValueError)

WRITE_TIMEOUT = 3.0


class SerialWire(Wire):
    """8 data bits, no parity, 1 stop bit. The port is ours alone: two programs would mix their frames."""

    def __init__(
        self,
        place: str,
        baud: int = 115200,
        *,
        find_port: Callable[[str], str] = str,
        redact: Redactor = withhold,
        role: str = "",
    ) -> None:
        """`find_port` tells, each time the line is opened, which port is meant by `place` (see `devices.plugged`)."""
        self.where = place
        self._place, self._find_port = place, find_port
        self.baud: int | None = baud
        self.ring = FrameRing(redact)
        self._role = role
        self._speed = baud
        self._port: serial.Serial | None = None

    def open(self) -> None:
        """Raises DeviceAbsent with the operating system's reason."""
        self.close()
        with self._converting(DeviceAbsent):
            self.where = self._find_port(self._place)
            alone = True if os.name == "posix" else None  # elsewhere a port is always exclusive
            self._port = serial.Serial(self.where, self._speed, write_timeout=WRITE_TIMEOUT, exclusive=alone)

    def close(self) -> None:
        port, self._port = self._port, None
        if port is not None:
            port.close()

    def write(self, data: bytes) -> None:
        self.ring.sent(data)
        with self._converting(DeviceLost):
            self._opened().write(data)

    def read(self, timeout: float) -> bytes:
        with self._converting(DeviceLost):
            port = self._opened()
            port.timeout = max(0.0, timeout)
            first = port.read(1)
            data: bytes = first + port.read(port.in_waiting) if first else b""
        self.ring.received(data)
        return data

    def _opened(self) -> serial.Serial:
        if self._port is None:
            raise DeviceLost("the port is not open", role=self._role, where=self.where)
        return self._port

    @contextmanager
    def _converting(self, condition: type[DeviceError]) -> Iterator[None]:
        try:
            yield
        except serial.SerialTimeoutException as error:
            raise DeviceSilent(
                "the port takes no bytes", seconds=WRITE_TIMEOUT, role=self._role, where=self.where
            ) from error
        except _FOREIGN as error:
            number = _number(error)
            if condition is DeviceAbsent:
                condition = _ABSENT_BECAUSE.get(number, DeviceAbsent)
            reason = str(error) if number is None else _REASONS.get(number) or os.strerror(number)
            raise condition(reason, role=self._role, where=self.where) from error


_REASONS = dict.fromkeys((errno.EAGAIN, errno.EBUSY), "another program uses it")
_ABSENT_BECAUSE: dict[int | None, type[DeviceAbsent]] = {
    **dict.fromkeys(_REASONS, PortInUse),
    **dict.fromkeys((errno.ENOENT, errno.ENODEV, errno.ENXIO), NotPluggedIn),
}


def _number(error: Exception) -> int | None:
    """The system's number of what went wrong; termios carries it first among its arguments."""
    number = getattr(error, "errno", None) or next(iter(error.args), None)
    return number if isinstance(number, int) else None
