"""The lock boards whose commands begin with 8A (RS485, 9600): five bytes and more, the last the XOR of all before.

    open        8A bb ll 11 x         → 8A bb ll 00|11 x     whether 11 is open or shut depends on the locks' switches
    sensors     80 bb 00 33 x         → 80 bb … S2 S1 33 x   a bit a lock, the last byte being locks 1–8
    address     80 01 00 99 x         → 80 01 bb 99 x        asks whoever is on the line
    unasked                             81 bb ll 00|11 x     a sensor changed

The answer to a command may be the very bytes of the command, and adapters echo: it tells nothing about the door.
Lock 0 stands for all locks of a board and is never sent.
"""

from __future__ import annotations

from typing import Literal

from devices.lockers.board import Heard, Kind, Word, is_sealed, sealed, within

HEADS = {
    "open": b"\x8a",
    "query": b"\x80",
    "open several": b"\x90",
    "hold": b"\x9a",
    "release": b"\x9b",
    "open all": b"\x9d",
}
PROBE = bytes.fromhex("80 01 00 99 18")
"""Harmless: asks whichever board is there for its address."""

ByteOrder = Literal["last_first", "first_first"]

_BITS = {0x00: 0, 0x11: 1}
_QUERY, _ADDRESS = 0x33, 0x99
_SHORT = 5
_MOST_BOARDS = 32


class EightA:
    """The codec for boards of `locks` locks, whose sensors come with the byte of locks 1–8 last, or first."""

    def __init__(self, locks: int, byte_order: ByteOrder = "last_first") -> None:
        self.locks = locks
        self._bytes = (locks + 7) // 8
        self._last_first = byte_order == "last_first"

    def unlock(self, board: int, lock: int) -> bytes:
        """The command that opens one lock."""
        return sealed(bytes([0x8A, _board(board), within("lock", lock, 1, self.locks), 0x11]))

    def sensors(self, board: int) -> bytes:
        """The question for all sensors of a board."""
        return sealed(bytes([0x80, _board(board), 0x00, _QUERY]))

    def identify(self, board: int) -> bytes:
        """The same for every board: each answers with its own address."""
        return PROBE

    def decode(self, data: bytes) -> Heard:
        """What these bytes say; the frames carry no length, so the longer reading of a place is tried first."""
        words: list[Word] = []
        faults = at = 0
        while at < len(data):
            if data[at] not in (0x80, 0x81, 0x8A):
                at += 1  # noise
                continue
            sizes = [self._bytes + 4, _SHORT] if data[at] == 0x80 else [_SHORT]
            frames = [data[at : at + size] for size in sizes if len(data) - at >= size]
            read = next((frame for frame in frames if is_sealed(frame) and self._makes_sense(frame)), b"")
            if read:
                words += self._words(read)
                at += len(read)
            elif len(frames) < len(sizes):
                break  # not whole yet
            else:
                faults += 1
                at += 1
        return Heard(tuple(words), faults)

    def _makes_sense(self, frame: bytes) -> bool:
        if not 1 <= frame[1] <= _MOST_BOARDS:
            return False
        if frame[0] == 0x80 and len(frame) == self._bytes + 4 and frame[-2] == _QUERY:
            return True
        if frame[0] == 0x80 and len(frame) == _SHORT and frame[3] in (_QUERY, _ADDRESS):
            return True
        return len(frame) == _SHORT and frame[3] in _BITS and 1 <= frame[2] <= self.locks

    def _words(self, frame: bytes) -> list[Word]:
        head, board, lock, said = frame[:4]
        if head == 0x8A:
            return [Word(Kind.TAKEN, board, lock)]
        if head == 0x81:
            return [Word(Kind.PUSHED, board, lock, (_BITS[said],))]
        if len(frame) == self._bytes + 4 and frame[-2] == _QUERY:
            return [Word(Kind.SENSORS, board, 1, self._values(frame[2:-2]))]
        if said == _ADDRESS and lock:
            return [Word(Kind.HERE, lock)]
        return []  # our own question, or what somebody else asked for

    def _values(self, packed: bytes) -> tuple[int, ...]:
        bits = int.from_bytes(packed, "big" if self._last_first else "little")
        return tuple(bits >> lock & 1 for lock in range(self.locks))


def _board(number: int) -> int:
    return within("board", number, 1, _MOST_BOARDS)
