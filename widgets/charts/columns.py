"""One small column a window: who stands out is filled in warning and always named."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from app.presenters.figures import Column
from widgets.charts.figure import Spot
from widgets.charts.plotted import Plotted
from widgets.theme.current import Theme
from widgets.theme.paint import CENTER, draw_text, text_width

if TYPE_CHECKING:
    from widgets.charts.plot import Plot

_WIDTH = 0.76
_LABELS = 20


class Columns(Plotted):
    """Each column is a spot; labels stand under as many as there is room for."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._columns: tuple[Column, ...] = ()

    def present(self, columns: Sequence[Column]) -> None:
        """Show the columns in the order given."""
        if tuple(columns) == self._columns:
            return
        self._columns = tuple(columns)
        self.arrange(self.theme)
        self.tell()

    def spots(self) -> list[Spot]:
        count = len(self._columns)
        return [Spot(each.key, each.spoken, self.share(place, count)) for place, each in enumerate(self._columns)]

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(328), self.theme.px(120))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(200), self.theme.px(88))

    def draw(self, plot: Plot, theme: Theme) -> None:
        columns = self._columns
        top = max((each.value for each in columns), default=0) or 1
        plot.begin(theme, across=(-0.5, max(1, len(columns)) - 0.5), up=top * 1.04)
        plot.put_axes(theme, below=[], left=[], left_width=0, below_height=theme.px(_LABELS))
        for marked, token in ((False, "bar2"), (True, "warn_fill")):
            places = [place for place, each in enumerate(columns) if each.value and each.marked is marked]
            plot.put_bars(theme, places, [columns[place].value for place in places], token, _WIDTH)

    def draw_words(self, painter: QPainter, plot: Plot, theme: Theme) -> None:
        """Labels are drawn here and not by the axis: those marked are bold, and push their neighbours out."""
        top = plot.field().bottom()
        taken: list[QRectF] = []
        for place in sorted(range(len(self._columns)), key=lambda place: (not self._columns[place].marked, place)):
            each = self._columns[place]
            width = text_width(theme, each.label, 12, bold=each.marked)
            middle = plot.place(place, 0).x()
            left = min(max(0.0, middle - width / 2), self.width() - width)
            box = QRectF(QPointF(left, top + theme.px(3)), QSize(width, theme.px(_LABELS - 4)))
            if any(box.adjusted(-theme.px(6), 0, theme.px(6), 0).intersects(other) for other in taken):
                continue
            taken.append(box)
            ink = "warn" if each.marked else "ink2"
            draw_text(painter, theme, box, each.label, units=12, color=ink, bold=each.marked, align=CENTER)
