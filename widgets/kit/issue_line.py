"""What is wrong, what to do, and the buttons that do it."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.presenters.marks import Mark, Tone
from widgets.kit.button import Button
from widgets.kit.note import Sign
from widgets.kit.plane import Hairline, column
from widgets.kit.text import Role, Text
from widgets.kit.themed import Themed
from widgets.theme.current import Theme


class IssueLine(Themed):
    """Mark and title over the cure; the buttons flush right; a hairline below."""

    act_requested = Signal(int)  # the button's number, from 0

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sign = Sign(22)
        self._title, self._cure = Text("", Role.STRONG, wrap=True), Text("", Role.LABEL, Tone.INK2, wrap=True)
        self._buttons: list[Button] = []
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._cure)
        self._line = QHBoxLayout()
        self._line.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        self._line.addLayout(words, 1)
        layout = column(self)
        layout.addLayout(self._line)
        layout.addWidget(Hairline())
        self.arrange(self.theme)

    def present(self, mark: Mark, title: str, cure: str, acts: Sequence[tuple[str, str]]) -> None:
        """Show one issue; `acts` are words with their keys, "" where the key acts on another issue."""
        self._sign.present(mark)
        self._title.say(title)
        self._cure.say(cure)
        while len(self._buttons) < len(acts):
            button = Button("")
            button.clicked.connect(partial(self.act_requested.emit, len(self._buttons)))
            self._buttons.append(button)
            self._line.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        for place, button in enumerate(self._buttons):
            button.setVisible(place < len(acts))
            if place < len(acts):
                word, key = acts[place]
                button.present(word, key=key)
                button.setAccessibleName(f"{word}，{title}")

    def arrange(self, theme: Theme) -> None:
        gap = theme.px(12 if not theme.compact else 8)
        self._line.setContentsMargins(0, gap, 0, gap)
        self._line.setSpacing(theme.px(14))
