"""The line to a printer: a python-escpos transport with deadlines on reading and its errors made ours."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import serial
import usb.core
from escpos import printer as transports
from escpos.escpos import Escpos
from escpos.exceptions import Error as EscposError

from devices.errors import DeviceAbsent, DeviceError, DeviceLost, DeviceSilent

if sys.platform != "win32":
    import termios

    _FOREIGN: tuple[type[Exception], ...] = (EscposError, OSError, ValueError, AssertionError, termios.error)
else:
    _FOREIGN = (EscposError, OSError, ValueError, AssertionError)

ROLE = "slip_printer"
CONNECT_SECONDS = 5.0
_PIECE = 1024  # a printer that takes this many bytes is alive; so a deadline is for a piece, not for a slip

Receive = Callable[[Escpos, float], bytes]


class PrinterLine:
    """Bytes to and from one printer. `answers` is False where nothing can be read back.

    `open` raises DeviceAbsent, everything else DeviceLost, and DeviceSilent when no bytes are taken.
    """

    def __init__(self, printer: Escpos, where: str, receive: Receive | None, *, baud: int | None = None):
        self.where = where
        self.answers = receive is not None
        self.baud = baud
        self._printer = printer
        self._receive = receive
        self._is_open = False

    def open(self) -> None:
        self.close()
        with self._converting(DeviceAbsent):
            if not isinstance(self._printer, transports.Dummy):
                self._printer.open()
            if isinstance(self._printer, transports.Serial):
                self._printer.device.write_timeout = CONNECT_SECONDS + _PIECE * 10 / (self.baud or 9600)
        self._is_open = True

    def close(self) -> None:
        """Give the line back; harmless when it is not open, or when the other end has gone."""
        was_open, self._is_open = self._is_open, False
        if not was_open:
            return
        try:
            self._printer.close()
        except _FOREIGN:  # a port that has gone cannot be flushed, which it tries first
            _let_go(self._printer)

    def send(self, data: bytes) -> None:
        with self._converting(DeviceLost):
            for start in range(0, len(data), _PIECE):
                self._opened()._raw(data[start : start + _PIECE])

    def receive(self, seconds: float) -> bytes:
        """What has arrived; b"" when nothing came in that time, or nothing ever can."""
        if self._receive is None:
            return b""
        with self._converting(DeviceLost):
            return self._receive(self._opened(), seconds)

    def drain(self) -> None:
        """Throw away what arrived unasked or too late."""
        while self.receive(0.0):
            pass

    def _opened(self) -> Escpos:
        if not self._is_open:
            raise DeviceLost("it is not open", role=ROLE, where=self.where)
        return self._printer

    @contextmanager
    def _converting(self, condition: type[DeviceError]) -> Iterator[None]:
        try:
            yield
        except _FOREIGN as error:
            late = isinstance(error, TimeoutError | serial.SerialTimeoutException | usb.core.USBTimeoutError)
            if late and condition is DeviceLost:
                raise DeviceSilent("it takes no bytes", seconds=CONNECT_SECONDS, role=ROLE, where=self.where) from error
            raise condition(_reason(error), role=ROLE, where=self.where) from error


class _Network(transports.Network):  # type: ignore[misc]
    """python-escpos 3.1 forgets to close its socket when it cannot connect, and knows IPv4 only."""

    def open(self, raise_not_found: bool = True) -> None:
        self.close()
        line = socket.create_connection((self.host, self.port), timeout=self.timeout)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # a question is a packet of three bytes
        self.device = line


def tcp_line(host: str, port: int) -> PrinterLine:
    """A network printer; they listen on port 9100."""
    printer = _Network(host, port, timeout=CONNECT_SECONDS)
    return PrinterLine(printer, f"{host}:{port}", _receive_tcp)


def serial_line(port: str, baud: int) -> PrinterLine:
    """A printer on a serial port, 8N1."""
    printer = transports.Serial(port, baudrate=baud, timeout=CONNECT_SECONDS)
    return PrinterLine(printer, port, _receive_serial, baud=baud)


def usb_line(vendor: int, product: int) -> PrinterLine:
    """A printer of the USB printer class, reached through libusb."""
    printer = transports.Usb(vendor, product, timeout=int(CONNECT_SECONDS * 1000))
    return PrinterLine(printer, f"usb {vendor:04x}:{product:04x}", _receive_usb)


def file_line(path: str) -> PrinterLine:
    """A file, or a device file such as /dev/usb/lp0. Nothing is read back."""
    return PrinterLine(transports.File(path), path, None)


def dummy_line() -> PrinterLine:
    """No printer at all: bytes go nowhere."""
    return PrinterLine(transports.Dummy(), "dummy", None)


def _receive_tcp(printer: Escpos, seconds: float) -> bytes:
    socket = printer.device
    socket.settimeout(max(seconds, 0.001))  # zero would be non-blocking, a different error
    try:
        data: bytes = printer._read()
    except TimeoutError:
        return b""
    finally:
        socket.settimeout(CONNECT_SECONDS)
    if not data:
        raise ConnectionResetError("it closed the connection")
    return data


def _receive_serial(printer: Escpos, seconds: float) -> bytes:
    port = printer.device
    port.timeout = seconds
    first: bytes = port.read(1)  # `_read` would wait for sixteen bytes, or for the whole time
    return first + port.read(port.in_waiting) if first else b""


def _receive_usb(printer: Escpos, seconds: float) -> bytes:
    try:
        return bytes(printer.device.read(printer.in_ep, 64, max(1, int(seconds * 1000))))
    except usb.core.USBTimeoutError:
        return b""


def _let_go(printer: Any) -> None:
    device, printer._device = printer._device, False
    with suppress(*_FOREIGN):
        device.close()


def _reason(error: Exception) -> str:
    """The operating system's own words, which python-escpos wraps and pyserial rewords."""
    while isinstance(error, EscposError) and isinstance(error.__context__, Exception):
        error = error.__context__
    number = getattr(error, "errno", None)
    if isinstance(number, int) and number > 0:
        return os.strerror(number)
    return "the port went away" if isinstance(error, serial.SerialException) else str(error)
