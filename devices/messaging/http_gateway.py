"""Text messages through a gateway on the web: what is sent, and how success is told, is a template in a profile.

The only module of the devices that speaks HTTP. What could not be connected was surely not sent; what was handed over
and not answered in a way that the profile understands may have been.
"""

from __future__ import annotations

import json
import os
import re
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import quote, urlsplit
from uuid import uuid4

import requests
from urllib3.exceptions import ConnectTimeoutError, MaxRetryError, NewConnectionError

from devices.errors import DeviceAbsent, MessageRefused, MessageUnsure
from devices.messaging import pdu
from devices.ports import SentMessage
from devices.tables import Between
from devices.userinfo import without_userinfo
from devices.wires.ring import FrameRing

ROLE = "message_sender"
MOST_REPLY_BYTES = 64 * 1024

_SLOT = re.compile(r"\{(number|local_number|text|id|secret)\}")
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_TAKEN, _NOT_FOUND = range(200, 300), 404
_NOT_TAKEN_BY_A_SERVER = frozenset({503})  # busy or shut: said before anything is done
_BEFORE_ANYTHING_IS_SENT = ("CERTIFICATE_VERIFY_FAILED", "WRONG_VERSION_NUMBER")
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class GatewayProfile:
    """A gateway: `resources/devices/messages.toml`, family `gateway`.

    Slots: {number} is +86…, {local_number} the eleven digits, {text}, {id} ours for this message, {secret} what the
    settings name. In the address there may only be {id}, in headers {id} and {secret}: both end in logs. What fills a
    slot is escaped as its place needs it; other braces stay as they are.
    """

    url: str  # https, or http on this computer
    method: Literal["POST", "PUT"] = "POST"
    headers: tuple[str, ...] = ()  # "Name: value"
    body: str = ""
    body_is: Literal["json", "form", "text"] = "json"  # how the slots of the body are escaped
    success: str = ""
    """What the answer looks like when the message was taken, and `refusal` when it was not: regular expressions, for
    answers that are not JSON. What looks like neither leaves it unsure."""

    refusal: str = ""
    success_path: str = ""  # where in a JSON answer the verdict stands, such as result.code or data.0.status
    success_value: str = ""  # what stands there when the message was taken
    id_path: str = ""  # where the gateway's own reference stands; "" for none
    ask_url: str = ""  # where what became of a message is asked for, with GET or, with an `ask_body`, as it is sent
    ask_body: str = ""
    ask_sent: str = ""  # what the answer looks like when {id} was sent, and `ask_unknown` when it never came
    ask_unknown: str = ""
    connect_seconds: Annotated[float, Between(0.1, 60)] = 5.0
    answer_seconds: Annotated[float, Between(0.1, 120)] = 20.0


