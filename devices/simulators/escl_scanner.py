"""A network scanner made of software: eSCL over HTTP (or https), with a feeder, a glass, and the faults of real ones.

with EsclScanner([page, page]) as scanner:
    ... open scanner.address ...
    scanner.play(EsclFault.JAM_HALF_WAY)
"""

from __future__ import annotations

import io
import re
import socket
import ssl
import threading
from collections.abc import Sequence
from contextlib import suppress
from enum import Enum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType

import numpy as np
from PIL import Image

from devices.ports import Frame

XML = "text/xml"
SPACES = 'xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03" xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm"'
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    f"<scan:ScannerStatus {SPACES}><pwg:State>&b;</pwg:State></scan:ScannerStatus>"
)


class EsclFault(Enum):
    """What is wrong with the scanner, until `heal`."""

    EMPTY = "empty"
    JAM_HALF_WAY = "jam_half_way"  # after half of the paper
    COVER_OPEN = "cover_open"
    BUSY = "busy"  # 503 for every job
    BUSY_AT_FIRST = "busy_at_first"  # 503 twice, for the job and for the first page
    IN_USE = "in_use"  # 409, somebody else's job is running
    REFUSES = "refuses"  # 409 without a reason
    ABORTS = "aborts"  # says that there are no more pages, and in its state that it gave up
    CUT_OFF = "cut_off"  # drops the connection in the middle of a page
    SPOILT_PAGE = "spoilt_page"  # a page that is no picture
    GARBAGE = "garbage"  # no XML
    BOMB = "bomb"  # XML with entities
    ENDLESS = "endless"  # a page without end
    FALLS_SILENT = "falls_silent"  # in the middle of a page, connection kept


