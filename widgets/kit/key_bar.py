"""This page's keys along the bottom, and whether the draft is safe."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLayout, QSizePolicy, QWidget

from app.presenters.marks import Mark
from widgets.kit.mark_view import MarkView
from widgets.kit.themed import Themed
from widgets.theme.current import Theme, current_theme
from widgets.theme.paint import draw_hairline, draw_key_cap, draw_text, key_cap_width, painted, text_width

MOST = 9


@dataclass(frozen=True, slots=True)
class KeyWord:
    """A key as the bar shows it: its id, what stands on the cap, what it does."""

    id: str
    cap: str
    word: str


class KeyBar(Themed):
    """At most nine keys. When they do not fit, those before the last go first: F1 is the last and stays."""

    key_clicked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._buttons: list[KeyButton] = []
        self._foot = MarkView()
        self._layout = QHBoxLayout(self)
        self._layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._layout.addStretch(1)
        self._layout.addWidget(self._foot)
        self.arrange(self.theme)

    def present(self, keys: Sequence[KeyWord], foot: str = "", foot_mark: Mark | None = None) -> None:
        """Show the keys and, at the right, the state of the draft or of the data."""
        shown = keys if len(keys) <= MOST else [*keys[: MOST - 1], keys[-1]]
        while len(self._buttons) < len(shown):
            self._add()
        for place, button in enumerate(self._buttons):
            button.wanted = place < len(shown)
            if button.wanted:
                button.present(shown[place])
        self._foot.present(foot_mark, foot)
        self._drop_what_does_not_fit()

    def arrange(self, theme: Theme) -> None:
        self.setFixedHeight(theme.px(theme.measures.key_bar))
        self._layout.setContentsMargins(theme.px(24), 0, theme.px(24), 0)
        self._layout.setSpacing(theme.px(24))
        self._drop_what_does_not_fit()

    def minimumSizeHint(self) -> QSize:
        """Nothing in the bar keeps the window from becoming narrow."""
        return QSize(0, self.theme.px(self.theme.measures.key_bar))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._drop_what_does_not_fit()

    @painted
    def paintEvent(self, painter: QPainter) -> None:
        theme = self.theme
        painter.fillRect(self.rect(), theme.color("ground"))
        draw_hairline(painter, theme, 0, self.width(), 0)

    def _add(self) -> None:
        button = KeyButton(self)
        button.clicked.connect(lambda: self.key_clicked.emit(button.key.id))
        self._layout.insertWidget(len(self._buttons), button)
        self._buttons.append(button)

    def _drop_what_does_not_fit(self) -> None:
        wanted = [button for button in self._buttons if button.wanted]
        room = self.width() - self._foot.sizeHint().width() - self.theme.px(48)
        gap = self.theme.px(24)
        shown = list(wanted)
        while len(shown) > 1 and sum(button.sizeHint().width() + gap for button in shown) > room:
            del shown[-2]
        for button in self._buttons:
            button.setVisible(button in shown)


class KeyButton(QAbstractButton):
    """A key cap with its word; a click does what the key does."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.wanted = False
        self.key = KeyWord("", "", "")

    def present(self, key: KeyWord) -> None:
        self.key = key
        self.setAccessibleName(f"{key.word} {key.cap}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        theme = current_theme()
        width = key_cap_width(theme, self.key.cap) + theme.px(9) + text_width(theme, self.key.word, 13)
        return QSize(width, theme.px(24))

    @painted
    def paintEvent(self, painter: QPainter) -> None:
        theme = current_theme()
        width = draw_key_cap(painter, theme, 0, self.height() / 2, self.key.cap)
        box = QRectF(width + theme.px(9), 0, self.width(), self.height())
        draw_text(painter, theme, box, self.key.word, units=13, color="ink" if self.underMouse() else "ink2")
