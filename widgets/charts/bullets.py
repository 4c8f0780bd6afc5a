"""Numbers against their targets: three grey bands, a bar, a tick at the target; number and difference in words.

Drawn by QPainter, as the bars of the departments are.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.presenters.figures import Target
from widgets.charts.figure import Figure, Spot
from widgets.theme.current import Theme
from widgets.theme.marks import TEXT_TOKEN, draw_mark
from widgets.theme.paint import RIGHT, draw_text, painted, square, text_width

_ROW, _NAME, _WORDS = 41, 104, 92


class Bullets(Figure):
    """A row each. The bar is accented where the target is reached."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._targets: tuple[Target, ...] = ()

    def present(self, targets: Sequence[Target]) -> None:
        """Show the rows in the order given."""
        self._targets = tuple(targets)
        self.tell()
        self.updateGeometry()
        self.update()

    def spots(self) -> list[Spot]:
        height = self.theme.px(_ROW)
        return [
            Spot(each.key, f"{each.name} {each.number}，{each.difference}", QRectF(0, n * height, self.width(), height))
            for n, each in enumerate(self._targets)
        ]

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(440), self.theme.px(_ROW) * len(self._targets))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(320), self.sizeHint().height())

    @painted
    def paintEvent(self, painter: QPainter) -> None:
        theme = self.theme
        for each, spot in zip(self._targets, self.spots(), strict=True):
            _draw_target(painter, theme, spot.box, each)
        self.draw_focus(painter, theme)


def _draw_target(painter: QPainter, theme: Theme, box: QRectF, each: Target) -> None:
    name, words = theme.px(_NAME), theme.px(_WORDS)
    draw_text(painter, theme, box, each.name, units=13)
    room = QRectF(box.left() + name, box.center().y() - theme.px(10), box.width() - name - words, theme.px(20))
    starts = (0.0, *each.bands, 1.0)
    for place, token in enumerate(("band1", "band2", "band3")):
        left, right = (room.left() + room.width() * starts[n] for n in (place, place + 1))
        painter.fillRect(QRectF(left, room.top(), right - left, room.height()), theme.color(token))
    reach = room.width() * min(1.0, each.value / each.most)
    bar = QRectF(room.left(), room.center().y() - theme.px(4), reach, theme.px(8))
    painter.fillRect(bar, theme.color("accent" if each.reached else "ink2"))
    at = room.left() + room.width() * min(1.0, each.target / each.most)
    tick = QRectF(at - theme.px(1.5), room.top() - theme.px(3), theme.px(3), room.height() + theme.px(6))
    painter.fillRect(tick, theme.color("ink"))
    upper = QRectF(box.left(), box.center().y() - theme.px(18), box.width(), theme.px(18))
    lower = QRectF(box.left(), box.center().y(), box.width(), theme.px(18))
    draw_text(painter, theme, upper, each.number, units=13, bold=True, align=RIGHT)
    ink = TEXT_TOKEN.get(each.mark, "ok")
    draw_text(painter, theme, lower, each.difference, units=13, color=ink, align=RIGHT)
    middle = lower.right() - text_width(theme, each.difference, 13) - theme.px(13)
    draw_mark(painter, theme, square(QPointF(middle, lower.center().y()), theme.px(14)), each.mark)
