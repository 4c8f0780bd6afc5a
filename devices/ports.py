"""What the counter asks of a device, whatever its make: one small port a role, and their values. No I/O.

Every port has `open`, which may be called again after a loss, and `close`, which never raises; every other call may
raise a `DeviceError`.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

Frame = NDArray[np.uint8]
"""A picture, height × width × 3, BGR as OpenCV gives it (or height × width, grey)."""


class Role(Enum):
    """What a device is for."""

    CARD_READER = "card_reader"
    PAGE_SOURCE = "page_source"
    PAGE_FEEDER = "page_feeder"
    SLIP_PRINTER = "slip_printer"
    DOCUMENT_PRINTER = "document_printer"
    RATING_PAD = "rating_pad"
    CALLER = "caller"
    LOCK_BANK = "lock_bank"
    WINDOW_DISPLAY = "window_display"
    MESSAGE_SENDER = "message_sender"
    CODE_SCANNER = "code_scanner"
    SIGNATURE_PAD = "signature_pad"


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


class PageFeeder(Protocol):
    """A scanner: asked for pages, it gives them one after the other."""

    name: str

    def open(self) -> None: ...
    def close(self) -> None: ...
    def check(self) -> None:
        """Whether it is there and well, harmlessly and soon."""
        ...

    def pages(self) -> Generator[Frame, None, None]:
        """The pages that lie in the feeder, or the one on the glass, each upright and whole.

        Raises a `FeederError`: `FeederEmpty` before the first page, any other after what was scanned so far.
        Closing the generator stops the scan.
        """
        ...

    def cancel(self) -> None:
        """Stop the scan that is running; from any thread. Its `pages` end there, without an error."""
        ...


class DocumentPrinter(Protocol):
    """An A4 printer behind the system's queue."""

    def open(self) -> None: ...
    def close(self) -> None: ...
    def readiness(self) -> Readiness: ...
    def print(self, pdf: bytes, *, title: str) -> Readiness:
        """Hand the document over. READY only when the queue says that it has been printed."""
        ...


class Level(Enum):
    """How satisfied somebody was (GB/T 39046 A.8); devices count the other way round, 5 being best."""

    VERY_SATISFIED = 1
    SATISFIED = 2
    FAIR = 3
    DISSATISFIED = 4
    VERY_DISSATISFIED = 5


@dataclass(frozen=True, slots=True)
class PadRating:
    """One key press on a rating pad: the device's own code in its own scheme, and what it means."""

    raw: int
    scheme: str
    level: Level


class RatingPad(Protocol):
    """Keys on which an applicant rates the service."""

    def open(self) -> None: ...
    def close(self) -> None: ...
    def invite(self) -> None:
        """Ask the applicant, on the pad, to rate."""
        ...

    def rating(self, seconds: float) -> PadRating | None:
        """The next rating, acknowledged to the pad; None when none came in that time."""
        ...


class CallerKey(Enum):
    """What a clerk presses on a caller, besides the digits."""

    START = "start"
    EVALUATE = "evaluate"
    NEXT = "next"
    RECALL = "recall"
    CANCEL = "cancel"
    CONFIRM = "confirm"


class Caller(Protocol):
    """The small keypad with which a clerk calls the next number."""

    def open(self) -> None: ...
    def close(self) -> None: ...
    def pressed(self, seconds: float) -> CallerKey | int | None:
        """The next key, acknowledged: a named one or a digit 0..9; None when none came in that time."""
        ...

    def show(self, *, waiting: int | None = None, ticket: int | None = None) -> None:
        """Show how many wait, or which ticket is called: 0..999, blank where None."""
        ...

    def beep(self) -> None: ...


class Door(Enum):
    """What the sensor of a cell says."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


class LockBank(Protocol):
    """Locker cells, counted from 1."""

    cells: int

    def open(self) -> None: ...
    def close(self) -> None: ...
    def doors(self) -> Mapping[int, Door]:
        """What every cell's sensor says."""
        ...

    def unlock(self, cell: int) -> None:
        """Open one cell and see it open. Raises `CellStuck` when its door stays shut, `NoSuchCell`."""
        ...


class WindowDisplay(Protocol):
    """A line of light over the window."""

    def open(self) -> None: ...
    def close(self) -> None: ...
    def show(self, text: str) -> None: ...


@dataclass(frozen=True, slots=True)
class SentMessage:
    """What the network said of a message: its references, one for each part."""

    references: tuple[str, ...]


class MessageSender(Protocol):
    """Sends text messages."""

    def open(self) -> None: ...
    def close(self) -> None: ...
    def check(self) -> None:
        """Whether it could send now; nothing is sent. Raises its `DeviceError`."""

    def send(self, number: str, text: str, *, id: str = "") -> SentMessage:
        """Send `text`. Raises `MessageRefused`; `MessageUnsure` when it may have been sent.

        `id` is what this sending is to be known by, where the other end takes one.
        """
        ...


@runtime_checkable
class MessageAsker(Protocol):
    """A sender whose other end may know what became of a message; it is to be asked only where `can_ask`."""

    @property
    def can_ask(self) -> bool: ...

    def ask(self, id: str) -> SentMessage | None:
        """What was sent as `id`; None where it surely was not. `MessageUnsure` where the answer tells neither."""
        ...


class CodeScanner(Protocol):
    """A hand scanner for bar codes, on a wire of its own."""

    def open(self) -> None: ...
    def close(self) -> None: ...
    def scanned(self, seconds: float) -> str | None:
        """The next code; None when none came in that time."""
        ...


@dataclass(frozen=True, slots=True)
class Touch:
    """One point of a pen's way: place in dots, pressure 0..1, seconds since the first touch."""

    x: float
    y: float
    pressure: float
    at: float


@dataclass(frozen=True, slots=True)
class Signature:
    """What somebody signed: the strokes as they were drawn, and the picture of them (PNG)."""

    strokes: tuple[tuple[Touch, ...], ...]
    png: bytes = field(repr=False)
