"""The course of a day by the hour, of a longer period by the day: bars, a line over them, and a dashed line before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from app.presenters.figures import Course, Span
from widgets.charts.figure import Spot
from widgets.charts.plotted import Plotted
from widgets.charts.scale import scale_up_to
from widgets.theme.current import Theme
from widgets.theme.paint import LEFT, draw_text, text_width

if TYPE_CHECKING:
    from widgets.charts.plot import Plot

_BAR = 0.66


class CourseChart(Plotted):
    """Each span is a spot. Names stand beside the first bar, the line and the dashed line."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._course = Course()

    def present(self, course: Course) -> None:
        """Show `course`."""
        if course == self._course:
            return
        self._course = course
        self.arrange(self.theme)
        self.tell()

    def spots(self) -> list[Spot]:
        spans = self._course.spans
        return [
            Spot(span.key, span.spoken, self.share(place, len(spans)))
            for place, span in enumerate(spans)
            if span.bar is not None
        ]

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(424), self.theme.px(200))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(280), self.theme.px(140))

    def draw(self, plot: Plot, theme: Theme) -> None:
        spans = self._course.spans
        values = [number for span in spans for number in (span.bar, span.line, span.before) if number is not None]
        step, top = scale_up_to(max(values, default=0))
        # A little room over the highest gridline, for half of its label.
        plot.begin(theme, across=(-0.5, max(1, len(spans)) - 0.5), up=top * 1.06)
        ticks = [(value, str(value)) for value in range(0, top + 1, step)]
        plot.put_axes(
            theme,
            below=self._labels(theme),
            left=ticks,
            left_width=text_width(theme, str(top), 12) + theme.px(14),
            below_height=theme.px(24),
        )
        done = [(place, span.bar) for place, span in enumerate(spans) if span.bar and not span.unfinished]
        plot.put_bars(theme, [at for at, _ in done], [height for _, height in done], "bar2", _BAR)
        for place, span in enumerate(spans):
            if span.unfinished:
                plot.put_outline(theme, place, span.bar or 0, _BAR)
        plot.put_line(theme, _points(spans, "before"), "ink3", dashed=True)
        plot.put_line(theme, _points(spans, "line"), "accent")

    def _labels(self, theme: Theme) -> list[tuple[float, str]]:
        """As many labels as have room, the first and evenly on."""
        spans = self._course.spans
        widest = max((text_width(theme, span.label, 12) for span in spans), default=0) + theme.px(8)
        room = max(1, self.width() - theme.px(40))
        every = max(1, -(-widest * len(spans) // room))
        return [(float(place), span.label) for place, span in enumerate(spans) if place % every == 0]

    def draw_words(self, painter: QPainter, plot: Plot, theme: Theme) -> None:
        """Bars are named at the highest, lines at their last point; how far the hour is stands at its foot."""
        course, spans = self._course, self._course.spans
        words = _Words(painter, theme, plot, self.width() - 1)
        words.name_line(_points(spans, "before"), course.before_word, "ink2")
        unfinished = next((place for place, span in enumerate(spans) if span.unfinished), None)
        highest = max(range(len(spans)), key=lambda place: spans[place].bar or 0, default=None)
        if highest is not None and highest != unfinished and spans[highest].bar:
            words.put((highest, spans[highest].bar or 0), course.bar_word, "ink2")
        if unfinished is not None and course.until:
            said = course.until if highest != unfinished else f"{course.bar_word}　{course.until}"
            words.put((unfinished, 0), said, "ink2", lift=theme.px(11))
        words.name_line(_points(spans, "line"), course.line_word, "accent")


@dataclass(frozen=True, slots=True)
class _Words:
    """Writes beside values of a plot, never over its right edge."""

    painter: QPainter
    theme: Theme
    plot: Plot
    right: float

    def put(self, at: tuple[float, float], word: str, token: str, *, lift: float = 0) -> None:
        """A word at the right of the bar at a value, `lift` px higher."""
        theme, point = self.theme, self.plot.place(at[0] + _BAR / 2, at[1])
        width, height = text_width(theme, word, 12, bold=True), theme.px(18)
        left = min(point.x() + theme.px(6), self.right - width)
        box = QRectF(left, max(0.0, point.y() - height / 2 - lift), width, height)
        self.painter.fillRect(box, theme.color("surface"))
        draw_text(self.painter, theme, box, word, units=12, color=token, bold=True, align=LEFT)

    def name_line(self, points: list[tuple[float, float]], word: str, token: str) -> None:
        """A word a little over the last point; a line along the base is none."""
        if word and any(value for _, value in points):
            self.put(points[-1], word, token, lift=self.theme.px(14))


def _points(spans: tuple[Span, ...], name: str) -> list[tuple[float, float]]:
    return [(place, getattr(span, name)) for place, span in enumerate(spans) if getattr(span, name) is not None]
