"""Locker cells made of software: boards of any family on one RS485 line, with doors that people pull and push.

    with SimulatedDevice(LockBoards(Family.WKLY, boards=(1, 2)), over="pty", baud=9600) as bank:
        ... open bank.address ...
        bank.say(bank.machine.shut(25))

The boards do what theirs do when asked, opening everything at once included, so that a test can see that we never ask.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from devices.lockers import wkly, yt_plus
from devices.lockers.board import is_sealed, sealed
from devices.lockers.profile import Family

MAKERS_CLOSED_VALUE = {Family.EIGHT_A: 1, Family.WKLY: 1, Family.YT_PLUS: 0}


class Fault(Enum):
    """What can be wrong with locks, boards and the way they are wired."""

    STUCK = "stuck"  # a cell's door stays shut
    DEAD_SENSOR = "dead_sensor"  # a cell's sensor says nothing; family 8A has no way to say so and says 11
    REVERSED = "reversed"  # the locks' feedback switches are of the other kind
    ECHO = "echo"  # the adapter gives back what is sent
    SILENT = "silent"  # a board says nothing and does nothing
    WRONG_ADDRESS = "wrong_address"  # a board's DIP switch says one more than it should
    SILENT_ONCE_OPENED = "silent_once_opened"  # the coil takes the board's power: after opening it says nothing more
    REFUSES = "refuses"  # a board refuses to open a cell, where its family has a word for that
    ANSWERS_NO_OPENING = "answers_no_opening"  # the boards open, but say nothing to the command


class Act(Enum):
    """What a command asks for."""

    OPEN = "open"
    SENSOR = "sensor"
    SENSORS = "sensors"
    ADDRESS = "address"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Order:
    """One command to a board; `locks` is empty where it means all."""

    act: Act
    board: int
    locks: tuple[int, ...] = ()


class LockBoards:
    """Boards with so many locks each, doors shut at first. `opened` are the cells that were told to open, in order.

    Cells count from 1 over all boards. What a person does at a door answers what the board says unasked of it.
    """

    def __init__(
        self,
        family: Family,
        *,
        boards: Sequence[int] = (1,),
        locks: int = 24,
        closed_value: int | None = None,
        byte_order: str = "last_first",
    ) -> None:
        self.opened: list[int] = []
        self._dialect = _dialect(family, locks, byte_order)
        self._boards, self._locks = tuple(boards), locks
        self._closed = MAKERS_CLOSED_VALUE[family] if closed_value is None else closed_value
        self._open: set[int] = set()
        self._faults: dict[Fault, set[int]] = {}
        self._unread = bytearray()
        self._lock = threading.Lock()

    def play(self, fault: Fault, *places: int) -> None:
        """Be faulty until healed: at these cells (STUCK, DEAD_SENSOR, REFUSES) or these boards, all if none is."""
        with self._lock:
            self._faults[fault] = set(places or self._boards)

    def heal(self) -> None:
        """Be rid of all faults; the doors stay as they are."""
        with self._lock:
            self._faults.clear()

    def pull(self, cell: int) -> bytes:
        """Somebody opens a door with the key; what the board says of it unasked."""
        with self._lock:
            self._open.add(cell)
            return self._pushed(cell)

    def shut(self, cell: int) -> bytes:
        """Somebody pushes a door shut; what the board says of it unasked."""
        with self._lock:
            self._open.discard(cell)
            return self._pushed(cell)

    @property
    def open_cells(self) -> frozenset[int]:
        """The cells whose doors stand open in truth, whatever sensors say."""
        with self._lock:
            return frozenset(self._open)

    def answer(self, data: bytes) -> bytes:
        """Take these bytes of the computer; what the boards say to them."""
        with self._lock:
            self._unread += data
            said = data if Fault.ECHO in self._faults else b""
            for order in self._dialect.orders(self._unread):
                said += self._obey(order)
            return said

    def _obey(self, order: Order) -> bytes:
        if order.act is Act.ADDRESS and order.board == 0:
            return b"".join(self._dialect.here(self._address(board)) for board in self._boards if self._lives(board))
        board = next((each for each in self._boards if self._address(each) == order.board), None)
        if board is None or not self._lives(board):
            return b""
        match order.act:
            case Act.OPEN:
                return self._open_locks(board, order)
            case Act.SENSORS:
                return self._dialect.sensors(order.board, [self._value(cell) for cell in self._cells(board)])
            case Act.SENSOR if order.locks and order.locks[0] <= self._locks:
                value = self._value(self._cells(board)[order.locks[0] - 1])
                return self._dialect.sensor(order.board, order.locks[0], value)
            case Act.ADDRESS:
                return self._dialect.here(order.board)
            case _:
                return self._dialect.failed(order.board)

    def _open_locks(self, board: int, order: Order) -> bytes:
        cells = self._cells(board)
        refused = self._faults.get(Fault.REFUSES, ())
        if any(lock > self._locks or cells[lock - 1] in refused for lock in order.locks):
            return self._dialect.failed(order.board)
        for lock in order.locks or range(1, self._locks + 1):
            cell = cells[lock - 1]
            self.opened.append(cell)
            if cell not in self._faults.get(Fault.STUCK, ()):
                self._open.add(cell)
        if Fault.SILENT_ONCE_OPENED in self._faults:
            self._faults[Fault.SILENT] = set(self._boards)
        if {Fault.ANSWERS_NO_OPENING, Fault.SILENT_ONCE_OPENED} & self._faults.keys():
            return b""
        lock = order.locks[0] if order.locks else 1
        return self._dialect.taken(order.board, lock, self._value(cells[lock - 1]))

    def _cells(self, board: int) -> range:
        first = self._boards.index(board) * self._locks + 1
        return range(first, first + self._locks)

    def _value(self, cell: int) -> int | None:
        if cell in self._faults.get(Fault.DEAD_SENSOR, ()):
            return None
        closed = self._closed ^ (Fault.REVERSED in self._faults)
        return 1 - closed if cell in self._open else closed

    def _address(self, board: int) -> int:
        return board + (board in self._faults.get(Fault.WRONG_ADDRESS, ()))

    def _lives(self, board: int) -> bool:
        return board not in self._faults.get(Fault.SILENT, ())

    def _pushed(self, cell: int) -> bytes:
        place, lock = divmod(cell - 1, self._locks)
        board = self._boards[place]
        return self._dialect.pushed(self._address(board), lock + 1, self._value(cell)) if self._lives(board) else b""


class _Dialect(Protocol):
    """The boards' side of a family."""

    def orders(self, unread: bytearray) -> list[Order]:
        """The whole commands at the front of `unread`, which loses them."""
        ...

    def taken(self, board: int, lock: int, value: int | None) -> bytes: ...
    def failed(self, board: int) -> bytes: ...
    def sensor(self, board: int, lock: int, value: int | None) -> bytes: ...
    def sensors(self, board: int, values: Sequence[int | None]) -> bytes: ...
    def here(self, board: int) -> bytes: ...
    def pushed(self, board: int, lock: int, value: int | None) -> bytes: ...


