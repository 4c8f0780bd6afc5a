"""What a list is narrowed to: each filter a word that opens its values."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QWidget

from app.presenters.cases.state import Filter
from widgets.kit.themed import Themed
from widgets.theme.current import Theme, current_theme
from widgets.theme.icons import draw_icon
from widgets.theme.paint import draw_box, draw_text, painted, text_width


class FilterLine(Themed):
    """The filters side by side. `chosen` names the filter and the value taken, "" for all."""

    chosen = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._boxes: dict[str, FilterBox] = {}
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.addStretch(1)
        self.arrange(self.theme)

    def present(self, filters: Sequence[Filter]) -> None:
        """Show the filters; one that nothing can be chosen for is left out."""
        for place, state in enumerate(filters):
            if state.id not in self._boxes:
                self._boxes[state.id] = box = FilterBox(self)
                box.taken.connect(lambda value, id=state.id: self.chosen.emit(id, value))
                self._line.insertWidget(place, box)
            self._boxes[state.id].present(state)
        shown = {state.id for state in filters if state.options}
        for id, box in self._boxes.items():
            box.setVisible(id in shown)

    def open(self, id: str) -> None:
        """Let its values be chosen from."""
        box = self._boxes.get(id)
        if box is not None and box.isVisibleTo(self.window()):
            box.setFocus()
            box.showPopup()

    def arrange(self, theme: Theme) -> None:
        self._line.setSpacing(theme.px(16))


class FilterBox(QComboBox):
    """One filter: its name while it lets everything through, its value in accent while it does not."""

    taken = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = Filter("", "")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.activated.connect(lambda index: self.taken.emit(self.itemData(index)))

    def present(self, state: Filter) -> None:
        if state == self._state:
            return
        if (state.id, state.name, state.options) != (self._state.id, self._state.name, self._state.options):
            self.clear()
            self.addItem(self.tr("All"), "")
            for value, word in state.options:
                self.addItem(word, value)
        self._state = state
        self.setCurrentIndex(max(0, self.findData(state.current)))
        self.setAccessibleName(state.name)
        self.view().setAccessibleName(state.name)
        self.view().setMinimumWidth(current_theme().px(200))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(text_width(theme, self._word, 13, bold=bool(self._state.current)) + theme.px(20), theme.px(24))

    def minimumSizeHint(self) -> QSize:
        return QSize(current_theme().px(48), self.sizeHint().height())

    @painted
    def paintEvent(self, painter: QPainter) -> None:
        theme, chosen = current_theme(), bool(self._state.current)
        if self.hasFocus():
            draw_box(painter, self.rect(), edge=theme.color("accent"), width=2, radius=theme.px(4))
        side = theme.px(14)
        room = QRectF(self.rect()).adjusted(theme.px(2), 0, -side - theme.px(2), 0)
        color = "accent" if chosen else "ink2"
        width = draw_text(painter, theme, room, self._word, units=13, color=color, bold=chosen)
        box = QRectF(room.left() + width + theme.px(2), (self.height() - side) / 2, side, side)
        draw_icon(painter, theme, box, "chevron_down", color)

    @property
    def _word(self) -> str:
        return dict(self._state.options).get(self._state.current, self._state.name)
