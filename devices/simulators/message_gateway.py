"""A gateway for text messages made of software: HTTP in, JSON out. It hangs on a TCP line like any machine.

with SimulatedDevice(SimulatedGateway(), over="tcp") as gateway:
    HttpGateway(profile_at(gateway.port)) ...
"""

from __future__ import annotations

import json
import re
import threading
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from devices.messaging.http_gateway import GatewayProfile

SECRET = "open-sesame"
"""What it wants to see in the header X-Key."""

_HEAD_END = b"\r\n\r\n"
_PORTAL = "<html><body>Welcome to the hall's guest network</body></html>"


class Fault(Enum):
    """What can be wrong with a gateway."""

    REFUSES = "refuses"
    BUSY = "busy"  # 503: said before anything is done
    BROKEN = "broken"  # 500: nobody knows what it did
    SILENT = "silent"  # it takes the message and says nothing
    PORTAL = "portal"  # a captive portal answers in its place
    REDIRECTS = "redirects"
    ENDLESS = "endless"  # an answer that is far too long
    CHANGED = "changed"  # an answer of another form than was agreed


@dataclass(frozen=True, slots=True)
class Taken:
    """A message it took."""

    number: str = field(repr=False)
    text: str = field(repr=False)
    id: str


class SimulatedGateway:
    """The gateway. `taken` are the messages, oldest first; `requests` how many it was asked to send."""

    def __init__(self) -> None:
        self.taken: list[Taken] = []
        self.requests = 0
        self._fault: Fault | None = None
        self._unread = b""
        self._lock = threading.Lock()

    def play(self, fault: Fault) -> None:
        """Be faulty until healed."""
        with self._lock:
            self._fault = fault

    def heal(self) -> None:
        """Work again."""
        with self._lock:
            self._fault = None

    def answer(self, data: bytes) -> bytes:
        """Take these bytes of the computer; the whole answer once the request is there."""
        with self._lock:
            is_new = data.startswith((b"POST ", b"PUT ", b"GET "))  # what was cut off before is forgotten
            self._unread = data if is_new else self._unread + data
            head, end, body = self._unread.partition(_HEAD_END)
            length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
            if not end or len(body) < (int(length[1]) if length else 0):
                return b""
            self._unread = b""
            if head.startswith(b"GET "):
                return self._told(head)
            self.requests += 1
            return self._answered(head, body)

    def _told(self, head: bytes) -> bytes:
        """What became of a message, which it knows as soon as it is there at all."""
        if self._fault is Fault.PORTAL:
            return _http("200 OK", _PORTAL)
        id = head.split()[1].rpartition(b"/")[2].decode("ascii", "replace")
        known = any(taken.id == id for taken in self.taken)
        return _http("200 OK", {"code": "OK", "state": "SENT" if known else "UNKNOWN"})

    def _answered(self, head: bytes, body: bytes) -> bytes:
        if f"x-key: {SECRET}".encode() not in head.lower():
            return _http("401 Unauthorized", {"code": "NO_KEY"})
        match self._fault:
            case Fault.REFUSES:
                return _http("200 OK", {"code": "NO_BALANCE"})
            case Fault.BUSY:
                return _http("503 Service Unavailable", {})
            case Fault.PORTAL:
                return _http("200 OK", _PORTAL)
            case Fault.REDIRECTS:
                return _http("302 Found", "", "Location: http://127.0.0.1:1/elsewhere\r\n")
        try:
            told = json.loads(body)
            self.taken.append(Taken(told["to"], told["text"], told["id"]))
        except (ValueError, LookupError, TypeError):
            return _http("400 Bad Request", {"code": "FORM"})
        match self._fault:
            case Fault.BROKEN:
                return _http("500 Internal Server Error", {})
            case Fault.SILENT:
                return b""
            case Fault.ENDLESS:
                return _http("200 OK", {"code": "OK", "more": " " * 200_000})
            case Fault.CHANGED:
                return _http("200 OK", {"status": "accepted"})
            case _:
                return _http("200 OK", {"code": "OK", "data": [{"id": f"g-{len(self.taken)}"}]})


def profile_at(place: str) -> GatewayProfile:
    """The profile of the simulated gateway at host:port."""
    return GatewayProfile(
        url=f"http://{place}/messages",
        headers=("Content-Type: application/json", "X-Key: {secret}"),
        body='{"to": "{number}", "text": "{text}", "id": "{id}"}',
        success_path="code",
        success_value="OK",
        id_path="data.0.id",
        ask_url=f"http://{place}/messages/{{id}}",
        ask_sent='"state": *"SENT"',
        ask_unknown='"state": *"UNKNOWN"',
        connect_seconds=1.0,
        answer_seconds=0.5,
    )


def _http(status: str, content: Any, more: str = "") -> bytes:
    body = (content if isinstance(content, str) else json.dumps(content)).encode()
    head = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\n{more}Content-Length: {len(body)}\r\n\r\n"
    return head.encode() + body