def _dialect(family: Family, locks: int, byte_order: str) -> _Dialect:
    match family:
        case Family.EIGHT_A:
            return _EightA(locks, byte_order)
        case Family.WKLY:
            return _Wkly()
        case Family.YT_PLUS:
            return _YtPlus()


class _EightA:
    def __init__(self, locks: int, byte_order: str) -> None:
        self._bytes = (locks + 7) // 8
        self._last_first = byte_order == "last_first"

    def orders(self, unread: bytearray) -> list[Order]:
        found: list[Order] = []
        while unread:
            sizes = {0x8A: (5, 6), 0x90: (self._bytes + 3,)}.get(unread[0], (5,))
            whole = next((size for size in sizes if len(unread) >= size and is_sealed(bytes(unread[:size]))), 0)
            if whole:
                found.append(self._order(bytes(unread[:whole])))
            elif len(unread) < sizes[-1] and unread[0] in (0x8A, 0x80, 0x90, 0x9A, 0x9B, 0x9D):
                break
            del unread[: whole or 1]
        return found

    def _order(self, frame: bytes) -> Order:
        head, board, lock, what = frame[:4]
        match head:
            case 0x8A | 0x9A:
                return Order(Act.OPEN, board, (lock,) if lock else ())
            case 0x9D:
                return Order(Act.OPEN, board)
            case 0x90:
                return Order(Act.OPEN, board, _set_bits(int.from_bytes(frame[2:-1], "little")))
            case 0x80 if what == 0x99:
                return Order(Act.ADDRESS, 0)
            case 0x80 if what == 0x33:
                return Order(Act.SENSOR, board, (lock,)) if lock else Order(Act.SENSORS, board)
            case _:
                return Order(Act.NOTHING, board)

    def taken(self, board: int, lock: int, value: int | None) -> bytes:
        return sealed(bytes([0x8A, board, lock, _eleven(value)]))

    def failed(self, board: int) -> bytes:
        return b""

    def sensor(self, board: int, lock: int, value: int | None) -> bytes:
        return sealed(bytes([0x80, board, lock, _eleven(value)]))

    def sensors(self, board: int, values: Sequence[int | None]) -> bytes:
        bits = sum((1 if value is None else value) << lock for lock, value in enumerate(values))
        packed = bits.to_bytes(self._bytes, "big" if self._last_first else "little")
        return sealed(bytes([0x80, board]) + packed + b"\x33")

    def here(self, board: int) -> bytes:
        return sealed(bytes([0x80, 0x01, board, 0x99]))

    def pushed(self, board: int, lock: int, value: int | None) -> bytes:
        return sealed(bytes([0x81, board, lock, _eleven(value)]))


