"""A check or calibration under way: what has come out so far, what is asked now, and the answers."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.presenters.devices.state import GuideState
from widgets.kit.button import Button, Kind
from widgets.kit.note import Note
from widgets.kit.plane import column
from widgets.kit.text import Role, Text
from widgets.kit.themed import Themed
from widgets.theme.current import Theme


class DeviceGuidePart(Themed):
    """`answered` carries the number of the answer, from 0; a digit or Enter does the same."""

    answered = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = Text("", Role.PANEL, wrap=True)
        self._question = Text("", Role.STRONG, wrap=True)
        self._notes: list[Note] = []
        self._buttons: list[Button] = []
        self._lines = QWidget()
        self._line_layout = column(self._lines)
        self._answers = QHBoxLayout()
        self._layout = column(self)
        for widget in (self._title, self._lines, self._question):
            self._layout.addWidget(widget)
        self._layout.addLayout(self._answers)
        self.arrange(self.theme)

    def present(self, guide: GuideState) -> None:
        """Show the conversation; when it is over, one button puts it away."""
        self._title.say(guide.title)
        while len(self._notes) < len(guide.lines):
            note = Note(plain=True)
            self._notes.append(note)
            self._line_layout.addWidget(note)
        for place, note in enumerate(self._notes):
            note.setVisible(place < len(guide.lines))
            if place < len(guide.lines):
                note.present(guide.lines[place].mark, guide.lines[place].text)
        self._question.say(guide.question)
        self._question.setVisible(bool(guide.question))
        if guide.over:
            self._offer((self.tr("Done"),), digits=False)
        elif guide.question:
            self._offer(guide.choices or (self.tr("Go on"),), digits=bool(guide.choices))
        else:
            self._offer((), digits=False)

    def arrange(self, theme: Theme) -> None:
        self._layout.setSpacing(theme.px(12))
        self._answers.setSpacing(theme.px(12))

    def _offer(self, words: tuple[str, ...], *, digits: bool) -> None:
        fresh = [button.text() for button in self._buttons if not button.isHidden()] != list(words)
        while len(self._buttons) < len(words):
            button = Button("", tall=True)
            button.clicked.connect(partial(self.answered.emit, len(self._buttons)))
            self._buttons.append(button)
            self._answers.addWidget(button, 1)
        for place, button in enumerate(self._buttons):
            button.setVisible(place < len(words))
            if place < len(words):
                key = str(place + 1) if digits else "Enter"
                button.present(words[place], kind=Kind.OUTLINED if digits else Kind.MAIN, key=key)
        if words and fresh:
            self._buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)
