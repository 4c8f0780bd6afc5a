"""Buttons that name their key."""

from enum import Enum

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QBoxLayout, QHBoxLayout, QSizePolicy, QWidget

from app.presenters.marks import Mark
from widgets.kit.mark_view import MarkView
from widgets.kit.themed import Themed
from widgets.theme.current import Breadth, current_theme
from widgets.theme.icons import draw_icon
from widgets.theme.paint import draw_box, draw_text, painted, text_width


class Kind(Enum):
    """MAIN is the expected act, one a page; TEXT is for side ways."""

    MAIN = "main"
    OUTLINED = "outlined"
    TEXT = "text"


class Button(QAbstractButton):
    """A word, perhaps an icon before it and a key's name after it.

    `tall` is the page's main height of 44 px instead of 36. Enter presses it as Space does.
    """

    def __init__(
        self,
        text: str,
        kind: Kind = Kind.OUTLINED,
        *,
        key: str = "",
        icon: str = "",
        tall: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._kind, self._key, self._icon, self._tall = kind, key, icon, tall
        self.setText(text)
        self.setAccessibleName(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

    def present(
        self,
        text: str,
        *,
        kind: Kind | None = None,
        key: str | None = None,
        enabled: bool = True,
        reason: str = "",
    ) -> None:
        """Change what is shown; `reason` says to a screen reader why the button is disabled."""
        self._kind = kind or self._kind
        self._key = self._key if key is None else key
        self.setText(text)
        self.setAccessibleName(text)
        self.setAccessibleDescription(reason)
        self.setEnabled(enabled)
        self.updateGeometry()
        self.update()

    @property
    def kind(self) -> Kind:
        return self._kind

    def show_key(self, shown: bool, key: str = "") -> None:
        """Rows show key names on the current row only."""
        self._key = key if shown else ""
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        theme = current_theme()
        padding = theme.px(8 if self._kind is Kind.TEXT else 16 if theme.breadth is Breadth.WIDE else 12)
        return QSize(self._content_width() + 2 * padding, theme.px(44 if self._tall else 36))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    @painted
    def paintEvent(self, painter: QPainter) -> None:
        ink = self._draw_ground(painter)
        theme = current_theme()
        height = self.height()
        left = (self.width() - self._content_width()) / 2
        if self._icon:
            side = theme.px(18)
            draw_icon(painter, theme, QRectF(left, (height - side) / 2, side, side), self._icon, ink)
            left += theme.px(24)
        bold = self._kind is Kind.MAIN and self.isEnabled()
        word = QRectF(left, 0, text_width(theme, self.text(), 15, bold=bold), height)
        draw_text(painter, theme, word, self.text(), color=ink, bold=bold)
        if self._key:
            quiet = ink if self._kind is not Kind.OUTLINED or not self.isEnabled() else "ink2"
            box = QRectF(word.right() + theme.px(12), 0, self.width(), height)
            draw_text(painter, theme, box, self._key, units=12, color=quiet, bold=False)

    def _draw_ground(self, painter: QPainter) -> str:
        """Draw fill and edge; returns the token of the word."""
        theme = current_theme()
        box, radius, edge = QRectF(self.rect()), theme.px(6), theme.tokens.edge_width
        if not self.isEnabled():
            draw_box(painter, box, fill=theme.color("sunken"), radius=radius)
            return "ink3"
        if self._kind is Kind.MAIN:
            fill = theme.color("accent")
            draw_box(painter, box, fill=fill.darker(112) if self.isDown() else fill, radius=radius)
            if self.hasFocus():
                inner = box.adjusted(3, 3, -3, -3)
                draw_box(painter, inner, edge=theme.color("on_accent"), width=2, radius=max(radius - 3, 2))
            return "on_accent"
        pressed = theme.color("sunken") if self.isDown() else None
        hovered = theme.color("ground") if self.underMouse() else None
        if self._kind is Kind.OUTLINED:
            fill = pressed or hovered or theme.color("surface")
            draw_box(painter, box, fill=fill, edge=theme.color("edge"), width=edge, radius=radius)
        elif pressed or hovered:
            draw_box(painter, box, fill=pressed or hovered, radius=radius)
        if self.hasFocus():
            draw_box(painter, box, edge=theme.color("accent"), width=max(2, edge + 1), radius=radius)
        return "accent" if self._kind is Kind.TEXT else "ink"

    def _content_width(self) -> int:
        theme = current_theme()
        width = text_width(theme, self.text(), 15, bold=self._kind is Kind.MAIN)
        width += theme.px(24) if self._icon else 0
        return width + (theme.px(12) + text_width(theme, self._key, 12) if self._key else 0)


class ActLine(Themed):
    """The page's act with, at its left or over it where it is long, the reason while it cannot be done."""

    def __init__(self, button: Button, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.button = button
        self._reason = MarkView()
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.addWidget(self._reason)
        self._line.addStretch(1)
        self._line.addWidget(button, 0, Qt.AlignmentFlag.AlignRight)

    def present(self, text: str, *, reason: str = "", mark: Mark = Mark.DOUBTFUL) -> None:
        """An empty reason enables the button."""
        self._reason.present(mark if reason else None, reason)
        self.button.present(text, enabled=not reason, reason=reason)
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        wanted = self._reason.sizeHint().width() + self._line.spacing() + self.button.sizeHint().width()
        beside = wanted <= self.width()
        self._line.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
