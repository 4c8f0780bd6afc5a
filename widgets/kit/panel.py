"""A titled part of a page that fills its room: title, a note at the right, and what is shown."""

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from widgets.kit.plane import column
from widgets.kit.text import Role, Text
from widgets.kit.themed import Themed
from widgets.theme.current import Theme


class Panel(Themed):
    """`instead` takes the place of what is shown while there is nothing to show."""

    def __init__(
        self, shown: QWidget, *, title: str = "", instead: QWidget | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self._shown, self._instead = shown, instead
        self._title, self._note = Text(title, Role.SECTION), Text("", Role.LABEL)
        self._line = QHBoxLayout()
        self._line.addWidget(self._title)
        self._line.addStretch(1)
        self._line.addWidget(self._note)
        self._layout = column(self)
        self._layout.addLayout(self._line)
        self._layout.addWidget(shown, 1)
        if instead is not None:
            self._layout.addWidget(instead)
            self._layout.addStretch(0)
        self.arrange(self.theme)

    def present(self, title: str, note: str = "", *, filled: bool = True) -> None:
        """Change the words; without `filled` the other widget is shown."""
        self._title.say(title)
        self._note.say(note)
        self._shown.setVisible(filled or self._instead is None)
        if self._instead is not None:
            self._instead.setVisible(not filled)

    def arrange(self, theme: Theme) -> None:
        self._layout.setSpacing(theme.px(8))