class _Wkly:
    def orders(self, unread: bytearray) -> list[Order]:
        found: list[Order] = []
        while (at := unread.find(wkly.MARK)) >= 0 and len(unread) > at + 4:
            size = unread[at + 4]
            if size >= 8 and len(unread) < at + size:
                break
            frame = bytes(unread[at : at + size])
            whole = size >= 8 and is_sealed(frame)
            if whole:
                found.append(self._order(frame[5], frame[6], frame[7:-1]))
            del unread[: at + (size if whole else 1)]
        return found

    def _order(self, board: int, command: int, data: bytes) -> Order:
        match command:
            case 0x82 | 0x88:
                return Order(Act.OPEN, board, tuple(data[:1]))
            case 0x80 | 0x87:
                return Order(Act.OPEN, board, tuple(data[1:]))
            case 0x86:
                return Order(Act.OPEN, board)
            case 0x83:
                return Order(Act.SENSOR, board, tuple(data[:1]))
            case 0x84:
                return Order(Act.SENSORS, board)
            case _:
                return Order(Act.NOTHING, board)

    def taken(self, board: int, lock: int, value: int | None) -> bytes:
        return wkly.frame(board, wkly.OPEN, bytes([0, lock, _or_failed(value)]))

    def failed(self, board: int) -> bytes:
        return wkly.frame(board, wkly.OPEN, bytes([wkly.FAILED, 0, wkly.FAILED]))

    def sensor(self, board: int, lock: int, value: int | None) -> bytes:
        return wkly.frame(board, 0x83, bytes([0, lock, _or_failed(value)]))

    def sensors(self, board: int, values: Sequence[int | None]) -> bytes:
        return wkly.frame(board, wkly.SENSORS, bytes([0, len(values), *map(_or_failed, values)]))

    def here(self, board: int) -> bytes:
        return b""

    def pushed(self, board: int, lock: int, value: int | None) -> bytes:
        return wkly.frame(board, wkly.PUSHED, bytes([lock, _or_failed(value)]))


_YT_COMMAND = re.compile(rb"(YT\+([A-Z]+)=(\d+)(?:,([\d&-]+)[\d,]*)?)\*([0-9A-Fa-f]{4})")
_YT_ACTS = {
    b"PING": Act.ADDRESS,
    b"OPENLOCK": Act.OPEN,
    b"GETLOCKSTATUS": Act.SENSOR,
    b"GETALLLOCKSSTATUS": Act.SENSORS,
}


class _YtPlus:
    def orders(self, unread: bytearray) -> list[Order]:
        found: list[Order] = []
        while (end := unread.find(b"\n")) >= 0:
            command = _YT_COMMAND.search(bytes(unread[:end]))
            del unread[: end + 1]
            if command is not None and int(command[5], 16) == yt_plus.crc16(command[1]):
                act = _YT_ACTS.get(command[2], Act.NOTHING)
                found.append(Order(act, int(command[3]), _locks((command[4] or b"").decode())))
        return found

    def taken(self, board: int, lock: int, value: int | None) -> bytes:
        return yt_plus.line(f"+OPENLOCK:{board},{lock}")

    def failed(self, board: int) -> bytes:
        return yt_plus.line(f"+ERROR:{board},PARAM")

    def sensor(self, board: int, lock: int, value: int | None) -> bytes:
        return yt_plus.line(f"+GETLOCKSTATUS:{board},{_digit(value)}")

    def sensors(self, board: int, values: Sequence[int | None]) -> bytes:
        return yt_plus.line(f"+GETALLLOCKSSTATUS:{board},{','.join(map(_digit, values))}")

    def here(self, board: int) -> bytes:
        return yt_plus.line(f"+PING:{board}")

    def pushed(self, board: int, lock: int, value: int | None) -> bytes:
        return b""  # the family says nothing unasked


def _eleven(value: int | None) -> int:
    return 0x00 if value == 0 else 0x11


def _or_failed(value: int | None) -> int:
    return wkly.FAILED if value is None else value


def _digit(value: int | None) -> str:
    return "E" if value is None else str(value)


def _set_bits(bits: int) -> tuple[int, ...]:
    return tuple(lock + 1 for lock in range(bits.bit_length()) if bits >> lock & 1)


def _locks(text: str) -> tuple[int, ...]:
    """Locks as the family writes them: 7, 1&3&5 or 1-5."""
    first, dash, last = text.partition("-")
    if dash and first.isdigit() and last.isdigit():
        return tuple(range(int(first), int(last) + 1))
    parts: Iterable[str] = text.split("&")
    return tuple(int(part) for part in parts if part.isdigit())
