"""The line by which documents that were signed on paper come back: print, sign, scan back."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.presenters.marks import Mark, Tone
from app.presenters.sign_back import SignBackState
from widgets.kit.button import Button
from widgets.kit.mark_view import MarkView
from widgets.kit.plane import column
from widgets.kit.text import Role, Text
from widgets.kit.themed import Themed
from widgets.parts.page_files import PageFileDrop, choose_page_files
from widgets.theme.current import Theme


class SignBackLine(Themed):
    """What waits to come back signed, and where its pages come from; then what came. Hidden where nothing does.

    Files can be dropped anywhere on `page`.
    """

    scan_requested = Signal()
    photo_requested = Signal()
    files_chosen = Signal(tuple)

    def __init__(self, key: str, page: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = SignBackState()
        self._waiting = Text("", Role.BODY, wrap=True)
        self._scan = Button(self.tr("Scan the signed page"), key=key)
        self._photo = Button(self.tr("By camera"), key="F6")
        self._file = Button(self.tr("From a file"), key="Ctrl+O")
        self._busy = Text("", Role.LABEL)
        self._trouble = Text("", Role.LABEL, Tone.BAD, wrap=True)
        self._done = MarkView()
        self._line, self._column = QHBoxLayout(), column(self)
        for button in self._buttons:
            self._line.addWidget(button)
        self._line.addWidget(self._busy, 1)
        self._column.addWidget(self._waiting)
        self._column.addLayout(self._line)
        self._column.addWidget(self._trouble)
        self._column.addWidget(self._done)
        self._scan.clicked.connect(lambda: self.scan_requested.emit())
        self._photo.clicked.connect(lambda: self.photo_requested.emit())
        self._file.clicked.connect(self.choose_files)
        PageFileDrop(page, wanted=lambda: self.offered, dropped=self.files_chosen.emit)
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
        for button in self._buttons:
            button.setEnabled(not state.busy)
            button.setVisible(self.offered)
        self._photo.setVisible(self.offered and state.scanner)
        self._waiting.setVisible(self.offered)
        self._busy.say(state.busy)
        self._trouble.say(state.trouble, Tone.BAD)
        self._trouble.setVisible(bool(state.trouble))
        self._done.present(Mark.DONE if state.done else None, state.done)
        self._done.setVisible(bool(state.done))
        self.setVisible(self.offered or bool(state.done))

    def choose_files(self) -> None:
        """Ctrl+O: choose pictures or PDF files."""
        if self.offered and (names := choose_page_files(self)):
            self.files_chosen.emit(names)

    def fields(self) -> tuple[QWidget, ...]:
        """What Tab reaches here."""
        return self._buttons

    def arrange(self, theme: Theme) -> None:
        self._column.setSpacing(theme.px(8))
        self._line.setSpacing(theme.px(8))

    @property
    def _buttons(self) -> tuple[Button, ...]:
        return self._scan, self._photo, self._file
