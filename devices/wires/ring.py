"""The last frames on a wire, for the devices page and the support bundle: sizes and heads, never what a card says."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

Redactor = Callable[[bytes], str]
"""Makes bytes presentable: whatever could be personal is left out."""

BABBLE = 8192
"""More bytes than any device says in one go: draining or remembering stops there."""


class Direction(Enum):
    SENT = "→"
    RECEIVED = "←"


@dataclass(frozen=True, slots=True)
class Passage:
    """What went one way without interruption, at `at` seconds of the ring's clock."""

    at: float
    direction: Direction
    size: int
    shown: str


@dataclass(slots=True)
class Tally:
    """How the conversation went since the program started; the driver counts, for it alone knows a good frame."""

    good: int = 0
    bad: int = 0
    retries: int = 0


def withhold(data: bytes) -> str:
    """The redactor for a wire of which nothing is known: says only how many bytes there were."""
    return f"{len(data)} B"


def show_all(data: bytes) -> str:
    """The redactor for a wire on which nothing personal travels: the bytes, as far as one can read them."""
    shown = data[:24].hex(" ").upper()
    return shown if len(data) <= 24 else f"{shown} +{len(data) - 24} B"


class FrameRing:
    """Keeps the last `size` passages. Bytes received in pieces are one passage, redacted as a whole.

    `now` is the wall clock (seconds since 1970), because people lay these times beside others.
    """

    def __init__(self, redact: Redactor = withhold, *, size: int = 64, now: Callable[[], float] = time.time) -> None:
        self.tally = Tally()
        self._redact = redact
        self._now = now
        self._passages: deque[Passage] = deque(maxlen=size)
        self._turn = bytearray()
        self._turn_began = 0.0

    def sent(self, data: bytes) -> None:
        self._end_turn()
        self._passages.append(Passage(self._now(), Direction.SENT, len(data), self._redact(data)))

    def received(self, data: bytes) -> None:
        if not self._turn:
            self._turn_began = self._now()
        self._turn += data
        if len(self._turn) > BABBLE:
            self._end_turn()

    def passages(self) -> tuple[Passage, ...]:
        """Oldest first. Call it on the wire's own lane."""
        self._end_turn()
        return tuple(self._passages)

    def _end_turn(self) -> None:
        if self._turn:
            whole = bytes(self._turn)
            self._turn.clear()
            self._passages.append(Passage(self._turn_began, Direction.RECEIVED, len(whole), self._redact(whole)))
