"""A question with its answers, each with the digit that takes it."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QRadioButton, QSizePolicy, QWidget

from widgets.kit.choice_tile import Choice, draw_radio
from widgets.kit.plane import column
from widgets.kit.text import Role, Text
from widgets.kit.themed import Themed
from widgets.theme.current import Theme, current_theme
from widgets.theme.paint import RIGHT, draw_box, draw_text, square


class Question(Themed):
    """The text over its answers, two beside each other where they fit. `answered` names the one taken."""

    answered = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._text = Text("", Role.SECTION, wrap=True)
        self._answers: list[Answer] = []
        self._grid = QGridLayout()
        self._across = 0
        self._layout = column(self)
        self._layout.addWidget(self._text)
        self._layout.addLayout(self._grid)
        self.arrange(self.theme)

    def present(self, text: str, choices: Sequence[Choice], current: str) -> None:
        """Show the question; emits nothing."""
        self._text.say(text)
        while len(self._answers) < len(choices):
            self._add()
        for place, answer in enumerate(self._answers):
            answer.setVisible(place < len(choices))
            if place < len(choices):
                answer.present(text, choices[place], chosen=choices[place].id == current)
        self._deal()

    @property
    def answers(self) -> "list[Answer]":
        """The answers shown."""
        return [answer for answer in self._answers if not answer.isHidden()]

    @property
    def open(self) -> bool:
        """True until one is taken."""
        return not any(answer.isChecked() for answer in self.answers)

    def take(self, number: int) -> bool:
        """Take the answer counted from 1, as its digit does; False when there is none."""
        if not 1 <= number <= len(self.answers):
            return False
        self.answered.emit(self.answers[number - 1].choice.id)
        return True

    def focus_answer(self) -> None:
        """Focus the taken answer, or the first."""
        taken = [answer for answer in self.answers if answer.isChecked()] or self.answers
        if taken:
            taken[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._deal()

    def arrange(self, theme: Theme) -> None:
        self._layout.setSpacing(theme.px(8))
        self._grid.setSpacing(theme.px(8))
        self._deal()

    def _deal(self) -> None:
        """Put the answers on the grid, in reading order."""
        across = 2 if self.width() >= self.theme.px(480) else 1
        if across == self._across and self._grid.count() == len(self._answers):
            return
        self._across = across
        for place, answer in enumerate(self._answers):
            self._grid.addWidget(answer, place // across, place % across)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1 if across == 2 else 0)

    def _add(self) -> None:
        answer = Answer(self)
        answer.clicked.connect(lambda: self.answered.emit(answer.choice.id))
        self._answers.append(answer)


class Answer(QRadioButton):
    """One answer. Arrow keys only move the focus; Enter, Space and the digit take it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choice = Choice("", "")
        self.setAutoExclusive(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def present(self, question: str, choice: Choice, *, chosen: bool) -> None:
        self.choice = choice
        self.setAccessibleName(f"{question}，{choice.key} {choice.name}")
        self.setChecked(chosen)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(current_theme().px(160), current_theme().px(36 if current_theme().compact else 40))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, position: QPoint) -> bool:
        return self.rect().contains(position)

    def nextCheckState(self) -> None:
        """A taken answer stays taken when it is clicked again."""
        self.setChecked(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Down | Qt.Key.Key_Right:
                self.focusNextPrevChild(True)
            case Qt.Key.Key_Up | Qt.Key.Key_Left:
                self.focusNextPrevChild(False)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if not event.modifiers():
                self.click()
            case _:
                super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, chosen = QPainter(self), current_theme(), self.isChecked()
        radius, edge = theme.px(6), theme.tokens.edge_width
        fill = theme.color("accent_soft" if chosen else "surface")
        color, width = ("accent", max(2, edge)) if chosen else ("edge", edge)
        draw_box(painter, self.rect(), fill=fill, edge=theme.color(color), width=width, radius=radius)
        if self.hasFocus():
            inset = 4 if chosen else 0
            box = self.rect().adjusted(inset, inset, -inset, -inset)
            draw_box(painter, box, edge=theme.color("accent"), width=1 if inset else 2, radius=radius - inset / 2)
        line = QRectF(self.rect()).adjusted(theme.px(12), 0, -theme.px(12), 0)
        draw_radio(
            painter, theme, square(QPointF(line.left() + theme.px(8), line.center().y()), theme.px(16)), chosen=chosen
        )
        words = line.adjusted(theme.px(26), 0, -theme.px(16), 0)
        draw_text(painter, theme, words, self.choice.name, color="accent" if chosen else "ink", bold=chosen)
        draw_text(painter, theme, line, self.choice.key, units=12, color="ink2", align=RIGHT)
