"""The findings of the formal review: doubtful first, each with its evidence and what can be done about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.presenters.intake.review_state import ReviewRow
from app.presenters.marks import Mark, Tone
from widgets.kit.button import Button
from widgets.kit.themed import Themed
from widgets.theme.current import Theme
from widgets.theme.marks import draw_mark
from widgets.theme.paint import RIGHT, draw_box, draw_hairline, draw_text, painted, text_width

INSET = 32
_EVIDENCE = QSize(120, 44)
_WRAP = Qt.TextFlag.TextWordWrap


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the columns of every row begin, in px from the left edge; `end` is where the last one stops."""

    name: int
    wanted: int
    received: int
    action: int
    end: int


class ReviewTable(Themed):
    """Rows moved through with the arrow keys; a row's buttons name their keys while it is current.

    `moved` is by how many rows the clerk went; the other signals carry a row's code.
    """

    moved = Signal(int)
    doubt_accepted = Signal(str)
    retake_requested = Signal(str)
    supplement_requested = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._heads = (self.tr("Material"), self.tr("Wanted"), self.tr("Received"), self.tr("Settled"))
        self._rows: tuple[ReviewRow, ...] = ()
        self._views: list[RowView] = []
        self._supplement = False

    def present(self, rows: Sequence[ReviewRow], *, supplement: bool) -> None:
        """Show the findings; `supplement` offers to ask for what is lacking instead of letting it follow."""
        if tuple(rows) == self._rows and supplement == self._supplement:
            return
        self._rows, self._supplement = tuple(rows), supplement
        while len(self._views) < len(rows):
            self._add(len(self._views))
        for place, view in enumerate(self._views):
            view.setVisible(place < len(rows))
            if place < len(rows):
                view.present(rows[place], supplement=supplement)
        self.setAccessibleDescription(next((view.accessibleName() for view in self._views if view.current), ""))
        self._place()

    @property
    def current_view(self) -> "RowView | None":
        """The current row, for a scroll area to keep in sight."""
        return next((view for view in self._views[: len(self._rows)] if view.current), None)

    def row(self, place: int) -> "RowView":
        """The row counted from 0."""
        return self._views[place]

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(560), self._height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def arrange(self, theme: Theme) -> None:
        self._place()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.moved.emit(step)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._repaint_current()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._repaint_current()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    @painted
    def paintEvent(self, painter: QPainter) -> None:
        theme, columns = self.theme, self._columns()
        for left, head in zip((columns.name, columns.wanted, columns.received), self._heads, strict=False):
            draw_text(painter, theme, QRect(left, 0, self.width(), theme.px(24)), head, units=13, color="ink2")
        last = QRect(0, 0, columns.end, theme.px(24))
        draw_text(painter, theme, last, self._heads[-1], units=13, color="ink2", align=RIGHT)

    def _add(self, place: int) -> None:
        view = RowView(self)
        view.clicked.connect(partial(self._go_to, place))
        view.accept.clicked.connect(lambda: self.doubt_accepted.emit(view.row.code))
        view.retake.clicked.connect(lambda: self.retake_requested.emit(view.row.code))
        view.ask.clicked.connect(self.supplement_requested)
        self._views.append(view)

    def _go_to(self, place: int) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        here = next((number for number, row in enumerate(self._rows) if row.current), 0)
        if place != here:
            self.moved.emit(place - here)

    def _repaint_current(self) -> None:
        if self.current_view is not None:
            self.current_view.update()

    def _height(self) -> int:
        columns = self._columns()
        shown = self._views[: len(self._rows)]
        return self.theme.px(28) + sum(view.height_for(columns) for view in shown)

    def _place(self) -> None:
        columns, top = self._columns(), self.theme.px(28)
        for view in self._views[: len(self._rows)]:
            height = view.height_for(columns)
            view.lay_out(columns)
            view.setGeometry(0, top, self.width(), height)
            top += height
        self.setFixedHeight(max(top, self.theme.px(28)))

    def _columns(self) -> Columns:
        """The name takes what the others leave, so that long names are whole where there is room."""
        theme = self.theme
        left, end = theme.px(INSET + 28), self.width() - theme.px(INSET)
        wanted = self._widest([self._heads[1], *(row.wanted for row in self._rows)])
        received = self._widest([self._heads[2], *(row.received for row in self._rows)])
        shown = self._views[: len(self._rows)]
        action = end - max((view.action_width() for view in shown), default=0)
        evidence = max((view.evidence_width() for view in shown), default=0)
        room = action - left - wanted - received - evidence
        name = max((text_width(theme, row.name, 15, bold=True) for row in self._rows), default=0) + theme.px(24)
        name = max(min(name, room), theme.px(140))
        name = max(name, min(theme.px(236), room))
        return Columns(left, left + name, left + name + wanted, action, end)

    def _widest(self, words: list[str]) -> int:
        return max(text_width(self.theme, word, 13) for word in words) + self.theme.px(32)


