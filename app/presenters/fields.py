"""What one entry field shows; Qt-free, drawn by `widgets.kit.field`."""

from dataclasses import dataclass
from enum import Enum


class Source(Enum):
    """Where a value came from; the clerk sees it inside the field."""

    NONE = "none"
    CHIP = "chip"
    TYPED = "typed"
    SCANNED = "scanned"
    QR = "qr"
    LIBRARY = "library"


class Level(Enum):
    """How loud the line under a field is."""

    NEUTRAL = "neutral"
    WARN = "warn"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class FieldState:
    """One field at one moment.

    `masked` is shown instead of `value` and locks the field until somebody reveals it; leave `value` empty then, so
    that the number is not on the screen's side at all. `certainty` is the OCR's, in percent; under 90 warns.
    """

    value: str = ""
    source: Source = Source.NONE
    certainty: int | None = None
    message: str = ""
    level: Level = Level.NEUTRAL
    masked: str = ""
    revealable: bool = False
    enabled: bool = True
    placeholder: str = ""

    @property
    def locked(self) -> bool:
        """True while typing would change nothing: read by a chip, taken from the library, or masked."""
        return bool(self.masked) or self.source in (Source.CHIP, Source.LIBRARY) or not self.enabled

    @property
    def doubtful(self) -> bool:
        """True when the field takes the warn edge."""
        return self.level is Level.WARN or (self.certainty is not None and self.certainty < 90)
