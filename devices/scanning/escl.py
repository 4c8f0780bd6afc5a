"""Network scanners that speak eSCL (Mopria, AirPrint): HTTP, a little XML, JPEG or PDF back.

    escl://192.168.1.30/eSCL?source=adf&resolution=300&mode=color
    escl+https://192.168.1.30/eSCL?certificate=SHA256…

Scanners sign their certificates themselves, so no authority can vouch for one. Over https exactly one certificate is
accepted: the one whose SHA-256 is in the address. Without it, or with another, `open` raises `WrongDevice`, whose
`found` is the fingerprint that was met, for the installer to compare with the scanner's own panel and to write down.
SANE has an eSCL backend too; the one of version 1.1.1 takes a jam for the end of the paper, which this one does not.
Proxies and redirects are not followed, and wherever a scanner says its job is, only its path there is used.
"""

from __future__ import annotations

import hashlib
import re
import ssl
import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urljoin, urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import ReadTimeoutError

from devices.errors import (
    DeviceAbsent,
    DeviceError,
    DeviceLost,
    DeviceRefused,
    DeviceSilent,
    FeederEmpty,
    FeederJammed,
    LineFault,
    PictureTooLarge,
    ScannerBusy,
    ScannerOpen,
    WrongDevice,
)
from devices.ports import Frame
from devices.scanning.escl_words import (
    EMPTY,
    LARGEST_XML,
    OPEN,
    STUCK,
    UNFINISHED,
    Abilities,
    BadXml,
    Status,
    read_abilities,
    read_status,
    scan_settings,
)
from devices.scanning.pdf import pdf_to_frames
from devices.scanning.pictures import ROLE, decode_picture
from devices.scanning.wishes import Tray, Wishes, wishes_from

CONNECTING, ANSWERING = 5.0, 30.0  # seconds: for the connection; for the next bytes of an answer
A_PAGE = 120.0  # seconds until a page is there and read
BUSY_FOR = 30.0  # seconds in which a busy scanner is asked again
LARGEST_DOCUMENT = 100_000_000  # bytes
FINE, CREATED, NOT_FOUND, CONFLICT, GONE, UNAVAILABLE = 200, 201, 404, 409, 410, 503  # HTTP
PIECE = 65536

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class EsclAddress:
    """`base` is the URL of the scanner's eSCL folder, with a slash at its end; `certificate` a SHA-256 in hex."""

    base: str
    certificate: str
    wishes: Wishes


def parse_escl_address(text: str) -> EsclAddress:
    """Raises ValueError saying what is wrong with `text`."""
    head, _, query = text.partition("?")
    parts = urlsplit(head)
    if parts.scheme not in ("escl", "escl+https") or not parts.hostname or parts.username:
        raise ValueError(f"{text}: expected escl://HOST/eSCL or escl+https://HOST/eSCL")
    wishes, rest = wishes_from(dict(parse_qsl(query, keep_blank_values=True)))
    certificate = rest.pop("certificate", "").replace(":", "").lower()
    if certificate and not re.fullmatch("[0-9a-f]{64}", certificate):
        raise ValueError("certificate: the SHA-256 of a certificate has 64 hexadecimal digits")
    if rest:
        raise ValueError(f"{', '.join(rest)} is no setting of a network scanner")
    scheme = "https" if parts.scheme == "escl+https" else "http"
    return EsclAddress(f"{scheme}://{parts.netloc}{parts.path.rstrip('/') or '/eSCL'}/", certificate, wishes)


