"""A TCP connection: serial-over-IP boxes, network printers, readers on another desk."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager

from devices.errors import DeviceAbsent, DeviceError, DeviceLost
from devices.wires.ring import FrameRing, Redactor, withhold
from devices.wires.wire import Wire

CONNECT_TIMEOUT = 3.0
_PIECE = 4096


class TcpWire(Wire):
    """As a serial wire. `baud` is the speed behind a serial-over-IP box, None if there is none."""

    def __init__(
        self, host: str, port: int, *, baud: int | None = None, redact: Redactor = withhold, role: str = ""
    ) -> None:
        self.where = f"tcp://{host}:{port}"
        self.baud = baud
        self.ring = FrameRing(redact)
        self._address = (host, port)
        self._role = role
        self._socket: socket.socket | None = None

    def open(self) -> None:
        """Raises DeviceAbsent with the operating system's reason."""
        self.close()
        with self._converting(DeviceAbsent):
            self._socket = socket.create_connection(self._address, CONNECT_TIMEOUT)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def close(self) -> None:
        line, self._socket = self._socket, None
        if line is not None:
            line.close()

    def write(self, data: bytes) -> None:
        self.ring.sent(data)
        with self._converting(DeviceLost):
            line = self._opened()
            line.settimeout(CONNECT_TIMEOUT)
            line.sendall(data)

    def read(self, timeout: float) -> bytes:
        with self._converting(DeviceLost):
            line = self._opened()
            line.settimeout(max(0.0, timeout))
            try:
                data = line.recv(_PIECE)
            except (TimeoutError, BlockingIOError):
                return b""
            if not data:
                raise ConnectionResetError("the other end hung up")
        self.ring.received(data)
        return data

    def _opened(self) -> socket.socket:
        if self._socket is None:
            raise DeviceLost("the connection is not open", role=self._role, where=self.where)
        return self._socket

    @contextmanager
    def _converting(self, condition: type[DeviceError]) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise condition(error.strerror or str(error), role=self._role, where=self.where) from error
