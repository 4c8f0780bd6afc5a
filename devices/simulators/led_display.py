"""A window display made of software: it shows what it was told, byte for byte as an A0 90 board takes it.

board = LedBoard(address=1)
with SimulatedDevice(board, baud=9600) as device: ...
board.shown
"""

from __future__ import annotations

from enum import Enum

from devices.displays import led_a090


class LedFault(Enum):
    """What can be wrong with a board."""

    DEAF = "deaf"  # no power: nothing is shown, nothing said
    LOST_ACKNOWLEDGEMENT = "lost_acknowledgement"  # it shows, but its answer is lost
    WRONG_ACKNOWLEDGEMENT = "wrong_acknowledgement"  # it answers, but not that it has taken the text
    ANOTHER_ADDRESS = "another_address"  # a board with another address answers


class LedBoard:
    """`shown` is what stands on it, `colour` the colour byte it stands in, `told` how often it was told something."""

    def __init__(self, address: int = 1) -> None:
        self.address = address
        self.shown = ""
        self.colour = 0
        self.told = 0
        self._fault: LedFault | None = None
        self._times: int | None = None
        self._decoder = led_a090.TextDecoder()

    def play(self, fault: LedFault | None, times: int | None = None) -> None:
        """Be faulty until told otherwise, or so many times."""
        self._fault, self._times = fault, times

    def heal(self) -> None:
        self.play(None)

    def answer(self, data: bytes) -> bytes:
        ours = [text for text in self._decoder.feed(data) if text.address == self.address]
        return b"".join(self._taken(text) for text in ours)

    def _taken(self, text: led_a090.ShownText) -> bytes:
        fault = self._fault if self._times != 0 else None
        if self._times:
            self._times -= 1
        if fault is LedFault.DEAF:
            return b""
        self.shown, self.colour = text.text, text.colour
        self.told += 1
        done = led_a090.acknowledgement(self.address)
        match fault:
            case LedFault.LOST_ACKNOWLEDGEMENT:
                return b""
            case LedFault.WRONG_ACKNOWLEDGEMENT:
                return done[:-1] + b"\x55"
            case LedFault.ANOTHER_ADDRESS:
                return led_a090.acknowledgement(self.address ^ 0xFF)
            case _:
                return done
