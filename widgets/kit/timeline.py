"""What happened to a case: time, what, who."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.kit.themed import Themed
from widgets.theme.current import Theme
from widgets.theme.paint import RIGHT, draw_box, draw_text, painted, square, text_width

_WRAP = Qt.TextFlag.TextWordWrap


@dataclass(frozen=True, slots=True)
class Happening:
    """One line; `pending` is not yet confirmed by the centre and has a hollow dot."""

    time: str
    what: str
    actor: str = ""
    pending: bool = False


class Timeline(Themed):
    """Latest first; its dot is accented."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._happenings: tuple[Happening, ...] = ()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def present(self, happenings: Sequence[Happening]) -> None:
        self._happenings = tuple(happenings)
        lines = "；".join(f"{line.time} {line.what} {line.actor}".strip() for line in happenings)
        self.setAccessibleDescription(lines)
        self._place()

    def arrange(self, theme: Theme) -> None:
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(280), sum(self._height(line) for line in self._happenings))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(200), self.sizeHint().height())

    @painted
    def paintEvent(self, painter: QPainter) -> None:
        theme, top = self.theme, 0
        first, dot = theme.px(26), self._dot()
        for place, line in enumerate(self._happenings):
            box, height = QRectF(0, top, self.width(), first), self._height(line)
            top += height
            middle = QPointF(dot, box.center().y())
            if place + 1 < len(self._happenings):
                thread = QRectF(dot - 0.5, middle.y() + theme.px(8), 1, height - theme.px(16))
                painter.fillRect(thread, theme.color("edge"))
            color = theme.color("accent" if place == 0 else "ink3")
            spot = square(middle, theme.px(7))
            draw_box(
                painter,
                spot,
                fill=None if line.pending else color,
                edge=color,
                width=1.3,
                radius=spot.width() / 2,
            )
            draw_text(painter, theme, box, line.time, units=13, color="ink2")
            draw_text(painter, theme, box, line.actor, units=13, color="ink2", align=RIGHT)
            words = QRectF(dot + theme.px(16), box.top() + theme.px(3), self._room(line), height)
            painter.setFont(theme.font(13))
            painter.setPen(theme.color("ink"))
            painter.drawText(words, _WRAP, line.what)

    def _place(self) -> None:
        """What happened is told whole: where it is long it takes more lines."""
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    def _dot(self) -> float:
        return max((text_width(self.theme, line.time, 13) for line in self._happenings), default=0) + self.theme.px(32)

    def _room(self, line: Happening) -> float:
        """The width of the words between the dot and who did it."""
        theme = self.theme
        left, right = self._dot() + theme.px(16), self.width() - text_width(theme, line.actor, 13)
        return max(right - left - theme.px(12), theme.px(64))

    def _height(self, line: Happening) -> int:
        metrics = QFontMetricsF(self.theme.font(13))
        used = metrics.boundingRect(QRectF(0, 0, self._room(line), 10_000), _WRAP, line.what)
        return self.theme.px(26) + round(max(0.0, used.height() - metrics.height()))
