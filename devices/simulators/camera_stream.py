"""A simulated camera for another process: its pictures as MJPEG over HTTP, as network cameras give them.

with CameraStream(SimulatedCamera()) as stream:
    CameraSource(stream.url).open()          # http://127.0.0.1:PORT/1.mjpg
    stream.play(StreamFault.REPEATS)
    stream.unplug(); stream.plug_in()        # at the same port
"""

from __future__ import annotations

import socket
import threading
import time
from contextlib import suppress
from enum import Enum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Protocol

import cv2
import numpy as np

from devices.ports import Frame

BOUNDARY = "one-picture"
SIZE = (1296, 972)
PACE = 8.0  # pictures a second
QUALITY = 88


class Looking(Protocol):
    """Whatever gives pictures: a `SimulatedCamera`."""

    def frame(self) -> Frame: ...


class StreamFault(Enum):
    """What is wrong with the stream, until `heal`."""

    STOPS = "stops"  # the connection stands, no picture comes
    REPEATS = "repeats"  # one picture for ever
    CORRUPT = "corrupt"  # every other picture is spoilt half way, as on a bad cable
    ENDS = "ends"  # the connection is closed after each picture


class CameraStream:
    """`camera` behind a URL, at `pace` pictures a second of `size`. Any number of viewers may look."""

    def __init__(self, camera: Looking, *, size: tuple[int, int] = SIZE, pace: float = PACE, port: int = 0) -> None:
        self.camera, self.size, self.pace = camera, size, pace
        self.port = port
        self._lock = threading.Lock()  # a camera is looked through by one viewer at a time
        self._fault: StreamFault | None = None
        self._last = b""
        self._count = 0
        self._server: ThreadingHTTPServer | None = None
        self._thread: threading.Thread | None = None
        self.viewers: set[socket.socket] = set()
        self.stopping = threading.Event()

    @property
    def url(self) -> str:
        """Where it is to be seen."""
        return f"http://127.0.0.1:{self.port}/1.mjpg"

    @property
    def fault(self) -> StreamFault | None:
        return self._fault

    def __enter__(self) -> CameraStream:
        self.plug_in()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.unplug()

    def play(self, fault: StreamFault) -> None:
        """Be faulty from now on."""
        self._fault = fault

    def heal(self) -> None:
        """Work again."""
        self._fault = None

    def plug_in(self) -> None:
        """Serve, at the port it had before; a no-op while it serves."""
        if self._server is not None:
            return
        self.stopping.clear()
        viewer = type("Viewer", (_Viewer,), {"stream": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), viewer)
        self._server.daemon_threads = False
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), name=f"simulated-camera-{self.port}"
        )
        self._thread.start()

    def unplug(self) -> None:
        """Vanish: whoever looks loses the picture."""
        server, self._server = self._server, None
        if server is None or self._thread is None:
            return
        self.stopping.set()
        server.shutdown()
        for viewer in tuple(self.viewers):
            with suppress(OSError):
                viewer.shutdown(socket.SHUT_RDWR)
        server.server_close()
        self._thread.join()

    def next_picture(self) -> bytes:
        """The next picture as JPEG, as good or bad as it is to be."""
        with self._lock:
            self._count += 1
            if self._fault is not StreamFault.REPEATS or not self._last:
                small = cv2.resize(self.camera.frame(), self.size, interpolation=cv2.INTER_AREA)
                _, data = cv2.imencode(".jpg", small, (cv2.IMWRITE_JPEG_QUALITY, QUALITY))
                self._last = data.tobytes()
            spoilt = self._fault is StreamFault.CORRUPT and self._count % 2 == 0
            return _spoilt(self._last, self._count) if spoilt else self._last


class _Viewer(BaseHTTPRequestHandler):
    stream: CameraStream

    def setup(self) -> None:
        super().setup()
        self.stream.viewers.add(self.connection)

    def finish(self) -> None:
        self.stream.viewers.discard(self.connection)
        with suppress(OSError):
            super().finish()

    def do_GET(self) -> None:
        if self.path != "/1.mjpg":
            self.send_error(404)
            return
        with suppress(OSError):
            self.send_response(200)
            self.send_header("Content-Type", f"multipart/x-mixed-replace; boundary={BOUNDARY}")
            self.end_headers()
            self._show()

    def _show(self) -> None:
        due = time.monotonic()
        while not self.stream.stopping.wait(max(0.0, due - time.monotonic())):
            due = max(due + 1 / self.stream.pace, time.monotonic())
            if self.stream.fault is StreamFault.STOPS:
                continue
            picture = self.stream.next_picture()
            head = f"--{BOUNDARY}\r\nContent-Type: image/jpeg\r\nContent-Length: {len(picture)}\r\n\r\n"
            self.wfile.write(head.encode() + picture + b"\r\n")
            if self.stream.fault is StreamFault.ENDS:
                return

    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing is logged: the simulator may stand in a hall that is shown."""


def _spoilt(picture: bytes, seed: int) -> bytes:
    """The picture with some of its second half gone."""
    chance = np.random.default_rng(seed)
    half = len(picture) // 2
    return picture[:half] + chance.bytes(64) + picture[half + int(chance.integers(2000, 6000)) :]
