"""How a number came about, in a few strokes: a thin line that ends in a dot.

Drawn by QPainter: a page shows several of them, and a plot each would be as many scenes for as many strokes.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from widgets.theme.current import Theme


def draw_sparkline(painter: QPainter, theme: Theme, box: QRectF, values: Sequence[float]) -> None:
    """The course of `values`, oldest first, in `box`; nothing of fewer than two."""
    if len(values) < 2:
        return
    dot = theme.px(5)
    room = box.adjusted(dot / 2, dot / 2, -dot / 2, -dot / 2)
    low, high = min(values), max(values)
    step = room.width() / (len(values) - 1)
    points = [
        QPointF(
            room.left() + step * place,
            room.bottom() - room.height() * ((value - low) / (high - low) if high > low else 0.5),
        )
        for place, value in enumerate(values)
    ]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.color("bar"), theme.tokens.edge_width * 1.4))
    painter.drawPolyline(QPolygonF(points))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("accent"))
    painter.drawEllipse(points[-1], dot / 2, dot / 2)
    painter.restore()
