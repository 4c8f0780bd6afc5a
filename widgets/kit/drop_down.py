"""A choice of five or more."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QVBoxLayout, QWidget

from widgets.kit.segmented import Option
from widgets.kit.text import Role, Text
from widgets.kit.themed import Themed
from widgets.theme.current import Theme, current_theme
from widgets.theme.icons import draw_icon


class DropDown(Themed):
    """A label and a drop-down list of options."""

    chosen = Signal(str)

    def __init__(self, label: str, options: Sequence[Option], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._label = Text(label, Role.LABEL)
        self._list = _Chevroned()
        self._list.setAccessibleName(label)
        self._list.view().setAccessibleName(label)
        self.offer(options)
        self._list.activated.connect(lambda index: self.chosen.emit(self._list.itemData(index)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._label)
        layout.addWidget(self._list)
        self.setFocusProxy(self._list)
        self.arrange(self.theme)

    def offer(self, options: Sequence[Option]) -> None:
        """Other options than before; none is chosen."""
        self._list.clear()
        for option in options:
            self._list.addItem(option.text, option.id)
        self._list.setCurrentIndex(-1)

    def present(self, current: str, *, enabled: bool = True) -> None:
        """Choose without a signal; an unknown id chooses none."""
        self._list.setCurrentIndex(self._list.findData(current))
        self._list.setEnabled(enabled)

    def arrange(self, theme: Theme) -> None:
        self._label.setFixedHeight(theme.px(20))
        layout = self.layout()
        if layout is not None:
            layout.setSpacing(theme.px(2))


class _Chevroned(QComboBox):
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        theme = current_theme()
        side = theme.px(18)
        box = QRectF(self.width() - side - theme.px(11), (self.height() - side) / 2, side, side)
        with QPainter(self) as painter:
            draw_icon(painter, theme, box, "chevron_down", "ink2")
