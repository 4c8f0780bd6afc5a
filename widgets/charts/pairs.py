"""Bars that compare two numbers of each department: the whole, grey and wide; the part, accented and narrow in it.

Drawn by QPainter: it is a table of names and numbers with a bar in it, and has no axis.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.presenters.figures import Pair
from widgets.charts.figure import Figure, Spot
from widgets.theme.current import Theme
from widgets.theme.marks import draw_card
from widgets.theme.paint import RIGHT, draw_text, painted

_ROW, _LEAST, _NAME, _NUMBER, _CARDS = 26, 20, 96, 40, 64


class PairBars(Figure):
    """A row each; rows draw closer before any is left out."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._pairs: tuple[Pair, ...] = ()

    def present(self, pairs: Sequence[Pair]) -> None:
        """Show the rows in the order given."""
        self._pairs = tuple(pairs)
        self.tell()
        self.updateGeometry()
        self.update()

    def spots(self) -> list[Spot]:
        height = self._row_height(self.theme)
        return [
            Spot(pair.key, pair.spoken, QRectF(0, place * height, self.width(), height))
            for place, pair in enumerate(self._pairs)
        ]

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(424), self.theme.px(_ROW) * len(self._pairs))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(320), self.theme.px(_LEAST) * len(self._pairs))

    @painted
    def paintEvent(self, painter: QPainter) -> None:
        theme = self.theme
        most = max((pair.whole for pair in self._pairs), default=0) or 1
        for pair, spot in zip(self._pairs, self.spots(), strict=True):
            self._draw_row(painter, theme, spot.box, pair, most)
        self.draw_focus(painter, theme)

    def _row_height(self, theme: Theme) -> float:
        return max(theme.px(_LEAST), min(theme.px(_ROW), self.height() / max(1, len(self._pairs))))

    def _draw_row(self, painter: QPainter, theme: Theme, box: QRectF, pair: Pair, most: int) -> None:
        name, number, cards = theme.px(_NAME), theme.px(_NUMBER), theme.px(_CARDS)
        draw_text(painter, theme, QRectF(box.left(), box.top(), name - theme.px(8), box.height()), pair.name, units=13)
        room = box.width() - name - 2 * number - cards
        thick, thin = theme.px(14), theme.px(6)
        for value, token, height in ((pair.whole, "bar2", thick), (pair.part, "accent", thin)):
            bar = QRectF(box.left() + name, round(box.center().y() - height / 2), room * value / most, height)
            painter.fillRect(bar, theme.color(token))
        right = box.left() + name + room + number
        numbers = QRectF(box.left(), box.top(), right - box.left(), box.height())
        draw_text(painter, theme, numbers, str(pair.whole), units=13, align=RIGHT)
        draw_text(
            painter, theme, numbers.adjusted(0, 0, number, 0), str(pair.part), units=13, color="accent", align=RIGHT
        )
        self._draw_cards(painter, theme, box, pair)

    def _draw_cards(self, painter: QPainter, theme: Theme, box: QRectF, pair: Pair) -> None:
        """A card each, red at the right; more than three of a colour are one with its number."""
        right = box.right()
        for count, red in ((pair.red, True), (pair.yellow, False)):
            if count > 2:
                words = QRectF(box.left(), box.top(), right - box.left(), box.height())
                ink = "bad" if red else "warn"
                right -= draw_text(painter, theme, words, str(count), units=12, color=ink, bold=True, align=RIGHT)
                right -= theme.px(3)
            for _ in range(1 if count > 2 else count):
                card = QRectF(right - theme.px(10), box.center().y() - theme.px(6.5), theme.px(10), theme.px(13))
                draw_card(painter, theme, card, red=red)
                right = card.left() - theme.px(4)
