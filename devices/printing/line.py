"""The line to a printer: a python-escpos transport with deadlines on reading and its errors made ours.

Nothing that is printed is kept: the ring shows the heads of commands, the answers, and how many bytes there were.
"""

from __future__ import annotations

import logging
import os
import select
import shutil
import socket
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

import serial
from escpos.exceptions import Error as EscposError

from devices.errors import DeviceAbsent, DeviceError, DeviceLost, DeviceSilent
from devices.plugged import Plugged
from devices.ports import Readiness
from devices.printing.escpos import redact
from devices.wires.ring import BABBLE, FrameRing
from devices.wires.usb_bulk import UsbWire

if sys.platform != "win32":
    import termios

    _FOREIGN: tuple[type[Exception], ...] = (EscposError, OSError, ValueError, AssertionError, termios.error)
else:
    _FOREIGN = (EscposError, OSError, ValueError, AssertionError)

ROLE = "slip_printer"
CONNECT_SECONDS = 5.0
_SYSTEM_BUFFER = 8192  # bytes that the system takes ahead of the line, and may want gone before it takes more
PRINTER_CLASS, _INWARDS = 7, 0x80  # of a USB interface, of an endpoint
_PIECE = 1024  # a printer that takes this many bytes is alive; so a deadline is for a piece, not for a slip

Transport = Any  # escpos.escpos.Escpos, opened; python-escpos has no types
Connect = Callable[[str], Transport]
"""Opens the transport to a place, as it is called today."""
Receive = Callable[[Transport, float], bytes]


class PrinterLine:
    """Bytes to and from one printer. `answers` is False where nothing can be read back, `shared` is True where other
    windows may want the printer too.

    `place` is asked of `find` each time the line is opened: an adapter may have moved to another port.
    `open` raises DeviceAbsent, everything else DeviceLost, and DeviceSilent when no bytes are taken.
    """

    def __init__(
        self,
        connect: Connect,
        place: str,
        receive: Receive | None = None,
        *,
        baud: int | None = None,
        shared: bool = False,
        find: Callable[[str], str] = str,
    ) -> None:
        self.where = place
        self.answers = receive is not None
        self.baud, self.shared = baud, shared
        self.ring = FrameRing(redact)
        self._connect, self._place, self._find = connect, place, find
        self._receive = receive
        self._transport: Transport = None

    def open(self) -> None:
        self.close()
        self.where = self._find(self._place)
        with self._converting(DeviceAbsent):
            self._transport = self._connect(self.where)

    def close(self) -> None:
        """Give the line back; harmless when it is not open, or when the other end has gone."""
        transport, self._transport = self._transport, None
        if transport is None:
            return
        try:
            transport.close()
        except _FOREIGN:  # a port that has gone cannot be flushed, which it tries first
            _let_go(transport)

    @property
    def is_open(self) -> bool:
        return self._transport is not None

    def give_back(self) -> None:
        """Close it for now. All is read first, or the system would throw away what is still to go out."""
        with suppress(DeviceError):
            self.drain()
        self.close()

    def send(self, data: bytes) -> None:
        self.ring.sent(data)
        with self._converting(DeviceLost):
            for piece in _pieces(data):
                self._opened()._raw(piece)

    def finish(self) -> None:
        """What was sent is a whole: a line that goes through a queue hands it over now."""

    def discard(self) -> None:
        """What was sent since the last whole is worth nothing: a queue never gets it."""

    def readiness(self) -> Readiness:
        """What the system says of the way to the printer: UNKNOWN unless it knows that nothing gets there."""
        return Readiness.UNKNOWN

    def receive(self, seconds: float) -> bytes:
        """What has arrived; b"" when nothing came in that time, or nothing ever can."""
        if self._receive is None:
            return b""
        with self._converting(DeviceLost):
            data = self._receive(self._opened(), seconds)
        self.ring.received(data)
        return data

    def drain(self, quiet: float = 0.0) -> None:
        """Throw away what arrived unasked or too late, until `quiet` seconds bring nothing or too much has come."""
        count = 0
        while count < BABBLE and (data := self.receive(quiet)):
            count += len(data)

    def _opened(self) -> Transport:
        if self._transport is None:
            raise DeviceLost("it is not open", role=ROLE, where=self.where)
        return self._transport

    @contextmanager
    def _converting(self, condition: type[DeviceError]) -> Iterator[None]:
        try:
            yield
        except _FOREIGN as error:
            late = isinstance(error, TimeoutError | serial.SerialTimeoutException)
            if late and condition is DeviceLost:
                raise DeviceSilent("it takes no bytes", seconds=CONNECT_SECONDS, role=ROLE, where=self.where) from error
            raise condition(_reason(error), role=ROLE, where=self.where) from error


@cache
def escpos_transports() -> Any:
    """python-escpos's transports, imported when first needed: that takes it a third of a second.

    It also leaves a folder behind for every process that imports it, with what it has parsed by then; and whenever it
    says something while the root logger has no handler, it sends the whole program's log to the screen.
    """
    handlers = logging.root.handlers[:]
    from escpos import capabilities, printer

    logging.root.handlers[:] = handlers or [logging.NullHandler()]
    if "ESCPOS_CAPABILITIES_PICKLE_DIR" not in os.environ:
        shutil.rmtree(capabilities.pickle_dir, ignore_errors=True)
    return printer


