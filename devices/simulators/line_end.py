"""The far end of a line: any machine made of software behind a pseudo-terminal or a TCP port, with a line's faults.

    with SimulatedDevice(LockBoard(), over="pty", baud=9600) as bank:
        ... open bank.address as any device ...
        bank.play(LineFault.FLIPPED, times=1)
        bank.unplug(); bank.plug_in(elsewhere=True)

The machine knows no ports: bytes of the computer in, bytes of the device out. Pseudo-terminals are POSIX only.
"""

from __future__ import annotations

import os
import select
import socket
import sys
import tempfile
import threading
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Literal, Protocol

from devices.plugged import Identity, SeenPort
from devices.simulators.way_back import FLOOD_BYTES, LineFault, WayBack

__all__ = ["FLOOD_BYTES", "LineFault", "Machine", "SimulatedDevice"]

if sys.platform != "win32":
    import pty
    import termios
    import tty

    _SPEEDS = {
        getattr(termios, f"B{baud}"): baud for baud in (1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200)
    }  # termios constant → bits a second

_PIECE = 64
_BITS_A_BYTE = 10


class Machine(Protocol):
    """A device apart from its line."""

    def answer(self, data: bytes) -> bytes:
        """Take these bytes of the computer; the bytes sent back for them, often none."""
        ...


class SimulatedDevice:
    """`machine` on a line. `address` is where to open it now.

    Over a pty it has a speed: who comes with another one hears nothing. `usb` is who its adapter says it is.
    `home` is the folder where its port appears, its own by default.
    """

    def __init__(
        self,
        machine: Machine,
        over: Literal["pty", "tcp"] = "pty",
        *,
        baud: int = 9600,
        usb: Identity | None = None,
        home: Path | None = None,
        name: str = "simulated-device",
    ) -> None:
        self.machine = machine
        self.baud = baud
        self.usb = usb or Identity()
        self.name = name
        self._own_home = tempfile.TemporaryDirectory(prefix=f"{name}-") if home is None else None
        self._end: _End = _TcpEnd() if over == "tcp" else _PtyEnd(home or Path(self._own_home.name), name)  # type: ignore[union-attr]
        self._paced = over == "pty"
        self._lock = threading.RLock()
        self._way_back = WayBack(name)
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._wake: tuple[socket.socket, socket.socket] | None = None

    @property
    def address(self) -> str:
        """As an installer writes it, by the port it has now: serial:PATH?baud=9600 or tcp://127.0.0.1:PORT."""
        return f"serial:{self._end.port}?baud={self.baud}" if self._paced else f"tcp://{self._end.port}"

    @property
    def port(self) -> str:
        """Where it is now: the path of a pty, or host:port."""
        return self._end.port

    @property
    def seen(self) -> SeenPort | None:
        """As the computer lists it; None over TCP and while it is unplugged."""
        return SeenPort(self.port, self.usb) if self._paced and self._thread is not None else None

    def play(self, fault: LineFault | None, times: int | None = None) -> None:
        """Let the line be faulty until told otherwise, or for so many answers."""
        with self._lock:
            self._way_back.play(fault, times)

    def say(self, data: bytes) -> None:
        """Speak unasked, as a pad does when a key is pressed. Nothing is heard while it is unplugged."""
        with self._lock:
            if self._thread is not None:
                self._end.write(data)

    def plug_in(self, *, elsewhere: bool = False) -> None:
        """Appear, at another port than before if `elsewhere`; a no-op when plugged in already."""
        if self._thread is not None:
            return
        self._end.appear(elsewhere=elsewhere)
        self._wake = socket.socketpair()
        self._stopping.clear()
        self._thread = threading.Thread(target=self._serve, args=(self._wake[0],), name=self.name)
        self._thread.start()

    def unplug(self) -> None:
        """Vanish, as a pulled cable does: whoever has the line open loses it."""
        thread, self._thread = self._thread, None
        if thread is None or self._wake is None:
            return
        self._stopping.set()
        self._wake[1].send(b"x")
        thread.join()
        for end in self._wake:
            end.close()
        with self._lock:
            self._end.vanish()

    def close(self) -> None:
        """Unplug for good."""
        self.unplug()
        if self._own_home is not None:
            self._own_home.cleanup()

    def __enter__(self) -> SimulatedDevice:
        self.plug_in()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _serve(self, wake: socket.socket) -> None:
        while not self._stopping.is_set():
            ready, _, _ = select.select([wake.fileno(), *self._end.sources()], [], [])
            if wake.fileno() in ready:
                return
            for source in ready:
                data = self._end.read(source)
                if data and (not self._paced or self._end.speed() == self.baud):
                    with self._lock:
                        answer = self._way_back.spoilt(data, self.machine.answer(data))
                    self._send(answer)

    def _send(self, answer: bytes) -> None:
        """Write, at the pace of the line; stop at once when unplugged."""
        for at in range(0, len(answer), _PIECE):
            piece = answer[at : at + _PIECE]
            if self._paced and self._stopping.wait(len(piece) * _BITS_A_BYTE / self.baud):
                return
            with self._lock:
                self._end.write(piece)


