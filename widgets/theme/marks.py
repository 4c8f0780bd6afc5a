"""State marks as vector shapes on a 16-unit square, told apart without colour."""

from collections.abc import Callable
from math import cos, pi, sin

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from app.presenters.marks import Mark
from widgets.theme.current import Theme

MARK_TOKEN = {
    Mark.DONE: "ok",
    Mark.NOT_NEEDED: "ok",
    Mark.DOUBTFUL: "warn_fill",
    Mark.WRONG: "bad",
    Mark.MISSING: "edge",
    Mark.WAITING: "ink3",
    Mark.RUNNING: "accent",
    Mark.PARKED: "warn_fill",
    Mark.HINT: "ink3",
    Mark.ABSENT: "ink3",
}
TEXT_TOKEN = {Mark.DOUBTFUL: "warn", Mark.PARKED: "warn", Mark.WRONG: "bad"}


def draw_mark(painter: QPainter, theme: Theme, box: QRectF, mark: Mark) -> None:
    """Draw `mark` to fill the square `box`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.topLeft())
    painter.scale(box.width() / 16, box.height() / 16)
    _SHAPES[mark](painter, theme.color(MARK_TOKEN[mark]), theme.color("surface"))
    painter.restore()


def draw_card(painter: QPainter, theme: Theme, box: QRectF, *, red: bool) -> None:
    """The yellow or red card of overdue supervision, a portrait rectangle."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("bad" if red else "warn_fill"))
    painter.drawRoundedRect(box, box.width() * 0.15, box.width() * 0.15)
    painter.restore()


def _fill(painter: QPainter, color: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)


def _stroke(painter: QPainter, color: QColor, width: float) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(color, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))


def _check(painter: QPainter, color: QColor, width: float) -> None:
    _stroke(painter, color, width)
    painter.drawPolyline(QPolygonF([QPointF(4.9, 8.3), QPointF(7.1, 10.5), QPointF(11.2, 5.9)]))


def _disc(painter: QPainter, color: QColor) -> None:
    _fill(painter, color)
    painter.drawEllipse(QRectF(0.5, 0.5, 15, 15))


def _ring(painter: QPainter, color: QColor, width: float = 1.4) -> None:
    _stroke(painter, color, width)
    painter.drawEllipse(QRectF(1.2, 1.2, 13.6, 13.6))


def _done(painter: QPainter, color: QColor, paper: QColor) -> None:
    _disc(painter, color)
    _check(painter, paper, 1.7)


def _not_needed(painter: QPainter, color: QColor, paper: QColor) -> None:
    _ring(painter, color)
    _check(painter, color, 1.5)


def _doubtful(painter: QPainter, color: QColor, paper: QColor) -> None:
    painter.setBrush(color)
    painter.setPen(QPen(color, 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.drawPolygon(QPolygonF([QPointF(8, 1.6), QPointF(15, 14), QPointF(1, 14)]))
    _stroke(painter, paper, 1.7)
    painter.drawLine(QPointF(8, 6.2), QPointF(8, 9.4))
    _fill(painter, paper)
    painter.drawEllipse(QPointF(8, 12), 1, 1)


def _wrong(painter: QPainter, color: QColor, paper: QColor) -> None:
    corners = [pi / 8 + turn * pi / 4 for turn in range(8)]
    _fill(painter, color)
    painter.drawPolygon(QPolygonF([QPointF(8 + 8.1 * cos(turn), 8 + 8.1 * sin(turn)) for turn in corners]))
    _stroke(painter, paper, 1.8)
    painter.drawLine(QPointF(5.6, 5.6), QPointF(10.4, 10.4))
    painter.drawLine(QPointF(10.4, 5.6), QPointF(5.6, 10.4))


def _missing(painter: QPainter, color: QColor, paper: QColor) -> None:
    pen = QPen(color, 1.3)
    pen.setDashPattern([2.7, 1.41])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(pen)
    painter.drawEllipse(QRectF(1.2, 1.2, 13.6, 13.6))


def _waiting(painter: QPainter, color: QColor, paper: QColor) -> None:
    _ring(painter, color, 1.3)
    _stroke(painter, color, 1.3)
    painter.drawPolyline(QPolygonF([QPointF(8, 4.6), QPointF(8, 8.2), QPointF(10.4, 9.6)]))


def _running(painter: QPainter, color: QColor, paper: QColor) -> None:
    faint = QColor(color)
    faint.setAlphaF(0.22)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    circle = QRectF(1.6, 1.6, 12.8, 12.8)
    painter.setPen(QPen(faint, 2))
    painter.drawEllipse(circle)
    painter.setPen(QPen(color, 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    painter.drawArc(circle, 90 * 16, -200 * 16)


def _parked(painter: QPainter, color: QColor, paper: QColor) -> None:
    _fill(painter, color)
    painter.drawRoundedRect(QRectF(0.8, 0.8, 14.4, 14.4), 3, 3)
    painter.setBrush(paper)
    painter.drawRoundedRect(QRectF(5, 4.4, 2, 7.2), 0.6, 0.6)
    painter.drawRoundedRect(QRectF(9, 4.4, 2, 7.2), 0.6, 0.6)


def _hint(painter: QPainter, color: QColor, paper: QColor) -> None:
    _disc(painter, color)
    _fill(painter, paper)
    painter.drawEllipse(QPointF(8, 4.7), 1.1, 1.1)
    painter.drawRoundedRect(QRectF(7.1, 7, 1.8, 5), 0.8, 0.8)


def _absent(painter: QPainter, color: QColor, paper: QColor) -> None:
    _ring(painter, color, 1.3)
    painter.drawLine(QPointF(12.4, 3.6), QPointF(3.6, 12.4))


_SHAPES: dict[Mark, Callable[[QPainter, QColor, QColor], None]] = {
    Mark.DONE: _done,
    Mark.NOT_NEEDED: _not_needed,
    Mark.DOUBTFUL: _doubtful,
    Mark.WRONG: _wrong,
    Mark.MISSING: _missing,
    Mark.WAITING: _waiting,
    Mark.RUNNING: _running,
    Mark.PARKED: _parked,
    Mark.HINT: _hint,
    Mark.ABSENT: _absent,
}