def tcp_line(host: str, port: int) -> PrinterLine:
    """A network printer; they listen on port 9100."""

    def connect(_: str) -> Transport:
        # python-escpos 3.1 knows IPv4 only, and forgets to close its socket when it cannot connect.
        line = socket.create_connection((host, port), timeout=CONNECT_SECONDS)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # a question is a packet of three bytes
        transport = escpos_transports().Network(host, port, timeout=CONNECT_SECONDS)
        transport.device = line
        return transport

    return PrinterLine(connect, f"{host}:{port}", _receive_tcp, shared=True)


def serial_line(place: str, baud: int, *, find_port: Callable[[str], str] = str) -> PrinterLine:
    """A printer on a serial port, 8N1; `find_port` is `Plugged.find_port`."""

    def connect(port: str) -> Transport:
        transport = escpos_transports().Serial(port, baudrate=baud, timeout=CONNECT_SECONDS)
        transport.open()
        transport.device.write_timeout = CONNECT_SECONDS + _SYSTEM_BUFFER * 10 / baud
        return transport

    return PrinterLine(connect, place, _receive_serial, baud=baud, find=find_port)


class UsbLine(PrinterLine):
    """A printer on the USB bus, reached through libusb; what it says is read where it has an endpoint for that.

    python-escpos is no help here: it knows two endpoints only, and does not see when a printer took half a piece.
    """

    def __init__(self, place: str, find_usb: Callable[[str], Any]) -> None:
        super().__init__(_no_transport, place)
        self._wire = UsbWire(place, find_usb, lay=self._laid, prefer=PRINTER_CLASS, role=ROLE)

    def open(self) -> None:
        self._wire.open()

    def close(self) -> None:
        self._wire.close()

    def send(self, data: bytes) -> None:
        self.ring.sent(data)
        for piece in _pieces(data):
            self._wire.write(piece)

    def receive(self, seconds: float) -> bytes:
        data = self._wire.read(seconds) if self.answers else b""
        if data:
            self.ring.received(data)
        return data

    def _laid(self, endpoints: Sequence[int]) -> _PrinterPipe:
        pipe = _PrinterPipe(endpoints)
        self.answers = bool(pipe.sources)
        return pipe


class _PrinterPipe:
    """The first endpoint to the printer, and the first from it, which the cheapest lack."""

    def __init__(self, endpoints: Sequence[int]) -> None:
        outwards = [each for each in endpoints if not each & _INWARDS]
        if not outwards:
            raise ValueError("an endpoint to the printer is needed")
        self._out, self.sources = outwards[0], [each for each in endpoints if each & _INWARDS][:1]

    def parts(self, frame: bytes) -> Sequence[tuple[int, bytes]]:
        return [(self._out, frame)]

    def take(self, data: bytes) -> bytes:
        return data


def usb_line(vendor: int, product: int, find_usb: Callable[[str], Any] | None = None) -> PrinterLine:
    """A printer by vendor and product; `find_usb` is `Plugged.find_usb`."""
    return UsbLine(f"{vendor:04x}:{product:04x}", find_usb or Plugged().find_usb)


def file_line(path: str, *, patience: float = CONNECT_SECONDS) -> PrinterLine:
    """A file, or a device file such as /dev/usb/lp0, which may take `patience` for a piece. Nothing is read back."""

    def connect(_: str) -> Transport:
        if hasattr(os, "O_NONBLOCK") and Path(path).is_char_device():
            return _DeviceFile(path, patience)
        transport = escpos_transports().File(path)
        transport.open()
        return transport

    return PrinterLine(connect, path)


class _DeviceFile:
    """A transport to a device file. A write waits as long as paper is out, so none is begun that would."""

    def __init__(self, path: str, patience: float) -> None:
        self._file, self._patience = os.open(path, os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY), patience

    def _raw(self, data: bytes) -> None:
        """Raises TimeoutError unless the device has taken all, and could take more."""
        deadline = time.monotonic() + self._patience
        while self._is_ready(deadline) and data:
            try:
                data = data[os.write(self._file, data) :]
            except BlockingIOError:  # some drivers call themselves ready always
                time.sleep(0.02)

    def close(self) -> None:
        os.close(self._file)

    def _is_ready(self, deadline: float) -> bool:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([], [self._file], [], left)[1]:
            raise TimeoutError
        return True


def dummy_line() -> PrinterLine:
    """No printer at all: bytes go nowhere."""
    return PrinterLine(lambda _: escpos_transports().Dummy(), "dummy")


def _receive_tcp(transport: Transport, seconds: float) -> bytes:
    line = transport.device
    line.settimeout(max(seconds, 0.001))  # zero would be non-blocking, a different error
    try:
        data: bytes = transport._read()
    except TimeoutError:
        return b""
    finally:
        line.settimeout(CONNECT_SECONDS)
    if not data:
        raise ConnectionResetError("it closed the connection")
    return data


def _receive_serial(transport: Transport, seconds: float) -> bytes:
    port = transport.device
    port.timeout = seconds
    first: bytes = port.read(1)  # `_read` would wait for sixteen bytes, or for the whole time
    return first + port.read(port.in_waiting) if first else b""


def _no_transport(_: str) -> Transport:
    raise OSError("this line has no transport")


def _pieces(data: bytes) -> Iterator[bytes]:
    return (data[start : start + _PIECE] for start in range(0, len(data), _PIECE))


def _let_go(transport: Transport) -> None:
    device, transport._device = transport._device, False
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
