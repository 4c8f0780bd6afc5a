"""The sync page: what waits, what is parked and why, what the centre has acknowledged."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.presenters.marks import Mark
from app.presenters.outbox import OutboxState
from app.presenters.shell import BannerState, KeyHint, Severity
from widgets.keys import Act, Scope
from widgets.kit.button import Button, Kind
from widgets.kit.figures import Figures
from widgets.kit.panes import Pane, Panes
from widgets.kit.plane import column
from widgets.kit.text import Role, Text
from widgets.kit.themed import Themed
from widgets.parts.dispatch_head import DispatchHead
from widgets.parts.dispatch_list import DispatchList


class OutboxPage(Themed):
    """Groups of entries at the left; at the right what became of the current one, and what can be done."""

    SCOPE = Scope.SYNC

    chosen = Signal(int)
    retry_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = OutboxState()
        self._build()
        self._panes = Panes(self._main, leading=self._list, leading_width=416)
        column(self).addWidget(self._panes)
        self._list.chosen.connect(self.chosen)
        self._retry.clicked.connect(self._send_again)
        self._panes.tab_through(self._list, self._retry)
        self.present(self._state)

    def present(self, state: OutboxState) -> None:
        """Show `state`."""
        self._state = state
        self._rules.say(state.rules)
        self._figures.present(
            (
                (self.tr("To send"), str(state.ready)),
                (self.tr("Pages"), str(state.pages)),
                (self.tr("Parked"), str(state.parked)),
                (self.tr("Longest wait"), state.oldest or "—"),
            )
        )
        self._list.present(state.groups, empty=state.empty, note=state.link, note_mark=state.link_mark)
        severity = Severity.WARN if state.mark is Mark.PARKED else Severity.NEUTRAL
        safe = self.tr("Kept on this computer; nothing is lost and nothing was overwritten")
        why = BannerState("", state.reason, safe, severity) if state.reason else None
        self._head.present(state.title, state.detail, mark=state.mark, word=state.word, why=why, facts=state.facts)
        self._retry.setVisible(state.can_retry)

    def keys(self) -> tuple[KeyHint, ...]:
        """What the key bar shows."""
        return (KeyHint("entries"), KeyHint("resend"), KeyHint("aside", self.tr("Back")), KeyHint("help"))

    def acts(self) -> dict[str, Act]:
        """What the page itself does on a key, to be bound in its scope."""
        return {"resend": self._send_again}

    def focus_first(self) -> None:
        """Focus the list."""
        self._list.focus_rows()

    def _build(self) -> None:
        self._figures, self._rules, self._head = Figures(), Text("", Role.LABEL), DispatchHead()
        self._list = DispatchList(self.tr("Synchronisation"), self.tr("Entries"), self._figures, self._rules)
        self._main = Pane(hairline=True)
        self._main.body.addWidget(self._head)
        self._main.body.addStretch(1)
        self._retry = Button(self.tr("Send again now"), Kind.MAIN, key="R", tall=True)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(self._retry)
        self._main.foot.addLayout(line)
        self._main.show_foot()

    def _send_again(self) -> None:
        if self._state.can_retry:
            self.retry_requested.emit()
