"""When something was done and how long it took: one dot a use, over the hours of the day."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.presenters.devices.state import Dot
from app.presenters.marks import Mark
from widgets.kit.themed import Themed
from widgets.theme.marks import draw_mark
from widgets.theme.paint import RIGHT, draw_text, painted

HIGHEST_STEPS = (0.5, 1, 2, 4, 8, 16, 30, 60, 120)  # seconds at the top line


class Dots(Themed):
    """Seconds upwards, time of day to the right; a failed use has the mark of what is wrong."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._dots: tuple[Dot, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def present(self, dots: Sequence[Dot], words: str) -> None:
        """Show these uses; `words` say the same to those who cannot see it."""
        self._dots = tuple(dots)
        self.setAccessibleName(f"{self._name}，{words}")
        self.setVisible(len(dots) > 1)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(320), self.theme.px(92))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(160), self.theme.px(92))

    @painted
    def paintEvent(self, painter: QPainter) -> None:
        theme = self.theme
        slowest = max((dot.seconds for dot in self._dots), default=1.0)
        top = next((step for step in HIGHEST_STEPS if step >= slowest), slowest)
        left = theme.px(24)
        room = QRectF(left, theme.px(8), self.width() - left - theme.px(8), self.height() - theme.px(32))
        for share in (0.0, 0.5, 1.0):
            y = room.bottom() - share * room.height()
            painter.fillRect(QRectF(room.left(), y, room.width(), 1), theme.color("line"))
            label = QRectF(0, y - theme.px(8), left - theme.px(6), theme.px(16))
            draw_text(painter, theme, label, f"{top * share:g}", units=12, color="ink3", align=RIGHT)
        first, last = self._dots[0].minute, max(self._dots[-1].minute, self._dots[0].minute + 1)
        for dot in self._dots:
            across = room.left() + (dot.minute - first) / (last - first) * room.width()
            spot = QPointF(across, room.bottom() - min(1.0, dot.seconds / top) * room.height())
            self._draw(painter, spot, dot.good)
        below = QRectF(room.left(), room.bottom() + theme.px(4), room.width(), theme.px(18))
        draw_text(painter, theme, below, _time(first), units=12, color="ink3")
        draw_text(painter, theme, below, _time(last), units=12, color="ink3", align=RIGHT)

    def _draw(self, painter: QPainter, spot: QPointF, good: bool) -> None:
        if good:
            side = self.theme.px(4)
            painter.setBrush(self.theme.color("ink2"))
            painter.setPen(self.theme.color("ink2"))
            painter.drawEllipse(spot, side / 2, side / 2)
        else:
            side = self.theme.px(12)
            draw_mark(painter, self.theme, QRectF(spot.x() - side / 2, spot.y() - side / 2, side, side), Mark.WRONG)


def _time(minute: float) -> str:
    return f"{int(minute) // 60}:{int(minute) % 60:02d}"