class RowView(Themed):
    """One finding. Its buttons take no focus: the table has it, and keys act on the current row."""

    clicked = Signal()

    def __init__(self, table: ReviewTable) -> None:
        super().__init__(table)
        self._table = table
        self.row = ReviewRow("", Mark.HINT, "", "", "", "", Tone.INK2, "")
        self.accept = Button(self.tr("Accept"), parent=self)
        self.retake = Button(self.tr("Retake"), parent=self)
        self.ask = Button(self.tr("Ask for it"), parent=self)
        for button in self._buttons():
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._evidence = QImage()
        self._columns = Columns(0, 0, 0, 0, 0)

    @property
    def current(self) -> bool:
        return self.row.current

    def present(self, row: ReviewRow, *, supplement: bool) -> None:
        if row.thumb != self.row.thumb:
            self._evidence = _most_written(row.thumb)
        self.row = row
        lacking = row.mark is Mark.MISSING
        self.retake.present(self.tr("Take it now") if lacking else self.tr("Retake"))
        self.accept.setVisible(row.can_accept)
        self.retake.setVisible(row.can_retake)
        self.ask.setVisible(lacking and supplement)
        for button, key in zip(self._buttons(), ("B", "Y", "F6"), strict=True):
            button.show_key(row.current, key)
        parts = (row.name, row.wanted, row.received, row.detail, row.settled)
        self.setAccessibleName("，".join(filter(None, parts)))
        self.update()

    def action_width(self) -> int:
        """Room the buttons or the word at the right take, in px."""
        shown = [button for button in self._buttons() if not button.isHidden()]
        if not shown:
            return text_width(self.theme, self.row.settled, 13)
        return len(shown) * self._button_width() + (len(shown) - 1) * self.theme.px(4)

    def evidence_width(self) -> int:
        """Room the strip of the page takes before the action, in px; none where there is nothing doubtful to see."""
        return 0 if self._evidence.isNull() else self.theme.px(_EVIDENCE.width() + 24)

    def name_room(self) -> int:
        """Room the name has, in px."""
        return self._columns.wanted - self._columns.name - self.theme.px(8)

    def height_for(self, columns: Columns) -> int:
        theme, compact = self.theme, self.theme.compact
        if not self._tall():
            return theme.px(36 if compact else 40)
        lines = max(1, round(self._detail_box(columns, 0).height() / theme.px(20)))
        return theme.px((62 if compact else 70) + 20 * (lines - 1))

    def lay_out(self, columns: Columns) -> None:
        """Take these columns, and put the buttons flush right."""
        self._columns = columns
        width, height = self._button_width(), self.theme.px(36)
        right, top = columns.end, (self.height_for(columns) - height) // 2
        for button in reversed([button for button in self._buttons() if not button.isHidden()]):
            button.setGeometry(right - width, top, width, height)
            right -= width + self.theme.px(4)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.clicked.emit()

    @painted
    def paintEvent(self, painter: QPainter) -> None:
        theme, row, columns = self.theme, self.row, self._columns
        self._draw_ground(painter, theme)
        line = self._first_line()
        side = theme.px(16)
        mark = QRectF(theme.px(INSET), line.center().y() - side / 2 + 1, side, side)
        draw_mark(painter, theme, mark, row.mark)
        name = QRect(columns.name, line.top(), self.name_room(), line.height())
        draw_text(painter, theme, name, row.name, bold=self._tall())
        for left, text in ((columns.wanted, row.wanted), (columns.received, row.received)):
            place = QRect(left, line.top(), columns.action - left, line.height())
            draw_text(painter, theme, place, text, units=13, color="ink2")
        settled = QRect(0, line.top(), columns.end, line.height())
        draw_text(painter, theme, settled, row.settled, units=13, color="ink2", align=RIGHT)
        if row.detail:
            self._draw_detail(painter, theme)
        if not self._evidence.isNull():
            self._draw_evidence(painter, theme)

    def _buttons(self) -> tuple[Button, Button, Button]:
        return self.ask, self.accept, self.retake

    def _button_width(self) -> int:
        """All buttons of the table are as wide as the widest with its key."""
        theme = self.theme
        words = (self.tr("Accept"), self.tr("Retake"), self.tr("Take it now"), self.tr("Ask for it"))
        return max(text_width(theme, word, 15) for word in words) + theme.px(24 + 12) + text_width(theme, "F6", 12)

    def _tall(self) -> bool:
        return bool(self.row.detail) or self.row.can_accept or self.row.can_retake

    def _first_line(self) -> QRect:
        theme = self.theme
        if not self._tall():
            return QRect(0, 0, self.width(), self.height())
        return QRect(0, theme.px(10 if theme.compact else 12), self.width(), theme.px(24))

    def _detail_box(self, columns: Columns, top: int) -> QRect:
        """The words of the detail, wrapped where the evidence begins."""
        theme = self.theme
        width = max(columns.action - self.evidence_width() - theme.px(24) - columns.name, theme.px(160))
        room = QRectF(0, 0, width, 10_000)
        used = QFontMetricsF(theme.font(13)).boundingRect(room, _WRAP, self.row.detail)
        lines = max(1, round(used.height() / QFontMetricsF(theme.font(13)).height()))
        return QRect(columns.name, top, width, lines * theme.px(20))

    def _draw_ground(self, painter: QPainter, theme: Theme) -> None:
        if not self.row.current:
            draw_hairline(painter, theme, theme.px(INSET), self.width() - theme.px(INSET), self.height() - 1)
            return
        painter.fillRect(self.rect(), theme.color("accent_soft"))
        painter.fillRect(QRect(QPoint(0, 0), QSize(theme.px(3), self.height())), theme.color("accent"))
        if self._table.hasFocus() and theme.tokens.edge_width > 1:
            draw_box(painter, self.rect(), edge=theme.color("accent"), width=2, radius=0)

    def _draw_detail(self, painter: QPainter, theme: Theme) -> None:
        box = self._detail_box(self._columns, self._first_line().bottom() + theme.px(1))
        painter.setFont(theme.font(13))
        painter.setPen(theme.color(self.row.tone))
        painter.drawText(box, _WRAP | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, self.row.detail)

    def _draw_evidence(self, painter: QPainter, theme: Theme) -> None:
        size = _EVIDENCE * theme.scale
        left = self._columns.action - theme.px(24) - size.width()
        box = QRect(left, (self.height() - size.height()) // 2, size.width(), size.height())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(box, self._evidence)
        draw_box(painter, box, edge=theme.color("edge"), width=theme.tokens.edge_width, radius=0)


def _most_written(png: bytes) -> QImage:
    """Half the width of a page, in the strip's shape, where there is most ink: what is blurred is seen there."""
    page = QImage.fromData(png)
    if page.isNull():
        return page
    width = page.width() // 2
    height = width * _EVIDENCE.height() // _EVIDENCE.width()
    seen = page.copy(page.width() // 4, 0, width, page.height())
    smooth, freely = Qt.TransformationMode.SmoothTransformation, Qt.AspectRatioMode.IgnoreAspectRatio
    rows = seen.scaled(1, page.height(), freely, smooth).convertToFormat(QImage.Format.Format_Grayscale8)
    light = [rows.pixelColor(0, y).lightness() for y in range(rows.height())]
    tops = range(0, max(1, page.height() - height), 4)
    darkest = min(tops, key=lambda top: sum(light[top : top + height]))
    return seen.copy(0, darkest, width, height)
