"""How a number came about, in a few strokes: a thin line that ends in a dot.

Drawn by QPainter: a page shows seven of them, and a plot each would be seven scenes for seven strokes.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.kit.themed import Themed
from widgets.theme.paint import painted


class Sparkline(Themed):
    """At least two values, oldest first; without them it stays empty. The number beside it says what they are."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._values: tuple[float, ...] = ()

    def present(self, values: Sequence[float]) -> None:
        """Show the course of `values`."""
        self._values = tuple(values)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(56), self.theme.px(26))

    @painted
    def paintEvent(self, painter: QPainter) -> None:
        if len(self._values) < 2:
            return
        theme, dot = self.theme, self.theme.px(5)
        low, high = min(self._values), max(self._values)
        width, height = self.width() - dot - 1, self.height() - dot - 1
        points = [
            QPointF(
                dot / 2 + width * place / (len(self._values) - 1),
                dot / 2 + height * (1 - (value - low) / ((high - low) or 1)) if high > low else self.height() / 2,
            )
            for place, value in enumerate(self._values)
        ]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("bar"), theme.tokens.edge_width * 1.4))
        painter.drawPolyline(QPolygonF(points))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent"))
        painter.drawEllipse(points[-1], dot / 2, dot / 2)
