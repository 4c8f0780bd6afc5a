"""A picture to be looked at, as large as its room."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.kit.themed import Themed
from widgets.theme.paint import CENTER, draw_box, draw_text, painted


class Picture(Themed):
    """The whole picture in the middle; a sentence where there is none."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._data, self._image, self._words = b"", QImage(), ""
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def present(self, data: bytes, words: str = "") -> None:
        """Show an encoded picture, or `words` instead."""
        if data != self._data:
            self._data, self._image = data, QImage.fromData(data)
        self._words = words
        self.setAccessibleDescription(words)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(320), self.theme.px(420))

    @painted
    def paintEvent(self, painter: QPainter) -> None:
        theme, room = self.theme, QRectF(self.rect())
        painter.fillRect(room, theme.color("sunken"))
        if self._image.isNull():
            draw_text(painter, theme, room, self._words, units=15, color="ink2", align=CENTER)
            return
        size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (self.width() - size.width()) / 2, (self.height() - size.height()) / 2
        box = QRectF(left, top, size.width(), size.height())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(box, self._image)
        draw_box(painter, box, edge=theme.color("line"), width=theme.tokens.edge_width)
