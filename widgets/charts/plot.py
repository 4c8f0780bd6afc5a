"""A pyqtgraph plot stripped of its own look: only what we draw, in the theme's colours, still, and without a menu."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QFrame, QWidget

from widgets.theme.current import Theme

Ticks = Sequence[tuple[float, str]]


class Plot(pg.PlotWidget):  # type: ignore[misc]  # pyqtgraph has no types
    """Bars, lines and gridlines over two bare axes. `foreground` draws on top, in px of the viewport."""

    def __init__(self, foreground: Callable[[QPainter], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._foreground = foreground
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)
        plot = self.getPlotItem()
        plot.setMenuEnabled(False)
        plot.hideButtons()
        plot.getViewBox().setMouseEnabled(x=False, y=False)
        plot.getViewBox().setDefaultPadding(0)
        for side in ("left", "bottom"):
            axis = plot.getAxis(side)
            axis.setStyle(
                tickLength=0,
                tickAlpha=0,
                autoExpandTextSpace=False,
                autoReduceTextSpace=False,
                hideOverlappingLabels=False,
            )

    def begin(self, theme: Theme, *, across: tuple[float, float], up: float) -> None:
        """Clear everything and set the ranges; what is added later is drawn over what came before."""
        plot = self.getPlotItem()
        plot.clear()
        self.setBackground(theme.color("surface"))
        plot.setRange(xRange=across, yRange=(0, up), padding=0)

    def put_axes(self, theme: Theme, *, below: Ticks, left: Ticks, left_width: int, below_height: int) -> None:
        """Labels only: no axis line, no ticks. Left labels are those of the gridlines."""
        plot = self.getPlotItem()
        for side, ticks in (("left", left), ("bottom", below)):
            axis = plot.getAxis(side)
            axis.setPen(None)
            axis.setTextPen(theme.color("ink2"))
            axis.setStyle(tickFont=theme.font(12), tickTextOffset=theme.px(6))
            axis.setTicks([list(ticks)])
        plot.showAxis("left", bool(left))
        plot.getAxis("left").setWidth(left_width)
        plot.getAxis("bottom").setHeight(below_height)
        for value, _ in left:
            pen = QPen(theme.color("line"), theme.tokens.edge_width)
            pen.setCosmetic(True)
            line = pg.InfiniteLine(value, angle=0, pen=pen)
            line.setZValue(-1)  # behind the bars, which are added later but lie at 0 as well
            self.getPlotItem().addItem(line)

    def put_bars(self, theme: Theme, at: Sequence[float], heights: Sequence[float], token: str, width: float) -> None:
        """Bars on the base, each with a cap of two px."""
        if not len(at):
            return
        bars = pg.BarGraphItem(x=list(at), height=list(heights), width=width, brush=theme.color(token), pen=None)
        self.getPlotItem().addItem(bars)
        ends = np.repeat(np.asarray(at, dtype=float), 2) + np.tile([-width / 2, width / 2], len(at))
        pen = QPen(theme.color("bar" if token == "bar2" else token), 2)
        pen.setCosmetic(True)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        caps = pg.PlotCurveItem(ends, np.repeat(np.asarray(heights, dtype=float), 2), connect="pairs", pen=pen)
        self.getPlotItem().addItem(caps)

    def put_outline(self, theme: Theme, at: float, height: float, width: float) -> None:
        """A dashed bar: what is under way."""
        pen = QPen(theme.color("ink3"), theme.tokens.edge_width, Qt.PenStyle.DashLine)
        pen.setCosmetic(True)
        bar = pg.BarGraphItem(x=[at], height=[height], width=width, brush=None, pen=pen)
        self.getPlotItem().addItem(bar)

    def put_line(
        self, theme: Theme, points: Sequence[tuple[float, float]], token: str, *, dashed: bool = False
    ) -> None:
        """A line through the points; a whole one has a dot at each."""
        if not points:
            return
        x, y = np.asarray(points, dtype=float).T
        pen = QPen(theme.color(token), theme.px(1) if dashed else theme.px(2))
        pen.setCosmetic(True)
        if dashed:
            pen.setDashPattern([4, 3])
            line = pg.PlotCurveItem(x, y, pen=pen, antialias=True)
        else:
            dot = {"symbol": "o", "symbolSize": theme.px(6), "symbolBrush": theme.color(token), "symbolPen": None}
            line = pg.PlotDataItem(x, y, pen=pen, antialias=True, **dot)
        self.getPlotItem().addItem(line)

    def place(self, x: float, y: float) -> QPointF:
        """Where a value is, in px of the widget."""
        return QPointF(self.mapFromScene(self.getPlotItem().getViewBox().mapViewToScene(QPointF(x, y))))

    def field(self) -> QRectF:
        """The room of the values, in px of the widget."""
        return QRectF(self.mapFromScene(self.getPlotItem().getViewBox().sceneBoundingRect()).boundingRect())

    def drawForeground(self, painter: QPainter, rect: QRectF) -> None:
        painter.save()
        painter.resetTransform()
        self._foreground(painter)
        painter.restore()
