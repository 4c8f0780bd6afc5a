"""The five steps of taking in a case."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from app.presenters.shell import Step, StepProgress
from widgets.kit.themed import Themed
from widgets.theme.current import Theme, current_theme
from widgets.theme.icons import draw_icon
from widgets.theme.paint import CENTER, draw_box, draw_hairline, draw_text, painted, square, text_width


class Stepper(Themed):
    """Equal steps from the left margin. `step_requested` counts from 1."""

    step_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._buttons: list[StepButton] = []
        self._layout = QHBoxLayout(self)
        self._layout.setSpacing(0)
        self.hide()
        self.arrange(self.theme)

    def present(self, steps: Sequence[Step]) -> None:
        """Show the steps; hides while there are none."""
        self.setVisible(bool(steps))
        while len(self._buttons) < len(steps):
            self._add()
        for number, button in enumerate(self._buttons, start=1):
            button.setVisible(number <= len(steps))
            if number <= len(steps):
                button.present(steps[number - 1], number)

    def arrange(self, theme: Theme) -> None:
        self.setFixedHeight(theme.px(theme.measures.stepper))
        self._layout.setContentsMargins(theme.px(32), 0, theme.px(32), 0)

    @painted
    def paintEvent(self, painter: QPainter) -> None:
        theme = self.theme
        painter.fillRect(self.rect(), theme.color("surface"))
        draw_hairline(painter, theme, 0, self.width(), self.height() - 1)

    def _add(self) -> None:
        button = StepButton(self)
        number = len(self._buttons) + 1
        button.clicked.connect(lambda: self.step_requested.emit(number))
        self._buttons.append(button)
        self._layout.addWidget(button, 1)


class StepButton(QAbstractButton):
    """One step: ring, name, the result so far; reached by Ctrl and its number."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)

    def present(self, step: Step, number: int) -> None:
        self._step, self._number = step, number
        self.setText(step.name)
        self.setEnabled(not step.locked)
        state = {
            StepProgress.DONE: self.tr("done"),
            StepProgress.CURRENT: self.tr("current"),
            StepProgress.TO_COME: self.tr("to come"),
        }[step.progress]
        self.setAccessibleName("，".join(filter(None, (f"{number} {step.name}", state, step.note))))
        self.setToolTip(f"Ctrl+{number}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(100, 48)

    @painted
    def paintEvent(self, painter: QPainter) -> None:
        theme = current_theme()
        current = self._step.progress is StepProgress.CURRENT
        if current:
            bar = QRectF(0, self.height() - theme.px(3), self.width() - theme.px(32), theme.px(3))
            painter.fillRect(bar, theme.color("accent"))
        self._draw_disc(painter, theme)
        left, right = theme.px(36 if not theme.compact else 34), self.width() - theme.px(12)
        self._draw_words(painter, theme, left, right)

    def _draw_disc(self, painter: QPainter, theme: Theme) -> None:
        side = theme.px(24)
        box = square(QPointF(side / 2, self.height() / 2), side)
        progress = self._step.progress
        if progress is StepProgress.CURRENT:
            draw_box(painter, box, fill=theme.color("accent"), radius=side / 2)
            draw_text(painter, theme, box, str(self._number), color="on_accent", bold=True, align=CENTER)
        elif progress is StepProgress.DONE:
            draw_box(painter, box, edge=theme.color("ink2"), width=1.4, radius=side / 2)
            draw_icon(painter, theme, square(box.center(), theme.px(16)), "check", "ink2")
        else:
            draw_box(painter, box, edge=theme.color("edge"), width=1.2, radius=side / 2)
            draw_text(painter, theme, box, str(self._number), units=15, color="ink3", align=CENTER)

    def _draw_words(self, painter: QPainter, theme: Theme, left: float, right: float) -> None:
        step, height = self._step, self.height()
        current = step.progress is StepProgress.CURRENT
        color = "ink2" if step.progress is StepProgress.TO_COME else "ink"
        note_color = "ink2" if current else "ink3"
        if theme.compact or not step.note:
            box = QRectF(left, 0, right - left, height)
            draw_text(painter, theme, box, step.name, color=color, bold=current)
            start = left + text_width(theme, step.name, 15, bold=current) + theme.px(8)
            rest = QRectF(start, theme.px(1), max(right - start, 0), height)
            draw_text(painter, theme, rest, step.note, units=12, color=note_color)
            return
        top = height / 2 - theme.px(19)
        box = QRectF(left, top, right - left, theme.px(21))
        draw_text(painter, theme, box, step.name, color=color, bold=current)
        second = QRectF(left, top + theme.px(21), right - left, theme.px(18))
        draw_text(painter, theme, second, step.note, units=12, color=note_color)
