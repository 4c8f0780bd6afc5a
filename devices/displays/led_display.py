"""The driver of an A0 90 window display."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Literal

from devices.displays import led_a090
from devices.displays.errors import CharactersNotShown, TextTooLong
from devices.displays.led_a090 import ShownText
from devices.errors import DeviceError, DeviceSilent, LineFault
from devices.ports import Role
from devices.tables import Between
from devices.wires.wire import Wire

ROLE = Role.WINDOW_DISPLAY.value
BAUD = 9600
_BITS_A_BYTE = 10
_WIRE_MARGIN = 1.5
_BABBLE = 4096

DARK = " "
"""A text of no characters is a frame that nobody has seen; a space looks the same."""


@dataclass(frozen=True, slots=True)
class DisplayProfile:
    """What is particular to a make of window display.

    `address` is set on the board; `colour` is its byte for the colour of a character (only 0 is known for sure, and
    what it looks like is the board's affair); `columns` are its half-width columns: 16 for eight Chinese characters.
    `characters` is the set that its font has; where it is gb2312, rarer ones are 〓 too.
    `acknowledges` is false for boards whose answer is not wired; `patience_ms` is how long a board may think.
    """

    address: Annotated[int, Between(0, 255)] = 1
    colour: Annotated[int, Between(0, 255)] = 0
    columns: Annotated[int, Between(1, 255)] = 16
    characters: Literal["gbk", "gb2312"] = "gbk"
    acknowledges: bool = True
    patience_ms: Annotated[int, Between(50, 10_000)] = 800


class LedDisplay:
    """A `WindowDisplay` on any wire."""

    def __init__(
        self, wire: Wire, profile: DisplayProfile | None = None, *, now: Callable[[], float] = time.monotonic
    ) -> None:
        self.wire = wire
        self._profile = profile or DisplayProfile()
        self._now = now

    def open(self) -> None:
        """Open the line; whether a display is there, only showing something tells."""
        self.wire.open()

    def close(self) -> None:
        self.wire.close()

    def look(self) -> None:
        """Raises DeviceLost when the line is gone. Asks nothing: whether a display is on it, only a text tells."""
        self.wire.drain()

    def show(self, text: str) -> None:
        """Show `text`, "" for a dark display.

        Raises TextTooLong when it does not fit (the display goes on showing what it did), and CharactersNotShown when
        it is shown, but with 〓 for some characters. Raises DeviceSilent when nothing acknowledges it, twice; LineFault
        when something else does.
        """
        fitted = led_a090.fit(text, self._profile.characters)
        if fitted.columns > self._profile.columns:
            raise TextTooLong(fitted.columns, self._profile.columns, role=ROLE, where=self.wire.where)
        self._tell(led_a090.encode(ShownText(self._profile.address, fitted.text or DARK, self._profile.colour)))
        if fitted.lacking:
            raise CharactersNotShown(fitted.lacking, role=ROLE, where=self.wire.where)

    def _tell(self, frame: bytes) -> None:
        """Say it, and once more where that was not acknowledged: showing a text twice does no harm."""
        tally = self.wire.ring.tally
        heard = self._acknowledged(frame)
        if heard is not None:
            tally.retries += 1
            again = self._acknowledged(frame)
            if again is not None:
                raise self._not_acknowledged(frame, heard + again)
        tally.good += self._profile.acknowledges

    def _acknowledged(self, frame: bytes) -> bytes | None:
        """None when the frame is acknowledged; else what came instead, apart from an echo."""
        self.wire.drain()
        self.wire.write(frame)
        if not self._profile.acknowledges:
            return None
        deadline, heard = self._now() + self._seconds_for(frame), b""
        while (left := deadline - self._now()) > 0 and len(heard) < _BABBLE and (data := self.wire.read(left)):
            heard += data
            if led_a090.is_acknowledged(heard, frame, self._profile.address):
                return None
        heard = heard.replace(frame, b"", 1)
        self.wire.ring.tally.bad += bool(heard)
        return heard

    def _not_acknowledged(self, frame: bytes, heard: bytes) -> DeviceError:
        if heard:
            return LineFault(f"{len(heard)} bytes that acknowledge nothing", role=ROLE, where=self.wire.where)
        return DeviceSilent("not acknowledged", seconds=self._seconds_for(frame), role=ROLE, where=self.wire.where)

    def _seconds_for(self, frame: bytes) -> float:
        on_the_wire = len(frame) * _BITS_A_BYTE / self.wire.baud if self.wire.baud else 0.0
        return self._profile.patience_ms / 1000 + on_the_wire * _WIRE_MARGIN
