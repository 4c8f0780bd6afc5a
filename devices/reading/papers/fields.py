"""What is read off a paper: fields, each with its certainty and whatever speaks against it. No I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class PaperKind(Enum):
    """The papers whose fields can be read; PAGE is any other, read as plain lines."""

    ID_CARD = "id-card"
    LICENCE = "licence"
    HOUSEHOLD = "household"
    PROPERTY = "property"
    PAGE = "page"


class Origin(Enum):
    """How a value got off the paper."""

    OCR = "ocr"
    QR = "qr"


class Doubt(Enum):
    """What speaks against a reading. The first four leave the field empty, the others make it doubtful."""

    LENGTH = "length"  # not as many characters as the field has
    CHARACTERS = "characters"  # one that the field cannot have
    DATE = "date"  # no day of the calendar
    CHECK_DIGIT = "check_digit"
    CORRECTED = "corrected"  # O for 0 and the like put right, and the check digit then held
    DISAGREES = "disagrees"  # another place of the paper says otherwise
    UNKNOWN = "unknown"  # not among the words this field has


EMPTYING = frozenset({Doubt.LENGTH, Doubt.CHARACTERS, Doubt.DATE, Doubt.CHECK_DIGIT})

SUREST, DOUBTFUL = 99, 80  # percent: of the best reading there is, and of one that something speaks against


@dataclass(frozen=True, slots=True)
class Reading:
    """One field as read: `value` "" where it may not be filled in; `certainty` in percent, to be checked under 90."""

    value: str = field(repr=False)
    certainty: int
    doubt: Doubt | None = None
    origin: Origin = Origin.OCR


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper as read: its fields by name, only those that stand on it. Dates YYYY-MM-DD, open end "长期"."""

    kind: PaperKind
    fields: Mapping[str, Reading] = field(default_factory=dict)


def reading(value: str, sure: float, doubt: Doubt | None = None) -> Reading:
    """A reading by its weakest character, `sure` 0..1. A doubt empties it or holds it under 90 percent."""
    percent = min(SUREST, round(sure * 100))
    if doubt is None:
        return Reading(value, percent)
    return Reading("" if doubt in EMPTYING else value, min(percent, DOUBTFUL), doubt)
