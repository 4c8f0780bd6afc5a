"""Labels and values that are only read."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from app.presenters.marks import Tone
from widgets.kit.text import Role, Text
from widgets.kit.themed import Themed
from widgets.theme.current import Theme


class Facts(Themed):
    """One pair a line: label in a column of `label_width` px at 100 %, value beside it; a long value wraps."""

    def __init__(self, label_width: int = 72, *, columns: int = 1, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._label_width, self._columns = label_width, columns
        self._pairs: list[tuple[Text, Text]] = []
        self._shown: tuple[tuple[str, str], ...] | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self.arrange(self.theme)

    def present(self, facts: Sequence[tuple[str, str]]) -> None:
        """Show the pairs, filling line after line."""
        if tuple(facts) == self._shown:
            return
        self._shown = tuple(facts)
        while len(self._pairs) < len(facts):
            self._add()
        for place, (label, value) in enumerate(self._pairs):
            shown = place < len(facts)
            label.setVisible(shown)
            value.setVisible(shown)
            if shown:
                label.say(facts[place][0])
                value.say(facts[place][1])
        self.setVisible(bool(facts))

    def arrange(self, theme: Theme) -> None:
        self._grid.setVerticalSpacing(theme.px(4))
        self._grid.setHorizontalSpacing(theme.px(16))
        for place in range(self._columns):
            self._grid.setColumnMinimumWidth(2 * place, theme.px(self._label_width - 16))
            self._grid.setColumnStretch(2 * place + 1, 1)

    def _add(self) -> None:
        row, place = divmod(len(self._pairs), self._columns)
        label, value = Text("", Role.LABEL), Text("", Role.LABEL, Tone.INK, wrap=True)
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(label, row, 2 * place, top)
        self._grid.addWidget(value, row, 2 * place + 1, top)
        self._pairs.append((label, value))
