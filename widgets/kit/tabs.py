"""The parts of one thing, one at a time: words in a line, the shown one underlined."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.kit.themed import Themed
from widgets.theme.paint import RIGHT, draw_box, draw_hairline, draw_text, painted, text_width


@dataclass(frozen=True, slots=True)
class Tab:
    """`note` is a count beside the word."""

    id: str
    word: str
    note: str = ""


class Tabs(Themed):
    """Left and Right change; `hint` at the right says which keys act in the shown part."""

    chosen = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tabs: tuple[Tab, ...] = ()
        self._current, self._hint = "", ""
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def present(self, tabs: Sequence[Tab], current: str, hint: str = "") -> None:
        self._tabs, self._current, self._hint = tuple(tabs), current, hint
        self.setAccessibleDescription(next((f"{tab.word} {tab.note}" for tab in tabs if tab.id == current), ""))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(280), self.theme.px(38))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(160), self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        ids = [tab.id for tab in self._tabs]
        if step is None or self._current not in ids:
            super().keyPressEvent(event)
        elif 0 <= ids.index(self._current) + step < len(ids):
            self.chosen.emit(ids[ids.index(self._current) + step])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for tab, box in self._places():
            if box.contains(event.position()):
                self.chosen.emit(tab.id)

    @painted
    def paintEvent(self, painter: QPainter) -> None:
        theme = self.theme
        draw_hairline(painter, theme, 0, self.width(), self.height() - theme.tokens.edge_width)
        end = 0.0
        for tab, box in self._places():
            current = tab.id == self._current
            color = "ink" if current else "ink2"
            width = draw_text(painter, theme, box, tab.word, bold=current, color=color)
            note = box.adjusted(width + theme.px(7), 1, 0, 0)
            draw_text(painter, theme, note, tab.note, units=13, color="ink2")
            if current:
                bar = QRectF(box.left(), self.height() - theme.px(3), box.width(), theme.px(3))
                painter.fillRect(bar, theme.color("accent"))
                if self.hasFocus():
                    ring = box.adjusted(-theme.px(6), theme.px(4), theme.px(6), -theme.px(6))
                    draw_box(painter, ring, edge=theme.color("accent"), width=2, radius=theme.px(4))
            end = box.right()
        if text_width(theme, self._hint, 13) + theme.px(24) < self.width() - end:
            draw_text(painter, theme, self.rect(), self._hint, units=13, color="ink2", align=RIGHT)

    def _places(self) -> list[tuple[Tab, QRectF]]:
        theme, left, places = self.theme, 0.0, []
        for tab in self._tabs:
            note = text_width(theme, tab.note, 13) + theme.px(7) if tab.note else 0
            width = text_width(theme, tab.word, 15, bold=True) + note
            places.append((tab, QRectF(left, 0, width, self.height() - theme.px(3))))
            left += width + theme.px(26)
        return places
