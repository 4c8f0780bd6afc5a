"""Why a case is due when it is: the answer, the weeks that lead to it, and the facts, one a line."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.presenters.trace import DayLook, TraceDay, TraceLine, TraceState
from widgets.kit.themed import Themed
from widgets.theme.current import Theme
from widgets.theme.paint import LEFT, RIGHT, draw_box, draw_hairline, draw_text, painted, text_width

_HEAD, _WEEKDAYS, _WEEK, _GAP, _LINE, _NOTE = 36, 24, 38, 2, 25, 22
_LABEL, _BETWEEN = 64, 15
_DAY_UNITS = (13, 12, 11, 10)  # a date is never cut short
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}


class TraceCalendar(Themed):
    """A calendar of weeks under its answer. The arrow keys walk through the days, and each is spoken."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._name = name
        self._state = TraceState()
        self._at: int | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def present(self, state: TraceState) -> None:
        """Show `state`; the day walked to is forgotten when the weeks are others."""
        if state.weeks != self._state.weeks:
            self._at = None
        self._state = state
        self.setAccessibleName("，".join(filter(None, (self._name, state.title, state.remark))))
        self.setAccessibleDescription(state.spoken)
        self.setVisible(bool(state.title))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(384), self._height(self.theme))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(280), self._height(self.theme))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or not self._state.weeks:
            super().keyPressEvent(event)
            return
        days = self._days()
        first = next((place for place, day in enumerate(days) if day.today), len(days) - 1)
        at = first if self._at is None else self._at + step
        if 0 <= at < len(days):
            self._at = at
            self.setAccessibleDescription(days[at].spoken or days[at].label)
            self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._at = None
        self.setAccessibleDescription(self._state.spoken)
        self.update()

    @painted
    def paintEvent(self, painter: QPainter) -> None:
        theme, state = self.theme, self._state
        head = QRectF(0, 0, self.width(), theme.px(_HEAD - 8))
        draw_text(painter, theme, head, state.remark, align=RIGHT)
        room = head.adjusted(0, 0, -text_width(theme, state.remark, 15) - theme.px(12), 0)
        fits = text_width(theme, state.title, 18, bold=True) <= room.width()
        draw_text(painter, theme, room, state.title, units=18 if fits else 15, bold=True)
        self._draw_weekdays(painter, theme)
        for place, day in enumerate(self._days()):
            cell = self._cell(theme, place)
            _draw_day(painter, theme, cell, day)
            if self.hasFocus() and place == self._at:
                draw_box(painter, cell, edge=theme.color("accent"), width=2, radius=theme.px(3))
        self._draw_lines(painter, theme, self._weeks_end(theme))
        if self.hasFocus() and self._at is None:
            draw_box(painter, self._frame(theme), edge=theme.color("accent"), width=2, radius=theme.px(4))

    def _draw_weekdays(self, painter: QPainter, theme: Theme) -> None:
        for place, word in enumerate(self._weekday_words() if self._state.weeks else ()):
            cell = self._cell(theme, place)
            box = QRectF(cell.left() + theme.px(8), theme.px(_HEAD), cell.width(), theme.px(_WEEKDAYS - 4))
            draw_text(painter, theme, box, word, units=12, color="ink2")

    def _draw_lines(self, painter: QPainter, theme: Theme, top: float) -> None:
        for place, group in enumerate(self._state.groups):
            top += theme.px(_BETWEEN)
            if place:
                draw_hairline(painter, theme, 0, self.width(), top - theme.px(_BETWEEN) / 2)
            for line in group:
                self._draw_line(painter, theme, top, line)
                top += theme.px(_LINE) + (theme.px(_NOTE) if line.note else 0)

    def _draw_line(self, painter: QPainter, theme: Theme, top: float, line: TraceLine) -> None:
        left = theme.px(_LABEL)
        whole = QRectF(0, top, self.width(), theme.px(_LINE))
        right = self.width() - text_width(theme, line.remark, 13) - (theme.px(12) if line.remark else 0)
        draw_text(painter, theme, whole.adjusted(0, 0, 0, 0), line.label, units=13, color="ink2")
        draw_text(painter, theme, whole, line.remark, units=13, color="ink2", align=RIGHT)
        value = QRectF(left, top, right - left, whole.height())
        draw_text(painter, theme, value, line.value, units=13, bold=line.strong)
        if line.note:
            note = QRectF(left, top + theme.px(_LINE - 3), self.width() - left, theme.px(_NOTE))
            draw_text(painter, theme, note, line.note, units=12, color="ink2")

    def _weekday_words(self) -> tuple[str, ...]:
        return (
            self.tr("Mon"),
            self.tr("Tue"),
            self.tr("Wed"),
            self.tr("Thu"),
            self.tr("Fri"),
            self.tr("Sat"),
            self.tr("Sun"),
        )

    def _days(self) -> tuple[TraceDay, ...]:
        return tuple(day for week in self._state.weeks for day in week)

    def _cell(self, theme: Theme, place: int) -> QRectF:
        """The room of the day `place`, a gap narrower than its share."""
        week, column = divmod(place, 7)
        left, right = round(column * self.width() / 7), round((column + 1) * self.width() / 7)
        gap = theme.px(_GAP) if column < 6 else 0
        top = theme.px(_HEAD) + theme.px(_WEEKDAYS) + week * (theme.px(_WEEK) + theme.px(_GAP))
        return QRectF(left, top, right - left - gap, theme.px(_WEEK))

    def _frame(self, theme: Theme) -> QRectF:
        return QRectF(0, theme.px(_HEAD), self.width(), self._weeks_end(theme) - theme.px(_HEAD))

    def _weeks_end(self, theme: Theme) -> int:
        weeks = len(self._state.weeks)
        return theme.px(_HEAD) + (theme.px(_WEEKDAYS) + weeks * (theme.px(_WEEK) + theme.px(_GAP)) if weeks else 0)

    def _height(self, theme: Theme) -> int:
        height = self._weeks_end(theme)
        for group in self._state.groups:
            notes = sum(1 for line in group if line.note)
            height += theme.px(_BETWEEN) + len(group) * theme.px(_LINE) + notes * theme.px(_NOTE)
        return height


