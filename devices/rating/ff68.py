"""The bytes of the keypad bus that callers and rating pads share, without any I/O (FF 68, 9600 8N1).

    FF 68 | L | L | 68 | address | function | data … | check | 16

L counts address, function and data; the check is their sum, modulo 256. A caller's address is its number, a rating
pad's the number plus 80 hex. Two public hall programs agree on the frames; what the codes of a pad's keys mean, and in
which form it wants to be answered, differs by make.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

from devices.ports import CallerKey, Role

LEAD = b"\xff"
"""Wakes the line up. Adapters lose it, and some makes leave it out, so receivers hunt for what follows."""

_START, _END = 0x68, 0x16
_HEAD = 4  # 68 L L 68
_TAIL = 2  # check, 16
_COUNTED = 2  # address, function
DATA_CEILING: Final = 30
"""More than any frame of this bus carries; an L beyond it is noise."""

PAD_ADDRESS = 0x80
NUMBERS = range(1, 0x80)
"""Numbers that a counter's caller and pad may have."""

KEY, RATED = 0x01, 0x11
"""Functions a caller and a rating pad speak with."""

_INVITE, _STARS, _ACKNOWLEDGE = 0x01, 0x02, 0x01
_SHOW, _BEEP = 0x02, 0x03
_BLANK = 0x0A

KEYS: Final = {
    0x0A: CallerKey.START,
    0x0B: CallerKey.EVALUATE,
    0x0C: CallerKey.NEXT,
    0x0D: CallerKey.RECALL,
    0x0E: CallerKey.CANCEL,
    0x0F: CallerKey.CONFIRM,
}
"""What the codes of a caller's keys mean; 00 to 09 are the digits, and 11 to 13 mean something to few makes."""

COMMAND_HEADS: Final = (b"\xff\x68", b"\x68")
"""How everything begins that we ever say to this bus. All of it is an act: no frame of it is a harmless question."""


class Acknowledgement(Enum):
    """How a make wants to hear that its key press has arrived."""

    ECHO = "echo"  # the same frame back
    WITH_DATA = "with_data"  # function 01 with the code
    WITHOUT_DATA = "without_data"  # function 01 alone
    BARE = "bare"  # function 01 alone, and no FF before it


@dataclass(frozen=True, slots=True)
class Frame:
    """One whole frame."""

    address: int
    function: int
    data: bytes = b""


def encode(frame: Frame) -> bytes:
    """The frame's bytes. Raises ValueError beyond `DATA_CEILING` bytes of data."""
    if len(frame.data) > DATA_CEILING:
        raise ValueError(f"{len(frame.data)} bytes of data, at most {DATA_CEILING} are allowed")
    counted = bytes([frame.address, frame.function]) + frame.data
    head = bytes([_START, len(counted), len(counted), _START])
    return LEAD + head + counted + bytes([sum(counted) & 0xFF, _END])


def press(number: int, key: CallerKey | int) -> bytes:
    """What a caller says when a key is pressed; a plain number is a digit, or a code without a name."""
    code = next(code for code, named in KEYS.items() if named is key) if isinstance(key, CallerKey) else key
    return encode(Frame(number, KEY, bytes([code])))


def rated(number: int, raw: int) -> bytes:
    """What a rating pad says when a key is pressed."""
    return encode(Frame(PAD_ADDRESS + number, RATED, bytes([raw])))


def acknowledge(frame: Frame, form: Acknowledgement) -> bytes:
    """The answer to a key press."""
    match form:
        case Acknowledgement.ECHO:
            return encode(frame)
        case Acknowledgement.WITH_DATA:
            return encode(Frame(frame.address, _ACKNOWLEDGE, frame.data))
        case Acknowledgement.WITHOUT_DATA:
            return encode(Frame(frame.address, _ACKNOWLEDGE))
        case Acknowledgement.BARE:
            return encode(Frame(frame.address, _ACKNOWLEDGE)).removeprefix(LEAD)


