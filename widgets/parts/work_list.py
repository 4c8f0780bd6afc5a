"""The work list: search, filters, and the cases by how urgent they are."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.presenters.cases.state import Chip, WorkLine, WorkListState
from app.presenters.marks import Tone
from widgets.kit.loading import Loading
from widgets.kit.mark_view import MarkView
from widgets.kit.panes import ListPane
from widgets.kit.pill import Card, due_pill
from widgets.kit.row import Entry, Group, Row
from widgets.kit.rows import Rows
from widgets.kit.text import Role, Text
from widgets.parts.filter_line import FilterLine
from widgets.parts.search_entry import SearchEntry
from widgets.theme.current import Theme

_CARDS = {Chip.RED: Card.RED, Chip.YELLOW: Card.YELLOW, Chip.CLOCK: Card.NONE}


class WorkList(ListPane):
    """`chosen` is the case moved to, `marked` the one that Space was pressed on; both by id."""

    searched = Signal(str)
    filtered = Signal(str, str)
    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        self.rows = Rows(self.tr("Cases by urgency"), inset=24)
        super().__init__(self.rows, parent=parent)
        self._state: WorkListState | None = None
        self._title, self._note = Text("", Role.TITLE), Text("", Role.LABEL)
        self.search = SearchEntry(self.tr("Number, name, pinyin initials"), "F3")
        self.filters = FilterLine()
        self._news, self._empty = MarkView(), Text("", Role.BODY, Tone.INK2, wrap=True)
        self.loading = Loading(8)
        self.loading.setAccessibleName(self.tr("Waiting for the list"))
        self._build()
        self._connect()
        self.arrange(self.theme)
        self.present(WorkListState())

    def present(self, state: WorkListState) -> None:
        """Show `state`; nothing moves when it is shown already."""
        if state == self._state:
            return
        waited = self._state is not None and bool(self._state.loading)
        self._state = state
        self._title.say(state.title)
        self._note.say(state.note)
        self.search.present(state.query)
        self.filters.present(state.filters)
        self.filters.setVisible(any(each.options for each in state.filters))
        self._news.present(state.news_mark, state.news)
        self._news.setVisible(bool(state.news))
        self._empty.say(state.empty)
        self._empty.setVisible(bool(state.empty))
        self.rows.present(_entries(state), state.current)
        if state.loading and not waited:
            self.loading.begin(state.loading)
        elif not state.loading:
            self.loading.end()

    def focus_rows(self) -> None:
        """The rows, so that arrows and letters act at once."""
        self.rows.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_search(self) -> None:
        """The search, its text selected."""
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.search.selectAll()

    def arrange(self, theme: Theme) -> None:
        self.head.setContentsMargins(theme.px(24), theme.px(theme.measures.page_top), theme.px(24), theme.px(4))
        self.head.setSpacing(theme.px(10 if theme.compact else 12))

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._note, 0, Qt.AlignmentFlag.AlignBottom)
        self.head.addLayout(head)
        for widget in (self.search, self.filters, self._news, self._empty, self.loading):
            self.head.addWidget(widget)

    def _connect(self) -> None:
        self.search.textEdited.connect(self.searched)
        self.search.left_for_list.connect(self.focus_rows)
        self.filters.chosen.connect(self._filter)
        self.rows.row_chosen.connect(self.chosen)

    def _filter(self, id: str, value: str) -> None:
        self.focus_rows()
        self.filtered.emit(id, value)


def _entries(state: WorkListState) -> list[Entry]:
    entries: list[Entry] = []
    for group in state.groups:
        entries.append(Group(group.title, group.count))
        entries += [_row(line) for line in group.lines]
    return entries


def _row(line: WorkLine) -> Row:
    pill = due_pill(line.due, _CARDS[line.chip]) if line.chip in _CARDS else None
    return Row(
        line.id,
        line.title,
        line.mark,
        icon="" if line.mark or not line.checked else "check",
        second=line.second,
        right="" if pill else line.due,
        right_tone=Tone.INK,
        right_second=line.why,
        pill=pill,
    )
