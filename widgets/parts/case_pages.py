"""The pages of a case: all of them small at the left, one of them large."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.presenters.cases.state import CasePage
from widgets.kit.themed import Themed
from widgets.theme.current import Breadth, Theme
from widgets.theme.paint import CENTER, draw_box, draw_text, painted

_WIDE, _HIGH, _PITCH = 48, 66, 78
_CLOSER = 1.9
"""How much larger than the width of its room a page is when one looks closer."""


class CasePages(Themed):
    """The strip and the page. Pages count from 0."""

    page_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.strip = PageColumn(self.tr("Pages of this case"))
        self.sheet = PageView(self.tr("Page"))
        self.strip.page_chosen.connect(self.page_chosen)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.addWidget(self.strip)
        self._line.addWidget(self.sheet, 1)
        self.arrange(self.theme)

    def present(self, pages: Sequence[CasePage], current: int, picture: bytes, note: str) -> None:
        """Show the strip, and `picture` large; `note` stands in its place while there is none."""
        self.strip.present(pages, current)
        name = pages[current].material if 0 <= current < len(pages) else ""
        self.sheet.present(picture, name, note)

    def arrange(self, theme: Theme) -> None:
        self._line.setSpacing(theme.px(12))


class PageColumn(Themed):
    """Small pages one below the other; the arrow keys choose. The current one is always in sight."""

    page_chosen = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages: tuple[CasePage, ...] = ()
        self._images: dict[bytes, QImage] = {}
        self._current = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(name)

    def present(self, pages: Sequence[CasePage], current: int) -> None:
        self._pages, self._current = tuple(pages), current
        shown = {page.picture: self._images.get(page.picture) or QImage.fromData(page.picture) for page in pages}
        self._images = {picture: image for picture, image in shown.items() if picture}
        words = f"{current + 1} / {len(pages)}，{pages[current].material}" if 0 <= current < len(pages) else ""
        self.setAccessibleDescription(words)
        self.setVisible(bool(pages))
        self.update()

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(_WIDE + 28), self.theme.px(_PITCH * 2))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        elif 0 <= self._current + step < len(self._pages):
            self.page_chosen.emit(self._current + step)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for place in range(len(self._pages)):
            if self._slot(place).contains(event.position()):
                self.page_chosen.emit(place)

    @painted
    def paintEvent(self, painter: QPainter) -> None:
        theme = self.theme
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for place, page in enumerate(self._pages):
            slot = self._slot(place)
            if slot.top() < 0 or slot.bottom() > self.height():
                continue
            draw_box(painter, slot, fill=theme.color("surface"), radius=theme.px(3))
            image = self._images.get(page.picture)
            if image is not None and not image.isNull():
                inner = slot.adjusted(2, 2, -2, -2)
                painter.drawImage(_fitted(image, inner), image)
            draw_box(painter, slot, edge=theme.color("edge"), width=theme.tokens.edge_width, radius=theme.px(3))
            current = place == self._current
            if current:
                ring = slot.adjusted(-3, -3, 3, 3)
                draw_box(painter, ring, edge=theme.color("accent"), width=2, radius=theme.px(5))
                if self.hasFocus():
                    draw_box(painter, slot, edge=theme.color("accent"), width=1, radius=theme.px(3))
            number = QRectF(slot.right() + theme.px(7), slot.top(), theme.px(20), theme.px(18))
            color = "ink" if current else "ink2"
            draw_text(painter, theme, number, str(place + 1), units=13, bold=current, color=color)

    def _slot(self, place: int) -> QRectF:
        theme = self.theme
        fitting = max(1, (self.height() - theme.px(4)) // theme.px(_PITCH))
        hidden = max(0, min(self._current + 2, len(self._pages)) - fitting)
        return QRectF(theme.px(3), theme.px(3) + (place - hidden) * theme.px(_PITCH), theme.px(_WIDE), theme.px(_HIGH))


class PageView(Themed):
    """One page as wide as its room, its head first; closer, or a picture that is higher, scrolls by arrow and wheel."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._picture, self._note = b"", ""
        self._image = QImage()
        self._shown = QImage()  # in the size shown
        self._closer = False
        self._at = QPointF(0, 0)  # what of the page is at the top left of the room, in px
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def present(self, picture: bytes, name: str, note: str) -> None:
        """Another picture begins at its head; the same one stays where it was scrolled to."""
        self.setAccessibleDescription("，".join(filter(None, (name, note))))
        self._note = note
        if picture != self._picture:
            self._picture, self._at = picture, QPointF(0, 0)
            self._image, self._shown = QImage.fromData(picture), QImage()
        self.update()

    def zoom(self) -> None:
        """Look closer, or at the whole width again."""
        self._closer = not self._closer
        self._scroll(0, 0)

    def sizeHint(self) -> QSize:
        """As low as it may be: it takes all the height that there is, and must not make the case scroll.

        Where the aside follows below, the case scrolls anyway.
        """
        return QSize(self.theme.px(420), self.theme.px(420 if self.theme.breadth is Breadth.SLIM else 200))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(200), self.theme.px(200))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = self.theme.px(64)
        way = {
            Qt.Key.Key_Up: (0, -step), Qt.Key.Key_Down: (0, step), Qt.Key.Key_Left: (-step, 0),
            Qt.Key.Key_Right: (step, 0),
        }.get(Qt.Key(event.key()))  # fmt: skip
        if way is None:
            super().keyPressEvent(event)
        else:
            self._scroll(*way)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._scroll(-event.angleDelta().x() / 2, -event.angleDelta().y() / 2)

    @painted
    def paintEvent(self, painter: QPainter) -> None:
        theme = self.theme
        draw_box(painter, self.rect(), fill=theme.color("sunken"), radius=theme.px(6))
        if self._image.isNull():
            draw_text(painter, theme, self.rect(), self._note, units=13, color="ink2", align=CENTER)
        else:
            self._draw_page(painter)
        if self.hasFocus():
            draw_box(painter, self.rect(), edge=theme.color("accent"), width=2, radius=theme.px(6))

    def _draw_page(self, painter: QPainter) -> None:
        """The part in sight, made smaller at once to the size that is shown: a scan has far more dots than the room."""
        room, paper = self._room(), self._paper()
        shown = paper.intersected(room)
        size = QSize(round(paper.width()), round(paper.height()))
        if self._shown.size() != size:
            smooth = Qt.TransformationMode.SmoothTransformation
            self._shown = self._image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
        painter.drawImage(shown, self._shown, shown.translated(-paper.topLeft()))

    def _room(self) -> QRectF:
        side, top = self.theme.px(24), self.theme.px(16)
        return QRectF(self.rect()).adjusted(side, top, -side, 0)

    def _paper(self) -> QRectF:
        """Where the whole page lies, the part out of sight included."""
        room = self._room()
        width = room.width() * (_CLOSER if self._closer else 1)
        height = width * self._image.height() / max(1, self._image.width())
        return QRectF(room.left() - self._at.x(), room.top() - self._at.y(), width, height)

    def _scroll(self, right: float, down: float) -> None:
        room, paper = self._room(), self._paper()
        most = QPointF(max(0.0, paper.width() - room.width()), max(0.0, paper.height() - room.height()))
        self._at = QPointF(min(max(0.0, self._at.x() + right), most.x()), min(max(0.0, self._at.y() + down), most.y()))
        self.update()


def _fitted(image: QImage, room: QRectF) -> QRectF:
    """The room of a picture as large as fits, in the middle."""
    size = image.size().scaled(room.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
    fitted = QRectF(0, 0, size.width(), size.height())
    fitted.moveCenter(room.center())
    return fitted