def _draw_day(painter: QPainter, theme: Theme, cell: QRectF, day: TraceDay) -> None:
    """Ground by look; date at the top left, corner at the top right, word and number at the foot."""
    radius = theme.px(3)
    fill, ink, strong = _SUPPOSED if day.provisional and day.look is DayLook.LAST else _GROUNDS[day.look]
    draw_box(painter, cell, fill=theme.color(fill) if fill else None, radius=radius)
    if day.look is DayLook.PAUSED:
        _draw_hatch(painter, theme, cell)
    _draw_edge(painter, theme, cell, day)
    inner = cell.adjusted(theme.px(8), theme.px(1), -theme.px(6), -theme.px(1))
    half = inner.height() / 2
    upper = QRectF(inner.left(), inner.top(), inner.width(), half)
    lower = QRectF(inner.left(), inner.top() + half, inner.width(), half)
    last = day.look is DayLook.LAST
    strong_day = day.today or last
    units = next((u for u in _DAY_UNITS if text_width(theme, day.label, u, bold=strong_day) <= upper.width() + 1), 9)
    draw_text(painter, theme, upper, day.label, units=units, color=ink, bold=strong_day)
    draw_text(painter, theme, upper, day.corner, units=12, color=ink, align=RIGHT)
    number = str(day.number) if day.number else ""
    foot = f"{day.word} {number}".strip() if last else number or day.word
    if day.look is DayLook.PAUSED:
        _clear_for(painter, theme, lower, foot)
    draw_text(
        painter, theme, lower, foot, units=13 if number or last else 12, color=strong, bold=bool(number), align=RIGHT
    )
    if number and day.word and not last:
        draw_text(painter, theme, lower, day.word, units=12, color=ink, bold=day.today, align=LEFT)


_GROUNDS = {
    DayLook.PLAIN: ("", "ink2", "ink2"),
    DayLook.START: ("", "ink", "accent"),
    DayLook.COUNTED: ("accent_soft", "ink", "accent"),
    DayLook.FREE: ("sunken", "ink2", "ink2"),
    DayLook.PAUSED: ("surface", "ink2", "ink"),
    DayLook.LAST: ("accent", "on_accent", "on_accent"),
}
_SUPPOSED = ("accent_soft", "accent", "accent")  # the last day while its year is not published


def _draw_edge(painter: QPainter, theme: Theme, cell: QRectF, day: TraceDay) -> None:
    """Today in ink, the start in accent; a provisional day is dashed whatever it is."""
    style = Qt.PenStyle.DashLine if day.provisional else Qt.PenStyle.SolidLine
    edges = {DayLook.START: "accent", DayLook.PAUSED: "hatch", DayLook.LAST: "accent" if day.provisional else ""}
    token = edges.get(day.look, "edge" if day.provisional else "")
    if token:
        width = theme.tokens.edge_width + (day.look is DayLook.LAST)
        draw_box(painter, cell, edge=theme.color(token), width=width, radius=theme.px(3), style=style)
    if day.today:
        draw_box(painter, cell, edge=theme.color("ink"), width=2, radius=theme.px(3))


def _draw_hatch(painter: QPainter, theme: Theme, cell: QRectF) -> None:
    """Thin diagonals, clipped to the cell."""
    step = theme.px(6)
    painter.save()
    painter.setClipRect(cell.adjusted(1, 1, -1, -1))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.color("hatch"), 1))
    left = cell.left() - cell.height()
    while left < cell.right():
        painter.drawLine(
            QRectF(left, cell.bottom(), 0, 0).topLeft(), QRectF(left + cell.height(), cell.top(), 0, 0).topLeft()
        )
        left += step
    painter.restore()


def _clear_for(painter: QPainter, theme: Theme, room: QRectF, word: str) -> None:
    """A plain place for `word`, so that the hatch does not cross it."""
    width = text_width(theme, word, 12) + theme.px(6)
    painter.fillRect(
        QRectF(room.right() - width + theme.px(3), room.top(), width, room.height() - 1), theme.color("surface")
    )
