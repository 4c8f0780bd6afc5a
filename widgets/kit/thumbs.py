"""The kept pages of a case, small."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.presenters.marks import Tone
from widgets.kit.themed import Themed
from widgets.theme.paint import draw_box


@dataclass(frozen=True, slots=True)
class Kept:
    """One page and what it is of."""

    image: QImage
    word: str


class Thumbs(Themed):
    """Pages of 72×98 px in as many lines as it takes, each with its word below. Only looked at."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages: tuple[Kept, ...] = ()
        self.setAccessibleName(name)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def present(self, pages: Sequence[Kept]) -> None:
        self._pages = tuple(pages)
        self.setAccessibleDescription("；".join(page.word for page in pages))
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        cell = self._cell()
        lines = ceil(len(self._pages) / self._across(width))
        return lines * cell.height()

    def sizeHint(self) -> QSize:
        width = self.theme.px(480)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._cell().width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.theme
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        cell, across = self._cell(), self._across(self.width())
        for place, page in enumerate(self._pages):
            row, nth = divmod(place, across)
            slot = QRectF(nth * cell.width(), row * cell.height(), theme.px(72), theme.px(98))
            painter.fillRect(slot, Qt.GlobalColor.white)
            size = page.image.size().scaled(slot.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
            shown = QRectF(0, 0, size.width(), size.height())
            shown.moveCenter(slot.center())
            painter.drawImage(shown, page.image)
            draw_box(painter, slot, edge=theme.color("edge"), width=theme.tokens.edge_width, radius=0)
            if nth == 0 or self._pages[place - 1].word != page.word:
                self._draw_word(painter, place, slot, min(across - nth, self._alike(place)))

    def _draw_word(self, painter: QPainter, place: int, slot: QRectF, cells: int) -> None:
        """The word once for all pages of one material that stand beside each other, on at most two lines."""
        theme = self.theme
        width = cells * self._cell().width() - theme.px(12)
        box = QRectF(slot.left(), slot.bottom() + theme.px(4), width, theme.px(40))
        painter.setFont(theme.font(13))
        painter.setPen(theme.color(Tone.INK2))
        painter.drawText(box, Qt.TextFlag.TextWrapAnywhere | Qt.AlignmentFlag.AlignTop, self._pages[place].word)

    def _alike(self, place: int) -> int:
        """How many pages from `place` on are of one material."""
        word = self._pages[place].word
        return next((n for n, page in enumerate(self._pages[place:]) if page.word != word), len(self._pages) - place)

    def _cell(self) -> QSize:
        return QSize(self.theme.px(108), self.theme.px(98 + 44 + 8))

    def _across(self, width: int) -> int:
        return max(1, (width + self.theme.px(12)) // self._cell().width())
