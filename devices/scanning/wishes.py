"""What is asked of a scanner, whatever its make: from where, how finely, in colour or not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

A4_MM = (210.0, 297.0)


class Tray(Enum):
    """Where the scanner takes its paper from, as an address has it."""

    GLASS = "flatbed"
    FEEDER = "adf"
    DUPLEX = "duplex"  # the feeder, both sides


class Colours(Enum):
    """Colour or grey, as an address has it."""

    COLOUR = "color"
    GREY = "gray"


@dataclass(frozen=True, slots=True)
class FoundScanner:
    """A scanner that is there now: its address as an installer writes it, and what it calls itself."""

    address: str
    name: str


@dataclass(frozen=True, slots=True)
class Wishes:
    """`tray` None: the feeder, or the glass of a scanner without one. `resolution` in dots an inch.

    `else_glass`: when the feeder is empty, what lies on the glass.
    """

    tray: Tray | None = None
    else_glass: bool = False
    resolution: int = 200
    colours: Colours = Colours.COLOUR

    def trays(self, offered: Iterable[Tray]) -> tuple[Tray, ...]:
        """The trays to try, one after the other while they are empty; none when the scanner has not got it."""
        there = set(offered)
        if self.tray is not None:
            return (self.tray,) if self.tray in there else ()
        fitting = tuple(tray for tray in (Tray.FEEDER, Tray.GLASS) if tray in there)
        return fitting if self.else_glass else fitting[:1]


def wishes_from(settings: Mapping[str, str]) -> tuple[Wishes, dict[str, str]]:
    """The wishes in an address' settings, and the settings that are none. Raises ValueError naming a bad one.

    source=flatbed|adf|duplex|auto (auto: the glass when the feeder is empty), resolution=50..1200, mode=color|gray
    """
    rest = dict(settings)
    source, mode = rest.pop("source", ""), rest.pop("mode", Colours.COLOUR.value)
    resolution = rest.pop("resolution", "200")
    if source not in ("", "auto", *(tray.value for tray in Tray)):
        raise ValueError(f"source={source}: expected flatbed, adf, duplex or auto")
    if mode not in (each.value for each in Colours):
        raise ValueError(f"mode={mode}: expected color or gray")
    if not (resolution.isascii() and resolution.isdigit() and 50 <= int(resolution) <= 1200):
        raise ValueError(f"resolution={resolution}: expected a number from 50 to 1200")
    tray = None if source in ("", "auto") else Tray(source)
    return Wishes(tray, source == "auto", int(resolution), Colours(mode)), rest


def nearest(offered: Iterable[int], wanted: int) -> int:
    """The offered resolution that is `wanted` or the next finer; the finest where none is. `wanted` if none is told."""
    known = sorted(offered)
    return next((each for each in known if each >= wanted), known[-1] if known else wanted)
