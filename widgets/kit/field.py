"""An entry field: label above, source inside, message below."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from app.presenters.fields import FieldState, Level, Source
from app.presenters.marks import Mark, Tone
from widgets.kit.mark_view import MarkView
from widgets.kit.text import Role, Text
from widgets.kit.themed import Themed, set_look
from widgets.theme.current import Theme, current_theme
from widgets.theme.icons import draw_icon
from widgets.theme.paint import LEFT, draw_text, painted, text_width

_ICONS = {
    Source.CHIP: "chip",
    Source.TYPED: "keyboard",
    Source.SCANNED: "scan",
    Source.QR: "qr",
    Source.LIBRARY: "library",
}


class Field(Themed):
    """One value. It remembers nothing: what is shown is what was last presented, plus what is being typed."""

    edited = Signal(str)
    committed = Signal(str)
    reveal_requested = Signal()

    def __init__(self, label: str, *, optional: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._label = Text(label, Role.LABEL)
        self._optional = Text(self.tr("optional"), Role.CAPTION)
        self._optional.setVisible(optional)
        self.entry = ValueEntry()
        self.entry.setAccessibleName(label)
        self._label.setBuddy(self.entry)
        self._message = MarkView()
        self._message.hide()
        self._build()
        self.setFocusProxy(self.entry)
        self.entry.textEdited.connect(self.edited)
        self.entry.editingFinished.connect(self._commit)
        self.entry.eye.clicked.connect(self.reveal_requested)
        self.arrange(self.theme)
        self.present(FieldState())

    def present(self, state: FieldState) -> None:
        """Show `state`; the caret stays where it is when the text is already there."""
        self.entry.present(state, self._source_word(state))
        error = state.level is Level.ERROR
        mark = Mark.WRONG if error else Mark.DOUBTFUL if state.level is Level.WARN else None
        self._message.present(mark, state.message)
        self._message.setVisible(bool(state.message))
        self.entry.setAccessibleDescription("，".join(filter(None, (self._source_word(state), state.message))))

    @property
    def text(self) -> str:
        return self.entry.text()

    def arrange(self, theme: Theme) -> None:
        self._label.setFixedHeight(theme.px(20))
        layout = self.layout()
        if layout is not None:
            layout.setSpacing(theme.px(2))

    def _build(self) -> None:
        caption = QHBoxLayout()
        caption.setSpacing(8)
        caption.addWidget(self._label)
        caption.addWidget(self._optional)
        caption.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(caption)
        layout.addWidget(self.entry)
        layout.addWidget(self._message)

    def _source_word(self, state: FieldState) -> str:
        match state.source:
            case Source.CHIP:
                return self.tr("chip")
            case Source.TYPED:
                return self.tr("typed")
            case Source.SCANNED:
                return "OCR" if state.certainty is None else f"OCR {state.certainty}%"
            case Source.QR:
                return self.tr("QR code")
            case Source.LIBRARY:
                return self.tr("licence library")
            case Source.NONE:
                return ""

    def _commit(self) -> None:
        if not self.entry.isReadOnly():
            self.committed.emit(self.entry.text())


class ValueEntry(QLineEdit):
    """The line itself, with its source mark and eye at the right. Enter goes on to the next unlocked entry."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.eye = Eye(self)
        self._icon, self._word = "", ""

    def present(self, state: FieldState, source: str) -> None:
        shown = state.masked or state.value
        if self.text() != shown:
            caret = self.cursorPosition()
            inside = self.hasFocus() and caret < len(self.text())
            self.setText(shown)
            if not self.hasFocus():
                self.setCursorPosition(0)  # of a value too long for its field the beginning is seen
            if inside:  # a correction of what is being typed, such as x to X, leaves the caret where it was
                self.setCursorPosition(caret)
        self.setReadOnly(state.locked)
        self.setEnabled(state.enabled)
        self.setPlaceholderText(state.placeholder)
        self._icon, self._word = _ICONS.get(state.source, ""), source
        self.eye.present(shown=bool(state.masked) or state.revealable, masked=bool(state.masked))
        set_look(self, "look", _look(state))
        self._place()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            event.accept()
            self._go_on()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._word:
            with QPainter(self) as painter:
                self._draw_source(painter, current_theme())

    def _draw_source(self, painter: QPainter, theme: Theme) -> None:
        left, middle = self.width() - self._source_width(), self.height() / 2
        side = theme.px(14)
        draw_icon(painter, theme, QRectF(left, middle - side / 2, side, side), self._icon, Tone.INK3)
        box = QRectF(left + theme.px(18), 0, self.width(), self.height())
        draw_text(painter, theme, box, self._word, units=12, color=Tone.INK3, align=LEFT)

    def _source_width(self) -> int:
        """Room from the icon to the right edge."""
        theme = current_theme()
        return text_width(theme, self._word, 12) + theme.px(18 + 12) if self._word else theme.px(8)

    def _place(self) -> None:
        theme = current_theme()
        right = self._source_width()
        side = theme.px(24)
        self.eye.setGeometry(self.width() - right - side - theme.px(6), (self.height() - side) // 2, side, side)
        taken = right - theme.px(8) + (side + theme.px(8) if self.eye.isVisibleTo(self) else 0)
        self.setTextMargins(0, 0, taken, 0)

    def _go_on(self) -> None:
        candidate = self.nextInFocusChain()
        while candidate is not None and candidate is not self:
            locked = isinstance(candidate, QLineEdit) and candidate.isReadOnly()
            wanted = bool(candidate.focusPolicy() & Qt.FocusPolicy.TabFocus) and not locked
            if wanted and candidate.isEnabled() and candidate.isVisibleTo(self.window()):
                candidate.setFocus(Qt.FocusReason.TabFocusReason)
                return
            candidate = candidate.nextInFocusChain()


class Eye(QAbstractButton):
    """Asks to reveal or to hide a masked number; reached by Ctrl+R, so Tab passes it by."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()

    def present(self, *, shown: bool, masked: bool) -> None:
        self._icon = "eye_off" if masked else "eye"
        self.setAccessibleName(self.tr("Reveal number") if masked else self.tr("Hide number"))
        self.setToolTip(f"{self.accessibleName()}  Ctrl+R")
        self.setVisible(shown)

    def sizeHint(self) -> QSize:
        return QSize(24, 24)

    @painted
    def paintEvent(self, painter: QPainter) -> None:
        theme = current_theme()
        side = theme.px(16)
        box = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        draw_icon(painter, theme, box, self._icon, Tone.INK2)


def _look(state: FieldState) -> str:
    if state.level is Level.ERROR:
        return "error"
    if state.doubtful:
        return "warn"
    return "chip" if state.locked and state.enabled else "normal"
