"""A figure that is drawn on a plot of pyqtgraph, and everything that two of them have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.charts.figure import Figure
from widgets.kit.plane import column
from widgets.theme.current import Theme

if TYPE_CHECKING:
    from widgets.charts.plot import Plot


class Plotted(Figure):
    """The plot is made when the figure is first shown: the library takes half a second and 35 MB, and few need it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._plot: Plot | None = None
        self._room = column(self)

    def draw(self, plot: Plot, theme: Theme) -> None:
        """Put everything on the plot anew."""
        raise NotImplementedError

    def draw_words(self, painter: QPainter, plot: Plot, theme: Theme) -> None:
        """Draw over the plot, in px of the widget."""
        raise NotImplementedError

    def field(self) -> QRectF:
        """The room of the values, in px."""
        return self._plot.field() if self._plot is not None else QRectF()

    def share(self, place: int, count: int) -> QRectF:
        """The room of one of `count` elements beside each other."""
        field = self.field()
        width = field.width() / max(1, count)
        return QRectF(field.left() + place * width, field.top(), width, field.height())

    def arrange(self, theme: Theme) -> None:
        if self._plot is not None:
            self.draw(self._plot, theme)

    def refresh(self) -> None:
        if self._plot is not None:
            self._plot.viewport().update()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._plot is None:
            from widgets.charts.plot import Plot

            self._plot = Plot(self._draw_over)
            self._room.addWidget(self._plot)
            self.arrange(self.theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange(self.theme)

    def _draw_over(self, painter: QPainter) -> None:
        if self._plot is not None:
            self.draw_words(painter, self._plot, self.theme)
            self.draw_focus(painter, self.theme)
