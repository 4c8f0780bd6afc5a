"""The driver of a rating pad (评价器) on the keypad bus."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from devices.errors import DeviceError
from devices.ports import PadRating, Role
from devices.rating import ff68
from devices.rating.bus import CounterBus, OnBus, Station
from devices.rating.ff68 import Acknowledgement
from devices.rating.scheme import Scheme
from devices.tables import Between

NO_KEY = -1
KeyCode = Annotated[int, Between(NO_KEY, 255)]


class UnknownRating(DeviceError):
    """A key was pressed whose code means nothing in the pad's scheme: `code` and `scheme`. It counts as no rating."""

    def __init__(self, code: int, scheme: str, *, role: str = "", where: str = "") -> None:
        super().__init__(f"code {code} in {scheme}", role=role, where=where)
        self.code, self.scheme = code, scheme


@dataclass(frozen=True, slots=True)
class RatingPadProfile:
    """What is particular to a make. The meaning of its codes is nowhere documented: pressing the keys tells.

    `very_satisfied` … `very_dissatisfied` are the codes of the five keys, -1 where there is no such key.
    `acknowledgement` is how the pad wants to hear that a press arrived: echo, with_data, without_data or bare.
    `same_press_ms`: the same key again within this time is the same rating.
    """

    very_satisfied: KeyCode = 1
    satisfied: KeyCode = 2
    fair: KeyCode = 3
    dissatisfied: KeyCode = 4
    very_dissatisfied: KeyCode = 5
    acknowledgement: Acknowledgement = Acknowledgement.WITH_DATA
    same_press_ms: Annotated[int, Between(0, 10_000)] = 2000

    @property
    def scheme(self) -> Scheme:
        """Raises ValueError when two keys have one code."""
        best, good, fair, bad, worst = (
            None if code == NO_KEY else code
            for code in (
                self.very_satisfied,
                self.satisfied,
                self.fair,
                self.dissatisfied,
                self.very_dissatisfied,
            )
        )
        return Scheme((best, good, fair, bad, worst))


def calibration(scheme: Scheme) -> dict[str, int]:
    """The fields of a profile that say `scheme`, to be kept as the pad's calibration."""
    names = ("very_satisfied", "satisfied", "fair", "dissatisfied", "very_dissatisfied")
    return {name: NO_KEY if code is None else code for name, code in zip(names, scheme.codes, strict=True)}


class BusRatingPad(OnBus):
    """A `RatingPad` numbered `number`. The pad confirms nothing: that it was invited is not to be known."""

    def __init__(self, bus: CounterBus, profile: RatingPadProfile | None = None, *, number: int = 1) -> None:
        profile = profile or RatingPadProfile()
        self.scheme = profile.scheme
        self._number = number
        super().__init__(
            Station(
                bus,
                Role.RATING_PAD,
                ff68.PAD_ADDRESS + number,
                acknowledgement=profile.acknowledgement,
                same_press=lambda _: profile.same_press_ms / 1000,
            )
        )

    def invite(self) -> None:
        """Ask the applicant to rate. What was pressed before belongs to somebody else, and is dropped."""
        self._station.forget()
        self._station.say(ff68.invite(self._number))

    def rating(self, seconds: float) -> PadRating | None:
        """The next rating; None when none came. Raises `UnknownRating` for a key that means nothing here."""
        raw = self.raw_press(seconds)
        if raw is None:
            return None
        level = self.scheme.level(raw)
        if level is None:
            raise UnknownRating(raw, self.scheme.name, role=Role.RATING_PAD.value, where=self._station.where)
        return PadRating(raw, self.scheme.name, level)

    def raw_press(self, seconds: float) -> int | None:
        """The code of the next key pressed, whatever it means: for finding out what scheme the pad has."""
        frame = self._station.pressed(seconds)
        return frame.data[0] if frame is not None else None
