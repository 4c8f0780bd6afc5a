"""The bytes of A0 90 window displays, without any I/O. One source, and one frame of it verified.

    text             A0 90 | address | A5 | length, 2 bytes | character, colour, character, colour … | check
    acknowledgement  A0 90 | address | A5 | AA

A character is one or two bytes of GBK, a colour one byte; the length counts both, the check is the XOR of everything
from the address on. Boards of one colour speak a different, half-known form, which is not spoken here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import xor
from typing import Final

MARK = b"\xa0\x90"
_TEXT = 0xA5
_DONE = 0xAA
_HEAD = 6  # mark, address, A5, length
LENGTH_CEILING: Final = 1024
"""Bytes of characters and colours; a length beyond it is noise."""

MISSING = "〓"
"""Stands in GB fonts for a character they have not got."""

_DOTS = str.maketrans("・•‧", "···")
"""Dots that are typed within a name, and the one that GB fonts have."""

COMMAND_HEADS: Final = (MARK,)
"""How everything begins that we ever say to such a display. It knows no harmless question."""


@dataclass(frozen=True, slots=True)
class ShownText:
    """What a display is told: the text, and one colour byte for all of it."""

    address: int
    text: str
    colour: int = 0


@dataclass(frozen=True, slots=True)
class Fitted:
    """A text as a display can show it, and the characters for which it shows 〓 instead, each once."""

    text: str
    lacking: str

    @property
    def columns(self) -> int:
        """Half-width columns that it takes: two for a character of two bytes."""
        return len(self.text.encode("gbk"))


def fit(text: str, characters: str = "gbk") -> Fitted:
    """Line breaks and tabs become spaces; what is not in `characters` (gbk, gb2312), or cannot be seen, becomes 〓."""
    plain = " ".join(text.split()).translate(_DOTS)
    lacking = "".join(dict.fromkeys(character for character in plain if not _is_shown(character, characters)))
    return Fitted("".join(MISSING if character in lacking else character for character in plain), lacking)


def encode(shown: ShownText) -> bytes:
    """The whole frame. Raises ValueError for a text that was not fitted, or is too long for any display."""
    cells = b"".join(character.encode("gbk") + bytes([shown.colour]) for character in shown.text)
    if len(cells) > LENGTH_CEILING:
        raise ValueError(f"{len(cells)} bytes of text, at most {LENGTH_CEILING} are allowed")
    checked = bytes([shown.address, _TEXT]) + len(cells).to_bytes(2) + cells
    return MARK + checked + bytes([reduce(xor, checked)])


def acknowledgement(address: int) -> bytes:
    """What a display says when it has taken a text."""
    return MARK + bytes([address, _TEXT, _DONE])


def is_acknowledged(heard: bytes, sent: bytes, address: int) -> bool:
    """Whether `heard`, all that came since `sent` went out, acknowledges it. An adapter's echo of it does not."""
    if sent.startswith(heard):
        return False  # nothing yet, or an echo that is still arriving: the text may have an acknowledgement in it
    return acknowledgement(address) in heard.replace(sent, b"", 1)


class TextDecoder:
    """The display's side: turns bytes, in pieces of any size, into what it is told. Whatever else comes is skipped."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> list[ShownText]:
        """The texts which these bytes complete."""
        self._buffer += data
        return list(self._whole_texts())

    def _whole_texts(self) -> Iterator[ShownText]:
        while len(self._buffer) >= _HEAD:
            length = int.from_bytes(self._buffer[4:_HEAD])
            begins = self._buffer.startswith(MARK) and self._buffer[3] == _TEXT and length <= LENGTH_CEILING
            end = _HEAD + length
            if begins and len(self._buffer) <= end:
                return
            cells = _cells(bytes(self._buffer[_HEAD:end])) if begins else None
            if cells is None or reduce(xor, self._buffer[2 : end + 1]) != 0:
                del self._buffer[0]
                continue
            yield ShownText(self._buffer[2], "".join(cells), self._buffer[end - 1] if length else 0)
            del self._buffer[: end + 1]


def _cells(data: bytes) -> list[str] | None:
    """The characters of a frame's data; None where it is none."""
    characters, at = [], 0
    while at < len(data):
        size = 1 if data[at] < 0x80 else 2
        try:
            characters.append(data[at : at + size].decode("gbk"))
        except UnicodeDecodeError:
            return None
        at += size + 1
    return characters if at == len(data) else None


def _is_shown(character: str, characters: str) -> bool:
    """By its bytes, for it is these that the font is asked for; Python's gb2312 takes · and — for other characters."""
    try:
        return bool(character.encode("gbk").decode(characters)) and character.isprintable()
    except UnicodeError:
        return False
