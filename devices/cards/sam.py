"""The bytes a card reader's security module (SAM) speaks, without any I/O (GA/T 467-2019, clause 7).

    request  AA AA AA 96 69 | length, 2 bytes | command, parameter | data … | check
    reply    AA AA AA 96 69 | length, 2 bytes | SW1 SW2 SW3        | data … | check

The length counts everything after itself, the check byte is the XOR of everything after the preamble.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from enum import Enum
from functools import reduce
from operator import xor

PREAMBLE = bytes.fromhex("AA AA AA 96 69")
MARK = PREAMBLE[2:]
"""What the receiver hunts for: adapters lose or add a leading AA."""

DATA_CEILING = 4089
_HEAD = len(MARK) + 2
_LONGEST = DATA_CEILING + 4
_SHORTEST_REQUEST, _SHORTEST_REPLY = 3, 4


class Command(Enum):
    """What can be asked of a SAM: command byte and parameter. Setting the speed is left out on purpose."""

    RESET = b"\x10\xff"
    STATUS = b"\x11\xff"
    SAM_ID = b"\x12\xff"
    FIND = b"\x20\x01"
    SELECT = b"\x20\x02"
    READ_BASE = b"\x30\x01"
    READ_NEW_ADDRESS = b"\x30\x03"
    READ_MANAGEMENT = b"\x30\x05"
    READ_BASE_FP = b"\x30\x10"
    SET_MAX_RF = b"\x61\xff"


OK, NO_CONTENT, FOUND, NOT_FOUND = 0x90, 0x91, 0x9F, 0x80
CHECKSUM_ERROR, LENGTH_ERROR, COMMAND_ERROR, UNKNOWN_ERROR = 0x10, 0x11, 0x21, 0x24
READ_FAILED, SELECT_FAILED = 0x41, 0x81
SELF_TEST_FAILED, UNAUTHORISED = 0x60, 0x66

MEANINGS = {
    OK: "success",
    NO_CONTENT: "the item has no content",
    FOUND: "card found",
    CHECKSUM_ERROR: "the SAM received a wrong checksum",
    LENGTH_ERROR: "the SAM received a wrong length",
    COMMAND_ERROR: "the SAM does not know the command",
    0x23: "operation not permitted",
    UNKNOWN_ERROR: "unknown error",
    0x31: "the card does not accept the SAM",
    0x32: "the SAM does not accept the card",
    0x33: "the information check failed",
    0x37: "the fingerprint check failed",
    0x3F: "wrong length of information",
    0x40: "the card type is not recognised",
    READ_FAILED: "reading failed",
    0x47: "the random number failed",
    SELF_TEST_FAILED: "the SAM's self-test failed",
    UNAUTHORISED: "the SAM is not authorised",
    NOT_FOUND: "no card, or it was read already",
    SELECT_FAILED: "selecting the card failed",
}
"""Status byte SW3 in words for a log; the sentence for a clerk is made elsewhere."""

_ANSWERS_TO_ANYTHING = frozenset({CHECKSUM_ERROR, LENGTH_ERROR, COMMAND_ERROR, 0x23, UNKNOWN_ERROR,
                                  SELF_TEST_FAILED, UNAUTHORISED})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reply:
    """One whole reply. SW1 SW2 are 0 but when a card's own status word shines through."""

    sw1: int
    sw2: int
    sw3: int
    data: bytes = field(default=b"", repr=False)

    @property
    def meaning(self) -> str:
        return MEANINGS.get(self.sw3, f"status {self.sw3:02X}")

    def answers(self, command: Command) -> bool:
        """Could this be the answer to `command`?

        Replies do not name their question, so a late one must be known by its shape.
        """
        if self.sw3 in _ANSWERS_TO_ANYTHING:
            return True
        if (self.sw3 in (FOUND, NOT_FOUND)) != (command is Command.FIND):
            return False
        if self.sw3 != OK:
            return True
        match command:
            case Command.SAM_ID:
                return len(self.data) == 16
            case Command.SELECT:
                return len(self.data) < 16
            case Command.READ_BASE | Command.READ_BASE_FP:
                return len(self.data) >= 256
            case Command.READ_NEW_ADDRESS | Command.READ_MANAGEMENT:
                return 0 < len(self.data) < 256
            case _:
                return not self.data


@dataclass(frozen=True, slots=True)
class Content:
    """The parts of a card: text (256 bytes), photo (closed WLT codec) and fingerprint, often absent."""

    text: bytes = field(repr=False)
    photo: bytes = field(repr=False)
    fingerprint: bytes = field(default=b"", repr=False)


def frame(body: bytes) -> bytes:
    """Wrap `body` (command or status bytes, then data) into a whole frame."""
    counted = (len(body) + 1).to_bytes(2) + body
    return PREAMBLE + counted + bytes([reduce(xor, counted)])


