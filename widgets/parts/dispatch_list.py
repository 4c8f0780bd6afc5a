"""The list column of what is on its way, in groups of those that stand alike."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.presenters.dispatches import DispatchGroup, DispatchRow
from app.presenters.marks import Mark
from widgets.kit.mark_view import MarkView
from widgets.kit.panes import ListPane
from widgets.kit.plane import column
from widgets.kit.row import Entry, Group, Row
from widgets.kit.rows import Rows
from widgets.kit.text import Role, Text
from widgets.kit.themed import Themed
from widgets.theme.current import Theme


class DispatchList(Themed):
    """A title with a note beside it, `above` the list what its page adds. Rows are counted over all groups, from 0."""

    chosen = Signal(int)

    def __init__(self, title: str, name: str, *above: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._note, self._empty, self._rows = MarkView(), MarkView(Mark.DONE, units=15), Rows(name, inset=32)
        self._title_line = QHBoxLayout()
        self._title_line.addWidget(Text(title, Role.TITLE))
        self._title_line.addWidget(self._note, 1)
        self._pane = ListPane(self._rows)
        self._pane.head.addLayout(self._title_line)
        for widget in (*above, self._empty):
            self._pane.head.addWidget(widget)
        column(self).addWidget(self._pane)
        self.setFocusProxy(self._rows)
        self._rows.row_chosen.connect(lambda id: self.chosen.emit(int(id)))
        self.arrange(self.theme)

    def present(self, groups: Sequence[DispatchGroup], *, empty: str, note: str, note_mark: Mark = Mark.DONE) -> None:
        """Show `groups`, or `empty` where there is none to show."""
        rows = [row for group in groups for row in group.rows]
        current = next((place for place, row in enumerate(rows) if row.current), -1)
        self._rows.present(_entries(groups), str(current))
        self._note.present(note_mark, note)
        self._note.setVisible(bool(note))
        self._empty.present(Mark.DONE, empty)
        self._empty.setVisible(bool(empty))

    def focus_rows(self) -> None:
        """The rows, so that arrows act at once."""
        self._rows.setFocus(Qt.FocusReason.OtherFocusReason)

    def arrange(self, theme: Theme) -> None:
        self._title_line.setSpacing(theme.px(16))
        self._pane.head.setSpacing(theme.px(16))


def _entries(groups: Sequence[DispatchGroup]) -> list[Entry]:
    entries: list[Entry] = []
    place = 0
    for group in groups:
        entries.append(Group(group.title, str(group.count)))
        for row in group.rows:
            entries.append(_row(row, place))
            place += 1
    return entries


def _row(row: DispatchRow, place: int) -> Row:
    return Row(str(place), row.title, row.mark, second=row.second, right=row.word, right_second=row.age)
