"""What is particular to a make of slip printer: the family `printer` in `resources/devices/printers.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Annotated

from devices.tables import Between


class Picture(Enum):
    """How dots are sent. RASTER is GS v 0; COLUMNS is ESC *, for old models which lack it."""

    RASTER = "raster"
    COLUMNS = "columns"


class Text(Enum):
    """Whether a slip may go as text. GB18030: the printer has the two-byte areas of GB 18030 in its own font."""

    NONE = "none"
    GB18030 = "gb18030"


class StatusBy(Enum):
    """How a model tells how it is."""

    DLE_EOT = "dle_eot"  # at once, printing or not; and GS r once all is on paper
    GS_R = "gs_r"  # of its paper alone, and only once all before it is on paper
    ASB = "asb"  # four bytes of its own accord (GS a), whenever something changes
    NONE = "none"


class Cutter(Enum):
    NONE = "none"
    PARTIAL = "partial"  # all but one point
    FULL = "full"


class Drawer(Enum):
    """The pin of the connector that a cash drawer listens to."""

    NONE = "none"
    PIN_2 = "pin_2"
    PIN_5 = "pin_5"


@dataclass(frozen=True, slots=True)
class PrinterProfile:
    """One make of slip printer. Bytes and bits are those of Epson's ESC/POS reference; makes differ in which they know.

    `dots` is what the head prints across, 8 to a millimetre on most. `baud` holds where an address names none.
    `band_rows` is the height of a piece of picture. `skip_white` sends rows of white as pieces of their own: half the
    bytes, but ten times the commands, at each of which some heads halt; it pays on a slow line.
    `pause_ms` is a rest after each piece, for models that lose bytes because nobody heeds their flow control.
    `chinese_switch` is for models that are not in Chinese mode when switched on (FS & before text, FS . after it).
    `feed_lines` are fed before the cut by models that do not bring the slip to the cutter by themselves (0: they do);
    without a cutter, so that the slip can be torn off.
    """

    paper: Annotated[int, Between(30, 120)] = 80  # millimetres
    dots: Annotated[int, Between(64, 1280)] = 576
    picture: Picture = Picture.RASTER
    band_rows: Annotated[int, Between(1, 1024)] = 256
    skip_white: bool = False
    text: Text = Text.NONE
    chinese_switch: bool = False
    status: StatusBy = StatusBy.DLE_EOT
    cutter: Cutter = Cutter.PARTIAL
    feed_lines: Annotated[int, Between(0, 255)] = 0
    drawer: Drawer = Drawer.NONE
    drawer_pulse_ms: Annotated[int, Between(2, 510)] = 100
    baud: int = 9600  # what the switches under most serial printers are set to
    pause_ms: Annotated[int, Between(0, 5000)] = 0

    @property
    def cells(self) -> int:
        """How many ASCII characters stand on a line of text; a Chinese one takes two of them, 24 dots wide."""
        return self.dots // 12
