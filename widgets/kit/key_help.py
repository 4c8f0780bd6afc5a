"""All keys on one sheet over the page (F1); any of Esc, F1 and a click closes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from widgets.kit.key_bar import KeyWord
from widgets.kit.themed import Themed
from widgets.theme.paint import RIGHT, draw_hairline, draw_key_cap, draw_text, painted


@dataclass(frozen=True, slots=True)
class KeyGroup:
    title: str
    keys: tuple[KeyWord, ...]


class KeyHelp(Themed):
    """Covers its parent; not a dialog, so nothing waits for it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._groups: tuple[KeyGroup, ...] = ()
        self.setAccessibleName(self.tr("All keys"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._before: QWidget | None = None
        self._page = parent
        self.hide()

    def open(self, groups: Sequence[KeyGroup]) -> None:
        """Show the groups one column each; the focus comes back to where it was on `shut`."""
        self._groups = tuple(KeyGroup(group.title, _digits_together(group.keys)) for group in groups)
        lines = [f"{key.cap} {key.word}" for group in self._groups for key in group.keys]
        self.setAccessibleDescription("，".join(lines))
        self._before = self.window().focusWidget()
        self.setGeometry(self._page.rect())
        self.show()
        self.raise_()
        self.setFocus()

    def shut(self) -> None:
        self.hide()
        if self._before is not None:
            self._before.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F1):
            self.shut()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.shut()

    @painted
    def paintEvent(self, painter: QPainter) -> None:
        theme = self.theme
        painter.fillRect(self.rect(), theme.color("surface"))
        margin, line = theme.px(32), theme.px(32 if not theme.compact else 28)
        head = QRectF(margin, theme.px(16), self.width() - 2 * margin, theme.px(36))
        draw_text(painter, theme, head, self.tr("All keys"), units=22, bold=True)
        draw_text(painter, theme, head, self.tr("Close  Esc"), units=13, color="ink2", align=RIGHT)
        columns = self._columns(int((self.height() - theme.px(72)) // line))
        width = (self.width() - 2 * margin) / max(len(columns), 3)
        for number, column in enumerate(columns):
            left, top = margin + number * width, theme.px(64)
            for entry in column:
                self._draw_entry(painter, QRectF(left, top, width - theme.px(32), line), entry)
                top += line

    def _columns(self, lines: int) -> list[list[KeyWord | str]]:
        """Titles and keys filled into columns of at most `lines`."""
        columns: list[list[KeyWord | str]] = []
        for group in self._groups:
            entries: list[KeyWord | str] = [group.title, *group.keys]
            columns += [entries[start : start + lines] for start in range(0, len(entries), max(lines, 1))]
        return columns

    def _draw_entry(self, painter: QPainter, box: QRectF, entry: KeyWord | str) -> None:
        theme = self.theme
        if isinstance(entry, str):
            draw_text(painter, theme, box, entry, units=13, bold=True)
            draw_hairline(painter, theme, box.left(), box.right(), box.bottom() - 2)
            return
        draw_key_cap(painter, theme, box.left(), box.center().y(), entry.cap)
        draw_text(painter, theme, box.adjusted(theme.px(104), 0, 0, 0), entry.word, color="ink")


def _digits_together(keys: Sequence[KeyWord]) -> tuple[KeyWord, ...]:
    """Digits that follow one another and mean the same are one line, such as 1–6."""
    lines: list[KeyWord] = []
    for (is_digit, word), run in groupby(keys, key=lambda key: (key.cap.isdigit(), key.word)):
        first, *others = run
        lines += [KeyWord(first.id, f"{first.cap}–{others[-1].cap}", word)] if is_digit and others else [first, *others]
    return tuple(lines)
