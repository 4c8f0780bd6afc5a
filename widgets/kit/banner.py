"""One sentence on what happened, what to do, and the key that does it."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from app.presenters.marks import Mark
from app.presenters.shell import BannerState, Severity
from widgets.theme.current import current_theme
from widgets.theme.marks import draw_mark
from widgets.theme.paint import RIGHT, WRAPPED, draw_box, draw_text, painted, square, text_height, text_width

_LOOKS = {
    Severity.NEUTRAL: ("sunken", "ink", Mark.HINT),
    Severity.WARN: ("warn_soft", "warn", Mark.DOUBTFUL),
    Severity.BAD: ("bad_soft", "bad", Mark.WRONG),
}


class Banner(QAbstractButton):
    """The whole banner is its action's button; it hides while there is nothing to say."""

    action_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._state = BannerState("", "")
        self.clicked.connect(lambda: self.action_requested.emit(self._state.id))
        self.hide()

    def present(self, state: BannerState | None) -> None:
        """Show the banner, or hide for None. An action with a key takes no focus: the page's first field keeps it."""
        self.setVisible(state is not None)
        if state is None:
            return
        self._state = state
        self.setAccessibleName("，".join(filter(None, (state.title, state.detail, state.action))))
        keyless = state.action and not state.key
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if keyless else Qt.FocusPolicy.NoFocus)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(theme.px(400), theme.px(32 if self._state.detail else 20) + self._lines() * theme.px(20))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A detail that does not fit on one line takes more of them; none is cut."""
        super().resizeEvent(event)
        self.updateGeometry()

    def _lines(self) -> int:
        """How many lines the detail takes in the room there is; one where there is none."""
        theme, state = current_theme(), self._state
        if not state.detail:
            return 1
        return -(-text_height(theme, state.detail, 13, self._right() - theme.px(44)) // theme.px(20))

    def minimumSizeHint(self) -> QSize:
        return QSize(current_theme().px(240), self.sizeHint().height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._state.action:
            super().mousePressEvent(event)

    @painted
    def paintEvent(self, painter: QPainter) -> None:
        theme, state = current_theme(), self._state
        fill, ink, mark = _LOOKS[state.severity]
        draw_box(painter, self.rect(), fill=theme.color(fill), radius=theme.px(8))
        if self.hasFocus():
            draw_box(painter, self.rect(), edge=theme.color("accent"), width=2, radius=theme.px(8))
        draw_mark(painter, theme, square(QPointF(theme.px(23), self.height() / 2), theme.px(18)), mark)
        self._draw_action(painter, ink)
        right, left, line = self._right(), theme.px(44), theme.px(20)
        room = line * self._lines() if state.detail else 0
        top = (self.height() - line - room) / 2
        draw_text(painter, theme, QRectF(left, top - 1, right - left, line), state.title, color=ink, bold=True)
        if state.detail:
            box = QRectF(left, top + line, right - left, room)
            painter.setFont(theme.font(13))
            painter.setPen(theme.color("ink2"))
            painter.drawText(box, WRAPPED, state.detail)

    def _right(self) -> float:
        """Where the room of the words ends."""
        theme, state = current_theme(), self._state
        right = float(self.width() - theme.px(16))
        if not state.action:
            return right
        key = text_width(theme, state.key, 13) + theme.px(14) if state.key else 0
        return right - key - text_width(theme, state.action, 13) - theme.px(24)

    def _draw_action(self, painter: QPainter, ink: str) -> None:
        """Action and key, flush right."""
        theme, state = current_theme(), self._state
        right = float(self.width() - theme.px(16))
        if not state.action:
            return
        if state.key:
            width = text_width(theme, state.key, 13)
            draw_text(
                painter,
                theme,
                QRectF(0, 0, right, self.height()),
                state.key,
                units=13,
                color=ink,
                align=RIGHT,
            )
            right -= width + theme.px(14)
        draw_text(painter, theme, QRectF(0, 0, right, self.height()), state.action, units=13, color=ink, align=RIGHT)
