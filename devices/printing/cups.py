"""A queue of the system's print service (CUPS), spoken to as its own commands do: IPP over its socket."""

from __future__ import annotations

import getpass
import http.client
import os
import socket
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from devices.errors import CoverOpen, DeviceAbsent, DeviceError, DeviceRefused, LineFault, PaperOut, PrinterOffline
from devices.ports import Readiness
from devices.printing import ipp
from devices.printing.ipp import Attributes, JobState, Operation, Reply

RAW, PDF = "application/vnd.cups-raw", "application/pdf"
SOCKET = "/run/cups/cups.sock"
ANSWER_SECONDS = 10.0

_STOPPED = 5  # printer-state
_PAPER_OUT = ("media-empty", "media-needed")
_OPEN = ("cover-open", "door-open", "interlock-open")
_OFFLINE = ("offline", "shutdown", "media-jam", "paused", "toner-empty", "marker-supply-empty")
_TROUBLE: dict[Readiness, type[DeviceError]] = {
    Readiness.PAPER_OUT: PaperOut,
    Readiness.COVER_OPEN: CoverOpen,
    Readiness.OFFLINE: PrinterOffline,
}


def server_here() -> str:
    """Where CUPS listens: CUPS_SERVER, the usual socket, or this computer's port 631, as for its own commands."""
    named = os.environ.get("CUPS_SERVER", "").partition("/version=")[0]
    return named or (SOCKET if Path(SOCKET).exists() else "localhost:631")