def show(number: int, *, waiting: int | None = None, ticket: int | None = None) -> bytes:
    """Six digits on a caller: how many wait, and the ticket called. Raises ValueError for what has not three digits."""
    return encode(Frame(number, _SHOW, _three(waiting) + _three(ticket)))


def beep(number: int) -> bytes:
    return encode(Frame(number, _BEEP))


def invite(number: int) -> bytes:
    """Ask on the pad for a rating."""
    return encode(Frame(PAD_ADDRESS + number, _INVITE, b"\x0b"))


def stars(number: int, count: int) -> bytes:
    """Show on the pad how many stars the clerk has, 1 to 5."""
    if not 1 <= count <= 5:
        raise ValueError(f"{count} stars: 1 to 5 can be shown")
    return encode(Frame(PAD_ADDRESS + number, _STARS, bytes([count])))


def key_of(frame: Frame) -> CallerKey | int | None:
    """The key that a caller's frame tells of: a named one, a digit, or None for a code without a name."""
    code = frame.data[0]
    return code if code <= 9 else KEYS.get(code)


def is_press(frame: Frame) -> bool:
    """A key press of a caller or of a rating pad. The acknowledgement of a caller's press looks the same."""
    return frame.function == (KEY if frame.address < PAD_ADDRESS else RATED) and len(frame.data) == 1


def recognise(data: bytes) -> frozenset[tuple[Role, int]]:
    """Who on this bus has spoken in what was overheard: role and number.

    The bus knows no harmless question, so it is found by listening while somebody presses a key.
    """
    decoder = FrameDecoder()
    heard = [*decoder.feed(data), *decoder.settle()]
    return frozenset(_speaker(frame) for frame in heard if is_press(frame) and frame.address & 0x7F in NUMBERS)


class FrameDecoder:
    """Turns bytes, in pieces of any size, into frames; whatever is no frame is skipped.

    `junk` counts the bytes skipped since the last good frame, but for the FF that wakes the line.
    """

    def __init__(self) -> None:
        self.junk = 0
        self._buffer = bytearray()

    @property
    def is_open(self) -> bool:
        """Something has begun that may become a frame."""
        return bool(self._buffer)

    def feed(self, data: bytes) -> list[Frame]:
        """The frames which these bytes complete."""
        self._buffer += data
        return list(self._whole_frames())

    def settle(self) -> list[Frame]:
        """The line has fallen quiet: what is open will never be whole. The frames that lay behind its false start."""
        frames: list[Frame] = []
        while self._buffer:
            self._skip()
            frames += self._whole_frames()
        return frames

    def _whole_frames(self) -> Iterator[Frame]:
        while self._buffer:
            size = self._size()
            if size is None:
                return
            counted = bytes(self._buffer[_HEAD : size - _TAIL])
            if size and self._buffer[size - _TAIL : size] == bytes([sum(counted) & 0xFF, _END]):
                del self._buffer[:size]
                self.junk = 0
                yield Frame(counted[0], counted[1], counted[2:])
            else:
                self._skip()

    def _size(self) -> int | None:
        """Of the frame at the front of the buffer: 0 where none begins, None while it is not all there."""
        head = self._buffer[:_HEAD]
        wanted = (_START, None, head[1] if len(head) > 1 else None, _START)
        if any(want not in (None, byte) for want, byte in zip(wanted, head, strict=False)):
            return 0
        if len(head) > 1 and not _COUNTED <= head[1] <= _COUNTED + DATA_CEILING:
            return 0
        whole = _HEAD + head[1] + _TAIL if len(head) == _HEAD else None
        return whole if whole is not None and len(self._buffer) >= whole else None

    def _skip(self) -> None:
        self.junk += self._buffer[:1] != LEAD
        del self._buffer[0]


def _three(number: int | None) -> bytes:
    if number is None:
        return bytes([_BLANK] * 3)
    if not 0 <= number <= 999:
        raise ValueError(f"{number}: three digits can be shown")
    return bytes(int(digit) for digit in f"{number:03d}")


def _speaker(frame: Frame) -> tuple[Role, int]:
    role = Role.CALLER if frame.address < PAD_ADDRESS else Role.RATING_PAD
    return role, frame.address & 0x7F
