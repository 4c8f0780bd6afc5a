"""Lists: rows of mark, name, second line and flush-right words, in groups."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from widgets.kit.row import Entry, Group, Row
from widgets.kit.row_painting import draw_group, draw_row, group_height, row_height
from widgets.theme.current import current_theme

Index = QModelIndex | QPersistentModelIndex
_ENTRY = Qt.ItemDataRole.UserRole


class Rows(QListView):
    """A list moved through with the arrow keys. `inset` is the margin of words and hairlines at 100 %.

    `row_chosen` is what the clerk moved to; `entered` is Enter or a double click. `present` emits neither.
    """

    row_chosen = Signal(str)
    entered = Signal(str)

    def __init__(self, name: str, *, inset: int = 0, dense: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._model = _Entries(self)
        self.setModel(self._model)
        self.setItemDelegate(_RowDelegate(inset, dense, self))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.activated.connect(lambda index: self._emit(index, self.entered))

    def present(self, entries: Sequence[Entry], current: str = "") -> None:
        """Show the entries; `current` is the id of the row that is current."""
        kept, before, seen = self.verticalScrollBar().value(), self.current, self._current_in_sight()
        blocked = self.blockSignals(True)
        self._model.replace(entries)
        index = self._model.index_of(current)
        self.setCurrentIndex(index)
        self.blockSignals(blocked)
        self.verticalScrollBar().setValue(kept)
        if index.isValid() and (current != before or seen):  # what was scrolled away from by hand is not brought back
            self.scrollTo(index)
        self.viewport().update()

    @property
    def current(self) -> str:
        entry = self.currentIndex().data(_ENTRY)
        return entry.id if isinstance(entry, Row) else ""

    def _current_in_sight(self) -> bool:
        return self.viewport().rect().intersects(self.visualRect(self.currentIndex()))

    def content_height(self) -> int:
        """Height in px that shows every entry without scrolling."""
        return sum(self.sizeHintForRow(row) for row in range(self._model.rowCount()))

    def minimumSizeHint(self) -> QSize:
        return QSize(current_theme().px(160), current_theme().px(48))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._emit(self.currentIndex(), self.entered)
        elif event.key() == Qt.Key.Key_Home and not event.modifiers():  # over the title that Qt would stop at
            self.scrollToTop()
            self.setCurrentIndex(self._model.first_row())
        else:
            super().keyPressEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self._emit(current, self.row_chosen)

    def _emit(self, index: Index, signal: SignalInstance) -> None:
        entry = index.data(_ENTRY)
        if isinstance(entry, Row) and not self.signalsBlocked():
            signal.emit(entry.id)


class _Entries(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._entries: tuple[Entry, ...] = ()

    def replace(self, entries: Sequence[Entry]) -> None:
        self.beginResetModel()
        self._entries = tuple(entries)
        self.endResetModel()

    def index_of(self, id: str) -> QModelIndex:
        for place, entry in enumerate(self._entries):
            if isinstance(entry, Row) and entry.id == id:
                return self.index(place)
        return QModelIndex()

    def first_row(self) -> QModelIndex:
        places = (place for place, entry in enumerate(self._entries) if isinstance(entry, Row))
        return self.index(next(places, -1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        entry = self._entries[index.row()]
        if role == _ENTRY:
            return entry
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole):
            return entry.spoken if isinstance(entry, Row) else f"{entry.title} {entry.note}".strip()
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and isinstance(self._entries[index.row()], Group):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren


class _RowDelegate(QStyledItemDelegate):
    def __init__(self, inset: int, dense: bool, rows: Rows) -> None:
        super().__init__(rows)
        self._inset, self._dense, self._rows = inset, dense, rows

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        entry, theme = index.data(_ENTRY), current_theme()
        if isinstance(entry, Group):
            return QSize(0, group_height(theme, first=index.row() == 0))
        return QSize(0, row_height(theme, entry, dense=self._dense))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry, theme = index.data(_ENTRY), current_theme()
        # The scroll bar stands in the inset, so that nothing moves when it comes.
        gutter = min(self._rows.width() - self._rows.viewport().width(), theme.px(self._inset))
        box = option.rect.adjusted(0, 0, gutter, 0)
        painter.save()
        if isinstance(entry, Group):
            draw_group(painter, theme, box, entry, inset=theme.px(self._inset))
        else:
            current = index == self._rows.currentIndex()
            focused = current and self._rows.hasFocus()
            draw_row(
                painter,
                theme,
                box,
                entry,
                inset=theme.px(self._inset),
                current=current,
                focused=focused,
            )
        painter.restore()