class _End(Protocol):
    """The device's end of a line."""

    port: str

    def appear(self, *, elsewhere: bool) -> None: ...
    def vanish(self) -> None: ...
    def sources(self) -> list[int]: ...
    def read(self, source: int) -> bytes: ...
    def write(self, data: bytes) -> None: ...
    def speed(self) -> int | None: ...


class _TcpEnd:
    """Serves one computer at a time, the newest: the one before has usually gone without saying so."""

    def __init__(self) -> None:
        self.port = ""
        self._listener: socket.socket | None = None
        self._line: socket.socket | None = None

    def appear(self, *, elsewhere: bool) -> None:
        host, _, number = self.port.rpartition(":")
        self._listener = socket.create_server((host or "127.0.0.1", 0 if elsewhere else int(number or 0)))
        self.port = "{}:{}".format(*self._listener.getsockname()[:2])

    def vanish(self) -> None:
        for end in (self._line, self._listener):
            if end is not None:
                end.close()
        self._line = self._listener = None

    def sources(self) -> list[int]:
        return [end.fileno() for end in (self._line, self._listener) if end is not None]

    def read(self, source: int) -> bytes:
        if self._listener is not None and source == self._listener.fileno():
            self._drop_line()
            self._line = self._listener.accept()[0]
        elif self._line is not None and source == self._line.fileno():
            with suppress(OSError):
                if data := self._line.recv(4096):
                    return data
            self._drop_line()
        return b""

    def write(self, data: bytes) -> None:
        if self._line is not None:
            try:
                self._line.sendall(data)
            except OSError:
                self._drop_line()

    def speed(self) -> int | None:
        return None

    def _drop_line(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            line.close()


class _PtyEnd:
    """A pseudo-terminal under a path that stays the same until it is plugged in elsewhere."""

    def __init__(self, home: Path, name: str) -> None:
        self._home, self._name, self._count = home, name, 0
        self.port = str(home / name)
        self._ends: tuple[int, int] | None = None

    def appear(self, *, elsewhere: bool) -> None:
        if elsewhere:
            self._count += 1
            self.port = str(self._home / f"{self._name}-{self._count}")
        self._ends = pty.openpty()
        computer_end = self._ends[1]
        tty.setraw(computer_end)
        os.symlink(os.ttyname(computer_end), self.port)

    def vanish(self) -> None:
        ends, self._ends = self._ends, None
        if ends is not None:
            os.unlink(self.port)
            for end in ends:
                os.close(end)

    def sources(self) -> list[int]:
        return [self._ends[0]] if self._ends else []

    def read(self, source: int) -> bytes:
        return os.read(source, 4096)

    def write(self, data: bytes) -> None:
        if self._ends is not None:
            os.write(self._ends[0], data)

    def speed(self) -> int | None:
        return _SPEEDS.get(termios.tcgetattr(self._ends[0])[5]) if self._ends is not None else None
