"""The sync page: what waits, what is parked and why, what the centre has acknowledged."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.presenters.marks import Mark
from app.presenters.outbox import OutboxRow, OutboxState
from app.presenters.shell import BannerState, KeyHint, Severity
from widgets.keys import Act, Scope
from widgets.kit.banner import Banner
from widgets.kit.button import Button, Kind
from widgets.kit.facts import Facts
from widgets.kit.figures import Figures
from widgets.kit.mark_view import MarkView
from widgets.kit.panes import ListPane, Pane, Panes
from widgets.kit.pill import Fill, Pill, PillState
from widgets.kit.plane import column
from widgets.kit.rows import Entry, Group, Row, Rows
from widgets.kit.text import Role, Text
from widgets.kit.themed import Themed
from widgets.theme.current import Theme

_FILLS = {Mark.PARKED: Fill.WARN, Mark.DONE: Fill.OK}


class OutboxPage(Themed):
    """Groups of entries at the left; at the right what became of the current one, and what can be done."""

    SCOPE = Scope.SYNC

    chosen = Signal(int)
    retry_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = OutboxState()
        self._order: tuple[OutboxRow, ...] = ()
        self._build_list()
        self._build_entry()
        self._panes = Panes(self._main, leading=self._list_pane, leading_width=416)
        column(self).addWidget(self._panes)
        self._rows.row_chosen.connect(lambda id: self.chosen.emit(int(id)))
        self._retry.clicked.connect(self._send_again)
        self._panes.tab_through(self._rows, self._retry)
        self.arrange(self.theme)
        self.present(self._state)

    def present(self, state: OutboxState) -> None:
        """Show `state`. Rows are counted over all groups, from 0."""
        self._state = state
        self._order = tuple(row for group in state.groups for row in group.rows)
        current = next((place for place, row in enumerate(self._order) if row.current), -1)
        self._link.present(state.link_mark if state.link else None, state.link)
        self._figures.present(
            (
                (self.tr("To send"), str(state.ready)),
                (self.tr("Pages"), str(state.pages)),
                (self.tr("Parked"), str(state.parked)),
                (self.tr("Longest wait"), state.oldest or "—"),
            )
        )
        self._rows.present(self._entries(), str(current))
        self._empty.present(Mark.DONE, state.empty)
        self._empty.setVisible(bool(state.empty))
        self._present_entry(state, self._order[current] if current >= 0 else None)

    def keys(self) -> tuple[KeyHint, ...]:
        """What the key bar shows."""
        return (KeyHint("entries"), KeyHint("resend"), KeyHint("aside", self.tr("Back")), KeyHint("help"))

    def acts(self) -> dict[str, Act]:
        """What the page itself does on a key, to be bound in its scope."""
        return {"resend": self._send_again}

    def focus_first(self) -> None:
        """Focus the list."""
        self._rows.setFocus(Qt.FocusReason.OtherFocusReason)

    def arrange(self, theme: Theme) -> None:
        self._title_line.setSpacing(theme.px(16))
        self._head_line.setSpacing(theme.px(16))
        self._main.body.setSpacing(theme.px(16))
        self._list_pane.head.setSpacing(theme.px(16))

    def _build_list(self) -> None:
        self._link = MarkView()
        self._title_line = QHBoxLayout()
        self._title_line.addWidget(Text(self.tr("Synchronisation"), Role.TITLE))
        self._title_line.addWidget(self._link, 1)
        self._figures = Figures()
        self._empty = MarkView(Mark.DONE, units=15)
        self._rows = Rows(self.tr("Entries"), inset=32)
        self._list_pane = ListPane(self._rows)
        self._list_pane.head.addLayout(self._title_line)
        self._list_pane.head.addWidget(self._figures)
        self._list_pane.head.addWidget(self._empty)

    def _build_entry(self) -> None:
        self._main = Pane(hairline=True)
        self._title, self._pill = Text("", Role.TITLE, wrap=True), Pill()
        self._detail, self._reason, self._facts = Text("", Role.LABEL), Banner(), Facts(136)
        self._head_line = QHBoxLayout()
        self._head_line.addWidget(self._title, 1)
        self._head_line.addWidget(self._pill, 0, Qt.AlignmentFlag.AlignVCenter)
        self._main.body.addLayout(self._head_line)
        for widget in (self._detail, self._reason, self._facts):
            self._main.body.addWidget(widget)
        self._main.body.addStretch(1)
        self._retry = Button(self.tr("Send again now"), Kind.MAIN, key="R", tall=True)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(self._retry)
        self._main.foot.addLayout(line)
        self._main.show_foot()

    def _entries(self) -> list[Entry]:
        entries: list[Entry] = []
        place = 0
        for group in self._state.groups:
            entries.append(Group(group.title, str(group.count)))
            for row in group.rows:
                entries.append(_row(row, place))
                place += 1
        return entries

    def _present_entry(self, state: OutboxState, row: OutboxRow | None) -> None:
        parked = row is not None and row.mark is Mark.PARKED
        self._title.say(state.title)
        self._detail.say(state.detail)
        self._pill.setVisible(row is not None)
        if row is not None:
            self._pill.present(PillState(row.word, _FILLS.get(row.mark, Fill.NEUTRAL), row.mark))
        severity = Severity.WARN if parked else Severity.NEUTRAL
        safe = self.tr("Kept on this computer; nothing is lost and nothing was overwritten")
        self._reason.present(BannerState("", state.reason, safe, severity) if state.reason else None)
        self._facts.present(state.facts)
        self._retry.setVisible(state.can_retry)

    def _send_again(self) -> None:
        if self._state.can_retry:
            self.retry_requested.emit()


def _row(row: OutboxRow, place: int) -> Row:
    return Row(str(place), row.title, row.mark, second=row.second, right=row.word, right_second=row.age)
