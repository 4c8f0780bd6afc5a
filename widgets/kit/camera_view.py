"""The live picture, the page found in it, and the corners one can drag."""

from collections.abc import Sequence

from numpy import uint8
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.kit.images import image_from_bgr
from widgets.kit.themed import Themed
from widgets.theme.paint import draw_box, draw_text, painted, square, text_width

Corner = tuple[float, float]

# The picture is not themed, nor is what lies on it.
_BLUE, _WHITE = QColor("#0B5CAD"), QColor("#FFFFFF")
_PILL, _READY, _SEEKING = QColor("#15181D"), QColor("#77D19D"), QColor("#F0C264")
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class CameraView(Themed):
    """Shows BGR frames whole. Corners are in frame pixels: top left, top right, bottom right, bottom left.

    While `adjustable`, a corner is dragged with the mouse, or chosen with Tab and moved with the arrow keys by one
    frame pixel (with Shift by ten); each move emits all four corners.
    """

    corners_dragged = Signal(list)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._image: QImage | None = None
        self._corners: list[Corner] = []
        self._beside: tuple[Corner, ...] = ()
        self._adjustable = False
        self._status, self._ready = "", False
        self._held: int | None = None
        self._chosen = 0

    def show_frame(self, frame: NDArray[uint8] | None) -> None:
        """A frame of shape (height, width, 3); None keeps the ground empty. Costs one copy, made here."""
        self._image = None if frame is None else image_from_bgr(frame)
        self.update()

    def present(
        self,
        *,
        corners: Sequence[Corner] = (),
        beside: Sequence[Corner] = (),
        status: str = "",
        ready: bool = False,
        adjustable: bool = False,
    ) -> None:
        """`corners` is empty or four; `ready` gives the pill the green dot. A corner in hand is not taken away.

        `beside` are those of a second page, empty or four; they are shown, not adjusted.
        """
        self._beside = tuple(beside)
        if self._held is None:
            self._corners = [(float(x), float(y)) for x, y in corners]
        self._status, self._ready, self._adjustable = status, ready, adjustable
        self.setAccessibleDescription(status)
        self.update()

    @property
    def shows_picture(self) -> bool:
        return self._image is not None

    def inset(self, share: float) -> list[Corner]:
        """Corners that lie `share` of the frame inside its edges."""
        _, width, height = self._frame()
        left, top, right, bottom = width * share, height * share, width * (1 - share), height * (1 - share)
        return [(left, top), (right, top), (right, bottom), (left, bottom)]

    @property
    def corners(self) -> tuple[Corner, ...]:
        return tuple(self._corners)

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(640), self.theme.px(436))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(280), self.theme.px(200))

    def picture(self) -> QRectF:
        """Where the frame is, in widget px."""
        if self._image is None:
            return QRectF(self.rect())
        size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        box = QRectF(0, 0, size.width(), size.height())
        box.moveCenter(QRectF(self.rect()).center())
        return box

    def to_widget(self, corner: Corner) -> QPointF:
        box, width, height = self._frame()
        return QPointF(box.left() + corner[0] * box.width() / width, box.top() + corner[1] * box.height() / height)

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab goes round the corners while they are adjusted, and leaves past either end."""
        turned = self._chosen + (1 if next else -1)
        if not self._adjusting() or not 0 <= turned <= 3:
            return super().focusNextPrevChild(next)
        self._chosen = turned
        self.update()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _ARROWS.get(Qt.Key(event.key()))
        if step is None or not self._adjusting():
            super().keyPressEvent(event)
            return
        far = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        x, y = self._corners[self._chosen]
        self._move(self._chosen, (x + step[0] * far, y + step[1] * far))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        reach = self.theme.px(16)
        for number, corner in enumerate(self._corners if self._adjustable else ()):
            if (self.to_widget(corner) - event.position()).manhattanLength() <= reach:
                self._held = self._chosen = number
                self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is not None:
            self._move(self._held, self._to_frame(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._held = None

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        back = event.reason() is Qt.FocusReason.BacktabFocusReason
        self._chosen = 3 if back else 0
        self.update()

    @painted
    def paintEvent(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = self.picture()
        clip = QPainterPath()
        clip.addRoundedRect(QRectF(self.rect()), self.theme.px(6), self.theme.px(6))
        painter.save()
        painter.setClipPath(clip)
        painter.fillRect(self.rect(), self.theme.color("sunken"))
        if self._image is not None:
            painter.drawImage(box, self._image)
        painter.restore()
        if len(self._beside) == 4:
            self._draw_outline(painter, self._beside)
        if len(self._corners) == 4:
            self._draw_quad(painter)
        if self.hasFocus() and not self._adjusting():
            draw_box(painter, self.rect(), edge=self.theme.color("accent"), width=2, radius=self.theme.px(6))
        if self._status:
            self._draw_status(painter, box)

    def _adjusting(self) -> bool:
        return self._adjustable and len(self._corners) == 4

    def _move(self, number: int, corner: Corner) -> None:
        _, width, height = self._frame()
        self._corners[number] = (min(max(corner[0], 0.0), width), min(max(corner[1], 0.0), height))
        self.update()
        self.corners_dragged.emit(list(self._corners))

    def _frame(self) -> tuple[QRectF, float, float]:
        box = self.picture()
        if self._image is None:
            return box, max(box.width(), 1.0), max(box.height(), 1.0)
        return box, float(self._image.width()), float(self._image.height())

    def _to_frame(self, point: QPointF) -> Corner:
        box, width, height = self._frame()
        return (point.x() - box.left()) * width / box.width(), (point.y() - box.top()) * height / box.height()

    def _draw_outline(self, painter: QPainter, corners: Sequence[Corner]) -> list[QPointF]:
        points = [self.to_widget(corner) for corner in corners]
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for color, width in ((_WHITE, 5), (_BLUE, 3)):
            painter.setPen(
                QPen(color, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
            )
            painter.drawPolygon(QPolygonF(points))
        return points

    def _draw_quad(self, painter: QPainter) -> None:
        points = self._draw_outline(painter, self._corners)
        side = self.theme.px(14)
        for number, point in enumerate(points):
            chosen = self._adjusting() and self.hasFocus() and number == self._chosen
            fill, edge = (_BLUE, _WHITE) if chosen else (_WHITE, _BLUE)
            draw_box(painter, square(point, side + (4 if chosen else 0)), fill=fill, edge=edge, width=3, radius=3)

    def _draw_status(self, painter: QPainter, box: QRectF) -> None:
        theme = self.theme
        width, height = text_width(theme, self._status, 13, bold=True) + theme.px(40), theme.px(28)
        pill = self._clear_of_corners(box, width, height)
        draw_box(painter, pill, fill=_PILL, radius=height / 2)
        dot = square(QPointF(pill.left() + theme.px(16), pill.center().y()), theme.px(10))
        draw_box(painter, dot, fill=_READY if self._ready else _SEEKING, radius=dot.width() / 2)
        words = pill.adjusted(theme.px(28), 0, 0, 0)
        draw_text(painter, theme, words, self._status, units=13, color=_WHITE, bold=True)

    def _clear_of_corners(self, box: QRectF, width: float, height: float) -> QRectF:
        """At the top left, or at the first of the other corners of the picture where it covers no handle."""
        gap, reach = self.theme.px(12), self.theme.px(12)
        lefts = (box.left() + gap, box.right() - gap - width)
        tops = (box.top() + gap, box.bottom() - gap - height)
        handles = [self.to_widget(corner) for corner in self._corners]
        places = [QRectF(left, top, width, height) for top in tops for left in lefts]
        for place in places:
            if not any(place.adjusted(-reach, -reach, reach, reach).contains(handle) for handle in handles):
                return place
        return places[0]
