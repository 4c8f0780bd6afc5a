"""The line by which a done-at-once item is finished where the applicant stands."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.presenters.fields import FieldState, Level
from app.presenters.intake.finish import FinishState
from app.presenters.marks import Mark
from widgets.kit.button import Button
from widgets.kit.field import Field
from widgets.kit.mark_view import MarkView
from widgets.kit.plane import column
from widgets.kit.text import Role, Text
from widgets.kit.themed import Themed
from widgets.theme.current import Theme


class FinishLine(Themed):
    """The number of the certificate and one button; once finished, what was handed out. Hidden for other items."""

    typed = Signal(str)
    finish_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = FinishState()
        self._title = Text(self.tr("Finish at once"), Role.PANEL)
        self._certificate = Field(self.tr("Certificate number"))
        self._go = Button(self.tr("Finish"), key="D")
        self._told = MarkView()
        self._line, self._column = QHBoxLayout(), column(self)
        self._line.addWidget(self._certificate, 2)
        self._line.addWidget(self._go, 0, Qt.AlignmentFlag.AlignBottom)
        self._line.addStretch(1)
        self._column.addWidget(self._title)
        self._column.addLayout(self._line)
        self._column.addWidget(self._told)
        self._certificate.edited.connect(self.typed)
        self._certificate.entry.returnPressed.connect(self.finish_requested)
        self._go.clicked.connect(lambda: self.finish_requested.emit())
        self.arrange(self.theme)
        self.present(self._state)

    @property
    def offered(self) -> bool:
        """Whether the case can be finished now."""
        return self._state.offered

    def present(self, state: FinishState) -> None:
        """Show `state`."""
        self._state = state
        hint = self.tr("Leave empty where nothing is handed out")
        self._certificate.present(
            FieldState(
                state.certificate,
                message=state.error,
                level=Level.ERROR if state.error else Level.NEUTRAL,
                placeholder="，".join(filter(None, (state.result, hint))),
            )
        )
        handing = self.tr("Finish and hand out") if state.certificate else self.tr("Finish without certificate")
        self._go.present(handing, enabled=not state.busy)
        for widget in (self._certificate, self._go):
            widget.setVisible(state.offered)
        self._told.present(Mark.DONE if state.done else None, state.done)
        self._told.setVisible(bool(state.done))
        self.setVisible(state.offered or bool(state.done))

    def fields(self) -> tuple[QWidget, ...]:
        """What Tab reaches here, in order."""
        return self._certificate.entry, self._go

    def arrange(self, theme: Theme) -> None:
        self._column.setSpacing(theme.px(8))
        self._line.setSpacing(theme.px(16))
        self._certificate.setMaximumWidth(theme.px(480))
