"""Decisions side by side, each with its key, its consequence, or why it cannot be taken."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QSizePolicy, QWidget

from widgets.kit.themed import Themed
from widgets.theme.current import Theme, current_theme
from widgets.theme.icons import draw_icon
from widgets.theme.paint import RIGHT, draw_box, draw_text, painted, square

_BY_TAB = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


@dataclass(frozen=True, slots=True)
class Choice:
    """`consequence` is one line; a `locked` text says why the choice cannot be taken and stands in its place."""

    id: str
    name: str
    key: str = ""
    consequence: str = ""
    locked: str = ""


class ChoiceTiles(Themed):
    """Tiles of equal width. `chosen` names the tile the clerk took."""

    chosen = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._group = QButtonGroup(self)
        self._tiles: list[ChoiceTile] = []
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self.arrange(self.theme)

    def present(self, choices: Sequence[Choice], current: str = "") -> None:
        """Show the choices; an unknown or empty id chooses none. Emits nothing."""
        while len(self._tiles) < len(choices):
            self._add()
        self._group.setExclusive(False)
        for place, tile in enumerate(self._tiles):
            tile.setVisible(place < len(choices))
            if place < len(choices):
                tile.present(choices[place], chosen=choices[place].id == current)
        self._group.setExclusive(True)

    def choose(self, number: int) -> bool:
        """Take the tile counted from 1, as its digit key does; False when it is locked or not there."""
        visible = [tile for tile in self._tiles if tile.isVisibleTo(self)]
        if not 1 <= number <= len(visible) or not visible[number - 1].isEnabled():
            return False
        visible[number - 1].click()
        return True

    def arrange(self, theme: Theme) -> None:
        self._layout.setSpacing(theme.px(16))

    def _add(self) -> None:
        tile = ChoiceTile(self)
        tile.clicked.connect(lambda: self.chosen.emit(tile.choice.id))
        self._group.addButton(tile)
        self._tiles.append(tile)
        self._layout.addWidget(tile, 1)


class ChoiceTile(QRadioButton):
    """One decision."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choice = Choice("", "")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def present(self, choice: Choice, *, chosen: bool) -> None:
        self.choice = choice
        self.setText(choice.name)
        self.setAccessibleName(choice.name)
        self.setAccessibleDescription(choice.locked or choice.consequence)
        self.setEnabled(not choice.locked)
        self.setChecked(chosen and not choice.locked)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(current_theme().px(160), current_theme().px(84))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, position: QPoint) -> bool:
        return self.rect().contains(position)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tab enters the tiles at the one that is chosen, as it enters a radio group elsewhere."""
        super().focusInEvent(event)
        group = self.group()
        chosen = group.checkedButton() if group is not None else None
        if event.reason() in _BY_TAB and chosen is not None and chosen is not self:
            chosen.setFocus(event.reason())

    @painted
    def paintEvent(self, painter: QPainter) -> None:
        theme, choice = current_theme(), self.choice
        self._draw_ground(painter, theme)
        left, right, top = theme.px(16), self.width() - theme.px(16), theme.px(18)
        line = QRectF(left, top, right - left, theme.px(22))
        self._draw_sign(painter, theme, QPointF(left + theme.px(8), line.center().y()))
        color = "ink3" if choice.locked else "accent" if self.isChecked() else "ink"
        name = line.adjusted(theme.px(26), 0, -theme.px(20), 0)
        draw_text(painter, theme, name, choice.name, color=color, bold=not choice.locked)
        if not choice.locked:
            draw_text(painter, theme, line, choice.key, units=12, color="ink2", align=RIGHT)
        below = QRectF(left, top + theme.px(30), right - left, theme.px(20))
        text = choice.locked or choice.consequence
        draw_text(painter, theme, below, text, units=13, color="ink2")

    def _draw_ground(self, painter: QPainter, theme: Theme) -> None:
        radius, edge = theme.px(8), theme.tokens.edge_width
        if self.choice.locked:
            draw_box(painter, self.rect(), fill=theme.color("sunken"), radius=radius)
        elif self.isChecked():
            accent, soft = theme.color("accent"), theme.color("accent_soft")
            draw_box(painter, self.rect(), fill=soft, edge=accent, width=max(2, edge), radius=radius)
        else:
            fill, line = theme.color("surface"), theme.color("edge")
            draw_box(painter, self.rect(), fill=fill, edge=line, width=edge, radius=radius)
        if self.hasFocus():
            inset = 4 if self.isChecked() else 0
            box = self.rect().adjusted(inset, inset, -inset, -inset)
            width = 1 if inset else 2
            draw_box(painter, box, edge=theme.color("accent"), width=width, radius=radius - inset)

    def _draw_sign(self, painter: QPainter, theme: Theme, middle: QPointF) -> None:
        if self.choice.locked:
            draw_icon(painter, theme, square(middle, theme.px(16)), "lock", "ink3")
            return
        draw_radio(painter, theme, square(middle, theme.px(17)), chosen=self.isChecked())


def draw_radio(painter: QPainter, theme: Theme, box: QRectF, *, chosen: bool) -> None:
    """A radio ring, with its disc when chosen."""
    color = theme.color("accent" if chosen else "edge")
    draw_box(painter, box, edge=color, width=1.8 if chosen else 1.3, radius=box.width() / 2)
    if chosen:
        disc = square(box.center(), box.width() * 0.53)
        draw_box(painter, disc, fill=color, radius=disc.width() / 2)
