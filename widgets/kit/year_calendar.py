"""A year as twelve small months: holidays and make-up workdays, one day current."""

from datetime import date, timedelta

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.presenters.administration.state import YearDay, YearState
from widgets.kit.themed import Themed
from widgets.theme.current import Breadth, Theme
from widgets.theme.paint import CENTER, LEFT, draw_box, draw_text, painted

_ACROSS, _SLIM_ACROSS, _WEEKS = 4, 3, 6
_TITLE, _DAY, _GAP = 22, 20, 16
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}


class YearCalendar(Themed):
    """The arrow keys walk through the days, Space changes what the current one is; days are told as 2026-01-01.

    A holiday stands on filled ground, a make-up workday in a box; what is otherwise than in force is bold, what
    cannot be is red.
    """

    moved = Signal(str)
    toggled = Signal(str)
    walked = Signal(QRect)  # where the current day is now

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._state = YearState(2026, (), date(2026, 1, 1))
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def present(self, state: YearState | None) -> None:
        """Show a year; None takes it away."""
        self.setVisible(state is not None)
        if state is not None and state != self._state:
            walked, self._state = state.current != self._state.current, state
            if walked:
                self.walked.emit(self._cell(self.theme, state.current).toAlignedRect())
            spoken = next((day.spoken for day in state.days if day.day == state.current), "")
            self.setAccessibleDescription(spoken)
            self.update()

    def toggle(self) -> None:
        """Have the current day be something else."""
        self.toggled.emit(self._state.current.isoformat())

    def sizeHint(self) -> QSize:
        month = self.theme.px(_TITLE) + _WEEKS * self.theme.px(_DAY)
        down = 12 // self._across
        return QSize(self.theme.px(self._across * 180), down * month + (down - 1) * self.theme.px(_GAP))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(self._across * 140), self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
            return
        day = self._state.current + timedelta(days=step)
        if day.year == self._state.year:
            self.moved.emit(day.isoformat())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for day in self._state.days:
            if self._cell(self.theme, day.day).contains(event.position()):
                self.moved.emit(day.day.isoformat())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.toggle()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    @painted
    def paintEvent(self, painter: QPainter) -> None:
        theme = self.theme
        for month in range(1, 13):
            box = self._month(theme, month)
            title = QRectF(box.left(), box.top(), box.width(), theme.px(_TITLE))
            draw_text(painter, theme, title, self.tr("Month {0}").format(month), units=13, bold=True, align=LEFT)
        for day in self._state.days:
            self._draw_day(painter, theme, day)

    def _draw_day(self, painter: QPainter, theme: Theme, day: YearDay) -> None:
        cell = self._cell(theme, day.day).adjusted(1, 1, -1, -1)
        weekend = day.day.weekday() >= 5
        color = "ink3" if weekend and not day.make_up else "ink"
        if day.holiday:
            draw_box(painter, cell, fill=theme.color("accent_soft"), radius=theme.px(3))
            color = "accent"
        elif day.make_up:
            draw_box(painter, cell, edge=theme.color("edge"), radius=theme.px(3))
        if day.wrong:
            draw_box(painter, cell, edge=theme.color("bad"), width=2, radius=theme.px(3))
            color = "bad"
        draw_text(painter, theme, cell, str(day.day.day), units=12, color=color, bold=day.changed, align=CENTER)
        if day.day == self._state.current:
            edge = theme.color("accent" if self.hasFocus() else "ink2")
            draw_box(painter, cell, edge=edge, width=2 if self.hasFocus() else 1, radius=theme.px(3))

    @property
    def _across(self) -> int:
        """How many months stand side by side."""
        return _SLIM_ACROSS if self.theme.breadth is Breadth.SLIM else _ACROSS

    def _month(self, theme: Theme, month: int) -> QRectF:
        down, across = divmod(month - 1, self._across)
        gap = theme.px(_GAP)
        width = (self.width() - (self._across - 1) * gap) / self._across
        height = theme.px(_TITLE) + _WEEKS * theme.px(_DAY)
        return QRectF(across * (width + gap), down * (height + gap), width, height)

    def _cell(self, theme: Theme, day: date) -> QRectF:
        box = self._month(theme, day.month)
        first = day.replace(day=1).weekday()
        week, weekday = divmod(first + day.day - 1, 7)
        width = box.width() / 7
        top = box.top() + theme.px(_TITLE) + week * theme.px(_DAY)
        return QRectF(box.left() + weekday * width, top, width, theme.px(_DAY))
