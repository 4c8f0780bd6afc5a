"""Which case it is: item, state, where it came from, and who asks."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.presenters.cases.state import CaseFact, CaseState
from app.presenters.marks import Mark
from widgets.kit.pill import Fill, Pill, PillState
from widgets.kit.plane import Hairline, column
from widgets.kit.text import Role, Text
from widgets.kit.themed import Themed
from widgets.theme.current import Theme
from widgets.theme.paint import draw_text, painted, text_width

_FILLS = {Mark.DONE: Fill.OK, Mark.DOUBTFUL: Fill.WARN, Mark.PARKED: Fill.WARN, Mark.ABSENT: Fill.NEUTRAL}


class CaseHead(Themed):
    """Title and pill, the number's line, and the facts between two hairlines."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._title, self._pill = Text("", Role.TITLE, wrap=True), Pill()
        self._detail, self._facts = Text("", Role.LABEL, wrap=True), FactLine(self.tr("Applicant"))
        self._line = QHBoxLayout()
        self._line.addWidget(self._title, 1)
        self._line.addWidget(self._pill, 0, Qt.AlignmentFlag.AlignTop)
        self._column = column(self)
        self._column.addLayout(self._line)
        for widget in (self._detail, Hairline(), self._facts, Hairline()):
            self._column.addWidget(widget)
        self.arrange(self.theme)

    def present(self, state: CaseState) -> None:
        self._title.say(state.title)
        self._pill.present(PillState(state.word, _FILLS.get(state.word_mark or Mark.HINT, Fill.ACCENT)))
        self._detail.say(state.detail)
        self._facts.present(state.facts)

    def arrange(self, theme: Theme) -> None:
        self._line.setSpacing(theme.px(12))
        self._column.setSpacing(theme.px(6 if theme.compact else 10))


class FactLine(Themed):
    """Facts side by side, as many as fit in a line, each under its label."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts: tuple[CaseFact, ...] = ()
        self.setAccessibleName(name)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def present(self, facts: Sequence[CaseFact]) -> None:
        self._facts = tuple(facts)
        self.setAccessibleDescription("；".join(f"{fact.label} {fact.value}" for fact in facts))
        self.updateGeometry()
        self.update()

    def arrange(self, theme: Theme) -> None:
        self.updateGeometry()  # other letters take another room

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        places = self._places(width)
        return round(max((box.bottom() for _, box in places), default=0))

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(400), self.heightForWidth(self.theme.px(400)))

    @painted
    def paintEvent(self, painter: QPainter) -> None:
        theme = self.theme
        for fact, box in self._places(self.width()):
            label = QRectF(box.left(), box.top(), box.width(), theme.px(20))
            draw_text(painter, theme, label, fact.label, units=13, color="ink2")
            value = QRectF(box.left(), label.bottom(), box.width(), theme.px(22))
            draw_text(painter, theme, value, fact.value)

    def _places(self, width: int) -> list[tuple[CaseFact, QRectF]]:
        """The room of each fact, broken into lines."""
        theme, gap, high = self.theme, self.theme.px(32), self.theme.px(44)
        left, top, places = 0.0, 0.0, []
        for fact in self._facts:
            wide = min(max(text_width(theme, fact.label, 13), text_width(theme, fact.value, 15)) + 1, width)
            if left and left + wide > width:
                left, top = 0.0, top + high + theme.px(4)
            places.append((fact, QRectF(left, top, wide, high)))
            left += wide + gap
        return places
