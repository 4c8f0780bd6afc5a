"""The title over a list or a part of a page."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from widgets.kit.plane import Hairline, column
from widgets.kit.row import Entry
from widgets.kit.rows import Rows
from widgets.kit.text import Role, Text
from widgets.kit.themed import Themed
from widgets.theme.current import Theme


class Heading(Themed):
    """A bold title with a count or a word beside it, and a hairline below when what follows is a list."""

    def __init__(self, title: str, *, ruled: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._title, self._note = Text(title, Role.SECTION), Text("", Role.LABEL)
        self._line = QHBoxLayout()
        self._line.addWidget(self._title)
        self._line.addWidget(self._note)
        self._line.addStretch(1)
        self._layout = column(self)
        self._layout.addLayout(self._line)
        if ruled:
            self._layout.addWidget(Hairline())
        self.arrange(self.theme)

    def present(self, note: str) -> None:
        """Change what stands beside the title."""
        self._note.say(note)

    def arrange(self, theme: Theme) -> None:
        self._line.setSpacing(theme.px(12))
        self._layout.setSpacing(theme.px(8))


class Listing(Themed):
    """A heading over a list that shows all its rows and never scrolls by itself."""

    def __init__(self, title: str, rows: Rows, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heading, self.rows = Heading(title), rows
        rows.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = column(self)
        layout.addWidget(self._heading)
        layout.addWidget(rows)
        self.arrange(self.theme)

    def present(self, note: str, entries: Sequence[Entry], current: str = "") -> None:
        """Show the entries, and `note` beside the title."""
        self._heading.present(note)
        self.rows.present(entries, current)
        self.arrange(self.theme)

    def arrange(self, theme: Theme) -> None:
        self.rows.setFixedHeight(self.rows.content_height())
