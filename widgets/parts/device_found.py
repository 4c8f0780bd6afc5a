"""What a search has found: each thing with how sure it is and what to do about it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.presenters.devices.state import FoundState
from app.presenters.marks import Tone
from widgets.kit.button import Button, Kind
from widgets.kit.plane import column
from widgets.kit.row import Row
from widgets.kit.rows import Rows
from widgets.kit.text import Role, Text
from widgets.kit.themed import Themed
from widgets.theme.current import Theme


class DeviceFoundPart(Themed):
    """A list of what was found; Enter adds the current one."""

    chosen = Signal(int)
    add_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._places: list[str] = []
        self._title = Text(self.tr("Look for devices"), Role.PANEL)
        self._note = Text("", Role.LABEL, Tone.INK2, wrap=True)
        self.rows = Rows(self.tr("Found"), inset=14)
        self._hint = Text("", Role.LABEL, Tone.INK, wrap=True)
        self.add = Button(self.tr("Set it up"), Kind.MAIN, key="Enter", tall=True)
        self.rows.row_chosen.connect(lambda place: self.chosen.emit(self._places.index(place)))
        self.rows.entered.connect(lambda _: self.add_requested.emit())
        self.add.clicked.connect(lambda: self.add_requested.emit())
        self._layout = column(self)
        for widget in (self._title, self._note, self.rows, self._hint, self.add):
            self._layout.addWidget(widget)
        self.arrange(self.theme)

    def present(self, found: FoundState) -> None:
        """Show what has been found so far."""
        self._places = [row.id for row in found.rows]
        self._note.say(found.note)
        current = next((row for row in found.rows if row.current), None)
        rows = [Row(row.id, row.name, mark=row.mark, second=row.where, right=row.how_sure) for row in found.rows]
        self.rows.present(rows, current.id if current else "")
        self.rows.setVisible(bool(rows))
        self.arrange(self.theme)
        self._hint.say(current.hint if current else "")
        self._hint.setVisible(current is not None)
        self.add.setVisible(current is not None and current.can_add)

    def arrange(self, theme: Theme) -> None:
        self._layout.setSpacing(theme.px(12))
        self.rows.setFixedHeight(min(self.rows.content_height(), theme.px(420)))
