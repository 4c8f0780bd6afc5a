"""One thing to read beside the work: mark, name, and a detail that may take several lines."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.presenters.marks import Mark, Tone
from widgets.kit.plane import Hairline, column
from widgets.kit.text import Role, Text
from widgets.kit.themed import Themed
from widgets.theme.current import Theme
from widgets.theme.marks import draw_mark
from widgets.theme.paint import painted


class Sign(Themed):
    """A mark alone, as high as one line; its word stands in the text beside it."""

    def __init__(self, units: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._units, self._mark = units, Mark.HINT
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def present(self, mark: Mark) -> None:
        self._mark = mark
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(16), self.theme.px(self._units))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @painted
    def paintEvent(self, painter: QPainter) -> None:
        side = self.theme.px(16)
        draw_mark(painter, self.theme, QRectF(0, (self.height() - side) / 2, side, side), self._mark)


class Note(Themed):
    """Mark and name; below, the detail, in warning ink while doubtful."""

    def __init__(self, *, plain: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._plain = plain
        self._sign = Sign(20 if plain else 22)
        self._name = Text("", Role.LABEL if plain else Role.BODY, Tone.INK, wrap=True)
        self._detail = Text("", Role.LABEL, Tone.INK2, wrap=True)
        self._words = QVBoxLayout()
        self._words.setSpacing(0)
        self._words.addWidget(self._name)
        self._words.addWidget(self._detail)
        self._line = QHBoxLayout()
        self._line.addWidget(self._sign)
        self._line.addLayout(self._words, 1)
        self._line.setAlignment(self._sign, Qt.AlignmentFlag.AlignTop)
        self._outer = column(self)
        self._outer.addLayout(self._line)
        if not plain:
            self._outer.addWidget(Hairline())
        self.arrange(self.theme)

    def present(self, mark: Mark, name: str, detail: str = "") -> None:
        """Show it; an empty detail takes no room."""
        self._sign.present(mark)
        self._name.say(name)
        self._detail.say(detail, Tone.WARN if mark is Mark.DOUBTFUL else Tone.INK2)
        self._detail.setVisible(bool(detail))
        self.setAccessibleName("，".join(filter(None, (name, detail))))

    def arrange(self, theme: Theme) -> None:
        gap = theme.px(4 if self._plain else 6 if theme.compact else 8)
        self._line.setContentsMargins(0, gap, 0, gap)
        self._line.setSpacing(theme.px(10))


class Notes(Themed):
    """Notes one under the other; it keeps its widgets and shows as many as there are notes."""

    def __init__(self, name: str, *, plain: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._plain = plain
        self._notes: list[Note] = []
        self._shown: tuple[tuple[Mark, str, str], ...] = ()
        self._column = column(self)
        if not plain:
            self._column.addWidget(Hairline())

    def present(self, notes: Sequence[tuple[Mark, str, str]]) -> None:
        """Show (mark, name, detail) of each."""
        if tuple(notes) == self._shown:
            return
        self._shown = tuple(notes)
        while len(self._notes) < len(notes):
            self._notes.append(Note(plain=self._plain))
            self._column.addWidget(self._notes[-1])
        for place, note in enumerate(self._notes):
            note.setVisible(place < len(notes))
            if place < len(notes):
                note.present(*notes[place])
