"""A list whose rows have columns."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.presenters.marks import Mark, Tone
from widgets.kit.plane import column
from widgets.kit.row import Row
from widgets.kit.row_painting import draw_row, row_height
from widgets.kit.rows import Index, Rows
from widgets.kit.themed import Themed
from widgets.theme.current import Theme, current_theme
from widgets.theme.marks import TEXT_TOKEN, draw_mark
from widgets.theme.paint import LEFT, RIGHT, draw_text


@dataclass(frozen=True, slots=True)
class Column:
    """A column after the first; `share` of the width left to them, numbers flush right."""

    title: str
    share: float
    number: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One value; a second line below it, a mark before it."""

    text: str
    second: str = ""
    mark: Mark | None = None
    tone: Tone = Tone.INK2


@dataclass(frozen=True, slots=True)
class TableRow(Row):
    """A row with a cell for each column after its name."""

    cells: tuple[Cell, ...] = ()

    @property
    def spoken(self) -> str:
        said = (part for cell in self.cells for part in (cell.text, cell.second))
        return "，".join(filter(None, (self.name, self.second, *said)))


class Table(Themed):
    """Column titles over all the rows. `first` is the share of the name's column."""

    def __init__(
        self, name: str, columns: Sequence[Column], *, first: float, inset: int = 32, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.rows = Rows(name, inset=inset)
        self.rows.setItemDelegate(_CellDelegate(columns, first, inset, self.rows))
        self._head = _Titles(columns, first, inset)
        layout = column(self)
        layout.addWidget(self._head)
        layout.addWidget(self.rows)
        self.rows.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusProxy(self.rows)

    def present(self, title: str, rows: Sequence[TableRow], current: str = "") -> None:
        """Show rows under `title`, which stands over the names."""
        self._head.say(title)
        self.rows.present(rows, current)
        self.arrange(self.theme)

    def arrange(self, theme: Theme) -> None:
        self.rows.setFixedHeight(self.rows.content_height())


class _Titles(Themed):
    def __init__(self, columns: Sequence[Column], first: float, inset: int) -> None:
        super().__init__()
        self._columns, self._first, self._inset, self._title = tuple(columns), first, inset, ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def say(self, title: str) -> None:
        self._title = title
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(200), self.theme.px(36))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.theme
        rooms = column_rooms(theme, QRectF(self.rect()), self._columns, self._first, self._inset)
        draw_text(painter, theme, rooms[0], self._title, bold=True)
        for shape, room in zip(self._columns, rooms[1:], strict=True):
            align = RIGHT if shape.number else LEFT
            draw_text(painter, theme, room, shape.title, units=13, color=Tone.INK2, align=align)


class _CellDelegate(QStyledItemDelegate):
    def __init__(self, columns: Sequence[Column], first: float, inset: int, rows: Rows) -> None:
        super().__init__(rows)
        self._columns, self._first, self._inset, self._rows = tuple(columns), first, inset, rows

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        # Every row is as high as one with two lines, so that columns of numbers keep their rhythm.
        return QSize(0, row_height(current_theme(), Row("", "", second=" "), dense=True))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry, theme = index.data(Qt.ItemDataRole.UserRole), current_theme()
        if not isinstance(entry, TableRow):
            return
        box = QRectF(option.rect)
        rooms = column_rooms(theme, box, self._columns, self._first, self._inset)
        current = index == self._rows.currentIndex()
        painter.save()
        bare = Row(entry.id, "", icon=entry.icon, mark=entry.mark, second=" ")
        focused = current and self._rows.hasFocus()
        draw_row(painter, theme, option.rect, bare, inset=theme.px(self._inset), current=current, focused=focused)
        lead = theme.px(30 if entry.icon else 26 if entry.mark else 0)
        name = Cell(entry.name, entry.second, tone=Tone.INK)
        draw_cell(painter, theme, rooms[0].adjusted(lead, 0, 0, 0), name, units=15, bold=current)
        for shape, cell, room in zip(self._columns, entry.cells, rooms[1:], strict=True):
            draw_cell(painter, theme, room, cell, number=shape.number)
        painter.restore()


def column_rooms(theme: Theme, box: QRectF, columns: Sequence[Column], first: float, inset: int) -> list[QRectF]:
    """The room of each column, the name's first, 16 px apart."""
    gap, left = theme.px(16), box.left() + theme.px(inset)
    room = box.width() - 2 * theme.px(inset) - gap * len(columns)
    whole = first + sum(shape.share for shape in columns)
    rooms = []
    for share in (first, *(shape.share for shape in columns)):
        width = room * share / whole
        rooms.append(QRectF(left, box.top(), width, box.height()))
        left += width + gap
    return rooms


def draw_cell(
    painter: QPainter,
    theme: Theme,
    room: QRectF,
    cell: Cell,
    *,
    units: int = 13,
    bold: bool = False,
    number: bool = False,
) -> None:
    """One cell: mark, word, and the second line below both lines' common left edge."""
    high, low = theme.px(21), theme.px(18)
    top = room.top() + (room.height() - high - (low if cell.second else 0)) / 2
    line = QRectF(room.left(), top, room.width(), high)
    tone: str | Tone = cell.tone
    if cell.mark is not None:
        side = theme.px(15)
        draw_mark(painter, theme, QRectF(line.left(), line.center().y() - side / 2, side, side), cell.mark)
        line.adjust(theme.px(23), 0, 0, 0)
        tone = TEXT_TOKEN.get(cell.mark, Tone.INK)
    align = RIGHT if number else LEFT
    draw_text(painter, theme, line, cell.text, units=units, color=tone, bold=bold, align=align)
    second = QRectF(line.left(), top + high, line.width(), low)
    draw_text(painter, theme, second, cell.second, units=12, color=Tone.INK2, align=align)