class EsclScanner:
    """A scanner with `pages` in its feeder, and the first of them on its glass, served from its own thread."""

    def __init__(
        self, pages: Sequence[Frame] = (), *, kind: str = "image/jpeg", tls: ssl.SSLContext | None = None
    ) -> None:
        self.kind = kind
        self.settings = ""  # of the last job, as they were asked for
        self.deleted: list[str] = []
        self._lock = threading.Lock()
        self._fault: EsclFault | None = None
        self._refusals = 0
        self._feeder: list[bytes] = []
        self._loaded = 0
        self._jobs: dict[str, list[bytes]] = {}
        self._aborted = ""
        self._jammed = False
        self.stopping = threading.Event()
        self.connections: set[socket.socket] = set()
        self._glass = [_encoded(page, kind) for page in pages[:1]]
        self.load(pages)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Conversation", (_Conversation,), {"scanner": self}))
        self._server.daemon_threads = False
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self.port = self._server.server_address[1]
        self.address = f"escl{'+https' if tls else ''}://127.0.0.1:{self.port}/eSCL"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), name="simulated-escl")

    def __enter__(self) -> EsclScanner:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Go off: whoever is connected loses it. It does not come back."""
        if not self.stopping.is_set():
            self.stopping.set()
            self._server.shutdown()
            for connection in tuple(self.connections):
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
            self._server.server_close()
            self._thread.join()

    def load(self, pages: Sequence[Frame]) -> None:
        """Lay these pages into the feeder."""
        with self._lock:
            self._feeder = [_encoded(page, self.kind) for page in pages]
            self._loaded = len(self._feeder)

    def play(self, fault: EsclFault) -> None:
        """Be faulty from now on."""
        with self._lock:
            self._fault, self._jammed = fault, False
            self._refusals = 4 if fault is EsclFault.BUSY_AT_FIRST else 0
            if fault is EsclFault.EMPTY:
                self._feeder = []

    def heal(self) -> None:
        """Work again; the paper that jammed has been taken out."""
        with self._lock:
            self._fault, self._jammed = None, False

    @property
    def fault(self) -> EsclFault | None:
        return self._fault

    def abilities(self) -> str:
        """`/ScannerCapabilities`."""
        caps = (
            "<scan:MinWidth>300</scan:MinWidth><scan:MaxWidth>2550</scan:MaxWidth>"
            "<scan:MinHeight>300</scan:MinHeight><scan:MaxHeight>4200</scan:MaxHeight>"
            "<scan:SettingProfiles><scan:SettingProfile><scan:ColorModes><scan:ColorMode>Grayscale8</scan:ColorMode>"
            "<scan:ColorMode>RGB24</scan:ColorMode></scan:ColorModes><scan:DocumentFormats>"
            f"<pwg:DocumentFormat>{self.kind}</pwg:DocumentFormat></scan:DocumentFormats>"
            "<scan:SupportedResolutions><scan:DiscreteResolutions>"
            + "".join(
                f"<scan:DiscreteResolution><scan:XResolution>{dpi}</scan:XResolution>"
                f"<scan:YResolution>{dpi}</scan:YResolution></scan:DiscreteResolution>"
                for dpi in (100, 200, 300, 600)
            )
            + "</scan:DiscreteResolutions></scan:SupportedResolutions></scan:SettingProfile></scan:SettingProfiles>"
        )
        return (
            f"<scan:ScannerCapabilities {SPACES}><pwg:Version>2.6</pwg:Version>"
            "<pwg:MakeAndModel>Simulated eSCL scanner</pwg:MakeAndModel><pwg:SerialNumber>SIM-1</pwg:SerialNumber>"
            f"<scan:Platen><scan:PlatenInputCaps>{caps}</scan:PlatenInputCaps></scan:Platen>"
            f"<scan:Adf><scan:AdfSimplexInputCaps>{caps}</scan:AdfSimplexInputCaps>"
            f"<scan:AdfDuplexInputCaps>{caps}</scan:AdfDuplexInputCaps></scan:Adf></scan:ScannerCapabilities>"
        )

    def status(self) -> str:
        """`/ScannerStatus`."""
        with self._lock:
            state = "Processing" if self._fault in (EsclFault.BUSY, EsclFault.IN_USE) else "Idle"
            feeder = "ScannerAdfLoaded" if self._feeder else "ScannerAdfEmpty"
            if self._fault is EsclFault.COVER_OPEN:
                feeder = "ScannerAdfHatchOpen"
            elif self._jammed:
                feeder = "ScannerAdfJam"
            jobs = "".join(
                f"<scan:JobInfo><pwg:JobUri>{job}</pwg:JobUri><pwg:JobState>"
                f"{'Aborted' if job == self._aborted else 'Processing'}</pwg:JobState></scan:JobInfo>"
                for job in self._jobs
            )
        return (
            f"<scan:ScannerStatus {SPACES}><pwg:Version>2.6</pwg:Version><pwg:State>{state}</pwg:State>"
            f"<scan:AdfState>{feeder}</scan:AdfState><scan:Jobs>{jobs}</scan:Jobs></scan:ScannerStatus>"
        )

    def new_job(self, settings: str) -> tuple[int, str]:
        """The answer to a job asked for: an HTTP code, and its path."""
        with self._lock:
            self.settings = settings
            if self._fault is EsclFault.BUSY or self._refuses_now():
                return 503, ""
            if self._fault in (EsclFault.IN_USE, EsclFault.REFUSES, EsclFault.COVER_OPEN):
                return 409, ""
            path = f"/eSCL/ScanJobs/{len(self._jobs) + len(self.deleted) + 1}"
            on_glass = re.search(r">Platen<", settings) is not None
            self._jobs[path] = self._glass * 9 if on_glass else self._feeder  # the glass gives it again and again
            return 201, path

    def next_page(self, path: str) -> tuple[int, bytes]:
        """The answer to a page asked for: an HTTP code, and the page."""
        with self._lock:
            pages = self._jobs.get(path)
            if pages is None:
                return 404, b""
            if self._refuses_now():
                return 503, b""
            half = self._fault in (EsclFault.JAM_HALF_WAY, EsclFault.ABORTS) and len(pages) <= self._loaded // 2
            if half:
                self._jammed = self._fault is EsclFault.JAM_HALF_WAY
                self._aborted = path if self._fault is EsclFault.ABORTS else ""
            if half or not pages:
                return 404, b""
            return 200, pages.pop(0)

    def end_job(self, path: str) -> None:
        """The job is not wanted any more."""
        with self._lock:
            self._jobs.pop(path, None)
            self.deleted.append(path)

    def _refuses_now(self) -> bool:
        self._refusals = max(0, self._refusals - 1)
        return self._refusals % 2 == 1


class _Conversation(BaseHTTPRequestHandler):
    scanner: EsclScanner
    protocol_version = "HTTP/1.1"
    timeout = 5

    def setup(self) -> None:
        super().setup()
        self.scanner.connections.add(self.connection)

    def finish(self) -> None:
        self.scanner.connections.discard(self.connection)
        with suppress(OSError):
            super().finish()

    def do_GET(self) -> None:
        fault = self.scanner.fault
        if self.path.endswith("/NextDocument"):
            self._give_page(*self.scanner.next_page(self.path.removesuffix("/NextDocument")))
        elif fault is EsclFault.GARBAGE:
            self._give(200, b"<scan:Scanner" + bytes(range(256)))
        elif self.path == "/eSCL/ScannerCapabilities":
            self._give(200, self.scanner.abilities().encode())
        elif self.path == "/eSCL/ScannerStatus":
            self._give(200, (BOMB if fault is EsclFault.BOMB else self.scanner.status()).encode())
        else:
            self._give(404)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
        code, path = self.scanner.new_job(body) if self.path == "/eSCL/ScanJobs" else (404, "")
        # Its own name, which nobody but itself can look up: real scanners say such things.
        self._give(code, Location=f"http://scanner.invalid:8080{path}") if path else self._give(code)

    def do_DELETE(self) -> None:
        self.scanner.end_job(self.path)
        self._give(200)

    def _give_page(self, code: int, page: bytes) -> None:
        match self.scanner.fault if code == 200 else None:
            case EsclFault.CUT_OFF:
                self._begin(len(page))
                self._send(page[: len(page) // 2])
                self.close_connection = True
            case EsclFault.FALLS_SILENT:
                self._begin(len(page))
                self._send(page[: len(page) // 2])
                self.scanner.stopping.wait(10)
                self.close_connection = True
            case EsclFault.ENDLESS:
                self._begin(1 << 40)
                while self._send(page) and not self.scanner.stopping.is_set():
                    pass
                self.close_connection = True
            case EsclFault.SPOILT_PAGE:
                self._give(200, page[: len(page) // 3], kind=self.scanner.kind)
            case _:
                self._give(code, page, kind=self.scanner.kind)

    def _begin(self, length: int) -> None:
        self.send_response(200)
        self.send_header("Content-Type", self.scanner.kind)
        self.send_header("Content-Length", str(length))
        self.end_headers()

    def _give(self, code: int, body: bytes = b"", kind: str = XML, **headers: str) -> None:
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in ({"Retry-After": "0"} | headers if code == 503 else headers).items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self._send(body)

    def _send(self, data: bytes) -> bool:
        try:
            self.wfile.write(data)
        except OSError:
            return False
        return True

    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing is logged: the simulator may stand in a hall that is shown."""


def _encoded(page: Frame, kind: str) -> bytes:
    out = io.BytesIO()
    picture = Image.fromarray(np.ascontiguousarray(page[:, :, ::-1]))
    picture.save(out, "PDF" if kind == "application/pdf" else "JPEG", resolution=200.0, dpi=(200, 200), quality=85)
    return out.getvalue()
