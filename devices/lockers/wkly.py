"""The lock boards whose frames begin with the letters WKLY (RS485, 9600).

    frame       57 4B 4C 59 | length of all | board 0–31 | command | data … | XOR of all before

    82 open     lock          → status lock door
    84 sensors                → status count door …
    85 unasked                  lock door

Status 00 is well and FF failed; a door is 00 or 01, and FF where its sensor is out of order. Some boards do not
answer 82 at all. 80, 86 and 87 open several or all locks, 88 holds one open; they are never sent.
"""

from __future__ import annotations

from devices.lockers.board import Heard, Kind, Word, is_sealed, sealed, within

MARK = b"WKLY"
OPEN, SENSORS, PUSHED = 0x82, 0x84, 0x85
HEADS = {"any command": MARK}
FAILED = 0xFF

_BARE = len(MARK) + 4
_MOST_LOCKS = 64
_MOST_BOARD = 31


def frame(board: int, command: int, data: bytes = b"") -> bytes:
    """A whole frame."""
    return sealed(MARK + bytes([_BARE + len(data), board, command]) + data)


PROBE = frame(1, SENSORS)
"""Harmless: asks board 1 for its sensors."""


class Wkly:
    """The codec for boards of `locks` locks."""

    def __init__(self, locks: int) -> None:
        self.locks = locks

    def unlock(self, board: int, lock: int) -> bytes:
        """The command that opens one lock."""
        return frame(_board(board), OPEN, bytes([within("lock", lock, 1, self.locks)]))

    def sensors(self, board: int) -> bytes:
        """The question for all sensors of a board."""
        return frame(_board(board), SENSORS)

    def identify(self, board: int) -> bytes:
        """The question for the sensors: the family has none for the address alone."""
        return self.sensors(board)

    def decode(self, data: bytes) -> Heard:
        """What these bytes say."""
        words: list[Word] = []
        faults, at = 0, data.find(MARK)
        while at >= 0 and at + len(MARK) < len(data):
            size = data[at + len(MARK)]
            possible = _BARE <= size <= _BARE + 2 + _MOST_LOCKS
            if possible and len(data) < at + size:
                break  # not whole yet
            whole = data[at : at + size]
            if possible and is_sealed(whole) and (said := _said(whole[5], whole[6], whole[7:-1])) is not None:
                words += said
                at = data.find(MARK, at + size)
            else:
                faults += 1
                at = data.find(MARK, at + 1)
        return Heard(tuple(words), faults)


def _said(board: int, command: int, data: bytes) -> list[Word] | None:
    """The words of one frame; None where its data do not fit its command."""
    match command, len(data):
        case (0x82, 3):
            return [Word(Kind.TAKEN, board, data[1]) if data[0] == 0 else _failure(board, data[1])]
        case (0x84, 1 | 2) if data[0]:
            return [_failure(board, 0)]
        case (0x84, size) if size >= 2:
            doors = tuple(_value(door) for door in data[2:])
            return [Word(Kind.SENSORS, board, 1, doors)] if data[0] == 0 and data[1] == len(doors) else None
        case (0x85, 2):
            return [Word(Kind.PUSHED, board, data[0], (_value(data[1]),))]
        case _:
            return []  # our own question, or what somebody else asked for


def _failure(board: int, lock: int) -> Word:
    return Word(Kind.REFUSED, board, lock, detail="the board reports a failure")


def _value(door: int) -> int | None:
    return door if door in (0, 1) else None


def _board(number: int) -> int:
    return within("board", number, 0, _MOST_BOARD)
