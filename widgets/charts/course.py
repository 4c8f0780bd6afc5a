"""The course of a day by the hour, of a longer period by the day: bars, a line over them, and a dashed line before."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.presenters.figures import Course, Span
from widgets.charts.figure import Figure, Spot
from widgets.charts.plot import Plot, scale_up_to
from widgets.kit.plane import column
from widgets.theme.current import Theme
from widgets.theme.paint import LEFT, draw_text, text_width

_BAR = 0.66


class CourseChart(Figure):
    """Each span is a spot. Names stand beside the first bar, the line and the dashed line."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._course = Course()
        self._plot = Plot(self._draw_words)
        column(self).addWidget(self._plot)
        self.arrange(self.theme)

    def present(self, course: Course) -> None:
        """Show `course`."""
        if course == self._course:
            return
        self._course = course
        self.arrange(self.theme)
        self.tell()

    def spots(self) -> list[Spot]:
        field = self._plot.field()
        share = field.width() / max(1, len(self._course.spans))
        return [
            Spot(span.key, span.spoken, QRectF(field.left() + place * share, field.top(), share, field.height()))
            for place, span in enumerate(self._course.spans)
            if span.bar is not None
        ]

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(424), self.theme.px(200))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(280), self.theme.px(140))

    def arrange(self, theme: Theme) -> None:
        spans = self._course.spans
        values = [number for span in spans for number in (span.bar, span.line, span.before) if number is not None]
        step, top = scale_up_to(max(values, default=0))
        plot = self._plot
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

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange(self.theme)

    def refresh(self) -> None:
        self._plot.viewport().update()

    def _labels(self, theme: Theme) -> list[tuple[float, str]]:
        """As many labels as have room, the first and evenly on."""
        spans = self._course.spans
        widest = max((text_width(theme, span.label, 12) for span in spans), default=0) + theme.px(8)
        room = max(1, self.width() - theme.px(40))
        every = max(1, -(-widest * len(spans) // room))
        return [(float(place), span.label) for place, span in enumerate(spans) if place % every == 0]

    def _draw_words(self, painter: QPainter) -> None:
        """Bars are named at the highest, lines at their last point; how far the hour is stands at its foot."""
        theme, course, spans = self.theme, self._course, self._course.spans
        self._draw_line_word(painter, theme, _points(spans, "before"), course.before_word, "ink2")
        unfinished = next((place for place, span in enumerate(spans) if span.unfinished), None)
        highest = max(range(len(spans)), key=lambda place: spans[place].bar or 0, default=None)
        if highest is not None and highest != unfinished and spans[highest].bar:
            self._draw_word(painter, theme, (highest, spans[highest].bar or 0), course.bar_word, "ink2")
        if unfinished is not None and course.until:
            words = course.until if highest != unfinished else f"{course.bar_word}　{course.until}"
            self._draw_word(painter, theme, (unfinished, 0), words, "ink2", lift=theme.px(11))
        self._draw_line_word(painter, theme, _points(spans, "line"), course.line_word, "accent")
        self.draw_focus(painter, theme)

    def _draw_line_word(
        self, painter: QPainter, theme: Theme, points: list[tuple[float, float]], word: str, token: str
    ) -> None:
        if word and any(value for _, value in points):
            self._draw_word(painter, theme, points[-1], word, token, lift=theme.px(14))

    def _draw_word(
        self, painter: QPainter, theme: Theme, at: tuple[float, float], word: str, token: str, *, lift: float = 0
    ) -> None:
        """A word at the right of a value, `lift` px higher; it stays within the figure."""
        point = self._plot.place(at[0] + _BAR / 2, at[1])
        width, height = text_width(theme, word, 12, bold=True), theme.px(18)
        left = min(point.x() + theme.px(6), self.width() - width - 1)
        box = QRectF(left, max(0.0, point.y() - height / 2 - lift), width, height)
        painter.fillRect(box, theme.color("surface"))
        draw_text(painter, theme, box, word, units=12, color=token, bold=True, align=LEFT)


def _points(spans: tuple[Span, ...], name: str) -> list[tuple[float, float]]:
    return [(place, getattr(span, name)) for place, span in enumerate(spans) if getattr(span, name) is not None]
