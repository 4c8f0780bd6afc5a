"""What can be done with a case now: side acts outlined, the expected one filled, and beside them why one cannot be."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.presenters.cases.state import ActButton
from app.presenters.marks import Mark
from widgets.keys import TABLE, Scope
from widgets.kit.button import Button, Kind
from widgets.kit.mark_view import MarkView
from widgets.kit.plane import column
from widgets.kit.themed import Themed
from widgets.theme.current import Theme


class ActLine(Themed):
    """The buttons, the expected act last and widest. `acted` names the act; their keys are those of `scope`."""

    acted = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, scope: Scope = Scope.BACK_OFFICE) -> None:
        super().__init__(parent)
        self._scope = scope
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._acts: tuple[ActButton, ...] = ()
        self._buttons: list[Button] = []
        self._note = MarkView()
        self._line = QHBoxLayout()
        self._column = column(self)
        self._column.addWidget(self._note)
        self._column.addLayout(self._line)
        self.arrange(self.theme)

    def present(self, acts: Sequence[ActButton], note: str = "", mark: Mark | None = None) -> None:
        """Show the acts; `note` stands over them."""
        self._acts = tuple(acts)
        while len(self._buttons) < len(acts):
            self._add()
        for place, button in enumerate(self._buttons):
            button.setVisible(place < len(acts))
            if place < len(acts):
                act = acts[place]
                cap = TABLE.key(act.key, self._scope).cap
                kind = Kind.MAIN if act.main else Kind.OUTLINED
                button.present(act.text, kind=kind, key=cap, enabled=not act.barred, reason=act.barred)
                button.setToolTip(act.barred)
                self._line.setStretch(place, 3 if act.main else 2)
        self._note.present(mark, note)
        self._note.setVisible(bool(note))

    def arrange(self, theme: Theme) -> None:
        self._line.setSpacing(theme.px(8))
        self._column.setSpacing(theme.px(8))

    def _add(self) -> None:
        button, place = Button("", tall=True), len(self._buttons)
        button.clicked.connect(lambda: self.acted.emit(self._acts[place].id))
        self._buttons.append(button)
        self._line.addWidget(button, 2)
