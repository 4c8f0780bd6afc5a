"""The numbers at the top: word, number, comparison, and beside them how each came about."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.presenters.dashboard.state import Headline
from widgets.charts.figure import Figure, Spot
from widgets.charts.sparkline import draw_sparkline
from widgets.theme.current import Theme
from widgets.theme.paint import draw_text, painted, text_width

FIRST = 8
"""How far in from the left edge the first one begins, at 100 %: the frame of the keys needs the room."""

_LEAST, _HEIGHT, _GAP, _SPARK = 132, 76, 12, 56


class Headlines(Figure):
    """Side by side, parted by hairlines; where there is no room for all of them, in two rows."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._headlines: tuple[Headline, ...] = ()

    def present(self, headlines: Sequence[Headline]) -> None:
        """Show them in the order given."""
        if tuple(headlines) == self._headlines:
            return
        self._headlines = tuple(headlines)
        self.tell()
        self.arrange(self.theme)
        self.update()

    def spots(self) -> list[Spot]:
        across, theme = self._across(self.width()), self.theme
        height, gap = theme.px(_HEIGHT), theme.px(_GAP)
        share = self.width() / max(1, across)
        found = []
        for place, each in enumerate(self._headlines):
            row, at = divmod(place, across)
            box = QRectF(round(at * share), row * (height + gap), round(share), height)
            found.append(Spot(each.key, each.spoken, box))
        return found

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(_LEAST) * 7, self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(_LEAST) * 4, self.height())

    def arrange(self, theme: Theme) -> None:
        """Set and not hinted: a scroll area gives what has a height for width its whole wished height."""
        rows = -(-len(self._headlines) // self._across(self.width())) or 1
        self.setFixedHeight(rows * theme.px(_HEIGHT) + (rows - 1) * theme.px(_GAP))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange(self.theme)

    @painted
    def paintEvent(self, painter: QPainter) -> None:
        theme, across = self.theme, self._across(self.width())
        for place, (each, spot) in enumerate(zip(self._headlines, self.spots(), strict=True)):
            first = place % across == 0
            if not first:
                line = QRectF(spot.box.left(), spot.box.top() + theme.px(3), theme.tokens.edge_width, theme.px(70))
                painter.fillRect(line, theme.color("line"))
            inner = spot.box.adjusted(theme.px(FIRST if first else 16), 0, -theme.px(12), 0)
            _draw_headline(painter, theme, inner, each)
        self.draw_focus(painter, theme)

    def _across(self, width: int) -> int:
        count = max(1, len(self._headlines))
        return count if width >= count * self.theme.px(_LEAST) else -(-count // 2)


def _draw_headline(painter: QPainter, theme: Theme, box: QRectF, each: Headline) -> None:
    word = QRectF(box.left(), box.top(), box.width(), theme.px(20))
    number = QRectF(box.left(), word.bottom(), box.width(), theme.px(36))
    note = QRectF(box.left(), number.bottom(), box.width(), theme.px(20))
    draw_text(painter, theme, word, each.word, units=13, color="ink2")
    draw_text(painter, theme, number, each.number, units=30, bold=True)
    draw_text(painter, theme, note, each.note, units=13, color="ink2")
    spark = QRectF(box.right() - theme.px(_SPARK), number.top() + theme.px(4), theme.px(_SPARK), theme.px(26))
    if spark.left() >= box.left() + text_width(theme, each.number, 30, bold=True) + theme.px(12):
        draw_sparkline(painter, theme, spark, each.trend)