class CupsQueue:
    """One queue; "" is the system's default. Every call may raise DeviceAbsent where CUPS or the queue is not there.

    `server` is the path of a socket or host:port. `now` and `pause` are the clock by which a job is followed.
    """

    def __init__(
        self,
        name: str = "",
        *,
        server: str = "",
        role: str = "",
        now: Callable[[], float] = time.monotonic,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self.name = name
        self._server, self._role = server, role
        self._now, self._pause = now, pause

    @property
    def where(self) -> str:
        return f"cups:{self.name}"

    def look_up(self) -> None:
        """See that the queue is there; learn the name of the default one. Raises DeviceAbsent."""
        if not self.name:
            answer = self._ask(Operation.GET_DEFAULT, {"requested-attributes": ("printer-name",)}, at_queue=False)
            self.name = "".join(answer.texts("printer-name")[:1])
            if not self.name:
                raise DeviceAbsent("no default queue", role=self._role, where=self.where)
        self.trouble()

    def trouble(self) -> tuple[Readiness, str]:
        """What the queue knows to be wrong, and in its words; UNKNOWN where it knows of nothing: never READY."""
        wanted = ("printer-state", "printer-state-reasons", "printer-state-message", "printer-is-accepting-jobs")
        answer = self._ask(Operation.GET_PRINTER_ATTRIBUTES, {"requested-attributes": wanted})
        said = " ".join(answer.texts("printer-state-message")).strip()
        reasons = [reason for reason in answer.texts("printer-state-reasons") if not reason.endswith("-report")]
        if _any(reasons, _OPEN):
            return Readiness.COVER_OPEN, said
        if _any(reasons, _PAPER_OUT):
            return Readiness.PAPER_OUT, said
        stopped = self._number(answer, "printer-state") == _STOPPED or _any(reasons, _OFFLINE)
        if stopped or answer.attributes.get("printer-is-accepting-jobs") == (False,):
            return Readiness.OFFLINE, said or ", ".join(reasons)
        return Readiness.UNKNOWN, said

    def refuse_trouble(self) -> None:
        """Raises PaperOut, CoverOpen or PrinterOffline where the queue knows that nothing will be printed."""
        readiness, said = self.trouble()
        if readiness in _TROUBLE:
            raise _TROUBLE[readiness](said, role=self._role, where=self.where)

    def submit(self, document: bytes, form: str, *, title: str) -> int:
        """Hand a document over; the number of its job. Raises PrinterOffline where the queue takes none."""
        asked = {"requesting-user-name": _user(), "job-name": title, "document-format": form}
        return self._number(self._ask(Operation.PRINT_JOB, asked, document), "job-id")

    def follow(self, job: int, seconds: float) -> bool:
        """Wait until the job has been printed; False when that is still open after `seconds`.

        Raises what ended or stopped it, and then the job is cancelled: it must not come out when nobody expects it.
        """
        deadline, wait = self._now() + seconds, 0.05
        try:
            while not self._is_printed(job):
                if self._now() >= deadline:
                    return False
                self._pause(wait)
                wait = min(wait * 2, 1.0)
        except DeviceError:
            self.cancel(job)
            raise
        return True

    def cancel(self, job: int) -> None:
        """Take a job back, if that can still be done; never raises."""
        try:
            self._ask(Operation.CANCEL_JOB, {"job-id": job, "requesting-user-name": _user()})
        except DeviceError:
            return

    def _is_printed(self, job: int) -> bool:
        asked: Attributes = {"job-id": job, "requesting-user-name": _user(), "requested-attributes": ("job-state",)}
        state = self._number(self._ask(Operation.GET_JOB_ATTRIBUTES, asked), "job-state")
        match state:
            case JobState.COMPLETED:
                return True
            case JobState.CANCELED | JobState.ABORTED:
                raise DeviceRefused(JobState(state).name.lower(), code=state, role=self._role, where=self.where)
            case JobState.HELD | JobState.STOPPED:
                self.refuse_trouble()
                raise PrinterOffline(JobState(state).name.lower(), role=self._role, where=self.where)
            case _:
                self.refuse_trouble()
                return False

    def _number(self, answer: Reply, name: str) -> int:
        try:
            return answer.number(name)
        except ValueError as error:
            raise LineFault(str(error), role=self._role, where=self.where) from error

    def _ask(
        self,
        operation: Operation,
        attributes: Attributes,
        document: bytes = b"",
        *,
        at_queue: bool = True,
    ) -> Reply:
        path = f"/printers/{quote(self.name, safe='')}" if at_queue else "/"
        target = {"printer-uri": f"ipp://localhost{path}"} if at_queue else {}
        try:
            answer = ipp.parse(self._post(path, ipp.request(operation, target | dict(attributes)) + document))
        except (OSError, http.client.HTTPException) as error:
            reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
            raise DeviceAbsent(reason, role=self._role, where=self.where) from error
        except ValueError as error:
            raise LineFault(f"no IPP: {error}", role=self._role, where=self.where) from error
        if answer.is_error:
            raise self._error(answer)
        return answer

    def _post(self, path: str, body: bytes) -> bytes:
        server = self._server or server_here()
        line = _SocketConnection(server) if server.startswith("/") else _connection(server)
        try:
            line.request("POST", path, body, {"Content-Type": "application/ipp"})
            response = line.getresponse()
            said = response.read()
        finally:
            line.close()
        if response.status != http.HTTPStatus.OK:
            raise DeviceRefused(response.reason, code=response.status, role=self._role, where=self.where)
        return said

    def _error(self, answer: Reply) -> DeviceError:
        said = " ".join(answer.texts("status-message"))
        match answer.status:
            case ipp.NOT_FOUND:
                return DeviceAbsent(said or "no such queue", role=self._role, where=self.where)
            case ipp.NOT_ACCEPTING:
                return PrinterOffline(said, role=self._role, where=self.where)
            case code:
                return DeviceRefused(said, code=code, role=self._role, where=self.where)


class _SocketConnection(http.client.HTTPConnection):
    """HTTP over a socket of this computer."""

    def __init__(self, path: str) -> None:
        super().__init__("localhost", timeout=ANSWER_SECONDS)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(ANSWER_SECONDS)
        self.sock.connect(self._path)


def _connection(server: str) -> http.client.HTTPConnection:
    host, _, port = server.rpartition(":") if server.count(":") == 1 else (server, "", "631")
    return http.client.HTTPConnection(host, int(port), timeout=ANSWER_SECONDS)


def _user() -> str:
    try:
        if os.name == "posix":
            import pwd

            return pwd.getpwuid(os.getuid()).pw_name
        return getpass.getuser()
    except (KeyError, OSError):
        return "anonymous"


def _any(reasons: list[str], kinds: tuple[str, ...]) -> bool:
    return any(reason.startswith(kinds) for reason in reasons)