def encode(command: Command, data: bytes = b"") -> bytes:
    """The whole request. Raises ValueError beyond `DATA_CEILING` bytes of data."""
    if len(data) > DATA_CEILING:
        raise ValueError(f"{len(data)} bytes of data, at most {DATA_CEILING} are allowed")
    return frame(command.value + data)


def rest_after(head: bytes) -> int | None:
    """How many bytes of a frame follow its first seven; None when `head` does not begin one."""
    if len(head) != len(PREAMBLE) + 2 or not head.startswith(PREAMBLE):
        return None
    length = int.from_bytes(head[len(PREAMBLE) :])
    return length if _SHORTEST_REQUEST <= length <= _LONGEST else None


class FrameDecoder:
    """Turns bytes, in pieces of any size, into frame bodies; whatever is no frame is skipped.

    `faults` counts frames with a wrong checksum or an impossible length. After a fault the hunt goes on one
    byte later, so what is found then may lie *inside* a damaged frame: a driver asks again instead.
    """

    def __init__(self, shortest: int = _SHORTEST_REQUEST) -> None:
        self.faults = 0
        self._shortest = shortest
        self._buffer = bytearray()

    @property
    def is_open(self) -> bool:
        """A frame has begun and is not complete."""
        return self._buffer.startswith(MARK)

    def feed(self, data: bytes) -> list[bytes]:
        """The bodies (without length and check byte) which these bytes complete."""
        self._buffer += data
        bodies: list[bytes] = []
        while (body := self._next_body()) is not None:
            bodies.append(body)
        return bodies

    def _next_body(self) -> bytes | None:
        while self._hunt():
            length = int.from_bytes(self._buffer[len(MARK) : _HEAD])
            possible = self._shortest <= length <= _LONGEST
            if possible and len(self._buffer) < _HEAD + length:
                return None  # open: photo data may hold the preamble, so nothing is searched in here
            checked = bytes(self._buffer[len(MARK) : _HEAD + length])
            if possible and reduce(xor, checked) == 0:
                del self._buffer[: _HEAD + length]
                return checked[2:-1]
            self.faults += 1
            del self._buffer[0]
        return None

    def _hunt(self) -> bool:
        """Drop what comes before the mark; true when the length behind the mark is there too."""
        at = self._buffer.find(MARK)
        if at < 0:
            at = max(0, len(self._buffer) - len(MARK) + 1)
        del self._buffer[:at]
        return len(self._buffer) >= _HEAD


class ReplyDecoder:
    """A `FrameDecoder` for the answering side: its frames are `Reply` values.

    Some lines give back what was sent before the answer comes: the `question` (a request's body) is passed over, and
    counted in `echoes`.
    """

    def __init__(self, question: bytes = b"") -> None:
        self._question = question
        self._frames = FrameDecoder(_SHORTEST_REQUEST if question else _SHORTEST_REPLY)
        self._too_short = 0
        self.echoes = 0

    @property
    def faults(self) -> int:
        return self._frames.faults + self._too_short

    @property
    def is_open(self) -> bool:
        return self._frames.is_open

    def feed(self, data: bytes) -> list[Reply]:
        """The replies which these bytes complete."""
        whole = self._frames.feed(data)
        bodies = [body for body in whole if body != self._question]
        self.echoes += len(whole) - len(bodies)
        replies = [Reply(body[0], body[1], body[2], body[3:]) for body in bodies if len(body) >= 3]
        self._too_short += len(bodies) - len(replies)
        return replies


def split_content(reply: Reply, *, with_fingerprint: bool = False) -> Content:
    """Take a READ_BASE or READ_BASE_FP reply apart by its own lengths; ValueError if they do not add up."""
    parts = 3 if with_fingerprint else 2
    lengths = [int.from_bytes(reply.data[at : at + 2]) for at in range(0, parts * 2, 2)]
    if sum(lengths) + parts * 2 != len(reply.data):
        raise ValueError("the lengths in the reply do not add up")
    pieces, at = [], parts * 2
    for length in lengths:
        pieces.append(reply.data[at : at + length])
        at += length
    return Content(*pieces)


def join_content(content: Content, *, with_fingerprint: bool = False) -> bytes:
    """The inverse of `split_content`: the data of a reply."""
    parts = [content.text, content.photo] + [content.fingerprint] * with_fingerprint
    return b"".join(len(part).to_bytes(2) for part in parts) + b"".join(parts)


def sam_id_text(data: bytes) -> str:
    """The SAM's number as vendors print it, e.g. 05.03-20150101-0000000123-0000004567. `data` is 16 bytes."""
    return "{:02d}.{:02d}-{:d}-{:010d}-{:010d}".format(*struct.unpack("<HHIII", data))


def redact(data: bytes) -> str:
    """Hex of a frame's head up to the status; of the rest only how much it is: it may be personal."""
    at = data.find(MARK)
    shown = at + len(MARK) + 5 if 0 <= at <= len(PREAMBLE) else 0
    head, rest = data[:shown], len(data) - shown
    return " ".join([head.hex(" ").upper()] * bool(head) + [f"+{rest} B"] * (rest > 0))
