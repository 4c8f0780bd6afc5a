"""Where the photo of the card would be."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.presenters.marks import Tone
from widgets.kit.themed import Themed
from widgets.theme.current import Theme
from widgets.theme.paint import draw_text


class NoPhoto(Themed):
    """A silhouette, and two lines that say what to look at instead: a photo that cannot be decoded is not faked."""

    def __init__(self, words: tuple[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.setAccessibleName("，".join(words))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        side = self._picture(self.theme)
        return QSize(self.theme.px(120), round(side.bottom()) + self.theme.px(42))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self._picture(theme)
        frame = QPainterPath()
        frame.addRoundedRect(box, theme.px(4), theme.px(4))
        painter.fillPath(frame, theme.color("sunken"))
        painter.save()
        painter.setClipPath(frame)
        person = QPainterPath()
        middle, head = box.center().x(), box.width() * 0.2
        person.addEllipse(QRectF(middle - head, box.top() + box.height() * 0.24, 2 * head, 2 * head))
        shoulders = box.width() * 0.36
        person.addEllipse(QRectF(middle - shoulders, box.top() + box.height() * 0.68, 2 * shoulders, box.height()))
        painter.fillPath(person, theme.color("bar"))
        painter.restore()
        for place, line in enumerate(self._words):
            top = box.bottom() + theme.px(4) + place * theme.px(18)
            draw_text(painter, theme, QRectF(0, top, self.width(), theme.px(18)), line, units=12, color=Tone.INK2)

    def _picture(self, theme: Theme) -> QRectF:
        height = 88 if theme.compact else 104
        return QRectF(0, theme.px(8), theme.px(height * 0.8), theme.px(height))
