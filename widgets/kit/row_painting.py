"""How a row and a group title are drawn."""

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from app.presenters.marks import Tone
from widgets.kit.pill import draw_pill, pill_size
from widgets.kit.row import Group, Row
from widgets.theme.current import Theme
from widgets.theme.icons import draw_icon
from widgets.theme.marks import draw_mark
from widgets.theme.paint import RIGHT, draw_box, draw_hairline, draw_text, square, text_width


def row_height(theme: Theme, row: Row, *, dense: bool = False) -> int:
    """Two-line rows are 56 (compact 48), one-line rows 40 (36), in px at 100 %."""
    if row.second or row.right_second:
        return theme.px(theme.measures.row - (8 if dense and not theme.compact else 0)) + (
            theme.px(6) if row.progress is not None else 0
        )
    return theme.px(36 if theme.compact or dense else 40)


def group_height(theme: Theme, *, first: bool) -> int:
    top = 4 if first else 20 if not theme.compact else 12
    return theme.px(top + 28)


def draw_group(painter: QPainter, theme: Theme, box: QRect, group: Group, *, inset: int) -> None:
    """A title on the bottom of its room, over a hairline."""
    line = QRectF(box.left() + inset, box.bottom() + 1 - theme.px(28), box.width() - 2 * inset, theme.px(24))
    width = text_width(theme, group.note, 13)
    draw_text(painter, theme, line.adjusted(0, 0, -width - theme.px(8), 0), group.title, units=13, bold=True)
    draw_text(painter, theme, line, group.note, units=13, color=Tone.INK2, align=RIGHT)
    draw_hairline(painter, theme, line.left(), line.right(), box.bottom())


def draw_row(
    painter: QPainter, theme: Theme, box: QRect, row: Row, *, inset: int, current: bool, focused: bool
) -> None:
    """The current row is filled across the whole panel and bears a bar at the left."""
    if current:
        painter.fillRect(box, theme.color("accent_soft"))
        painter.fillRect(QRectF(box.left(), box.top(), theme.px(3), box.height()), theme.color("accent"))
        if focused and theme.tokens.edge_width > 1:
            draw_box(painter, box, edge=theme.color("accent"), width=2, radius=0)
    else:
        draw_hairline(painter, theme, box.left() + inset, box.right() + 1 - inset, box.bottom())
    # Without a margin of its own a list still needs room for the bar.
    margin = inset if inset else theme.px(14) if current else 0
    right = box.right() + 1 - (inset or margin)
    left = _draw_sign(painter, theme, box, box.left() + margin, row)
    first, second = _lines(theme, box, row)
    end = _draw_right(painter, theme, box, first, second, right, row)
    name = QRectF(left, first.y(), end - left, first.height())
    # Long names of items differ at their ends.
    metrics = QFontMetricsF(theme.font(15, bold=current))
    shown = metrics.elidedText(row.name, Qt.TextElideMode.ElideMiddle, name.width())
    draw_text(painter, theme, name, shown, bold=current)
    if shown == row.name:
        _draw_spans(painter, theme, name, row, bold=current)
    second_right = right - text_width(theme, row.right_second, 13) - theme.px(12)
    words = QRectF(left, second.y(), second_right - left, second.height())
    draw_text(painter, theme, words, row.second, units=13, color=row.second_tone)
    if row.progress is not None:
        _draw_progress(painter, theme, QRectF(left, second.bottom() + theme.px(3), right - left, theme.px(3)), row)


def _draw_spans(painter: QPainter, theme: Theme, room: QRectF, row: Row, *, bold: bool) -> None:
    """What was searched for, in accent: the name drawn once more, clipped to each span."""
    for start, end in row.spans:
        left = text_width(theme, row.name[:start], 15, bold=bold)
        width = text_width(theme, row.name[:end], 15, bold=bold) - left
        painter.save()
        painter.setClipRect(QRectF(room.left() + left, room.top(), width, room.height()))
        draw_text(painter, theme, room, row.name, color=Tone.ACCENT, bold=bold)
        painter.restore()


def _lines(theme: Theme, box: QRect, row: Row) -> tuple[QRectF, QRectF]:
    """The rooms of the two lines; a lone line stands in the middle."""
    high, low = theme.px(22), theme.px(20)
    if not (row.second or row.right_second):
        return QRectF(0, box.center().y() - high / 2, 0, high), QRectF(0, box.bottom(), 0, 0)
    progress = theme.px(6) if row.progress is not None else 0
    top = box.top() + (box.height() - high - low - progress) / 2
    return QRectF(0, top, 0, high), QRectF(0, top + high, 0, low)


def _draw_sign(painter: QPainter, theme: Theme, box: QRect, left: float, row: Row) -> float:
    """Draw mark or icon; returns where the words begin."""
    if row.mark is None and not row.icon:
        return left
    first, _ = _lines(theme, box, row)
    middle = QPointF(left + theme.px(8), first.center().y() if row.mark else box.center().y())
    if row.mark is not None:
        draw_mark(painter, theme, square(middle, theme.px(16)), row.mark)
    else:
        draw_icon(painter, theme, square(middle, theme.px(18)), row.icon)
    return left + theme.px(26 if row.mark else 30)


def _draw_right(
    painter: QPainter, theme: Theme, box: QRect, first: QRectF, second: QRectF, right: float, row: Row
) -> float:
    """Draw what stands flush right; returns where the name must end."""
    line = QRectF(box.left(), first.y(), right - box.left(), first.height())
    low = QRectF(box.left(), second.y(), right - box.left(), second.height())
    draw_text(painter, theme, low, row.right_second, units=13, color=row.right_second_tone, align=RIGHT)
    if row.pill is not None:
        size = pill_size(theme, row.pill)
        middle = first.center().y() if row.right_second else box.center().y()
        place = QRectF(right - size.width(), middle - size.height() / 2, size.width(), size.height())
        draw_pill(painter, theme, place, row.pill)
        return place.left() - theme.px(12)
    units = 15 if row.right_large else 13
    draw_text(painter, theme, line, row.right, units=units, color=row.right_tone, align=RIGHT)
    return right - (text_width(theme, row.right, units) + theme.px(12) if row.right else 0)


def _draw_progress(painter: QPainter, theme: Theme, box: QRectF, row: Row) -> None:
    painter.fillRect(box, theme.color("line"))
    done = min(max(row.progress or 0, 0), 1)
    painter.fillRect(QRectF(box.left(), box.top(), box.width() * done, box.height()), theme.color("accent"))
