"""The lock boards that speak lines of text (RS485, 9600), each with a CRC16-MODBUS in hexadecimal after the star.

    YT+PING=1*89A4                   → +PING:1*D525
    YT+OPENLOCK=board,lock*…         → +OPENLOCK:board,…*…
    YT+GETALLLOCKSSTATUS=board*…     → +GETALLLOCKSSTATUS:board,value of lock 1,value of lock 2 …*…
    what it cannot do                → +ERROR:board,why*…

Lines end with CR LF. A lock may also be written 1&3 or 1-5, which opens several; that is never sent.
"""

from __future__ import annotations

import re

from devices.lockers.board import Heard, Kind, Word, within

HEADS = {"any command": b"YT+"}
_SAID = re.compile(rb"(\+([A-Z]+):(\d{1,3})(?:,([^*\r\n]*))?)\*([0-9A-Fa-f]{4})\r?\n")
_ASKED = re.compile(rb"YT\+[^\r\n]*\r?\n")
_MOST_BOARDS = 255
_SHOWN = 60


def crc16(data: bytes) -> int:
    """CRC16-MODBUS: polynomial A001 from the right, starting with FFFF."""
    crc = 0xFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    return crc


def line(text: str) -> bytes:
    """A whole line: `text`, its check and the end."""
    data = text.encode("ascii")
    return data + b"*%04X\r\n" % crc16(data)


PROBE = line("YT+PING=1")
"""Harmless: asks board 1 whether it is there."""


class YtPlus:
    """The codec for boards of `locks` locks."""

    def __init__(self, locks: int) -> None:
        self.locks = locks

    def unlock(self, board: int, lock: int) -> bytes:
        """The command that opens one lock."""
        return line(f"YT+OPENLOCK={_board(board)},{within('lock', lock, 1, self.locks)}")

    def sensors(self, board: int) -> bytes:
        """The question for all sensors of a board."""
        return line(f"YT+GETALLLOCKSSTATUS={_board(board)}")

    def identify(self, board: int) -> bytes:
        """Whether the board is there."""
        return line(f"YT+PING={_board(board)}")

    def decode(self, data: bytes) -> Heard:
        """What these bytes say; what comes before a + on its line is noise."""
        words: list[Word] = []
        good = 0
        for found in _SAID.finditer(data):
            said, name, board, rest, check = found.groups(default=b"")
            if int(check, 16) == crc16(said):
                good += 1
                words += _words(name, int(board), rest.decode("ascii", "replace").split(",") if rest else [])
        lines = data.count(b"\n") - len(_ASKED.findall(data))
        return Heard(tuple(words), max(0, lines - good))


def _words(name: bytes, board: int, rest: list[str]) -> list[Word]:
    match name:
        case b"PING":
            return [Word(Kind.HERE, board)]
        case b"OPENLOCK":
            lock = int(rest[0]) if rest and rest[0].isdecimal() else 0
            return [Word(Kind.TAKEN, board, lock)]
        case b"GETALLLOCKSSTATUS":
            return [Word(Kind.SENSORS, board, 1, tuple({"0": 0, "1": 1}.get(each.strip()) for each in rest))]
        case b"ERROR":
            return [Word(Kind.REFUSED, board, detail=",".join(rest)[:_SHOWN])]
        case _:
            return []


def _board(number: int) -> int:
    return within("board", number, 1, _MOST_BOARDS)
