"""The pages of one material as thumbs, and the place of the next one."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPainterPath
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.presenters.marks import Mark
from widgets.kit.themed import Themed
from widgets.theme.icons import draw_icon
from widgets.theme.marks import draw_mark
from widgets.theme.paint import CENTER, draw_box, draw_text, painted, square, text_width


@dataclass(frozen=True, slots=True)
class Thumb:
    """One page: its picture (any size), and its verdict as mark and word."""

    image: QImage
    mark: Mark
    word: str


class PageStrip(Themed):
    """Places count from 0. Arrow keys choose, Ctrl and arrows move a page, Del asks to remove it."""

    page_chosen = Signal(int)
    page_moved = Signal(int, int)
    removal_requested = Signal(int)
    capture_requested = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._thumbs: tuple[Thumb, ...] = ()
        self._current = -1
        self._capture_key = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)

    def present(self, thumbs: Sequence[Thumb], current: int = -1, *, capture_key: str = "F6") -> None:
        """Show the thumbs; an empty `capture_key` leaves the last slot out."""
        self._thumbs, self._current, self._capture_key = tuple(thumbs), current, capture_key
        words = f"{current + 1} / {len(thumbs)}，{thumbs[current].word}" if 0 <= current < len(thumbs) else ""
        self.setAccessibleDescription(words)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(300), self.theme.px(98 + 8 + 24))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(176), self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is not None and 0 <= self._current + step < len(self._thumbs):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.page_moved.emit(self._current, self._current + step)
            else:
                self.page_chosen.emit(self._current + step)
        elif event.key() == Qt.Key.Key_Delete and 0 <= self._current < len(self._thumbs):
            self.removal_requested.emit(self._current)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for place in range(len(self._thumbs) + bool(self._capture_key)):
            if self._in_sight(place) and self._slot(place).contains(event.position()):
                if place < len(self._thumbs):
                    self.page_chosen.emit(place)
                else:
                    self.capture_requested.emit()

    @painted
    def paintEvent(self, painter: QPainter) -> None:
        theme = self.theme
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for place, thumb in enumerate(self._thumbs):
            if self._in_sight(place):
                self._draw_thumb(painter, place, thumb)
        if not self._capture_key or not self._in_sight(len(self._thumbs)):
            return
        slot = self._slot(len(self._thumbs))
        dash = Qt.PenStyle.DashLine
        draw_box(
            painter,
            slot,
            edge=theme.color("edge"),
            width=theme.tokens.edge_width,
            radius=theme.px(4),
            style=dash,
        )
        above = QPointF(slot.center().x(), slot.center().y() - theme.px(8))
        draw_icon(painter, theme, square(above, theme.px(20)), "plus")
        below = QRectF(slot.left(), slot.center().y() + theme.px(8), slot.width(), theme.px(20))
        draw_text(painter, theme, below, self._capture_key, units=12, color="ink2", align=CENTER)

    def _draw_thumb(self, painter: QPainter, place: int, thumb: Thumb) -> None:
        theme, slot = self.theme, self._slot(place)
        path = QPainterPath()
        path.addRoundedRect(slot, theme.px(4), theme.px(4))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipPath(path)
        painter.fillRect(slot, Qt.GlobalColor.white)
        if not thumb.image.isNull():  # it may be on its way still
            size = thumb.image.size().scaled(slot.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
            shown = QRectF(0, 0, size.width(), size.height())
            shown.moveCenter(slot.center())
            smooth = Qt.TransformationMode.SmoothTransformation
            painter.drawImage(shown, thumb.image.scaled(size * 2, Qt.AspectRatioMode.IgnoreAspectRatio, smooth))
        painter.restore()
        draw_box(painter, slot, edge=theme.color("edge"), width=theme.tokens.edge_width, radius=theme.px(4))
        if place == self._current:
            ring = slot.adjusted(-3, -3, 3, 3)
            draw_box(painter, ring, edge=theme.color("accent"), width=2, radius=theme.px(6))
            if self.hasFocus():
                draw_box(painter, slot, edge=theme.color("accent"), width=1, radius=theme.px(4))
        self._draw_word(painter, place, thumb, slot)

    def _draw_word(self, painter: QPainter, place: int, thumb: Thumb, slot: QRectF) -> None:
        theme = self.theme
        line = QRectF(slot.left(), slot.bottom() + theme.px(6), slot.width() + theme.px(12), theme.px(20))
        number = str(place + 1)
        draw_text(painter, theme, line, number, units=13, bold=place == self._current)
        left = slot.left() + text_width(theme, number, 13, bold=True) + theme.px(6)
        draw_mark(painter, theme, square(QPointF(left + theme.px(7), line.center().y()), theme.px(13)), thumb.mark)
        draw_text(
            painter,
            theme,
            line.adjusted(left + theme.px(18) - line.left(), 0, 0, 0),
            thumb.word,
            units=13,
            color="ink2",
        )

    def _slot(self, place: int) -> QRectF:
        theme = self.theme
        left = theme.px(3) + (place - self._hidden()) * theme.px(88)
        return QRectF(left, theme.px(3), theme.px(72), theme.px(98))

    def _in_sight(self, place: int) -> bool:
        slot = self._slot(place)
        return slot.left() >= 0 and slot.right() <= self.width()

    def _hidden(self) -> int:
        """How many thumbs have moved out to the left, so that the current one and the one after it are in sight."""
        fitting = max(2, self.width() // self.theme.px(88))
        slots = len(self._thumbs) + bool(self._capture_key)
        return max(0, min(self._current + 2, slots) - fitting)
