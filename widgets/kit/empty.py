"""What a list says while it has nothing: one sentence and the next key."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.kit.themed import Themed
from widgets.theme.paint import draw_key_cap, draw_text, key_cap_width, painted


class Empty(Themed):
    """`what` is missing, `next_step` brings it, `key` is the cap at the right."""

    def __init__(self, what: str = "", next_step: str = "", key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.present(what, next_step, key)

    def present(self, what: str, next_step: str = "", key: str = "") -> None:
        self._what, self._next, self._key = what, next_step, key
        self.setAccessibleName(f"{what}{next_step}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(200), self.theme.px(40))

    @painted
    def paintEvent(self, painter: QPainter) -> None:
        theme = self.theme
        room = self.width() - (key_cap_width(theme, self._key) + theme.px(12) if self._key else 0)
        box = QRectF(0, 0, room, self.height())
        left = draw_text(painter, theme, box, self._what, color="ink2")
        draw_text(painter, theme, box.adjusted(left, 0, 0, 0), self._next, color="ink")
        if self._key:
            left = self.width() - key_cap_width(theme, self._key)
            draw_key_cap(painter, theme, left, self.height() / 2, self._key)
