"""The pages this role may open, down the left side."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from app.presenters.shell import RailEntry
from widgets.kit.themed import Themed
from widgets.theme.current import Breadth, Theme, current_theme
from widgets.theme.icons import draw_icon
from widgets.theme.paint import CENTER, draw_box, draw_text, painted, text_width


class Rail(Themed):
    """Icon over word; only icons when the window is slim (the word stays as tool tip and accessible name)."""

    page_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: dict[str, RailButton] = {}
        self._layout = QVBoxLayout(self)
        self._layout.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.arrange(self.theme)

    def present(self, entries: Sequence[RailEntry], current: str) -> None:
        """Show the entries; keys Alt+1 … follow their order."""
        if list(self._entries) != [entry.id for entry in entries]:
            self._rebuild(entries)
        for number, entry in enumerate(entries, start=1):
            self._entries[entry.id].present(entry, number, current=entry.id == current)

    def arrange(self, theme: Theme) -> None:
        self.setFixedWidth(theme.rail_width)
        self._layout.setContentsMargins(0, theme.px(12 if not theme.compact else 8), 0, 0)
        self._layout.setSpacing(theme.px(8 if not theme.compact else 0))

    @painted
    def paintEvent(self, painter: QPainter) -> None:
        theme = self.theme
        painter.fillRect(self.rect(), theme.color("ground"))
        painter.fillRect(QRectF(self.width() - 1, 0, 1, self.height()), theme.color("line"))

    def _rebuild(self, entries: Sequence[RailEntry]) -> None:
        for button in self._entries.values():
            button.setParent(None)
            button.deleteLater()
        self._entries = {}
        for place, entry in enumerate(entries):
            button = RailButton(self)
            button.clicked.connect(lambda _=False, id=entry.id: self.page_requested.emit(id))
            self._layout.insertWidget(place, button)
            self._entries[entry.id] = button


class RailButton(QAbstractButton):
    """One page; reached by Alt and its number, so Tab stays inside the page."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def present(self, entry: RailEntry, number: int, *, current: bool) -> None:
        self._entry = entry
        waiting = self.tr("%n waiting", "", entry.badge) if entry.badge else ""
        self.setAccessibleName("，".join(filter(None, (entry.name, waiting))))
        self.setToolTip(f"{entry.name}  Alt+{number}")
        self.setChecked(current)
        self.update()

    def nextCheckState(self) -> None:
        """A click is a wish; only `present` makes a page current."""

    def sizeHint(self) -> QSize:
        theme = current_theme()
        slim = theme.breadth is Breadth.SLIM
        return QSize(theme.px(64), theme.px(48 if slim else 56))

    @painted
    def paintEvent(self, painter: QPainter) -> None:
        theme, entry = current_theme(), self._entry
        current, slim = self.isChecked(), theme.breadth is Breadth.SLIM
        if current:
            gap = theme.px(8 if theme.compact else 4)
            bar = QRectF(0, gap, theme.px(3), self.height() - 2 * gap)
            painter.fillRect(bar, theme.color("accent"))
        side, middle = theme.px(22), self.width() / 2
        top = (self.height() - side) / 2 if slim else theme.px(8)
        tint = "accent" if current else "ink2"
        draw_icon(painter, theme, QRectF(middle - side / 2, top, side, side), entry.icon, tint)
        if not slim:
            box = QRectF(0, theme.px(32), self.width(), theme.px(20))
            color = "ink" if current else "ink2"
            draw_text(painter, theme, box, entry.name, units=12, color=color, bold=current, align=CENTER)
        if entry.badge:
            self._draw_badge(painter, middle + theme.px(6), top - theme.px(5))

    def _draw_badge(self, painter: QPainter, left: float, top: float) -> None:
        theme, text = current_theme(), str(self._entry.badge)
        width = max(theme.px(16), text_width(theme, text, 11, bold=True) + theme.px(8))
        box = QRectF(left, top, width, theme.px(16))
        draw_box(painter, box, fill=theme.color("warn_soft"), radius=theme.px(8))
        draw_text(painter, theme, box, text, units=11, color="warn", bold=True, align=CENTER)
