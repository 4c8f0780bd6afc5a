"""What every family of lock boards has in common: the words they say, and what a codec can be asked for. No I/O."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import reduce
from operator import xor
from typing import Protocol


class Kind(Enum):
    """What a board may say."""

    TAKEN = "taken"  # it took the command; whether the door opened is another question
    REFUSED = "refused"  # it took it for wrong, or failed
    SENSORS = "sensors"  # all its sensors
    PUSHED = "pushed"  # unasked: one sensor changed
    HERE = "here"  # its address


@dataclass(frozen=True, slots=True)
class Word:
    """One thing a board said. `values` are its sensors from `lock` on: 0, 1, or None for one that is out of order."""

    kind: Kind
    board: int
    lock: int = 0
    values: tuple[int | None, ...] = ()
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """What some bytes say: the whole words in them, and how many frames were damaged.

    With faults, a word may lie *inside* a damaged frame: who asked should ask again instead.
    """

    words: tuple[Word, ...] = ()
    faults: int = 0


class Codec(Protocol):
    """A family of boards with so many locks each, in bytes. Raises ValueError for a board or lock it cannot have.

    There is no way to open all locks at once. Beside each codec stand `PROBE`, a question that moves nothing, and
    `HEADS`, how every command of the family begins: a probe of another family must hold none of them.
    """

    def unlock(self, board: int, lock: int) -> bytes:
        """The command that opens one lock."""
        ...

    def sensors(self, board: int) -> bytes:
        """The question for all sensors of a board."""
        ...

    def identify(self, board: int) -> bytes:
        """A question that moves nothing and that every board of the family answers (with HERE or SENSORS)."""
        ...

    def decode(self, data: bytes) -> Heard:
        """What all bytes since the question say. A frame not yet whole is no fault; our own question is no word."""
        ...


def sealed(data: bytes) -> bytes:
    """`data` with the XOR of all its bytes behind it."""
    return data + bytes([reduce(xor, data)])


def is_sealed(data: bytes) -> bool:
    """Is the last byte the XOR of all before?"""
    return reduce(xor, data) == 0


def within(what: str, number: int, least: int, most: int) -> int:
    """`number` itself. Raises ValueError where no board or lock can have it: in some families 0 means all."""
    if not least <= number <= most:
        raise ValueError(f"{what} {number}: {least}–{most} is possible")
    return number
