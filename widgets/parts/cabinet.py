"""The pickup locker, drawn as it stands: a box for each cell with its number and a word, and the field for codes."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolTip, QWidget

from app.presenters.hand_out.state import CabinetState, CellBox, CellLook
from app.presenters.marks import Tone
from widgets.kit.field import Field
from widgets.kit.mark_view import MarkView
from widgets.kit.plane import Hairline, Plane, column
from widgets.kit.text import Role, Text
from widgets.kit.themed import Themed
from widgets.theme.current import Theme
from widgets.theme.paint import CENTER, draw_box, draw_text, painted

ACROSS = 6
_GAP = 6
_FILLS = {
    CellLook.FREE: ("surface", Tone.INK3),
    CellLook.KEPT: ("sunken", Tone.INK2),
    CellLook.FULL: ("accent_soft", Tone.ACCENT),
    CellLook.BROUGHT: ("accent_soft", Tone.ACCENT),
    CellLook.OVERDUE: ("bad_soft", Tone.BAD),
    CellLook.OPEN: ("warn_soft", Tone.WARN),
    CellLook.DOUBT: ("warn_soft", Tone.WARN),
    CellLook.FAULT: ("sunken", Tone.INK3),
}


class Cabinet(Plane):
    """`code_entered` is Enter in the field; `cell_chosen` is the cell moved to or clicked."""

    code_typed = Signal(str)
    code_entered = Signal(str)
    cell_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._title, self._note = Text("", Role.SECTION), Text("", Role.LABEL)
        self._news, self.code, self.cells = MarkView(), Field(self.tr("Pickup code or number")), Cells()
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._note, 0, Qt.AlignmentFlag.AlignBottom)
        self._inner = QWidget()
        self._column = column(self._inner)
        self._column.addLayout(head)
        for widget in (self._news, self.cells, self.code):
            self._column.addWidget(widget)
        outer = column(self)
        outer.addWidget(Hairline())
        outer.addWidget(self._inner)
        self.code.edited.connect(self.code_typed)
        self.code.entry.returnPressed.connect(lambda: self.code_entered.emit(self.code.text))
        self.cells.chosen.connect(self.cell_chosen)
        self.arrange(self.theme)

    def present(self, state: CabinetState | None) -> None:
        """Show the locker; nothing where this window has none."""
        self.setVisible(state is not None)
        if state is None:
            return
        self._title.say(state.title)
        self._note.say(state.note)
        self._news.present(state.news_mark, state.news)
        self._news.setVisible(bool(state.news))
        self.code.present(state.code)
        self.cells.present(state.cells, state.current)

    def focus_code(self) -> None:
        """The field, its text selected."""
        self.code.setFocus(Qt.FocusReason.OtherFocusReason)
        self.code.entry.selectAll()

    def arrange(self, theme: Theme) -> None:
        side, above = theme.px(24), theme.px(8 if theme.compact else 12)
        self._column.setContentsMargins(side, above, side, theme.px(10 if theme.compact else 16))
        self._column.setSpacing(theme.px(6 if theme.compact else 8))


class Cells(Themed):
    """The boxes; arrow keys move among them."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cells: tuple[CellBox, ...] = ()
        self._current = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Cells of the locker"))

    def present(self, cells: tuple[CellBox, ...], current: int) -> None:
        """Show these cells; emits nothing."""
        if (cells, current) == (self._cells, self._current):
            return
        grown = len(cells) != len(self._cells)
        self._cells, self._current = cells, current
        box = next((each for each in cells if each.number == current), None)
        self.setAccessibleDescription(_spoken(box) if box else "")
        self.setVisible(bool(cells))
        if grown:
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        lines = -(-len(self._cells) // ACROSS)
        return QSize(self.theme.px(300), lines * (self._high + self.theme.px(_GAP)) - self.theme.px(_GAP))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(200), max(0, self.sizeHint().height()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -ACROSS, Qt.Key.Key_Down: ACROSS}
        step = steps.get(Qt.Key(event.key()))
        if step is None or not self._cells:
            super().keyPressEvent(event)
            return
        wanted = self._current + step if self._current else self._cells[0].number
        if any(each.number == wanted for each in self._cells):
            self.chosen.emit(wanted)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        box = self._at(event.position())
        if box is not None:
            self.chosen.emit(box.number)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            box = self._at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), _spoken(box) if box else "", self)
            return True
        return super().event(event)

    @painted
    def paintEvent(self, painter: QPainter) -> None:
        theme = self.theme
        for place, box in enumerate(self._cells):
            room = self._room(place)
            fill, tone = _FILLS[box.look]
            current = box.number == self._current
            edge, width = ("accent", theme.tokens.focus_width) if current else ("line", theme.tokens.edge_width)
            if current and not self.hasFocus():
                width = theme.tokens.edge_width
            style = Qt.PenStyle.DashLine if box.look is CellLook.FAULT else Qt.PenStyle.SolidLine
            draw_box(painter, room, fill=theme.color(fill), edge=theme.color(edge), width=width, radius=theme.px(4),
                     style=style)  # fmt: skip
            upper, lower = (
                room.adjusted(0, theme.px(3), 0, -room.height() / 2),
                room.adjusted(0, room.height() / 2 - theme.px(1), 0, -theme.px(3)),
            )
            number = "ink3" if box.look in (CellLook.FREE, CellLook.FAULT) else "ink"
            draw_text(painter, theme, upper, str(box.number), units=13, color=number, align=CENTER,
                      bold=box.look not in (CellLook.FREE, CellLook.FAULT))  # fmt: skip
            draw_text(painter, theme, lower, box.word, units=12, color=tone, align=CENTER)

    @property
    def _high(self) -> int:
        return self.theme.px(36 if self.theme.compact else 42)

    def _room(self, place: int) -> QRectF:
        gap = self.theme.px(_GAP)
        wide = (self.width() - gap * (ACROSS - 1)) / ACROSS
        line, at = divmod(place, ACROSS)
        return QRectF(at * (wide + gap), line * (self._high + gap), wide, self._high)

    def _at(self, place: QPointF) -> CellBox | None:
        return next((box for n, box in enumerate(self._cells) if self._room(n).contains(place)), None)


def _spoken(box: CellBox) -> str:
    return "，".join(filter(None, (str(box.number), box.word, box.detail)))
