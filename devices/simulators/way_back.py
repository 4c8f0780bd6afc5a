"""What a faulty line makes of a device's answers. Pure, but for chance, which is the same for the same name."""

from __future__ import annotations

import random
from enum import Enum

FLOOD_BYTES = 20_000


class LineFault(Enum):
    """What can be wrong with any line, whatever is behind it."""

    SILENT = "silent"  # nothing comes back
    HALF_FRAME = "half_frame"  # the first half comes back, then nothing
    FLIPPED = "flipped"  # one bit of the answer is wrong
    NOISE = "noise"  # a few wrong bytes come first
    LATE = "late"  # the answer comes after the next question
    ECHO = "echo"  # what was sent comes back first, as RS485 adapters do
    FLOOD = "flood"  # far more comes than anybody asked for


class WayBack:
    """The way from a device to the computer, with the faults that it is told to have."""

    def __init__(self, name: str) -> None:
        self._fault: LineFault | None = None
        self._times: int | None = None
        self._held_back = b""
        self._chance = random.Random(name)

    def play(self, fault: LineFault | None, times: int | None = None) -> None:
        """Be faulty until told otherwise, or for so many answers."""
        self._fault, self._times, self._held_back = fault, times, b""

    def spoilt(self, question: bytes, answer: bytes) -> bytes:
        """What arrives of `answer` to `question`."""
        if self._fault is None or self._times == 0 or not (answer or self._fault in (LineFault.ECHO, LineFault.FLOOD)):
            return answer
        if self._times is not None:
            self._times -= 1
        match self._fault:
            case LineFault.SILENT:
                return b""
            case LineFault.HALF_FRAME:
                return answer[: len(answer) // 2]
            case LineFault.FLIPPED:
                at = self._chance.randrange(len(answer))
                return answer[:at] + bytes([answer[at] ^ 1 << self._chance.randrange(8)]) + answer[at + 1 :]
            case LineFault.NOISE:
                return self._chance.randbytes(5) + answer
            case LineFault.LATE:
                before, self._held_back = self._held_back, answer
                return before
            case LineFault.ECHO:
                return question + answer
            case LineFault.FLOOD:
                return self._chance.randbytes(FLOOD_BYTES) + answer
