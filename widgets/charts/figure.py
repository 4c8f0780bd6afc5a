"""What every figure has: elements that are reached with the arrow keys, and opened with Enter or a click."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from widgets.kit.themed import Themed
from widgets.theme.current import Theme
from widgets.theme.paint import draw_box

_BACK = (Qt.Key.Key_Left, Qt.Key.Key_Up)
_ON = (Qt.Key.Key_Right, Qt.Key.Key_Down)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True, slots=True)
class Spot:
    """One element of a figure: what it leads to, what it says, and where it is in px."""

    key: str
    spoken: str
    box: QRectF


class Figure(Themed):
    """A drawn figure. Tab comes to it, arrows walk through its spots; `opened` names the spot that was entered."""

    opened = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._at = name, 0
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def spots(self) -> Sequence[Spot]:
        """The elements in reading order, as they are laid out now."""
        raise NotImplementedError

    def tell(self) -> None:
        """Say to a screen reader what the figure shows; call it when that changed."""
        spots = self.spots()
        self._at = min(self._at, max(0, len(spots) - 1))
        self.setAccessibleDescription("；".join(spot.spoken for spot in spots))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if spots else Qt.FocusPolicy.NoFocus)

    def draw_focus(self, painter: QPainter, theme: Theme) -> None:
        """The frame round the spot that the keys are at."""
        spots = self.spots()
        if self.hasFocus() and spots:
            box = spots[self._at].box
            draw_box(painter, box, edge=theme.color("accent"), width=2, radius=theme.px(4))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        spots, key = self.spots(), Qt.Key(event.key())
        if not spots or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif key in _ENTER:
            self.opened.emit(spots[self._at].key)
        elif key in _BACK or key in _ON:
            self._walk(spots, self._at + (1 if key in _ON else -1))
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        spots = self.spots()
        place = next((n for n, spot in enumerate(spots) if spot.box.contains(event.position())), None)
        if place is not None:
            self._walk(spots, place)
            self.opened.emit(spots[place].key)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.refresh()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.tell()
        self.refresh()

    def refresh(self) -> None:
        """Draw anew; one that draws through a child has the child draw."""
        self.update()

    def _walk(self, spots: Sequence[Spot], to: int) -> None:
        if 0 <= to < len(spots):
            self._at = to
            self.setAccessibleDescription(spots[to].spoken)
            self.refresh()
