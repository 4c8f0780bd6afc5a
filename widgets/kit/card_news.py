"""What the card reader last said, and what is asked of the clerk then."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.presenters.marks import Mark, Tone
from widgets.kit.button import Button
from widgets.kit.mark_view import MarkView
from widgets.kit.plane import column
from widgets.kit.text import Role, Text
from widgets.kit.themed import Themed
from widgets.theme.current import Theme


class CardPanel(Themed):
    """Mark and title with the time at the right, the detail below, then the comparison or another reading."""

    match_confirmed = Signal()
    read_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._time = MarkView(units=15), Text("", Role.LABEL)
        self._detail = Text("", Role.LABEL, wrap=True)
        self._ask = Text(self.tr("Compare the person with the photo on the card"), Role.LABEL, Tone.INK, wrap=True)
        self._confirm = Button(self.tr("Person matches card"), key="F9")
        self._matched = MarkView(Mark.DONE, self.tr("Person compared with card"))
        self._read = Button(self.tr("Read card"), key="F4")
        self._confirm.clicked.connect(lambda: self.match_confirmed.emit())
        self._read.clicked.connect(lambda: self.read_requested.emit())
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._time)
        self._below_room = QWidget()
        self._below = column(self._below_room)
        for widget in (self._detail, self._ask, self._confirm, self._matched, self._read):
            self._below.addWidget(widget)
        layout = column(self)
        layout.addLayout(head)
        layout.addWidget(self._below_room)
        self.arrange(self.theme)
        self.present(None, "", "", "", compare=False, matches=False)

    def present(self, mark: Mark | None, title: str, detail: str, at: str, *, compare: bool, matches: bool) -> None:
        """Show a reading; no title means nothing was read yet. `compare` asks for the person to be compared."""
        said = bool(title)
        tone = {Mark.WRONG: Tone.BAD, Mark.DOUBTFUL: Tone.WARN}.get(mark, Tone.INK) if mark else Tone.INK
        if said:
            self._title.present(mark, title, tone, bold=True)
        else:
            self._title.present(Mark.WAITING, self.tr("Waiting for a card"), Tone.INK, bold=True)
            detail = self.tr("Lay the card on the reader, or type the details")
        self._time.say(at)
        self._detail.say(detail)
        self._detail.setVisible(bool(detail))
        self._ask.setVisible(compare and not matches)
        self._confirm.setVisible(compare and not matches)
        self._matched.setVisible(compare and matches)
        self._read.setVisible(not said or mark is Mark.WRONG)

    def arrange(self, theme: Theme) -> None:
        # The words below stand under the title's first letter, not under its mark.
        self._below.setContentsMargins(theme.px(26), 0, 0, 0)
        self._below.setSpacing(theme.px(8))
