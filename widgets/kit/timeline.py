"""What happened to a case: time, what, who."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.kit.themed import Themed
from widgets.theme.paint import RIGHT, draw_box, draw_text, painted, square, text_width


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
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(280), self.theme.px(26) * len(self._happenings))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(200), self.sizeHint().height())

    @painted
    def paintEvent(self, painter: QPainter) -> None:
        theme = self.theme
        height = theme.px(26)
        dot = max((text_width(theme, line.time, 13) for line in self._happenings), default=0) + theme.px(32)
        for place, line in enumerate(self._happenings):
            box = QRectF(0, place * height, self.width(), height)
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
            left, right = dot + theme.px(16), self.width() - text_width(theme, line.actor, 13)
            words = QRectF(left, box.top(), right - left - theme.px(12), height)
            draw_text(painter, theme, words, line.what, units=13, color="ink")
            draw_text(painter, theme, box, line.actor, units=13, color="ink2", align=RIGHT)
