"""Our own line icons: SVGs on a 24-unit square in `resources/icons`, drawn in a token's colour."""

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QColor, QPainter
from PySide6.QtSvg import QSvgRenderer

from app.presenters.marks import Tone
from widgets.theme.current import Theme

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "icons"


def draw_icon(painter: QPainter, theme: Theme, box: QRectF, name: str, color: str | Tone | QColor = Tone.INK2) -> None:
    """Draw an icon to fill the square `box`. Raises FileNotFoundError for a name that is none."""
    tint = color if isinstance(color, QColor) else theme.color(color)
    _renderer(name, tint.name()).render(painter, box)


@lru_cache(maxsize=256)
def _renderer(name: str, color: str) -> QSvgRenderer:
    source = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    return QSvgRenderer(QByteArray(source.replace("currentColor", color).encode()))
