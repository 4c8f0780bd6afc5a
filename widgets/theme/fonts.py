"""The typefaces: Noto Sans CJK SC for everything, HanaMin for ideographs it lacks."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase

TEXT_FAMILY = "Noto Sans CJK SC"
MONO_FAMILY = "Noto Sans Mono CJK SC"
RARE_FAMILIES = ("HanaMinA", "HanaMinB")


def use_fonts_of(folder: Path) -> None:
    """Add the font files of `folder` to those of this computer, for this program only. No folder adds nothing."""
    for file in sorted(folder.glob("*.tt[cf]")):
        QFontDatabase.addApplicationFont(str(file))


def missing_families() -> tuple[str, ...]:
    """The families this computer lacks; the shell says so in a banner, and the device check lists them."""
    present = set(QFontDatabase.families())
    return tuple(family for family in (TEXT_FAMILY, MONO_FAMILY, *RARE_FAMILIES) if family not in present)


def text_font(pixels: int, *, bold: bool = False) -> QFont:
    """A text font of `pixels` height in two weights only; Noto's digits are tabular by nature."""
    return _font((TEXT_FAMILY, *RARE_FAMILIES), pixels, bold=bold)


def mono_font(pixels: int) -> QFont:
    """For frames and bytes."""
    return _font((MONO_FAMILY, TEXT_FAMILY), pixels, bold=False)


def _font(families: Sequence[str], pixels: int, *, bold: bool) -> QFont:
    font = QFont()
    font.setFamilies(list(families))
    font.setPixelSize(pixels)
    font.setBold(bold)
    # Hinting rounds advances to whole pixels and makes CJK text uneven at 125 %.
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font
