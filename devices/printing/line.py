"""The line to a printer: a python-escpos transport with deadlines on reading and its errors made ours."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import usb.core
from escpos import printer as transports
from escpos.escpos import Escpos
from escpos.exceptions import Error as EscposError

from devices.errors import DeviceAbsent, DeviceError, DeviceLost, DeviceSilent

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
        if was_open:
            try:
                self._printer.close()
            except (OSError, EscposError):
                return

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
        except TimeoutError as error:
            raise self._silent(condition, error) from error
        except (EscposError, OSError, ValueError, AssertionError) as error:
            if type(error).__name__ == "SerialTimeoutException":
                raise self._silent(condition, error) from error
            raise condition(_reason(error), role=ROLE, where=self.where) from error

    def _silent(self, condition: type[DeviceError], error: Exception) -> DeviceError:
        if condition is DeviceAbsent:
            return DeviceAbsent(_reason(error), role=ROLE, where=self.where)
        return DeviceSilent("it takes no bytes", seconds=CONNECT_SECONDS, role=ROLE, where=self.where)


def tcp_line(host: str, port: int) -> PrinterLine:
    """A network printer; they listen on port 9100."""
    printer = transports.Network(host, port, timeout=CONNECT_SECONDS)
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


def _reason(error: Exception) -> str:
    """The operating system's own words where they can be had."""
    while error.__context__ is not None and isinstance(error, EscposError):
        if not isinstance(error.__context__, Exception):
            break
        error = error.__context__
    number = getattr(error, "errno", None)
    return os.strerror(number) if isinstance(number, int) and number > 0 else str(error)
