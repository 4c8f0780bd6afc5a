"""What is wrong, what to do, and the button that does it."""

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
    """Mark and title over the cure; the button flush right; a hairline below."""

    act_requested = Signal()

    def __init__(self, act: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sign, self._act = Sign(22), Button(act)
        self._title, self._cure = Text("", Role.STRONG, wrap=True), Text("", Role.LABEL, Tone.INK2, wrap=True)
        self._act.clicked.connect(lambda: self.act_requested.emit())
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._cure)
        self._line = QHBoxLayout()
        self._line.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        self._line.addLayout(words, 1)
        self._line.addWidget(self._act, 0, Qt.AlignmentFlag.AlignVCenter)
        layout = column(self)
        layout.addLayout(self._line)
        layout.addWidget(Hairline())
        self.arrange(self.theme)

    def present(self, mark: Mark, title: str, cure: str, *, key: str = "") -> None:
        """Show one issue; `key` is shown on the button when it is the one the key acts on."""
        self._sign.present(mark)
        self._title.say(title)
        self._cure.say(cure)
        self._act.show_key(bool(key), key)
        self._act.setAccessibleName(f"{self._act.text()}，{title}")

    def arrange(self, theme: Theme) -> None:
        gap = theme.px(12 if not theme.compact else 8)
        self._line.setContentsMargins(0, gap, 0, gap)
        self._line.setSpacing(theme.px(14))
