"""The page of text messages that wait for a person, and what can be decided of the current one."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.presenters.fields import FieldState, Level
from app.presenters.marks import Mark
from app.presenters.messages import MessagesState
from app.presenters.shell import BannerState, KeyHint, Severity
from widgets.keys import Act, Scope
from widgets.kit.banner import Banner
from widgets.kit.button import Button, Kind
from widgets.kit.field import Field
from widgets.kit.panes import Pane, Panes
from widgets.kit.plane import column
from widgets.kit.themed import Themed
from widgets.parts.dispatch_head import DispatchHead
from widgets.parts.dispatch_list import DispatchList
from widgets.theme.current import Theme


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
        self._build()
        self._panes = Panes(self._main, leading=self._list, leading_width=416)
        column(self).addWidget(self._panes)
        self._list.chosen.connect(self.chosen)
        self._resend.clicked.connect(self.resend)
        self._count.clicked.connect(self.count_as_sent)
        self._correct.clicked.connect(self.correct)
        self._panes.tab_through(self._list, self._phone, self._reason, self._count, self._correct, self._resend)
        self.arrange(self.theme)
        self.present(self._state)

    def present(self, state: MessagesState) -> None:
        """Show `state`; what is being typed stays."""
        self._state = state
        trouble = BannerState("", state.trouble, state.trouble_cure, Severity.WARN) if state.trouble else None
        self._trouble.present(trouble)
        self._list.present(state.groups, empty=state.empty, note=state.said)
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
        self._list.focus_rows()

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
        self._acts.setSpacing(theme.px(8))
        self._main.body.setSpacing(theme.px(16))

    def _build(self) -> None:
        self._trouble, self._head = Banner(), DispatchHead()
        self._list = DispatchList(self.tr("Text messages"), self.tr("Messages"), self._trouble)
        self._main = Pane(hairline=True)
        self._phone = Field(self.tr("Right number"))
        self._reason = Field(self.tr("Reason for the decision"))
        for widget in (self._head, self._phone, self._reason):
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

    def _present_message(self, state: MessagesState) -> None:
        severity = Severity.NEUTRAL if state.mark is Mark.WAITING else Severity.WARN
        why = BannerState("", state.why, state.cure, severity) if state.why else None
        self._head.present(state.title, state.detail, mark=state.mark, word=state.word, why=why, facts=state.facts)
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
