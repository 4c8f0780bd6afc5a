"""A titled part of a form."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from widgets.kit.plane import Hairline, column
from widgets.kit.text import Role, Text
from widgets.kit.themed import Themed
from widgets.theme.current import Breadth, Theme

TITLE = 176
COLUMNS = 4
_LAST_ROW = 50


class Section(Themed):
    """Title, note and `beside` in a column of 176 px; widgets on a grid of four equal columns at its right.

    Where width is scarce the title stands above. A ruled section is parted from the one above by a hairline.
    """

    def __init__(self, title: str, *, ruled: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._title, self._note = Text(title, Role.SECTION), Text("", Role.LABEL)
        self._rule = Hairline()
        self._rule.setVisible(ruled)
        self._head = QWidget()
        self._head_layout = QBoxLayout(QBoxLayout.Direction.TopToBottom, self._head)
        for widget in (self._title, self._note):
            self._head_layout.addWidget(widget)
        self._head_layout.addStretch(1)
        self._grid = QGridLayout()
        for place in range(COLUMNS):
            self._grid.setColumnStretch(place, 1)
            # QGridLayout leaves out the spacing between columns that no row parts.
            pillar = QWidget()
            pillar.setFixedHeight(0)
            self._grid.addWidget(pillar, _LAST_ROW, place)
        self._parts = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._parts.addWidget(self._head)
        self._parts.addLayout(self._grid, 1)
        self._layout: QVBoxLayout = column(self)
        self._layout.addWidget(self._rule)
        self._layout.addLayout(self._parts)
        self._rows = 0
        self.arrange(self.theme)

    def put(self, widget: QWidget, row: int, place: int, span: int = 1) -> None:
        """Set `widget` on the grid; its own width never widens a column."""
        widget.setSizePolicy(QSizePolicy.Policy.Ignored, widget.sizePolicy().verticalPolicy())
        self._grid.addWidget(widget, row, place, 1, span, Qt.AlignmentFlag.AlignTop)
        self._rows = max(self._rows, row + 1)
        self.arrange(self.theme)

    def put_beside(self, widget: QWidget) -> None:
        """Add `widget` to the title's column."""
        self._head_layout.insertWidget(self._head_layout.count() - 1, widget)

    def say(self, title: str, note: str = "") -> None:
        """Change the title and the line under it."""
        self._title.say(title)
        self._note.say(note)
        self._note.setVisible(bool(note))

    def arrange(self, theme: Theme) -> None:
        slim, line = theme.breadth is Breadth.SLIM, theme.px(20)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._parts.setDirection(down if slim else across)
        self._head_layout.setDirection(across if slim else down)
        self._parts.setSpacing(theme.px(12) if slim else 0)
        self._head_layout.setSpacing(theme.px(12) if slim else 0)
        self._head_layout.setContentsMargins(0, 0, 0 if slim else theme.px(16), 0)
        if slim:
            self._head.setMinimumWidth(0)
            self._head.setMaximumWidth(16_777_215)
        else:
            self._head.setFixedWidth(theme.px(TITLE))
        self._title.setFixedHeight(line)
        self._note.setFixedHeight(line)
        gap = theme.px(theme.measures.field_gap - 2)
        # A message under a field stands in the gap below it, so rows part by their height and not by spacing.
        close = theme.px(4)
        self._grid.setHorizontalSpacing(theme.px(16))
        self._grid.setVerticalSpacing(close)
        for row in range(self._rows):
            last = row == self._rows - 1
            self._grid.setRowMinimumHeight(row, theme.px(58) + (0 if last else gap - close))
        self._layout.setSpacing(theme.px(theme.measures.section_gap - (6 if theme.compact else 4)))
