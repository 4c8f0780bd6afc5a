"""The driver of a caller (叫号器) on the keypad bus."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Annotated

from devices.ports import CallerKey, Role
from devices.rating import ff68
from devices.rating.bus import CounterBus, OnBus, Station
from devices.rating.ff68 import Acknowledgement, Frame
from devices.tables import Between

log = logging.getLogger("devices.rating")


@dataclass(frozen=True, slots=True)
class CallerProfile:
    """What is particular to a make of caller.

    `acknowledgement` is how it wants to hear that a press arrived: echo, with_data, without_data or bare.
    The same key again within `same_key_ms` is one press (calling two tickets instead of one is the worse mistake),
    the same digit within `same_digit_ms`, which is shorter because tickets have double digits.
    """

    acknowledgement: Acknowledgement = Acknowledgement.ECHO
    same_key_ms: Annotated[int, Between(0, 10_000)] = 800
    same_digit_ms: Annotated[int, Between(0, 10_000)] = 120


class BusCaller(OnBus):
    """A `Caller` numbered `number`. It confirms nothing: that it shows what it was told is not to be known."""

    def __init__(self, bus: CounterBus, profile: CallerProfile | None = None, *, number: int = 1) -> None:
        self._profile = profile or CallerProfile()
        self._number = number
        super().__init__(
            Station(
                bus,
                Role.CALLER,
                number,
                acknowledgement=self._profile.acknowledgement,
                same_press=self._same_press,
            )
        )

    def pressed(self, seconds: float) -> CallerKey | int | None:
        """The next key: a named one or a digit 0..9; None when none came. A key without a name is passed over."""
        frame = self._station.pressed(seconds)
        key = None if frame is None else ff68.key_of(frame)
        if frame is not None and key is None:
            log.info("a key without a name: code %02X", frame.data[0])
        return key

    def show(self, *, waiting: int | None = None, ticket: int | None = None) -> None:
        """Raises ValueError for a number that has more than three digits."""
        self._station.say(ff68.show(self._number, waiting=waiting, ticket=ticket))

    def beep(self) -> None:
        self._station.say(ff68.beep(self._number))

    def _same_press(self, frame: Frame) -> float:
        is_digit = frame.data[0] <= 9
        return (self._profile.same_digit_ms if is_digit else self._profile.same_key_ms) / 1000
