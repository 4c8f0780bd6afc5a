"""A few numbers in a row, each under its word."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from widgets.kit.plane import column
from widgets.kit.text import Role, Text
from widgets.kit.themed import Themed
from widgets.theme.current import Theme


class Figures(Themed):
    """Columns as wide as each other where they fit: label 13, number 24 bold."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._pairs: list[tuple[Text, Text]] = []
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self.arrange(self.theme)

    def present(self, figures: Sequence[tuple[str, str]]) -> None:
        """Show (word, number) pairs; there are always as many as the first time."""
        while len(self._pairs) < len(figures):
            self._add()
        for (label, number), (word, value) in zip(self._pairs, figures, strict=True):
            label.say(word)
            number.say(value)

    def arrange(self, theme: Theme) -> None:
        self._line.setSpacing(theme.px(8))

    def _add(self) -> None:
        label, number = Text("", Role.LABEL), Text("", Role.FIGURE)
        room = QWidget()
        room.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        inner = column(room)
        inner.addWidget(label)
        inner.addWidget(number)
        self._line.addWidget(room, 1)
        self._pairs.append((label, number))
