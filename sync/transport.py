"""The one place that speaks HTTP: requests to the central, and nothing believed without its signature.

No redirect leads to another host; no answer is larger or slower than its limit; a 2xx that is not what our
central says, or a receipt that its pinned Ed25519 key did not sign, is a stranger's (a captive portal answers
200 to anything).
"""

from __future__ import annotations

import hashlib
import json
import time
from base64 import b64decode
from collections.abc import Callable, Mapping, Sequence
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar
from urllib.parse import quote, urlencode, urljoin, urlsplit

import requests
import zstandard
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pydantic import BaseModel, ValidationError

from sync import wire
from sync.abandon import AbandonableAdapter
from sync.administration import AdministrationCalls
from sync.errors import (
    Busy,
    CentralFault,
    ForeignRedirect,
    NotOurCentral,
    Refused,
    SessionEnded,
    SignInNeeded,
    SyncError,
    Unreachable,
    UpgradeNeeded,
)
from sync.ports import NO_BACKLOG, Document
from sync.wire import Backlog

CONNECT_SECONDS, SILENCE_SECONDS, WHOLE_SECONDS = 3.05, 15.0, 60.0
MOST_REPLY_BYTES, MOST_DOCUMENT_BYTES = 4 << 20, 64 << 20
MOST_HOPS = 3
_SESSION_CODES = ("no_session", "session_expired")
_BUSY = frozenset({408, 425, 429, 502, 503, 504})

M = TypeVar("M", bound=BaseModel)


