"""A choice of two to four, all of them in sight."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QSizePolicy, QVBoxLayout, QWidget

from widgets.kit.text import Role, Text
from widgets.kit.themed import Themed
from widgets.theme.current import Theme, current_theme
from widgets.theme.paint import CENTER, draw_box, draw_text, painted, text_width


@dataclass(frozen=True, slots=True)
class Option:
    id: str
    text: str


class Segmented(Themed):
    """Options side by side; arrow keys move the choice. `stretch` gives all the same width."""

    chosen = Signal(str)

    def __init__(
        self, name: str, options: Sequence[Option], *, stretch: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        policy = QSizePolicy.Policy.Preferred if stretch else QSizePolicy.Policy.Fixed
        self.setSizePolicy(policy, QSizePolicy.Policy.Fixed)
        self._group = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._segments = {option.id: self._add(layout, name, option, stretch) for option in options}
        self._group.buttonToggled.connect(self.update)

    def present(self, current: str, *, enabled: bool = True) -> None:
        """Choose without a signal; an unknown or empty id chooses none."""
        self._group.setExclusive(False)
        for id, segment in self._segments.items():
            segment.setChecked(id == current)
        self._group.setExclusive(True)
        self._let_tab_in()
        self.setEnabled(enabled)
        self.update()

    @property
    def current(self) -> str:
        return next((id for id, segment in self._segments.items() if segment.isChecked()), "")

    @painted
    def paintEvent(self, painter: QPainter) -> None:
        theme = self.theme
        width = theme.tokens.edge_width
        edge = theme.color("edge" if self.isEnabled() else "line")
        draw_box(painter, self.rect(), fill=theme.color("surface"), edge=edge, width=width, radius=theme.px(6))
        segments = list(self._segments.values())
        for left, right in pairwise(segments):
            if not (left.isChecked() or right.isChecked()):
                height = theme.px(16)
                top = (self.height() - height) / 2
                painter.fillRect(QRectF(right.x(), top, width, height), theme.color("line"))

    def _let_tab_in(self) -> None:
        """Tab stops at the chosen segment, or at the first: Qt itself sees to it only once a segment had the focus."""
        segments = list(self._segments.values())
        entrance = next((segment for segment in segments if segment.isChecked()), segments[0])
        for segment in segments:
            policy = Qt.FocusPolicy.StrongFocus if segment is entrance else Qt.FocusPolicy.ClickFocus
            segment.setFocusPolicy(policy)

    def _add(self, layout: QHBoxLayout, name: str, option: Option, stretch: bool) -> "Segment":
        segment = Segment(option.text)
        segment.setAccessibleName(f"{name}，{option.text}")
        segment.clicked.connect(lambda _=False, id=option.id: self.chosen.emit(id))
        self._group.addButton(segment)
        layout.addWidget(segment, 1 if stretch else 0)
        return segment


class Segment(QRadioButton):
    """One option; a radio button in all but its look."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(text_width(theme, self.text(), 15, bold=True) + theme.px(32), theme.px(36))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, position: QPoint) -> bool:
        return self.rect().contains(position)

    @painted
    def paintEvent(self, painter: QPainter) -> None:
        theme = current_theme()
        color = "ink" if self.isEnabled() else "ink3"
        if self.isChecked():
            color = "accent" if self.isEnabled() else "ink3"
            self._draw_chosen(painter, theme)
        elif self.hasFocus():
            draw_box(painter, self.rect(), edge=theme.color("accent"), width=2, radius=theme.px(6))
        draw_text(painter, theme, self.rect(), self.text(), color=color, bold=self.isChecked(), align=CENTER)

    def _draw_chosen(self, painter: QPainter, theme: Theme) -> None:
        edge = theme.color("accent" if self.isEnabled() else "edge")
        fill = theme.color("accent_soft")
        draw_box(painter, self.rect(), fill=fill, edge=edge, width=2, radius=theme.px(6))
        if self.hasFocus():
            inner = self.rect().adjusted(4, 4, -4, -4)
            draw_box(painter, inner, edge=edge, width=1, radius=theme.px(3))


class SegmentedField(Themed):
    """A segmented choice under a label, as wide as a field."""

    def __init__(self, label: str, options: Sequence[Option], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._label = Text(label, Role.LABEL)
        self.choice = Segmented(label, options, stretch=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._label)
        layout.addWidget(self.choice)
        self.arrange(self.theme)

    def arrange(self, theme: Theme) -> None:
        self._label.setFixedHeight(theme.px(20))
        layout = self.layout()
        if layout is not None:
            layout.setSpacing(theme.px(2))
