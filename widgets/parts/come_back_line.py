"""What an applicant who comes back may want of a case: bring what was missing, or take the application back."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.presenters.fields import FieldState
from widgets.kit.button import Button, Kind
from widgets.kit.field import Field
from widgets.kit.plane import column
from widgets.kit.themed import Themed
from widgets.theme.current import Theme


class ComeBackLine(Themed):
    """Two buttons; the second asks for the reason first, and Enter there takes the application back."""

    come_back_requested = Signal()
    withdraw_asked = Signal()
    withdrawn = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._withdrawing = False
        self._reason = Field(self.tr("Reason of the withdrawal"))
        self._bring = Button(self.tr("Take what was missing"), Kind.MAIN, key="Ctrl+G", tall=True)
        self._withdraw = Button(self.tr("Withdraw"), key="Ctrl+W", tall=True)
        self._line, self._column = QHBoxLayout(), column(self)
        self._line.addWidget(self._bring)
        self._line.addWidget(self._withdraw)
        self._line.addStretch(1)
        self._column.addWidget(self._reason)
        self._column.addLayout(self._line)
        self._bring.clicked.connect(lambda: self.come_back_requested.emit())
        self._withdraw.clicked.connect(lambda: self._go_on())
        self._reason.entry.returnPressed.connect(self._go_on)
        self.arrange(self.theme)
        self.present(can_come_back=False, can_withdraw=False, withdrawing=False)

    def present(self, *, can_come_back: bool, can_withdraw: bool, withdrawing: bool) -> None:
        """Show what may be done. When the reason is asked for, the focus goes there."""
        opening, self._withdrawing = withdrawing and not self._withdrawing, withdrawing
        self._bring.setVisible(can_come_back)
        self._withdraw.setVisible(can_withdraw)
        word = self.tr("Withdraw now") if withdrawing else self.tr("Withdraw")
        self._withdraw.present(word, key="Enter" if withdrawing else "Ctrl+W")
        self._reason.setVisible(withdrawing)
        if opening:
            self._reason.present(FieldState())
            self._reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def arrange(self, theme: Theme) -> None:
        self._column.setSpacing(theme.px(12))
        self._line.setSpacing(theme.px(8))

    def _go_on(self) -> None:
        if not self._withdrawing:
            self.withdraw_asked.emit()
        elif self._reason.text.strip():
            self.withdrawn.emit(self._reason.text)
        else:
            self._reason.setFocus(Qt.FocusReason.OtherFocusReason)