class Transport(AdministrationCalls):
    """The central at `address`, shown the window's `token` and the `session` of who is signed in, if any. One
    transport belongs to one thread; `abandon` may come from any.

    `public_key` is the central's, base64, pinned at enrolment. With "" the first hello is believed and
    `on_pinned` told its key, to be kept.
    """

    def __init__(
        self,
        address: str,
        token: str,
        *,
        public_key: str = "",
        on_pinned: Callable[[str], None] = lambda key: None,
        device_id: str = "",
        session: str = "",
    ) -> None:
        self.round_trip_ms = 0.0
        self._address, self._token, self._device_id = address.rstrip("/"), token, device_id
        self._public_key, self._on_pinned, self._session_token = public_key, on_pinned, session
        self._adapter = AbandonableAdapter()
        self._session = requests.Session()
        self._session.trust_env = False  # a .netrc would put its own password in place of the token
        self._session.mount("http://", self._adapter)
        self._session.mount("https://", self._adapter)

    def hello(self, backlog: Backlog = NO_BACKLOG) -> wire.Hello:
        """Who the central is, told how the outbox stands. Raises `NotOurCentral` if its key is not the pinned one."""
        told = {
            "X-Waiting": str(backlog.waiting),
            "X-Parked": str(backlog.parked),
            "X-Oldest-Seconds": str(backlog.oldest_seconds),
        }
        hello = self._message(wire.Hello, "GET", "/v1/hello", headers=told)
        if not self._public_key:
            _key(hello.public_key)
            self._public_key = hello.public_key
            self._on_pinned(hello.public_key)
        if hello.public_key != self._public_key:
            raise NotOurCentral("another key")
        if wire.SCHEMA_VERSION not in hello.schema_versions:
            raise UpgradeNeeded(f"the central takes schemas {hello.schema_versions}")
        return hello

    def push(self, ops: Sequence[wire.Op]) -> wire.PushReply:
        """Push `ops`; the results are those of `ops`, in order, and every receipt is genuine."""
        request = wire.PushRequest(device_id=ops[0].device_id, ops=tuple(ops))
        packed = zstandard.ZstdCompressor(level=3).compress(request.model_dump_json().encode())
        headers = {"Content-Encoding": "zstd", "Content-Type": "application/json"}
        reply = self._message(wire.PushReply, "POST", "/v1/push", packed, headers)
        if [result.op_id for result in reply.results] != [op.op_id for op in ops]:
            raise NotOurCentral("results of other ops")
        for op, result in zip(ops, reply.results, strict=True):
            if result.verdict != "refused":
                self._check_receipt(op, result.receipt)
        return reply

    def page_status(self, sha256: str) -> wire.BlobStatus:
        """Which chunks of a page the central has."""
        return self._message(wire.BlobStatus, "GET", f"/v1/blobs/{sha256}")

    def put_chunk(self, sha256: str, n: int, chunk: bytes) -> None:
        """Send chunk `n`, named by its own SHA-256."""
        headers = {
            "X-Chunk-SHA256": hashlib.sha256(chunk).hexdigest(),
            "Content-Type": "application/octet-stream",
        }
        self._message(wire.BlobStatus, "PUT", f"/v1/blobs/{sha256}/{n}", chunk, headers)

    def complete_page(self, sha256: str, whole: wire.BlobComplete) -> wire.BlobStatus:
        """Have the central put the page together and check it."""
        return self._post(wire.BlobStatus, f"/v1/blobs/{sha256}/complete", whole)

    def lease(self, asked: wire.LeaseRequest) -> wire.Lease:
        """A block of numbers."""
        lease = self._post(wire.Lease, "/v1/numbers/lease", asked)
        if (lease.series, lease.year) != (asked.series, asked.year) or not 1 <= lease.first <= lease.last:
            raise NotOurCentral("a lease of something else")
        return lease

    def tell_gaps(self, gaps: wire.NumberGaps) -> wire.GapsKept:
        """Have the central put gaps into its register of numbers."""
        kept = self._post(wire.GapsKept, "/v1/numbers/gaps", gaps)
        if kept.kept != len(gaps.gaps):
            raise NotOurCentral("other gaps")
        return kept

    def send_devices(self, report: wire.WindowReport) -> wire.ReportKept:
        """Have the central keep the report of this window's devices, in place of the last one."""
        kept = self._send(wire.ReportKept, "PUT", "/v1/devices", report)
        if kept.device_id != report.device_id:
            raise NotOurCentral("another window's report")
        return kept

    def lease_messages(self, asked: wire.MessageLeaseRequest) -> wire.MessageLease:
        """Text messages for this window to send."""
        lease = self._post(wire.MessageLease, "/v1/messages/lease", asked)
        if len(lease.messages) > asked.most:
            raise NotOurCentral("more messages than were asked for")
        return lease

    def tell_outcome(self, id: str, outcome: wire.MessageOutcome) -> wire.MessageStands:
        """Say what became of a leased message; saying it twice is harmless."""
        return self._post(wire.MessageStands, f"/v1/messages/{quote(id, safe='')}/outcome", outcome)

    def messages(self, states: Sequence[str]) -> wire.MessageList:
        """The text messages in those states, for who may decide of them."""
        return self._message(wire.MessageList, "GET", f"/v1/messages?state={','.join(states)}")

    def decide_message(self, id: str, decided: str, decision: wire.MessageDecision) -> wire.MessageStands:
        """Decide of a message that stands still: "resend", "count_as_sent" or "correct"."""
        return self._post(wire.MessageStands, f"/v1/messages/{quote(id, safe='')}/{decided}", decision)

    def document(self, name: str, tag: str) -> Document | None:
        """The document `name` ("catalogue", "calendar", "rules"), None where `tag` is still its version."""
        headers = {"If-None-Match": tag} if tag else {}
        status, answered, content = self._exchange("GET", f"/v1/{name}", None, headers, most=MOST_DOCUMENT_BYTES)
        if status == 304:
            return None
        if "json" not in answered.get("Content-Type", "") or not answered.get("ETag"):
            raise NotOurCentral("no document")
        return Document(content, answered["ETag"])

    def case(self, case_id: str) -> wire.CaseView:
        """A case as the central sees it. Raises `Refused` (404) where it has none."""
        return self._message(wire.CaseView, "GET", f"/v1/cases/{quote(case_id, safe='')}")

    def case_by_number(self, number: str) -> wire.CaseView:
        """The case with that printed number."""
        return self._message(wire.CaseView, "GET", f"/v1/cases?number={quote(number, safe='')}")

    def figures(self, period: wire.Period) -> wire.Figures:
        """The hall's figures of today, or of the week, month or year that today lies in. Raises `SessionEnded`."""
        return self._message(wire.Figures, "GET", f"/v1/figures?period={period.value}")

    def sign_in(self, login: str, password: str) -> wire.SignedIn:
        """A session for that person. Raises `Refused` with code sign_in_refused, sign_in_locked, account_disabled."""
        return self._of(
            login, self._post(wire.SignedIn, "/v1/sign-in", wire.SignInRequest(login=login, password=password))
        )

    def change_password(self, login: str, password: str, new: str) -> wire.SignedIn:
        """Another password, and a session. Raises `Refused` as `sign_in` does, and with code weak_password."""
        asked = wire.PasswordRequest(login=login, password=password, new_password=new)
        return self._of(login, self._post(wire.SignedIn, "/v1/password", asked))

    def sign_out(self) -> None:
        """End the session."""
        self._message(wire.SignedOut, "POST", "/v1/sign-out")

    def accounts(self) -> wire.AccountList:
        """All accounts, for an administrator. Raises `SessionEnded`."""
        return self._message(wire.AccountList, "GET", "/v1/accounts")

    def put_account(self, change: wire.AccountChange) -> wire.AccountView:
        """Create or change an account. Raises `Refused` with code last_administrator, weak_password, invalid."""
        return self._send(wire.AccountView, "PUT", "/v1/accounts", change)

    def work(self, query: wire.WorkQuery) -> wire.WorkList:
        """The cases that fit and are the signed-in person's to see. Raises `SessionEnded`."""
        asked = urlencode(query.model_dump(exclude_defaults=True))
        return self._message(wire.WorkList, "GET", f"/v1/work?{asked}")

    def carriage(self, query: wire.CarriageQuery) -> wire.Carriage:
        """Papers at a desk, and under way to it and from it. Raises `SessionEnded`, `Refused` for another's role."""
        return self._message(wire.Carriage, "GET", f"/v1/carriage?{urlencode(query.model_dump(exclude_defaults=True))}")

    def file(self, case_id: str) -> wire.CaseFile:
        """A whole case. Raises `SessionEnded`, and `Refused` (404, 403) where it is not there, or not theirs to see."""
        return self._message(wire.CaseFile, "GET", f"/v1/files/{quote(case_id, safe='')}")

    def page(self, case_id: str, sha256: str) -> bytes:
        """A page of a case. Raises as `file` does."""
        return self._picture(f"/v1/files/{quote(case_id, safe='')}/pages/{sha256}", sha256)

    def sample(self, sha256: str) -> bytes:
        """The sample picture of a material. Raises `Refused` (404) where the catalogue in force names none such."""
        return self._picture(f"/v1/samples/{sha256}", sha256)

    def _picture(self, path: str, sha256: str) -> bytes:
        _, _, content = self._exchange("GET", path, None, {}, most=wire.MAX_BLOB_BYTES)
        if hashlib.sha256(content).hexdigest() != sha256:
            raise NotOurCentral("another page")
        return content

    def abandon(self) -> None:
        """Cut what is under way, from another thread, for good: it and everything after it ends in
        `Unreachable`.
        """
        self._adapter.abandon()

    def close(self) -> None:
        """Let the connections go."""
        self._session.close()

    def _check_receipt(self, op: wire.Op, receipt: wire.Receipt | None) -> None:
        if receipt is None or not self._public_key:
            raise NotOurCentral("no receipt")
        if (receipt.op_id, receipt.case_id, receipt.body_sha256) != (op.op_id, op.case_id, op.body_sha256):
            raise NotOurCentral("a receipt of something else")
        try:
            _key(self._public_key).verify(b64decode(receipt.signature), receipt.signed_text())
        except (InvalidSignature, ValueError):
            raise NotOurCentral("a receipt that our central did not sign") from None

    def _of(self, login: str, signed_in: wire.SignedIn) -> wire.SignedIn:
        if signed_in.account.login != login:
            raise NotOurCentral("somebody else's session")
        return signed_in

    def _post(self, of: type[M], path: str, message: BaseModel) -> M:
        return self._send(of, "POST", path, message)

    def _send(self, of: type[M], method: str, path: str, message: BaseModel) -> M:
        content = message.model_dump_json().encode()
        return self._message(of, method, path, content, {"Content-Type": "application/json"})

    def _message(
        self,
        of: type[M],
        method: str,
        path: str,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> M:
        _, _, answer = self._exchange(method, path, content, headers or {})
        try:
            return of.model_validate_json(answer)
        except ValidationError:
            raise NotOurCentral("not an answer of ours") from None

    def _exchange(
        self,
        method: str,
        path: str,
        content: bytes | None,
        headers: Mapping[str, str],
        *,
        most: int = MOST_REPLY_BYTES,
    ) -> tuple[int, Mapping[str, str], bytes]:
        url = self._address + path
        for _ in range(MOST_HOPS):
            status, answered, answer = self._ask(method, url, content, headers, most)
            if status not in (301, 302, 303, 307, 308):
                break
            url = self._followed(url, answered.get("Location", ""))
        if status == 304 or 200 <= status < 300:
            return status, answered, answer
        raise _failure(status, answered, answer)

    def _ask(
        self, method: str, url: str, content: bytes | None, headers: Mapping[str, str], most: int
    ) -> tuple[int, Mapping[str, str], bytes]:
        started = time.monotonic()
        try:
            with self._session.request(
                method,
                url,
                data=content,
                headers=self._shown() | dict(headers),
                timeout=(CONNECT_SECONDS, SILENCE_SECONDS),
                allow_redirects=False,
                stream=True,
            ) as response:
                self.round_trip_ms = (time.monotonic() - started) * 1000
                return response.status_code, response.headers, _read(response, most, started)
        except (requests.RequestException, OSError) as error:
            raise Unreachable(type(error).__name__) from None  # its text would hold the address asked for

    def _shown(self) -> dict[str, str]:
        session = {"X-Session": self._session_token} if self._session_token else {}
        return {"Authorization": f"Bearer {self._token}"} | session

    def _followed(self, url: str, location: str) -> str:
        target, ours = urlsplit(urljoin(url, location)), urlsplit(self._address)
        downgraded = ours.scheme == "https" and target.scheme != "https"
        if target.hostname != ours.hostname or downgraded:
            raise ForeignRedirect(target.hostname or "")
        return target.geturl()


def _read(response: requests.Response, most: int, started: float) -> bytes:
    """The whole answer, while it is neither too long nor too slow (a read timeout only sees silence)."""
    answer = bytearray()
    for part in response.iter_content(64 << 10):
        answer += part
        if len(answer) > most:
            raise NotOurCentral("an answer without end")
        if time.monotonic() - started > WHOLE_SECONDS:
            raise Unreachable("too slow")
    return bytes(answer)


def _failure(status: int, headers: Mapping[str, str], answer: bytes) -> SyncError:
    if status == 401:
        code = (_told(answer) or {}).get("code")
        return SessionEnded() if code in _SESSION_CODES else SignInNeeded("status 401")
    if status == 426:
        return UpgradeNeeded("status 426")
    if status in _BUSY:
        return Busy(status, _seconds(headers.get("Retry-After", "")))
    if status >= 500:
        return CentralFault(status)
    told = _told(answer)
    if told is None:  # our central says why, always; a proxy or a portal does not
        return NotOurCentral(f"status {status}")
    return Refused(status, str(told["code"]), {key: value for key, value in told.items() if key != "code"})


def _told(answer: bytes) -> dict[str, Any] | None:
    try:
        told = json.loads(answer)
    except ValueError:
        return None
    return told if isinstance(told, dict) and "code" in told else None


def _seconds(retry_after: str) -> float:
    """Retry-After in seconds (RFC 9110 §10.2.3: a number, or a date), 0 where it says nothing."""
    if retry_after.strip().isdigit():
        return float(retry_after)
    try:
        return max(0.0, parsedate_to_datetime(retry_after).timestamp() - time.time())
    except (ValueError, TypeError):
        return 0.0


def _key(text: str) -> Ed25519PublicKey:
    try:
        return Ed25519PublicKey.from_public_bytes(b64decode(text, validate=True))
    except ValueError:
        raise NotOurCentral("no key of a central") from None
