"""Waiting for a list: nothing at first, then still grey rows, then what is being done and how to stop it."""

from enum import Enum

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.kit.themed import Themed
from widgets.theme.paint import RIGHT, draw_box, draw_hairline, draw_text, painted


class Wait(Enum):
    """How long it has been: nothing is shown before 300 ms, words after 2 s."""

    BRIEF = "brief"
    NOTICED = "noticed"
    LONG = "long"


class Loading(Themed):
    """Grey blocks in the rows' shape. Esc asks to cancel once the wait is long."""

    cancel_requested = Signal()

    def __init__(self, rows: int = 3, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows, self._words, self._share = rows, "", 0.0
        self.wait = Wait.BRIEF
        self._noticed = self._timer(300, Wait.NOTICED)
        self._long = self._timer(2000, Wait.LONG)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()

    def begin(self, words: str) -> None:
        """Start waiting; `words` say what is being done."""
        self._words, self._share = words, 0.0
        self.setAccessibleName(words)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.become(Wait.BRIEF)
        self._noticed.start()
        self._long.start()
        self.show()

    def progress(self, share: float) -> None:
        """How much is done, 0…1."""
        self._share = min(max(share, 0.0), 1.0)
        self.update()

    def end(self) -> None:
        self._noticed.stop()
        self._long.stop()
        self.hide()

    def become(self, wait: Wait) -> None:
        """Show that stage of waiting at once; the gallery shows each."""
        self.wait = wait
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(200), self.theme.px(40) * self._rows + self.theme.px(32))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.wait is Wait.LONG:
            self.cancel_requested.emit()
        else:
            super().keyPressEvent(event)

    @painted
    def paintEvent(self, painter: QPainter) -> None:
        if self.wait is Wait.BRIEF:
            return
        theme = self.theme
        height, sunken = theme.px(40), theme.color("sunken")
        for row in range(self._rows):
            middle = row * height + height / 2
            draw_box(
                painter,
                QRectF(0, middle - theme.px(8), theme.px(16), theme.px(16)),
                fill=sunken,
                radius=theme.px(8),
            )
            width = theme.px((160, 120, 200)[row % 3])
            draw_box(
                painter,
                QRectF(theme.px(28), middle - theme.px(7), width, theme.px(14)),
                fill=sunken,
                radius=2,
            )
            right = QRectF(self.width() - theme.px(72), middle - theme.px(7), theme.px(72), theme.px(14))
            draw_box(painter, right, fill=sunken, radius=2)
            draw_hairline(painter, theme, 0, self.width(), (row + 1) * height - 1)
        if self.wait is Wait.LONG:
            self._draw_words(painter, height * self._rows)

    def _draw_words(self, painter: QPainter, top: float) -> None:
        theme = self.theme
        bar = QRectF(0, top, self.width(), theme.px(3))
        painter.fillRect(bar, theme.color("line"))
        painter.fillRect(QRectF(0, top, self.width() * self._share, bar.height()), theme.color("accent"))
        line = QRectF(0, top + theme.px(6), self.width(), theme.px(22))
        draw_text(painter, theme, line, self._words, units=13, color="ink2")
        draw_text(painter, theme, line, self.tr("Cancel  Esc"), units=13, color="ink2", align=RIGHT)

    def _timer(self, milliseconds: int, wait: Wait) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(lambda: self.become(wait))
        return timer
