"""Text messages as the network carries them (3GPP TS 23.040): PDUs in UCS2, long texts in numbered parts. No I/O.

Everything goes as UCS2: these are Chinese texts, and one alphabet is one thing less to get wrong.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

UNITS_ALONE, UNITS_A_PART = 70, 67
"""UTF-16 units that a message holds, alone and as a part of a longer one."""
MOST_PARTS = 255
DAY = 0xA7
"""Validity: how long the network goes on trying, in its own code; this is 24 hours."""

_MAINLAND = re.compile(r"(?:\+?86)?(1[3-9]\d{9})", re.ASCII)
_SUBMIT, _HAS_HEADER, _VALIDITY_IS_RELATIVE = 0x01, 0x40, 0x10
_INTERNATIONAL, _UCS2 = 0x91, 0x08


@dataclass(frozen=True, slots=True)
class Pdu:
    """One PDU in hexadecimal, as a modem takes it; `octets` counts it without the (empty) service centre."""

    text: str = field(repr=False)
    octets: int


def mainland_number(text: str) -> str:
    """A mobile number as +86 and eleven digits. Blanks and hyphens are let pass. Raises ValueError, without it."""
    found = _MAINLAND.fullmatch(re.sub(r"[\s-]", "", text))
    if found is None:
        raise ValueError("no mobile number of the mainland")
    return f"+86{found[1]}"


def split_text(text: str) -> list[str]:
    """The parts of a text, each short enough; a character of two units is never split.

    Raises ValueError for an empty text, half a character (a lone surrogate) or more than 255 parts.
    """
    if not text:
        raise ValueError("nothing to send")
    if _units(text) <= UNITS_ALONE:
        return [text]
    parts, units = [""], 0
    for character in text:
        units += _units(character)
        if units > UNITS_A_PART:
            parts.append("")
            units = _units(character)
        parts[-1] += character
    if len(parts) > MOST_PARTS:
        raise ValueError(f"{len(parts)} parts, at most {MOST_PARTS} are possible")
    return parts


def encode(number: str, text: str, *, reference: int, validity: int = DAY) -> list[Pdu]:
    """The PDUs of a message to `number` (+86…), in their order.

    `reference` (0–255) ties the parts of a long text together. Raises ValueError as `split_text` does.
    """
    parts = split_text(text)
    if len(parts) == 1:
        return [encode_part(number, text, validity=validity)]
    return [
        encode_part(number, part, place=(reference, len(parts), place), validity=validity)
        for place, part in enumerate(parts, start=1)
    ]


def encode_part(number: str, text: str, *, place: Sequence[int] = (), validity: int = DAY) -> Pdu:
    """One PDU. `place` is reference, number of parts, and which part this is; () for a message of one part."""
    header = bytes([5, 0, 3, *place]) if place else b""
    body = header + text.encode("utf-16-be")
    digits = number.removeprefix("+")
    octets = b"".join(
        (
            bytes([_SUBMIT | _VALIDITY_IS_RELATIVE | (_HAS_HEADER if place else 0), 0]),
            bytes([len(digits), _INTERNATIONAL]),
            _swapped(digits),
            bytes([0, _UCS2, validity, len(body)]),
            body,
        )
    )
    return Pdu("00" + octets.hex().upper(), len(octets))


def _units(text: str) -> int:
    return len(text.encode("utf-16-be")) // 2  # UnicodeEncodeError, for half a character, is a ValueError


def _swapped(digits: str) -> bytes:
    """Digits two in a byte, the first in the low half; F fills the last."""
    even = digits + "F" * (len(digits) % 2)
    return bytes.fromhex("".join(even[at + 1] + even[at] for at in range(0, len(even), 2)))
