"""Text, boxes and key caps as every painted widget draws them."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.presenters.marks import Tone
from widgets.theme.current import Theme

W = TypeVar("W", bound=QWidget)

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTER = Qt.AlignmentFlag.AlignCenter
WRAPPED = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap


def text_width(theme: Theme, text: str, units: float, *, bold: bool = False) -> int:
    """Width of `text` in px, rounded up."""
    return int(QFontMetricsF(theme.font(units, bold=bold)).horizontalAdvance(text) + 0.999)


def text_height(theme: Theme, text: str, units: float, width: float) -> int:
    """Height in px of `text` wrapped to `width`, rounded up."""
    box = QFontMetricsF(theme.font(units)).boundingRect(QRectF(0, 0, max(width, 1), 1e6), WRAPPED, text)
    return int(box.height() + 0.999)


def draw_text(
    painter: QPainter,
    theme: Theme,
    box: QRectF | QRect,
    text: str,
    *,
    units: float = 15,
    color: str | Tone | QColor = Tone.INK,
    bold: bool = False,
    align: Qt.AlignmentFlag = LEFT,
) -> float:
    """Draw one line of text, elided to the box, and return its width in px."""
    font = theme.font(units, bold=bold)
    metrics = QFontMetricsF(font)
    box = QRectF(box)
    # A rounded-off half pixel must not cost the last character.
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width() + 1)
    painter.setFont(font)
    painter.setPen(color if isinstance(color, QColor) else theme.color(color))
    painter.drawText(box, align | Qt.TextFlag.TextSingleLine | Qt.TextFlag.TextDontClip, shown)
    return metrics.horizontalAdvance(shown)


def draw_box(
    painter: QPainter,
    box: QRectF | QRect,
    *,
    fill: QColor | None = None,
    edge: QColor | None = None,
    width: float = 1,
    radius: float = 6,
    style: Qt.PenStyle = Qt.PenStyle.SolidLine,
) -> None:
    """A rounded rectangle whose edge lies inside `box`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    inset = 0.0
    if edge is None:
        painter.setPen(Qt.PenStyle.NoPen)
    else:
        painter.setPen(QPen(edge, width, style))
        inset = width / 2
    painter.drawRoundedRect(QRectF(box).adjusted(inset, inset, -inset, -inset), radius, radius)
    painter.restore()


def draw_hairline(painter: QPainter, theme: Theme, left: float, right: float, y: float) -> None:
    """One horizontal px in `line`."""
    painter.fillRect(QRectF(left, round(y), right - left, theme.tokens.edge_width), theme.color("line"))


def key_cap_width(theme: Theme, name: str) -> int:
    return max(theme.px(23), text_width(theme, name, 12) + theme.px(12))


def draw_key_cap(painter: QPainter, theme: Theme, left: float, middle: float, name: str) -> int:
    """A key cap with its left edge at `left`, centred on `middle`; returns its width in px."""
    width, height = key_cap_width(theme, name), theme.px(20)
    box = QRectF(left, round(middle - height / 2), width, height)
    draw_box(
        painter,
        box,
        fill=theme.color("surface"),
        edge=theme.color("edge"),
        width=theme.tokens.edge_width,
        radius=theme.px(4),
    )
    draw_text(painter, theme, box, name, units=12, color=Tone.INK2, align=CENTER)
    return width


def square(middle: QPointF, size: float) -> QRectF:
    """A square of `size` round `middle`."""
    return QRectF(middle.x() - size / 2, middle.y() - size / 2, size, size)


def painted(draw: Callable[[W, QPainter], None]) -> Callable[[W, QPaintEvent], None]:
    """Makes `paintEvent` of a function that draws; the painter ends whatever happens.

    Qt crashes on a painter that an exception left open, and then nobody would learn of the exception.
    """

    @wraps(draw)
    def paint_event(self: W, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            draw(self, painter)

    return paint_event
