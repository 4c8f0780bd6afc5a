"""The Internet Printing Protocol as bytes, as far as a queue is asked to print and how it fares. No I/O.

Sources: RFC 8010 (encoding), RFC 8011 (operations, states, reasons). CUPS speaks it; unlike `lpstat`, it tells a job
that was printed from one that was cancelled.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum

Value = int | bool | str | bytes
Attributes = Mapping[str, str | int | tuple[str, ...]]


class Operation(IntEnum):
    PRINT_JOB = 0x0002
    CANCEL_JOB = 0x0008
    GET_JOB_ATTRIBUTES = 0x0009
    GET_PRINTER_ATTRIBUTES = 0x000B
    GET_DEFAULT = 0x4001  # CUPS's own


class JobState(IntEnum):
    PENDING = 3
    HELD = 4
    PROCESSING = 5
    STOPPED = 6
    CANCELED = 7
    ABORTED = 8
    COMPLETED = 9


NOT_FOUND = 0x0406
NOT_ACCEPTING = 0x0506
_FIRST_ERROR = 0x0400

_INTEGER, _BOOLEAN, _ENUM, _NAME, _KEYWORD, _URI, _CHARSET, _LANGUAGE, _FORMAT = (
    0x21, 0x22, 0x23, 0x42, 0x44, 0x45, 0x47, 0x48, 0x49,
)  # fmt: skip
_TAGS = {
    "attributes-charset": _CHARSET,
    "attributes-natural-language": _LANGUAGE,
    "printer-uri": _URI,
    "requesting-user-name": _NAME,
    "job-name": _NAME,
    "document-format": _FORMAT,
    "requested-attributes": _KEYWORD,
    "job-id": _INTEGER,
}
_TEXTS = frozenset({0x41, _NAME, _KEYWORD, _URI, 0x46, _CHARSET, _LANGUAGE, _FORMAT})
_OPERATION_GROUP, _END = 0x01, 0x03


@dataclass(frozen=True, slots=True)
class Reply:
    """`status` is 0x0000…0x00FF for success; `attributes` of all groups together, each with all its values."""

    status: int
    attributes: Mapping[str, tuple[Value, ...]]

    @property
    def is_error(self) -> bool:
        return self.status >= _FIRST_ERROR

    def number(self, name: str) -> int:
        """The first value of an attribute that is a number. Raises ValueError where the printer did not send it."""
        value = self.attributes.get(name, (None,))[0]
        if not isinstance(value, int):
            raise ValueError(f"no {name}")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        return tuple(value for value in self.attributes.get(name, ()) if isinstance(value, str))


def request(operation: Operation, attributes: Attributes) -> bytes:
    """A request; a document follows it as it is. `attributes` in the order the standard wants: the target first."""
    given = {"attributes-charset": "utf-8", "attributes-natural-language": "en"} | dict(attributes)
    body = b"".join(_attribute(name, value) for name, value in given.items())
    return b"\x01\x01" + _two(operation) + b"\0\0\0\1" + bytes([_OPERATION_GROUP]) + body + bytes([_END])


def parse(data: bytes) -> Reply:
    """What a printer replied. Raises ValueError for bytes that are no whole reply."""
    if len(data) < 9:
        raise ValueError("cut off")
    attributes: dict[str, tuple[Value, ...]] = {}
    name = ""
    for tag, named, value in _entries(data):
        name = named or name
        attributes[name] = (*attributes.get(name, ()), _value(tag, value))
    return Reply(int.from_bytes(data[2:4], "big"), attributes)


def _entries(data: bytes) -> Iterator[tuple[int, str, bytes]]:
    at = 8
    while at < len(data):
        tag = data[at]
        at += 1
        if tag == _END:
            return
        if tag < 0x10:  # another group begins
            continue
        name, at = _counted(data, at)
        value, at = _counted(data, at)
        yield tag, name.decode("utf-8", errors="replace"), value
    raise ValueError("cut off")


def _counted(data: bytes, at: int) -> tuple[bytes, int]:
    if at + 2 > len(data):
        raise ValueError("cut off")
    end = at + 2 + int.from_bytes(data[at : at + 2], "big")
    if end > len(data):
        raise ValueError("cut off")
    return data[at + 2 : end], end


def _value(tag: int, value: bytes) -> Value:
    if tag in (_INTEGER, _ENUM):
        return int.from_bytes(value, "big", signed=True)
    if tag == _BOOLEAN:
        return value != b"\0"
    return value.decode("utf-8", errors="replace") if tag in _TEXTS else value


def _attribute(name: str, value: str | int | tuple[str, ...]) -> bytes:
    values = value if isinstance(value, tuple) else (value,)
    written = b""
    for place, each in enumerate(values):
        named = name.encode() if place == 0 else b""
        data = each.to_bytes(4, "big") if isinstance(each, int) else each.encode("utf-8")
        written += bytes([_TAGS[name]]) + _two(len(named)) + named + _two(len(data)) + data
    return written


def _two(number: int) -> bytes:
    return number.to_bytes(2, "big")
