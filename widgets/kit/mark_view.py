"""A state mark beside its word."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.presenters.marks import Mark, Tone
from widgets.kit.themed import Themed
from widgets.theme.marks import TEXT_TOKEN, draw_mark
from widgets.theme.paint import draw_text, painted, text_width


class MarkView(Themed):
    """One line: mark, word. A small word takes the mark's colour when something is wrong."""

    def __init__(
        self, mark: Mark | None = None, word: str = "", *, units: int = 13, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._units = units
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.present(mark, word)

    def present(self, mark: Mark | None, word: str = "", tone: Tone | None = None, *, bold: bool = False) -> None:
        """Show `word` beside `mark`; no mark leaves its place out."""
        self._mark, self._word, self._tone, self._bold = mark, word, tone, bold
        self.setAccessibleName(word)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        lead = self._lead() if self._mark else 0
        width = lead + text_width(self.theme, self._word, self._units, bold=self._bold)
        return QSize(width, self.theme.px(max(20, round(self._units * 1.5))))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(16), self.sizeHint().height())

    @painted
    def paintEvent(self, painter: QPainter) -> None:
        theme = self.theme
        left = 0
        if self._mark is not None:
            side = self._side()
            draw_mark(painter, theme, QRectF(0, (self.height() - side) / 2, side, side), self._mark)
            left = self._lead()
        token: str | Tone = self._tone or self._usual_tone()
        box = self.rect().adjusted(left, 0, 0, 0)
        draw_text(painter, theme, box, self._word, units=self._units, color=token, bold=self._bold)

    def _usual_tone(self) -> str:
        """Small words beside a warning take its colour; words of body size stay ink."""
        if self._units > 13:
            return "ink"
        return TEXT_TOKEN.get(self._mark, "ink2") if self._mark else "ink2"

    def _side(self) -> int:
        return self.theme.px(14 if self._units <= 13 else 16)

    def _lead(self) -> int:
        return self._side() + self.theme.px(7 if self._units <= 13 else 10)
