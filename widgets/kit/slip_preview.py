"""The very raster that is printed, on white paper in every theme."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QWidget

from devices.ports import Raster
from widgets.kit.images import image_from_raster
from widgets.kit.themed import Themed
from widgets.theme.current import Theme
from widgets.theme.paint import painted

_PAPER = QColor("#FFFFFF")
_WIDTHS = {80: 320, 58: 232}
_PRINTED = 0.9  # of the paper's width: 576 dots on 80 mm


class SlipPreview(QScrollArea):
    """Half size: 80 mm paper is 320 px wide, 58 mm is 232. Scrolls when the slip is longer than the room."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self._paper = SlipPaper()
        self._well = QWidget()
        layout = QHBoxLayout(self._well)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._paper, 0, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.setWidget(self._well)

    def present(self, raster: Raster | None, *, paper: int = 80, description: str = "") -> None:
        """Show a raster on paper of 80 or 58 mm; None shows nothing. `description` is read aloud.

        Raises KeyError for another width of paper.
        """
        self._paper.present(None if raster is None else image_from_raster(raster), _WIDTHS[paper])
        self.setAccessibleDescription(description)


class SlipPaper(Themed):
    """One piece of paper with the raster in its middle."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image: QImage | None = None
        self._width = _WIDTHS[80]

    def present(self, image: QImage | None, width: int) -> None:
        self._image, self._width = image, width
        self.setVisible(image is not None)
        self.arrange(self.theme)
        self.update()

    def arrange(self, theme: Theme) -> None:
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        theme = self.theme
        height = 0 if self._image is None else self._image.height() * self._scale(self._image)
        return QSize(theme.px(self._width), theme.px(height + 32))

    @painted
    def paintEvent(self, painter: QPainter) -> None:
        if self._image is None:
            return
        theme = self.theme
        painter.fillRect(self.rect(), theme.color("line"))
        painter.fillRect(self.rect().adjusted(1, 1, -1, -1), _PAPER)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        scale = self._scale(self._image)
        width, height = theme.px(self._image.width() * scale), theme.px(self._image.height() * scale)
        grey = self._image.convertToFormat(QImage.Format.Format_Grayscale8).scaled(
            width, height, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        painter.drawImage(QRectF((self.width() - width) / 2, theme.px(16), width, height), grey)

    def _scale(self, image: QImage) -> float:
        """Half size; smaller on a narrower paper, so that all of the slip is on it."""
        return min(0.5, _PRINTED * self._width / image.width())
