"""The page of text messages that wait for a person, and what can be decided of the current one."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.presenters.fields import FieldState, Level
from app.presenters.marks import Mark
from app.presenters.messages import MessageRow, MessagesState
from app.presenters.shell import BannerState, KeyHint, Severity
from widgets.keys import Act, Scope
from widgets.kit.banner import Banner
from widgets.kit.button import Button, Kind
from widgets.kit.facts import Facts
from widgets.kit.field import Field
from widgets.kit.mark_view import MarkView
from widgets.kit.panes import ListPane, Pane, Panes
from widgets.kit.pill import Fill, Pill, PillState
from widgets.kit.plane import column
from widgets.kit.rows import Entry, Group, Row, Rows
from widgets.kit.text import Role, Text
from widgets.kit.themed import Themed
from widgets.theme.current import Theme

_FILLS = {Mark.DOUBTFUL: Fill.WARN, Mark.WRONG: Fill.BAD}


class MessagesPage(Themed):
    """Groups of messages at the left; at the right what became of the current one, and a person's decision with why."""

    SCOPE = Scope.MESSAGES

    chosen = Signal(int)
    resend_requested = Signal(str)
    count_as_sent_requested = Signal(str)
    correct_requested = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = MessagesState()
        self._build_list()
        self._build_message()
        self._panes = Panes(self._main, leading=self._list_pane, leading_width=416)
        column(self).addWidget(self._panes)
        self._rows.row_chosen.connect(lambda id: self.chosen.emit(int(id)))
        self._resend.clicked.connect(self.resend)
        self._count.clicked.connect(self.count_as_sent)
        self._correct.clicked.connect(self.correct)
        self._panes.tab_through(self._rows, self._phone, self._reason, self._count, self._correct, self._resend)
        self.arrange(self.theme)
        self.present(self._state)

    def present(self, state: MessagesState) -> None:
        """Show `state`; what is being typed stays. Rows are counted over all groups, from 0."""
        self._state = state
        rows = [row for group in state.groups for row in group.rows]
        current = next((place for place, row in enumerate(rows) if row.current), -1)
        trouble = BannerState("", state.trouble, state.trouble_cure, Severity.WARN) if state.trouble else None
        self._trouble.present(trouble)
        self._said.present(Mark.DONE, state.said)
        self._said.setVisible(bool(state.said))
        self._empty.present(Mark.DONE, state.empty)
        self._empty.setVisible(bool(state.empty))
        self._rows.present(self._entries(), str(current))
        self._present_message(state)

    def keys(self) -> tuple[KeyHint, ...]:
        """The keys of this page."""
        state = self._state
        may = (
            ("resend_message", state.can_resend),
            ("count_as_sent", state.can_count_as_sent),
            ("correct_number", state.can_correct),
        )
        return tuple(KeyHint(key) for key in ("messages", *(key for key, can in may if can), "help"))

    def acts(self) -> Mapping[str, Act]:
        """What the keys of this page do."""
        return {"resend_message": self.resend, "count_as_sent": self.count_as_sent, "correct_number": self.correct}

    def clear(self) -> None:
        """Empty what was typed for the last decision."""
        for field in (self._phone, self._reason):
            field.entry.clear()

    def focus_first(self) -> None:
        """Focus the list."""
        self._rows.setFocus(Qt.FocusReason.OtherFocusReason)

    def resend(self) -> None:
        """Ask for the current message to be sent again."""
        self.resend_requested.emit(self._reason.entry.text())

    def count_as_sent(self) -> None:
        """Ask for the current message to be counted as sent."""
        self.count_as_sent_requested.emit(self._reason.entry.text())

    def correct(self) -> None:
        """Ask for the current message to go to the number that was typed."""
        self.correct_requested.emit(self._phone.entry.text(), self._reason.entry.text())

    def arrange(self, theme: Theme) -> None:
        self._title_line.setSpacing(theme.px(16))
        self._head_line.setSpacing(theme.px(16))
        self._acts.setSpacing(theme.px(8))
        self._main.body.setSpacing(theme.px(16))
        self._list_pane.head.setSpacing(theme.px(16))

    def _build_list(self) -> None:
        self._said, self._empty, self._trouble = MarkView(), MarkView(Mark.DONE, units=15), Banner()
        self._title_line = QHBoxLayout()
        self._title_line.addWidget(Text(self.tr("Text messages"), Role.TITLE))
        self._title_line.addWidget(self._said, 1)
        self._rows = Rows(self.tr("Messages"), inset=32)
        self._list_pane = ListPane(self._rows)
        self._list_pane.head.addLayout(self._title_line)
        self._list_pane.head.addWidget(self._trouble)
        self._list_pane.head.addWidget(self._empty)

    def _build_message(self) -> None:
        self._main = Pane(hairline=True)
        self._title, self._pill = Text("", Role.TITLE, wrap=True), Pill()
        self._detail, self._why, self._facts = Text("", Role.LABEL), Banner(), Facts(136)
        self._head_line = QHBoxLayout()
        self._head_line.addWidget(self._title, 1)
        self._head_line.addWidget(self._pill, 0, Qt.AlignmentFlag.AlignVCenter)
        self._phone = Field(self.tr("Right number"))
        self._reason = Field(self.tr("Reason for the decision"))
        self._main.body.addLayout(self._head_line)
        for widget in (self._detail, self._why, self._facts, self._phone, self._reason):
            self._main.body.addWidget(widget)
        self._main.body.addStretch(1)
        self._count = Button(self.tr("Count as sent"), tall=True)
        self._correct = Button(self.tr("Correct and send"), tall=True)
        self._resend = Button(self.tr("Send again"), tall=True)
        self._acts = QHBoxLayout()
        self._acts.addStretch(1)
        for button in (self._count, self._resend, self._correct):
            self._acts.addWidget(button)
        self._main.foot.addLayout(self._acts)

    def _entries(self) -> list[Entry]:
        entries: list[Entry] = []
        place = 0
        for group in self._state.groups:
            entries.append(Group(group.title, str(group.count)))
            for row in group.rows:
                entries.append(_row(row, place))
                place += 1
        return entries

    def _present_message(self, state: MessagesState) -> None:
        self._title.say(state.title)
        self._detail.say(state.detail)
        self._pill.setVisible(bool(state.word))
        if state.word:
            self._pill.present(PillState(state.word, _FILLS.get(state.mark, Fill.NEUTRAL), state.mark))
        severity = Severity.NEUTRAL if state.mark is Mark.WAITING else Severity.WARN
        self._why.present(BannerState("", state.why, state.cure, severity) if state.why else None)
        self._facts.present(state.facts)
        self._phone.setVisible(state.can_correct)
        self._reason.setVisible(state.can_count_as_sent)
        _lacks(self._phone, state.phone_wanted)
        _lacks(self._reason, state.reason_wanted)
        for id, button, can in (
            ("count_as_sent", self._count, state.can_count_as_sent),
            ("resend", self._resend, state.can_resend),
            ("correct", self._correct, state.can_correct),
        ):
            button.present(button.text(), kind=Kind.MAIN if id == state.expected else Kind.OUTLINED)
            button.setVisible(can)
        self._main.show_foot(state.can_count_as_sent)


def _lacks(field: Field, message: str) -> None:
    """Show what a field lacks; what is being typed in it stays."""
    level = Level.ERROR if message else Level.NEUTRAL
    field.present(FieldState(value=field.entry.text(), message=message, level=level))


def _row(row: MessageRow, place: int) -> Row:
    return Row(str(place), row.title, row.mark, second=row.second, right=row.word, right_second=row.age)
