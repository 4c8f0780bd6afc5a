"""What the counter asks of a device, whatever its make: three small ports and their values. No I/O."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Frame = NDArray[np.uint8]
"""A picture, height × width × 3, BGR as OpenCV gives it (or height × width, grey)."""


class CardKind(Enum):
    """The four card kinds, by the type flag in their chip (GA/T 467-2019 family)."""

    RESIDENT = "resident"
    HMT_PERMIT = "hmt_permit"  # 港澳台居民居住证, flag J
    FOREIGN_2017 = "foreign_2017"  # 外国人永久居留身份证 2017, flag I
    FOREIGN_2023 = "foreign_2023"  # 五星卡, flag Y


@dataclass(frozen=True, slots=True)
class Card:
    """What one card's chip says. Dates are YYYY-MM-DD; an open-ended `valid_to` is "长期"; absent text is ""."""

    kind: CardKind
    name: str
    number: str
    sex: str = ""  # 男, 女, 未知, 未说明 (GB/T 2261.1)
    nation: str = ""  # 汉 … (GB/T 3304); for foreigners ""
    nationality: str = ""  # three letters or digits as on the card
    birth: str = ""
    address: str = ""
    new_address: str = ""  # appended by the police when the holder moved
    issuer: str = ""
    valid_from: str = ""
    valid_to: str = ""
    latin_name: str = ""
    pass_number: str = ""  # HMT permit: number of the travel pass
    issue_count: str = ""
    former_number: str = ""  # 2023 foreign card: link to the 15-character number
    photo_wlt: bytes = field(default=b"", repr=False)  # closed codec: kept as it is, never needed


class CardReader(Protocol):
    """A reader of second-generation ID cards. Every call may raise a `DeviceError`."""

    def open(self) -> None: ...
    def close(self) -> None: ...
    def identity(self) -> str:
        """The SAM's own number, good for telling two readers apart."""
        ...

    def read(self) -> Card:
        """Read the card that lies on the reader; `NoCard` when there is none (or it was read already)."""
        ...


class PageSource(Protocol):
    """Anything that yields pictures of paper: camera, folder, image file, video."""

    name: str

    def open(self) -> None: ...
    def close(self) -> None: ...
    def frame(self) -> Frame:
        """The newest full-size picture."""
        ...


@dataclass(frozen=True, slots=True)
class Raster:
    """One slip as it is printed: 1 bit a dot, rows top down, `(width + 7) // 8` bytes a row, MSB left, 1 = black."""

    width: int
    height: int
    rows: bytes = field(repr=False)


class Readiness(Enum):
    """What a printer says of itself. UNKNOWN where it gives no read-back: never to be taken for READY."""

    READY = "ready"
    NEAR_END = "near_end"
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    CUTTER_JAMMED = "cutter_jammed"
    OFFLINE = "offline"
    UNKNOWN = "unknown"


class SlipPrinter(Protocol):
    """A roll printer of 576 (80 mm) or 384 (58 mm) dots."""

    dots: int

    def open(self) -> None: ...
    def close(self) -> None: ...
    def readiness(self) -> Readiness: ...
    def print(self, raster: Raster) -> Readiness:
        """Print and cut. Raises a `PrinterError` when it cannot; answers what the printer said afterwards."""
        ...
