"""A warning where the work is: what is wrong and what to do, on as many lines as it takes."""

from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.presenters.marks import Mark
from widgets.kit.note import Note
from widgets.kit.plane import column
from widgets.kit.themed import Themed
from widgets.theme.current import Theme
from widgets.theme.paint import draw_box, painted


class Warning(Themed):
    """It hides while there is nothing to warn of."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._note = Note(plain=True)
        self._column = column(self)
        self._column.addWidget(self._note)
        self.hide()
        self.arrange(self.theme)

    def present(self, sentence: str) -> None:
        """What happened stands before the first full stop, what to do behind it."""
        happened, _, cure = sentence.partition("。")
        if sentence:
            self._note.present(Mark.DOUBTFUL, happened, cure)
        self.setVisible(bool(sentence))

    def arrange(self, theme: Theme) -> None:
        self._column.setContentsMargins(theme.px(14), theme.px(6), theme.px(14), theme.px(6))

    @painted
    def paintEvent(self, painter: QPainter) -> None:
        draw_box(painter, self.rect(), fill=self.theme.color("warn_soft"), radius=self.theme.px(6))
