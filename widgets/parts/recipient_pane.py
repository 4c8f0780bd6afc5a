"""One case that is handed out: which it is, what there is of it, who may take it and how that is known."""

from PySide6.QtWidgets import QWidget

from app.presenters.hand_out.state import HandOutState
from widgets.kit.heading import Heading
from widgets.kit.note import Notes
from widgets.kit.panes import Pane
from widgets.kit.plane import column
from widgets.kit.text import Role, Text
from widgets.parts.case_head import CaseHead
from widgets.parts.warning import Warning
from widgets.theme.current import Theme


class RecipientPane(Pane):
    """The middle of the page; says why there is no case where there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(hairline=True, side=24, parent=parent)
        self._opening, self._whole = Text("", Role.BODY, wrap=True), QWidget()
        self._head, self._trouble = CaseHead(), Warning()
        self._things = Heading(self.tr("To hand out"), ruled=False)
        self._takes = Heading(self.tr("Who takes it"), ruled=False)
        self._brings = Heading(self.tr("Who brings the papers"), ruled=False)
        self._certificates = Notes(self.tr("To hand out"))
        self._recipient = Notes(self.tr("Who takes it"))
        self._column = column(self._whole)
        people = self._takes, self._brings, self._recipient
        for widget in (self._head, self._trouble, self._things, self._certificates, *people):
            self._column.addWidget(widget)
        self._column.addStretch(1)
        self.body.addWidget(self._opening)
        self.body.addWidget(self._whole, 1)
        self.body.addStretch(0)
        self.arrange(self.theme)

    def present(self, state: HandOutState) -> None:
        """Show the case."""
        case = state.case
        self._opening.say(state.opening)
        self._opening.setVisible(case is None and bool(state.opening))
        self._whole.setVisible(case is not None)
        if case is None:
            return
        self._head.present(case)
        self._trouble.present(case.trouble)
        self._things.setVisible(bool(state.certificates))
        self._certificates.present([(each.mark, each.what, each.detail) for each in state.certificates])
        self._certificates.setVisible(bool(state.certificates))
        self._takes.setVisible(not state.brings)
        self._brings.setVisible(state.brings)
        self._recipient.present([(each.mark, each.what, each.detail) for each in state.recipient])

    def arrange(self, theme: Theme) -> None:
        super().arrange(theme)
        if hasattr(self, "_column"):
            self._column.setSpacing(theme.px(8 if theme.compact else 12))
