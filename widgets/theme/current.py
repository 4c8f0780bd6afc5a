"""The theme in force, held by the QApplication and read by every custom-painted widget."""

from dataclasses import dataclass
from enum import Enum

from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QApplication

from app.presenters.marks import Tone
from widgets.theme.fonts import mono_font, text_font
from widgets.theme.tokens import LIGHT, Tokens

_ATTRIBUTE = "yichuang_theme"


@dataclass(frozen=True, slots=True)
class Measures:
    """Heights and gaps of one density, in px at 100 %."""

    header: int
    stepper: int
    key_bar: int
    row: int
    field_gap: int
    section_gap: int
    page_top: int


class Density(Enum):
    """COMPACT serves screens less than 820 px high (divided by the text scale)."""

    REGULAR = Measures(header=56, stepper=64, key_bar=40, row=56, field_gap=16, section_gap=28, page_top=24)
    COMPACT = Measures(header=48, stepper=48, key_bar=36, row=48, field_gap=12, section_gap=20, page_top=16)


class Breadth(Enum):
    """How much width there is: NARROW under 1400 px, SLIM when width ÷ text scale is under 1200."""

    WIDE = "wide"
    NARROW = "narrow"
    SLIM = "slim"


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours, text scale (1.0, 1.25, 1.5), density and breadth together. Sizes go in at 100 %, come out in px."""

    tokens: Tokens = LIGHT
    scale: float = 1.0
    density: Density = Density.REGULAR
    breadth: Breadth = Breadth.WIDE

    @property
    def measures(self) -> Measures:
        return self.density.value

    @property
    def compact(self) -> bool:
        return self.density is Density.COMPACT

    @property
    def rail_width(self) -> int:
        return self.px(72 if self.breadth is Breadth.WIDE and not self.compact else 64)

    def px(self, units: float) -> int:
        return max(1, round(units * self.scale)) if units > 0 else 0

    def color(self, token: str | Tone) -> QColor:
        return QColor(getattr(self.tokens, token.value if isinstance(token, Tone) else token))

    def font(self, units: float, *, bold: bool = False) -> QFont:
        return text_font(self.px(units), bold=bold)

    def mono(self, units: float) -> QFont:
        return mono_font(self.px(units))

    def list_width(self, units: int) -> int:
        """Width of a list column that is `units` wide on the wide layout, in px."""
        return self.px(units if self.breadth is Breadth.WIDE else units - 32)

    def aside_width(self, units: int) -> int:
        """Width of an aside that is `units` wide on the wide layout, in px."""
        return self.px(units if self.breadth is Breadth.WIDE else units - 48)


_FIRST = Theme()


def current_theme() -> Theme:
    """The theme last given to `apply_theme`; the light one before that."""
    theme = getattr(QApplication.instance(), _ATTRIBUTE, _FIRST)
    assert isinstance(theme, Theme)
    return theme


def remember_theme(app: QApplication, theme: Theme) -> None:
    """Store `theme` on the application, where `current_theme` finds it: its life is the application's."""
    setattr(app, _ATTRIBUTE, theme)
