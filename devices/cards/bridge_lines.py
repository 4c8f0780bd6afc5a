"""The lines that we and a vendor's bridge exchange, one JSON object each (`bridge.md`). Pure.

    →  {"id": 3, "do": "read"}
    ←  {"id": 3, "event": "card_found"}
    ←  {"id": 3, "ok": {"text": "…", "photo": "…"}}      or {"id": 3, "error": {"condition": "NoCard"}}

Whatever comes from a bridge is somebody else's: what does not fit is no answer.
"""

from __future__ import annotations

import base64
import dataclasses
import json
from dataclasses import dataclass, field
from typing import Any

from devices.cards import chip
from devices.errors import (
    CardRemoved,
    CardUnreadable,
    DeviceAbsent,
    DeviceError,
    DeviceLost,
    DeviceRefused,
    DeviceSilent,
    LineFault,
    NoCard,
    UnknownCardKind,
)
from devices.ports import Card, CardKind

PROTOCOL = 1
LONGEST_LINE = 65536
"""Bytes; a card with its photo has about 2,500."""

CARD_FOUND = "card_found"
CONDITIONS: dict[str, type[DeviceError]] = {
    each.__name__: each
    for each in (
        DeviceAbsent, DeviceLost, DeviceSilent, DeviceRefused, LineFault,
        NoCard, CardRemoved, CardUnreadable, UnknownCardKind,
    )
}  # fmt: skip
"""What a bridge may call its troubles; any other name is taken for DeviceRefused."""

_LONGEST_DETAIL = 120
_LONGEST_FIELD = 128
_LONGEST_PHOTO = 4096
_TEXT_FIELDS = [each.name for each in dataclasses.fields(Card) if each.name not in ("kind", "photo_wlt")]


@dataclass(frozen=True, slots=True)
class BridgeAnswer:
    """One line of a bridge: exactly one of `ok`, `error` and `event` is there."""

    id: int
    ok: dict[str, Any] | None = field(default=None, repr=False)
    error: dict[str, Any] | None = field(default=None, repr=False)
    event: str = ""


class LineTooLong(ValueError):
    """More than `LONGEST_LINE` bytes without an end."""


class LineDecoder:
    """Bytes in pieces of any size into lines, without their ends."""

    def __init__(self) -> None:
        self._begun = b""

    def feed(self, data: bytes) -> list[bytes]:
        """The lines which these bytes complete. Raises LineTooLong."""
        *lines, self._begun = (self._begun + data).split(b"\n")
        if any(len(line) > LONGEST_LINE for line in (*lines, self._begun)):
            self._begun = b""
            raise LineTooLong
        return lines


def question(number: int, do: str, **details: Any) -> bytes:
    """The line that asks the bridge to `do` something: hello, open, identity, read, close."""
    return json.dumps({"id": number, "do": do} | details).encode() + b"\n"


def read_answer(line: bytes) -> BridgeAnswer | None:
    """What a bridge says in this line; None when it is no answer."""
    try:
        said = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(said, dict) or type(said.get("id")) is not int:
        return None
    match {key: value for key, value in said.items() if key != "id"}:
        case {"ok": dict(ok), **rest} if not rest:
            return BridgeAnswer(said["id"], ok=ok)
        case {"error": dict(error), **rest} if not rest:
            return BridgeAnswer(said["id"], error=error)
        case {"event": str(event), **rest} if not rest:
            return BridgeAnswer(said["id"], event=event)
    return None


def condition(error: dict[str, Any], *, told: bool) -> DeviceError:
    """The trouble a bridge reports. Its own words are kept only if they may be `told`: not while a card is read."""
    kind = CONDITIONS.get(str(error.get("condition")), DeviceRefused)
    detail = "".join(each for each in str(error.get("detail", "")) if each.isprintable())[:_LONGEST_DETAIL]
    code = error["code"] if type(error.get("code")) is int else 0
    detail = detail if told and detail else f"status {code:02X}" if code else "told by the bridge"
    if kind is DeviceRefused or kind is CardUnreadable:
        return kind(detail, code=code)
    if kind is NoCard:
        return NoCard(detail, already_read=error.get("already_read") is True)
    return UnknownCardKind("") if kind is UnknownCardKind else kind(detail)


def read_card(ok: dict[str, Any]) -> Card:
    """The card in an answer to read: the chip's own bytes, or its fields where the library gives no more.

    Raises ValueError when it is neither, CardUnreadable and UnknownCardKind as `chip.decode_card`.
    """
    if "fields" in ok:
        return _from_fields(ok["fields"])
    address = _bytes(ok, "new_address", chip.NEW_ADDRESS_BYTES)
    return chip.decode_card(
        _bytes(ok, "text", chip.TEXT_BYTES),
        photo=_bytes(ok, "photo", _LONGEST_PHOTO),
        new_address=chip.decode_new_address(address),
    )


def redact(data: bytes) -> str:
    """What is asked, and of answers no more than their kind and size."""
    try:
        said = json.loads(data)
    except (ValueError, RecursionError):
        said = None
    match said:
        case {"do": str(do)} if do.isalpha() and len(do) < 20:
            return do
        case {"error": {"condition": str(name)}} if name in CONDITIONS:
            return name
    return f"{len(data)} B"


def _from_fields(fields: Any) -> Card:
    if not isinstance(fields, dict):
        raise ValueError("fields is no object")
    kind = CardKind(fields.get("kind"))
    texts = {name: fields.get(name, "") for name in _TEXT_FIELDS}
    if any(not isinstance(text, str) or len(text) > _LONGEST_FIELD for text in texts.values()):
        raise ValueError("a field is no text, or too long")
    if fields.keys() - {"kind", *_TEXT_FIELDS} or not (texts["name"] or texts["latin_name"]) or not texts["number"]:
        raise ValueError("a field is not known, or name and number are missing")
    values: dict[str, Any] = {name: _whole(text) for name, text in texts.items()}
    return Card(kind=kind, **values)


def _whole(text: str) -> str:
    """A lone surrogate, which JSON lets pass and no database does, as the chip's own would be: seen as U+FFFD."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _bytes(ok: dict[str, Any], name: str, most: int) -> bytes:
    data = base64.b64decode(ok.get(name, ""), validate=True)
    if len(data) > most:
        raise ValueError(f"{name} is too long")
    return data
