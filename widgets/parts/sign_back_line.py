"""The line by which documents that were signed on paper come back: print, sign, scan back."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.presenters.marks import Mark, Tone
from app.presenters.sign_back import SignBackState
from widgets.kit.button import Button
from widgets.kit.mark_view import MarkView
from widgets.kit.plane import column
from widgets.kit.text import Role, Text
from widgets.kit.themed import Themed
from widgets.theme.current import Theme


class SignBackLine(Themed):
    """What waits to come back signed, and one button; then what came. Hidden where nothing waits or came."""

    scan_requested = Signal()

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = SignBackState()
        self._waiting = Text("", Role.BODY, wrap=True)
        self._scan = Button(self.tr("Scan the signed page"), key=key)
        self._trouble = Text("", Role.LABEL, Tone.BAD, wrap=True)
        self._done = MarkView()
        self._line, self._column = QHBoxLayout(), column(self)
        self._line.addWidget(self._waiting, 1)
        self._line.addWidget(self._scan, 0, Qt.AlignmentFlag.AlignTop)
        self._column.addLayout(self._line)
        self._column.addWidget(self._trouble)
        self._column.addWidget(self._done)
        self._scan.clicked.connect(lambda: self.scan_requested.emit())
        self.arrange(self.theme)
        self.present(self._state)

    @property
    def offered(self) -> bool:
        """Whether something waits to come back signed."""
        return bool(self._state.waiting)

    def present(self, state: SignBackState) -> None:
        """Show `state`."""
        self._state = state
        self._waiting.say(self.tr("To come back signed: %1").replace("%1", "，".join(state.waiting)))
        self._scan.present(self.tr("Scan the signed page"), enabled=not state.busy)
        for widget in (self._waiting, self._scan):
            widget.setVisible(self.offered)
        self._trouble.say(state.trouble, Tone.BAD)
        self._trouble.setVisible(bool(state.trouble))
        self._done.present(Mark.DONE if state.done else None, state.done)
        self._done.setVisible(bool(state.done))
        self.setVisible(self.offered or bool(state.done))

    def field(self) -> QWidget:
        """What Tab reaches here."""
        return self._scan

    def arrange(self, theme: Theme) -> None:
        self._column.setSpacing(theme.px(8))
        self._line.setSpacing(theme.px(16))
