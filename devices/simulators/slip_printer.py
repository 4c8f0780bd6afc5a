"""A roll printer made of software: ESC/POS in, slips out, behind a TCP port or a pseudo-terminal.

    with SimulatedSlipPrinter(on_slip=show) as printer:
        ... print to printer.address ...
        printer.machine.play(Fault.PAPER_OUT)

The pseudo-terminal is POSIX only.
"""

from __future__ import annotations

import os
import select
import socket
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Literal, Protocol

from devices.ports import Raster
from devices.simulators.escpos_machine import EscposMachine, Fault

if sys.platform != "win32":
    import pty
    import tty

__all__ = ["EscposMachine", "Fault", "SimulatedSlipPrinter"]

_PIECE = 4096


class SimulatedSlipPrinter:
    """An `EscposMachine` on a line. `address` is what to open; it stays the same when plugged in again."""

    def __init__(
        self,
        over: Literal["tcp", "pty"] = "tcp",
        *,
        dots: int = 576,
        on_slip: Callable[[Raster], None] | None = None,
    ) -> None:
        self.machine = EscposMachine(dots, on_slip)
        self._end: _End = _TcpEnd() if over == "tcp" else _PtyEnd()
        self._thread: threading.Thread | None = None
        self._wake: tuple[socket.socket, socket.socket] | None = None

    @property
    def address(self) -> str:
        return self._end.address

    @property
    def slips(self) -> list[Raster]:
        """What has been cut off so far, oldest first."""
        return self.machine.slips

    def __enter__(self) -> SimulatedSlipPrinter:
        self.plug_in()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def plug_in(self) -> None:
        """Appear at `address`; a no-op when there already."""
        if self._thread is not None:
            return
        self.machine.is_unplugged = False
        self._end.appear()
        self._wake = socket.socketpair()
        self._thread = threading.Thread(
            target=self._serve, args=(self._wake[0].fileno(),), name="simulated-slip-printer"
        )
        self._thread.start()

    def unplug(self) -> None:
        """Vanish, as a pulled cable does."""
        thread, self._thread = self._thread, None
        if thread is None or self._wake is None:
            return
        self._wake[1].send(b"x")
        thread.join()
        for end in self._wake:
            end.close()
        self._end.vanish()
        self.machine.lose_line()

    def close(self) -> None:
        """Unplug for good."""
        self.unplug()
        self._end.forget()

    def _serve(self, wake: int) -> None:
        while not self.machine.is_unplugged:
            ready, _, _ = select.select([wake, *self._end.sources()], [], [])
            if wake in ready:
                return
            for source in ready:
                answer = self.machine.answer(self._end.read(source))
                if answer:
                    self._end.write(answer)
        self._end.vanish()


class _End(Protocol):
    """The printer's end of a line."""

    address: str

    def appear(self) -> None: ...
    def vanish(self) -> None: ...
    def forget(self) -> None: ...
    def sources(self) -> list[int]: ...
    def read(self, source: int) -> bytes: ...
    def write(self, data: bytes) -> None: ...


class _TcpEnd:
    """Serves one computer at a time, the newest: the one before has usually gone without saying so."""

    def __init__(self) -> None:
        self._place = ("127.0.0.1", 0)
        self._listener: socket.socket | None = None
        self._line: socket.socket | None = None
        self.address = ""

    def appear(self) -> None:
        self._listener = socket.create_server(self._place)
        self._place = self._listener.getsockname()[:2]
        self.address = f"tcp://{self._place[0]}:{self._place[1]}"

    def vanish(self) -> None:
        for end in (self._line, self._listener):
            if end is not None:
                end.close()
        self._line = self._listener = None

    def forget(self) -> None:
        self.address = ""

    def sources(self) -> list[int]:
        return [end.fileno() for end in (self._line, self._listener) if end is not None]

    def read(self, source: int) -> bytes:
        if self._listener is not None and source == self._listener.fileno():
            self._drop_line()
            self._line = self._listener.accept()[0]
        elif self._line is not None and source == self._line.fileno():
            try:
                data = self._line.recv(_PIECE)
            except OSError:
                data = b""
            if data:
                return data
            self._drop_line()
        return b""

    def write(self, data: bytes) -> None:
        if self._line is not None:
            try:
                self._line.sendall(data)
            except OSError:
                self._drop_line()

    def _drop_line(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            line.close()


class _PtyEnd:
    def __init__(self) -> None:
        self._home = tempfile.TemporaryDirectory(prefix="slip-printer-")
        self._port = Path(self._home.name) / "port"
        self._ends: tuple[int, int] | None = None
        self.address = f"serial:{self._port}?baud=115200"

    def appear(self) -> None:
        device_end, computer_end = self._ends = pty.openpty()
        tty.setraw(computer_end)
        self._port.symlink_to(os.ttyname(computer_end))
        os.set_blocking(device_end, True)

    def vanish(self) -> None:
        ends, self._ends = self._ends, None
        if ends is not None:
            self._port.unlink()
            for end in ends:
                os.close(end)

    def forget(self) -> None:
        self._home.cleanup()

    def sources(self) -> list[int]:
        return [self._ends[0]] if self._ends else []

    def read(self, source: int) -> bytes:
        return os.read(source, _PIECE)

    def write(self, data: bytes) -> None:
        if self._ends:
            os.write(self._ends[0], data)
