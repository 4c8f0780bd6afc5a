"""The last frames on a wire: time, which way, and what may be shown of them."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.presenters.devices.state import FrameLine
from widgets.kit.themed import Themed
from widgets.theme.paint import LEFT, draw_text, painted, text_width

LINE = 22


class FrameLines(Themed):
    """One line a frame, oldest first, bytes in the monospaced face; a long frame is cut at the right."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frames: tuple[FrameLine, ...] = ()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def present(self, frames: Sequence[FrameLine]) -> None:
        """Show these frames; nothing takes no room."""
        if tuple(frames) != self._frames:
            self._frames = tuple(frames)
            self.setAccessibleDescription("；".join(f"{frame.time} {frame.way} {frame.shown}" for frame in frames))
            self.setVisible(bool(frames))
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(320), self.theme.px(LINE) * len(self._frames))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(160), self.sizeHint().height())

    @painted
    def paintEvent(self, painter: QPainter) -> None:
        theme = self.theme
        after_time = text_width(theme, "00:00:00", 12) + theme.px(10)
        after_way = after_time + theme.px(20)
        mono = theme.mono(12)
        metrics = QFontMetricsF(mono)
        for place, frame in enumerate(self._frames):
            box = QRectF(0, place * theme.px(LINE), self.width(), theme.px(LINE))
            draw_text(painter, theme, box, frame.time, units=12, color="ink3")
            draw_text(painter, theme, box.adjusted(after_time, 0, 0, 0), frame.way, units=12, color="ink2")
            painter.setFont(mono)
            painter.setPen(theme.color("ink"))
            room = box.adjusted(after_way, 0, 0, 0)
            shown = metrics.elidedText(frame.shown, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, LEFT, shown)
