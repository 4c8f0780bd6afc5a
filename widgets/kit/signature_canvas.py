"""A field to sign in, with a pen, a finger or the mouse."""

import time
from collections.abc import Callable, Sequence
from itertools import pairwise

from PySide6.QtCore import QBuffer, QEvent, QIODevice, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEventPoint,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPen,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from devices.ports import Signature, Touch
from devices.signature import HEIGHT, WIDTH, Stroke, is_signed, rounded
from widgets.kit.themed import Themed
from widgets.theme.paint import CENTER, draw_box, draw_text, painted

PRESSURE_UNKNOWN = 0.5
"""What a mouse and most fingers press with."""

_THIN, _THICK = 2.0, 8.0  # dots, at no and at full pressure
_NEAREST = 1.5  # dots between two touches; closer ones only tremble
_BASE_LINE = 0.78  # of the height


def draw_strokes(painter: QPainter, strokes: Sequence[Stroke], ink: QColor) -> None:
    """Smooth lines through the touches, the thicker the harder the pen was pressed. The painter's unit is a dot."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for stroke in strokes:
        _draw_stroke(painter, stroke, ink)


def signature_png(strokes: Sequence[Stroke]) -> bytes:
    """The strokes in black on white, `WIDTH` × `HEIGHT` dots: the same strokes give the same bytes."""
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_Grayscale8)
    image.fill(Qt.GlobalColor.white)
    with QPainter(image) as painter:
        draw_strokes(painter, strokes, QColor(Qt.GlobalColor.black))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes, PySide refuses them
    return bytes(buffer.data().data())


class SignatureCanvas(Themed):
    """The paper to sign on, as large as fits; `placeholder` stands on it until the first touch.

    With the focus on it, Backspace takes the last stroke back and Del all of them. `strokes_changed` is emitted after
    each stroke, undo and clear.
    """

    strokes_changed = Signal()

    def __init__(
        self,
        name: str,
        *,
        placeholder: str = "",
        now: Callable[[], float] = time.monotonic,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setAccessibleDescription(placeholder)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self._placeholder, self._now = placeholder, now
        self._strokes: list[Stroke] = []
        self._stroke: list[Touch] | None = None  # the one being drawn
        self._began = 0.0
        self._finger: int | None = None

    @property
    def strokes(self) -> tuple[Stroke, ...]:
        """The finished strokes, in dots of the paper."""
        return tuple(self._strokes)

    def present(self, strokes: Sequence[Stroke]) -> None:
        """Show a signature that was given before; emits nothing."""
        self._strokes, self._stroke = list(strokes), None
        self.update()

    @property
    def is_signed(self) -> bool:
        """Whether there is enough on the paper to be a name."""
        return is_signed(self._strokes)

    def signature(self) -> Signature | None:
        """What was signed; None while it is too little to be a name."""
        return Signature(self.strokes, signature_png(self.strokes)) if self.is_signed else None

    def undo(self) -> None:
        """Take the last stroke back."""
        if self._strokes:
            self._strokes.pop()
            self._changed()

    def clear(self) -> None:
        """Take everything back."""
        if self._strokes or self._stroke:
            self._strokes.clear()
            self._stroke = None
            self._changed()

    def paper(self) -> QRectF:
        """Where the paper is, in widget px."""
        size = QSize(WIDTH, HEIGHT).scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        box = QRectF(0, 0, size.width(), size.height())
        box.moveCenter(QRectF(self.rect()).center())
        return box

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(600), self.theme.px(200))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(300), self.theme.px(100))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QTouchEvent):
            self._touched(event)
            return True
        return super().event(event)

    def tabletEvent(self, event: QTabletEvent) -> None:
        match event.type():
            case QEvent.Type.TabletPress if event.button() is Qt.MouseButton.LeftButton:
                self.setFocus(Qt.FocusReason.MouseFocusReason)
                self._begin(event.position(), event.pressure())
            case QEvent.Type.TabletMove:
                self._go_on(event.position(), event.pressure())
            case QEvent.Type.TabletRelease:
                self._end()
        event.accept()  # or Qt would make a mouse of the pen as well

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._begin(event.position(), PRESSURE_UNKNOWN)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._go_on(event.position(), PRESSURE_UNKNOWN)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Backspace:
                self.undo()
            case Qt.Key.Key_Delete:
                self.clear()
            case _:
                super().keyPressEvent(event)

    @painted
    def paintEvent(self, painter: QPainter) -> None:
        theme, paper = self.theme, self.paper()
        edge, width = ("accent", theme.tokens.focus_width) if self.hasFocus() else ("edge", theme.tokens.edge_width)
        radius = theme.px(6)
        draw_box(painter, paper, fill=theme.color("surface"), edge=theme.color(edge), width=width, radius=radius)
        margin = paper.width() * 0.06
        line = QRectF(paper.left() + margin, paper.top() + paper.height() * _BASE_LINE, paper.width() - 2 * margin, 1)
        painter.fillRect(line.adjusted(0, 0, 0, theme.tokens.edge_width - 1), theme.color("edge"))
        if not self._strokes and not self._stroke:
            draw_text(painter, theme, paper, self._placeholder, color="ink3", align=CENTER)
        painter.setClipRect(paper)
        painter.translate(paper.topLeft())
        painter.scale(paper.width() / WIDTH, paper.height() / HEIGHT)
        draw_strokes(painter, [*self._strokes, tuple(self._stroke or ())], theme.color("ink"))

    def _touched(self, event: QTouchEvent) -> None:
        """One finger draws, the first; the ball of the hand that lies down after it does not."""
        if event.type() is QEvent.Type.TouchBegin:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self._finger = event.points()[0].id()
            self._begin(event.points()[0].position(), PRESSURE_UNKNOWN)
        for point in event.points():
            if point.id() == self._finger and point.state() is QEventPoint.State.Updated:
                self._go_on(point.position(), PRESSURE_UNKNOWN)
            elif point.id() == self._finger and point.state() is QEventPoint.State.Released:
                self._end()
        if event.type() is QEvent.Type.TouchCancel:
            self._end()
        event.accept()

    def _begin(self, place: QPointF, pressure: float) -> None:
        if not self._strokes:
            self._began = self._now()
        self._stroke = [self._touch(place, pressure)]
        self.update()

    def _go_on(self, place: QPointF, pressure: float) -> None:
        if self._stroke is None:
            return
        touch, before = self._touch(place, pressure), self._stroke[-1]
        if abs(touch.x - before.x) + abs(touch.y - before.y) >= _NEAREST:
            self._stroke.append(touch)
            self.update()

    def _end(self) -> None:
        stroke, self._stroke, self._finger = self._stroke, None, None
        if stroke:
            self._strokes.append(tuple(stroke))
            self._changed()

    def _changed(self) -> None:
        self.update()
        self.strokes_changed.emit()

    def _touch(self, place: QPointF, pressure: float) -> Touch:
        """The place on the paper, which the pen cannot leave."""
        paper = self.paper()
        x = (place.x() - paper.left()) * WIDTH / paper.width()
        y = (place.y() - paper.top()) * HEIGHT / paper.height()
        pressure = min(max(pressure, 0.0), 1.0)
        return rounded(Touch(min(max(x, 0.0), WIDTH), min(max(y, 0.0), HEIGHT), pressure, self._now() - self._began))


def _draw_stroke(painter: QPainter, stroke: Stroke, ink: QColor) -> None:
    """Curves from the middle of one step to the middle of the next, with the touch between them as their bend."""
    if not stroke:
        return
    places = [QPointF(touch.x, touch.y) for touch in stroke]
    middles = [(a + b) / 2 for a, b in pairwise(places)]
    ends = [places[0], *middles[1:-1], places[-1]] if len(places) > 2 else places
    bends = stroke[1:-1] if len(stroke) > 2 else stroke[-1:]
    if len(stroke) == 1:
        painter.setPen(_pen(ink, stroke[0].pressure))
        painter.drawPoint(places[0])
        return
    for (start, end), bend in zip(pairwise(ends), bends, strict=True):
        path = QPainterPath(start)
        path.quadTo(QPointF(bend.x, bend.y), end)
        painter.setPen(_pen(ink, bend.pressure))
        painter.drawPath(path)


def _pen(ink: QColor, pressure: float) -> QPen:
    width = _THIN + (_THICK - _THIN) * pressure
    return QPen(ink, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
