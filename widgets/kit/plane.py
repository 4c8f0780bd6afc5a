"""A plain ground: surface to work on, ground to consult."""

from enum import Enum

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from widgets.kit.themed import Themed
from widgets.theme.paint import draw_hairline, painted


class Ground(Enum):
    SURFACE = "surface"
    GROUND = "ground"


class Plane(Themed):
    """Paints its ground, and a hairline at its left edge when asked: panels are parted by that, not by boxes."""

    def __init__(
        self, ground: Ground = Ground.SURFACE, *, hairline: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._ground, self._hairline = ground, hairline

    def lay_on(self, ground: Ground) -> None:
        """Be on another ground from now on."""
        self._ground = ground
        self.update()

    @painted
    def paintEvent(self, painter: QPainter) -> None:
        theme = self.theme
        painter.fillRect(self.rect(), theme.color(self._ground.value))
        if self._hairline:
            painter.fillRect(QRectF(0, 0, theme.tokens.edge_width, self.height()), theme.color("line"))


class Hairline(Themed):
    """One px between sections."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(2)

    @painted
    def paintEvent(self, painter: QPainter) -> None:
        draw_hairline(painter, self.theme, 0, self.width(), 0)


class Scrolling(QScrollArea):
    """A page that scrolls when it must, and takes no focus of its own."""

    def __init__(self, inside: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(inside)


def column(parent: QWidget | None = None) -> QVBoxLayout:
    """A vertical layout without margins or spacing."""
    layout = QVBoxLayout(parent) if parent is not None else QVBoxLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    return layout