class HttpGateway:
    """A `MessageSender` by HTTP. One thread at a time; each message has a connection of its own and is sent once."""

    def __init__(
        self,
        profile: GatewayProfile,
        *,
        secret: str = "",
        environment: Mapping[str, str] = os.environ,
        new_id: Callable[[], str] = lambda: uuid4().hex,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """`secret` says where it is: env:NAME or file:PATH. Raises ValueError for a profile that makes no sense."""
        self.where = _checked(profile)
        self.ring = FrameRing()
        self._profile, self._secret_place, self._environment = profile, secret, environment
        self._new_id, self._now = new_id, now
        self._secret = ""
        self._session: requests.Session | None = None

    def open(self) -> None:
        """Find the secret. Raises DeviceAbsent where it is not."""
        self.close()
        self._secret = self._found_secret()
        self._session = requests.Session()
        self._session.trust_env = False  # neither a proxy of the desktop nor a .netrc has a say in this

    def close(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            session.close()

    def check(self) -> None:
        """Whether the gateway can be connected; nothing is sent. Raises DeviceAbsent."""
        parts = urlsplit(self._profile.url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        try:
            socket.create_connection((parts.hostname or "", port), self._profile.connect_seconds).close()
        except OSError as error:
            raise self._absent(error.strerror or str(error)) from error

    def send(self, number: str, text: str, *, id: str = "") -> SentMessage:
        """Send `text` to a mainland mobile number, known to the gateway as `id`.

        Raises MessageRefused (its code is number or text where nothing was sent); DeviceAbsent when the gateway could
        not be connected, so that nothing was sent; MessageUnsure when it may have been.
        """
        profile = self._profile
        status, answer = self._exchange(profile.method, profile.url, profile.body, self._slots(number, text, id))
        if status not in _TAKEN:
            if status >= 500 and status not in _NOT_TAKEN_BY_A_SERVER:
                raise self._unsure(f"status {status}")
            raise MessageRefused(f"status {status}", code=str(status), role=ROLE, where=self.where)
        return self._judged(answer)

    @property
    def can_ask(self) -> bool:
        """Whether the gateway tells what became of a message."""
        return bool(self._profile.ask_url)

    def ask(self, id: str) -> SentMessage | None:
        """What was sent as `id`; None where the gateway never had it. Raises MessageUnsure, DeviceAbsent."""
        profile = self._profile
        method = profile.method if profile.ask_body else "GET"
        status, answer = self._exchange(method, profile.ask_url, profile.ask_body, {"id": id, "secret": self._secret})
        told = answer.decode("utf-8", "replace")
        if status in _TAKEN and re.search(profile.ask_sent, told):
            return SentMessage(())
        if (status in _TAKEN or status == _NOT_FOUND) and re.search(profile.ask_unknown, told):
            return None
        raise self._unsure("the gateway does not say what became of it")

    def _slots(self, number: str, text: str, id: str) -> dict[str, str]:
        try:
            number = pdu.mainland_number(number)
        except ValueError:
            raise MessageRefused(code="number", role=ROLE, where=self.where) from None
        try:
            text.encode("utf-8")
        except UnicodeEncodeError:
            text = ""
        if not text:
            raise MessageRefused(code="text", role=ROLE, where=self.where)
        local = number.removeprefix("+86")
        return {
            "number": number,
            "local_number": local,
            "text": text,
            "id": id or self._new_id(),
            "secret": self._secret,
        }

    def _exchange(self, method: str, url: str, body: str, slots: Mapping[str, str]) -> tuple[int, bytes]:
        """Status and content of the answer."""
        profile = self._profile
        headers = dict(_header(_filled(line, slots, _plain)) for line in profile.headers)
        content = _filled(body, slots, _ESCAPES[profile.body_is]).encode("utf-8")
        if self._session is None:
            raise self._absent("not open")
        self.ring.sent(content)
        with self._converting():
            until = self._now() + profile.answer_seconds
            with self._session.request(
                method,
                _filled(url, slots, _in_url),
                data=content or None,
                headers=headers | {"Connection": "close"},
                timeout=(profile.connect_seconds, profile.answer_seconds),
                allow_redirects=False,
                stream=True,
            ) as answer:
                told = self._content(answer, until)
        self.ring.received(told)
        return answer.status_code, told

    def _content(self, answer: requests.Response, until: float) -> bytes:
        """Byte by byte: more at a time would be waited for without end where they come drop by drop."""
        content = b""
        for piece in answer.iter_content(1):
            content += piece
            if len(content) > MOST_REPLY_BYTES or self._now() > until:
                raise self._unsure("an answer without end")
        return content

    def _judged(self, answer: bytes) -> SentMessage:
        """Success, by what the profile says of it."""
        profile = self._profile
        told = answer.decode("utf-8", "replace")
        if profile.success_path:
            verdict = self._at(profile.success_path, told)
            if verdict != profile.success_value:
                raise MessageRefused(code=_shown(verdict), role=ROLE, where=self.where)
        elif profile.refusal and (refusal := re.search(profile.refusal, told)):
            raise MessageRefused(code=_shown(refusal[0]), role=ROLE, where=self.where)
        elif re.search(profile.success, told) is None:
            raise self._not_understood()
        self.ring.tally.good += 1
        reference = self._at(profile.id_path, told, needed=False) if profile.id_path else ""
        return SentMessage((reference,) if reference else ())

    def _at(self, path: str, told: str, *, needed: bool = True) -> str:
        """What stands at `path` of a JSON answer. Without it nobody knows whether the message was sent."""
        try:
            value: Any = json.loads(told)
            for step in path.split("."):
                value = value[int(step)] if isinstance(value, list) else value[step]
            return value if isinstance(value, str) else json.dumps(value)
        except (ValueError, LookupError, TypeError, RecursionError) as error:
            if not needed:
                return ""
            raise self._not_understood() from error

    def _found_secret(self) -> str:
        kind, _, place = self._secret_place.partition(":")
        if not self._secret_place:
            return ""
        try:
            secret = self._environment[place] if kind == "env" else Path(place).read_text("utf-8")
        except KeyError:
            raise self._absent(f"the environment variable {place} is not set") from None
        except (OSError, UnicodeDecodeError) as error:
            raise self._absent(f"{place}: {getattr(error, 'strerror', None) or 'cannot be read'}") from error
        if re.fullmatch(r"[!-~]+", secret.strip()) is None:
            raise self._absent("the secret is not one word of plain letters")
        return secret.strip()

    @contextmanager
    def _converting(self) -> Iterator[None]:
        """Foreign conditions into ours; neither address nor content, which hold number and text, go along."""
        try:
            yield
        except requests.exceptions.ConnectTimeout:
            raise self._absent("it does not let itself be connected") from None
        except requests.exceptions.SSLError as error:
            if any(sign in str(error) for sign in _BEFORE_ANYTHING_IS_SENT):
                raise self._absent("its certificate is not to be trusted, or it speaks without encryption") from None
            raise self._unsure("the encrypted line broke") from None
        except requests.exceptions.ConnectionError as error:
            if _never_connected(error):
                raise self._absent("it does not let itself be connected") from None
            raise self._unsure("the line was cut") from None
        except requests.exceptions.RequestException as error:
            raise self._unsure(type(error).__name__) from None

    def _not_understood(self) -> MessageUnsure:
        self.ring.tally.bad += 1
        return self._unsure("an answer that the profile does not understand")

    def _absent(self, detail: str) -> DeviceAbsent:
        return DeviceAbsent(detail, role=ROLE, where=self.where)

    def _unsure(self, detail: str) -> MessageUnsure:
        return MessageUnsure(detail, role=ROLE, where=self.where)


def _checked(profile: GatewayProfile) -> str:
    """The gateway's host, for people. Raises ValueError where the profile cannot be used."""
    parts = urlsplit(profile.url)
    if not parts.hostname or "{" in parts.netloc or parts.port == 0:  # a port that is no number is a ValueError
        raise ValueError("url: https://host/… is expected")
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        raise ValueError(f"url: {parts.scheme}://{parts.hostname} is not encrypted; https is needed")
    if _slots_in(profile.url) - {"id"}:
        raise ValueError("url: of the slots only {id} may stand in an address, which others log")
    for line in profile.headers:
        if _slots_in(line) - {"id", "secret"}:
            raise ValueError("headers: of the slots only {id} and {secret} may stand there")
        _header(line)
    _check_asking(profile)
    for key in ("success", "refusal", "ask_sent", "ask_unknown"):
        try:
            re.compile(getattr(profile, key))
        except re.error as error:
            raise ValueError(f"{key}: {error}") from error
    if not (profile.success or profile.success_path):
        raise ValueError("success: how a message that was taken is told has to be said here, or in success_path")
    return without_userinfo(f"{parts.scheme}://{parts.netloc}")


def _check_asking(profile: GatewayProfile) -> None:
    """That what became of a message is asked of the same host, without personal data, and told apart."""
    if not profile.ask_url:
        return
    asked, sent = urlsplit(profile.ask_url), urlsplit(profile.url)
    if (asked.scheme, asked.netloc) != (sent.scheme, sent.netloc):
        raise ValueError("ask_url: it has to be on the host of url")
    if _slots_in(profile.ask_url) - {"id"} or _slots_in(profile.ask_body) - {"id", "secret"}:
        raise ValueError("ask_url, ask_body: of the slots only {id}, in the body also {secret}, may stand there")
    if not (profile.ask_sent and profile.ask_unknown):
        raise ValueError("ask_sent, ask_unknown: both answers have to be told apart")


def _header(line: str) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    if not (colon and re.fullmatch(r"[A-Za-z0-9-]+", name.strip())) or re.fullmatch(r"[ -~]*", line) is None:
        raise ValueError(f'headers: "Name: value" is expected, not {name!r}')
    return name.strip(), value.strip()


def _slots_in(template: str) -> set[str]:
    return set(_SLOT.findall(template))


def _filled(template: str, slots: Mapping[str, str], escape: Callable[[str], str]) -> str:
    return _SLOT.sub(lambda slot: escape(slots[slot[1]]), template)


def _plain(value: str) -> str:
    return value


def _in_url(value: str) -> str:
    return quote(value, safe="")


def _in_json(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)[1:-1]


_ESCAPES: dict[str, Callable[[str], str]] = {"json": _in_json, "form": _in_url, "text": _plain}


def _shown(verdict: str) -> str:
    """A gateway's word for a person's eyes: short, and without the number it may repeat."""
    return re.sub(r"\d{7,}", "…", verdict)[:_SHOWN]


def _never_connected(error: requests.exceptions.ConnectionError) -> bool:
    cause = error.args[0] if error.args else None
    reason = cause.reason if isinstance(cause, MaxRetryError) else cause
    return isinstance(reason, NewConnectionError | ConnectTimeoutError)
