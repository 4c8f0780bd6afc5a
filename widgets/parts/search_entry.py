"""Where one types what to look for in a list."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from widgets.theme.current import current_theme
from widgets.theme.icons import draw_icon
from widgets.theme.paint import draw_key_cap, key_cap_width

_INTO_THE_LIST = (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SearchEntry(QLineEdit):
    """A glass at the left, the key that leads here at the right. Down and Enter go on to the list."""

    left_for_list = Signal()

    def __init__(self, name: str, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = key
        self.setAccessibleName(name)
        self.setPlaceholderText(name)

    def present(self, text: str) -> None:
        """Show `text` unless it is there already: the caret stays where it is while one types."""
        if self.text() != text:
            self.setText(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _INTO_THE_LIST and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.left_for_list.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        cap = key_cap_width(theme, self._key)
        self.setTextMargins(theme.px(24), 0, cap + theme.px(4), 0)
        super().paintEvent(event)
        side = theme.px(18)
        with QPainter(self) as painter:
            box = QRectF(theme.px(10), (self.height() - side) / 2, side, side)
            draw_icon(painter, theme, box, "find", "ink2")
            draw_key_cap(painter, theme, self.width() - cap - theme.px(8), self.height() / 2, self._key)