class EsclFeeder:
    """A `PageFeeder` on an eSCL scanner. `open` asks what the scanner can do; nothing is held between scans."""

    def __init__(
        self,
        address: EsclAddress,
        *,
        patience: float = A_PAGE,
        answering: float = ANSWERING,
        busy_for: float = BUSY_FOR,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name = urlsplit(address.base).netloc
        self.abilities: Abilities | None = None
        self._address = address
        self._patience, self._answering, self._busy_for, self._now = patience, answering, busy_for, now
        self._session: requests.Session | None = None
        self._cancelled = threading.Event()

    def open(self) -> None:
        """Raises `DeviceAbsent`, `DeviceSilent`, `WrongDevice` (another certificate, or no scanner), `LineFault`."""
        self.close()
        self._session = _session(self._address.certificate)
        try:
            self.abilities = self._understood(self._get("ScannerCapabilities"), read_abilities)
        except DeviceLost as error:  # it was not there to begin with
            self.close()
            raise self._absent(error) from error
        except DeviceError:
            self.close()
            raise

    def close(self) -> None:
        self.abilities = None
        if self._session is not None:
            self._session.close()
            self._session = None

    def status(self) -> Status:
        """How the scanner is now. Raises `DeviceLost`, `DeviceSilent`, `LineFault`."""
        return self._understood(self._get("ScannerStatus"), read_status)

    def check(self) -> None:
        """Whether it is there and could scan; an empty feeder is no fault. Raises as `status`, and a `FeederError`."""
        self._ask_feeder(self.status(), empty_is_trouble=False)

    def cancel(self) -> None:
        """Stop the scan that is running; from any thread. Its `pages` end there."""
        self._cancelled.set()

    def pages(self) -> Generator[Frame, None, None]:
        """The pages as they come. Raises a `FeederError`, `DeviceLost`, `DeviceSilent`, `PictureBroken` and others.

        Closing the iterator, or `cancel`, takes the job from the scanner.
        """
        self._cancelled.clear()
        if self.abilities is None:
            self.open()
        assert self.abilities is not None
        trays = self._address.wishes.trays(self.abilities.trays)
        if not trays:
            raise DeviceRefused("it has no such paper source", role=ROLE, where=self.name)
        for tray in trays[:-1]:
            with suppress(FeederEmpty):
                yield from self._scan(tray)
                return
        yield from self._scan(trays[-1])

    def _scan(self, tray: Tray) -> Iterator[Frame]:
        if tray is not Tray.GLASS:
            self._ask_feeder(self.status(), empty_is_trouble=True)
        job = self._new_job(tray)
        if not job:
            return
        came = 0
        try:
            while (document := self._next_document(job)) is not None:
                for frame in self._frames(document):
                    came += 1
                    yield frame
                if tray is Tray.GLASS:  # some scanners give what lies there again and again
                    return
            if not self._cancelled.is_set():
                self._judge_end(job, came)
        finally:
            with suppress(DeviceError):
                self._exchange("DELETE", job, seconds=CONNECTING)

    def _new_job(self, tray: Tray) -> str:
        """Its path; "" when cancelled."""
        assert self.abilities is not None
        body = scan_settings(self.abilities, self._address.wishes, tray)
        answer = self._until_free(self._busy_for, lambda: self._exchange("POST", "ScanJobs", body=body))
        if answer is None:
            return ""
        path = _path_of(answer.location)
        if answer.code != CREATED or not path:
            raise self._refusal(answer)
        return path

    def _next_document(self, job: str) -> bytes | None:
        """The next page, None after the last and when cancelled."""
        where = f"{job}/NextDocument"
        answer = self._until_free(
            self._patience,
            lambda: self._exchange("GET", where, limit=LARGEST_DOCUMENT, seconds=self._patience),
        )
        if answer is None or self._cancelled.is_set() or answer.code in (NOT_FOUND, GONE):
            return None
        if answer.code != FINE:
            raise self._refusal(answer)
        return answer.body

    def _until_free(self, seconds: float, ask: Callable[[], _Answer]) -> _Answer | None:
        """Ask again, for so long, while the answer is "not now"; None when cancelled before an answer."""
        give_up = self._now() + seconds
        while not self._cancelled.is_set():
            answer = ask()
            if answer.code != UNAVAILABLE or self._now() >= give_up:
                return answer
            self._cancelled.wait(min(answer.retry_after, max(0.0, give_up - self._now())))
        return None

    def _frames(self, document: bytes) -> Iterator[Frame]:
        if document.startswith(b"%PDF"):
            dpi = min(self._address.wishes.resolution, 300)
            return pdf_to_frames(document, dpi=dpi)
        return iter((decode_picture(document, where=self.name),))

    def _judge_end(self, job: str, came: int) -> None:
        """No more pages: because the paper ran out, or because something went wrong that only the state tells."""
        status = self.status()
        self._ask_feeder(status, empty_is_trouble=came == 0)
        listed = status.job(job)
        if listed is not None and listed.state in UNFINISHED:
            reasons = " ".join(listed.reasons)[:200]
            raise DeviceRefused(f"{listed.state} {reasons}", role=ROLE, where=self.name)
        if not came:
            raise FeederEmpty("no page", role=ROLE, where=self.name)

    def _ask_feeder(self, status: Status, *, empty_is_trouble: bool) -> None:
        if status.feeder in OPEN:
            raise ScannerOpen(status.feeder, role=ROLE, where=self.name)
        if status.feeder in STUCK:
            raise FeederJammed(status.feeder, role=ROLE, where=self.name)
        if status.feeder == EMPTY and empty_is_trouble:
            raise FeederEmpty(status.feeder, role=ROLE, where=self.name)

    def _refusal(self, answer: _Answer) -> DeviceError:
        """Why the scanner answered so, as its state tells; its own words carry nothing."""
        status = self.status()
        try:
            self._ask_feeder(status, empty_is_trouble=answer.code == CONFLICT)
        except DeviceError as condition:
            return condition
        if answer.code == UNAVAILABLE or (answer.code == CONFLICT and status.state == "Processing"):
            return ScannerBusy(status.state, role=ROLE, where=self.name)
        return DeviceRefused(f"HTTP {answer.code}, {status.state}", code=answer.code, role=ROLE, where=self.name)

    def _understood(self, answer: _Answer, read: Callable[[bytes], T]) -> T:
        if answer.code != FINE:
            found = f"HTTP {answer.code}"
            raise WrongDevice("an eSCL scanner", found, role=ROLE, where=self.name)
        try:
            return read(answer.body)
        except BadXml as error:
            raise LineFault(str(error), role=ROLE, where=self.name) from error

    def _get(self, path: str) -> _Answer:
        return self._exchange("GET", path, limit=LARGEST_XML)

    def _exchange(
        self, method: str, path: str, *, body: bytes = b"", limit: int = LARGEST_XML, seconds: float = 0.0
    ) -> _Answer:
        """One question and its whole answer, within `seconds`, or the time an answer takes."""
        if self._session is None:
            raise DeviceLost("not open", role=ROLE, where=self.name)
        end = self._now() + (seconds or self._answering)
        try:
            with self._session.request(
                method,
                urljoin(self._address.base, path),
                data=body or None,
                headers={"Content-Type": "text/xml"} if body else {},
                timeout=(CONNECTING, min(self._answering, seconds or self._answering)),
                stream=True,
                allow_redirects=False,
            ) as reply:
                data = self._whole(reply, limit, end)
                return _Answer(reply.status_code, data, reply.headers.get("Location", ""), _retry_after(reply))
        except requests.exceptions.SSLError as error:
            raise self._other_certificate() from error
        except (requests.RequestException, OSError) as error:
            if _is_silence(error):
                raise DeviceSilent("no answer", seconds=self._answering, role=ROLE, where=self.name) from error
            raise DeviceLost(type(error).__name__, role=ROLE, where=self.name) from error

    def _whole(self, reply: requests.Response, limit: int, end: float) -> bytes:
        data = bytearray()
        for piece in reply.iter_content(PIECE):
            data += piece
            if len(data) > limit:
                too_much = PictureTooLarge if limit == LARGEST_DOCUMENT else LineFault
                raise too_much(f"more than {limit} bytes", role=ROLE, where=self.name)
            if self._now() > end:
                raise DeviceSilent("an answer without end", seconds=self._patience, role=ROLE, where=self.name)
            if self._cancelled.is_set():
                break
        return bytes(data)

    def _absent(self, error: DeviceLost) -> DeviceError:
        return DeviceAbsent(error.detail, role=ROLE, where=self.name)

    def _other_certificate(self) -> WrongDevice:
        parts = urlsplit(self._address.base)
        found = certificate_at(parts.hostname or "", parts.port or 443)
        return WrongDevice(self._address.certificate or "a known certificate", found, role=ROLE, where=self.name)


@dataclass(frozen=True, slots=True)
class _Answer:
    code: int
    body: bytes
    location: str
    retry_after: float


class _OneCertificate(HTTPAdapter):
    """Accepts the certificate with this SHA-256, whoever signed it, and no other."""

    def __init__(self, fingerprint: str) -> None:
        self._fingerprint = fingerprint
        super().__init__()

    def init_poolmanager(self, *arguments: Any, **settings: Any) -> None:
        super().init_poolmanager(*arguments, **settings, assert_fingerprint=self._fingerprint)


def certificate_at(host: str, port: int) -> str:
    """The SHA-256 in hex of the certificate that is shown there; "" when none is."""
    try:
        pem = ssl.get_server_certificate((host, port), timeout=CONNECTING)
    except (OSError, ValueError):
        return ""
    return hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest()


def _session(certificate: str) -> requests.Session:
    session = requests.Session()
    session.trust_env = False  # a scanner in the hall is not behind the way out of it
    if certificate:
        session.verify = False
        session.mount("https://", _OneCertificate(certificate))
    return session


def _is_silence(error: Exception) -> bool:
    """No answer on a connection that stands; while a body is read, requests wraps that in another error."""
    return isinstance(error, requests.ReadTimeout) or (bool(error.args) and isinstance(error.args[0], ReadTimeoutError))


def _retry_after(reply: requests.Response) -> float:
    """Seconds to wait, 0.1 to 10; 1 where the scanner does not say, or says a date."""
    said = reply.headers.get("Retry-After", "")
    return min(max(float(said), 0.1), 10.0) if said.isascii() and said.isdigit() else 1.0


def _path_of(location: str) -> str:
    """The path of a job. Its host may be a name that nobody here can look up."""
    path = urlsplit(location).path.rstrip("/")
    return path if path.startswith("/") else ""
