"""Beside the camera of step 3: what is still to come, what was checked, what the paper must meet, and how to go on."""

from PySide6.QtWidgets import QHBoxLayout, QSpacerItem

from app.presenters.intake.materials_state import MaterialsState
from app.presenters.marks import Mark, Tone
from widgets.kit.button import Button, Kind
from widgets.kit.mark_view import MarkView
from widgets.kit.note import Notes
from widgets.kit.plane import column
from widgets.kit.text import Role, Text
from widgets.kit.themed import Themed
from widgets.theme.current import Breadth, Theme


class MaterialsAside(Themed):
    """What is still to come, what was checked, and what the paper must meet."""

    def __init__(self) -> None:
        super().__init__()
        self._lacking_title, self._lacking_count = Text(self.tr("Still to come"), Role.SECTION), MarkView(units=15)
        self._lacking = Notes(self.tr("Still to come"))
        self._checks_title = Text(self.tr("Automatic checks"), Role.SECTION)
        self._checks_note = Text(self.tr("hints only"), Role.LABEL)
        self._checks = Notes(self.tr("Automatic checks"), plain=True)
        self._standard_title = Text(self.tr("Standard"), Role.SECTION)
        self._standard = Text("", Role.LABEL, wrap=True)
        self._fill_notes = Text("", Role.LABEL, Tone.INK3, wrap=True)
        self._checked = False
        self._build()
        self.arrange(self.theme)

    def present(self, state: MaterialsState) -> None:
        doubtful = sum(lacking.mark is Mark.DOUBTFUL for lacking in state.lacking)
        self._lacking_count.present(None, self._counted(len(state.lacking) - doubtful, doubtful))
        self._lacking.setVisible(bool(state.lacking))
        self._lacking.present([(each.mark, each.name, each.detail) for each in state.lacking])
        self._checks.present([(check.mark, check.text, "") for check in state.checks])
        for widget in (self._checks_title, self._checks_note, self._checks):
            widget.setVisible(bool(state.checks))
        self._checked = bool(state.checks)
        self._space()
        self._standard.say(state.standard)
        self._fill_notes.say(state.fill_notes)
        self._fill_notes.setVisible(bool(state.fill_notes))

    def arrange(self, theme: Theme) -> None:
        self._head.setSpacing(theme.px(12))
        self._lacking_title.setFixedHeight(theme.px(34))  # level with the titles of the other columns
        self._checks_head.setSpacing(theme.px(12))
        self._column.setSpacing(theme.px(6))
        self._space()

    def _space(self) -> None:
        """A gap before each section that is there."""
        gap = self.theme.px(self.theme.measures.section_gap - 12)
        self._gaps[0].changeSize(0, gap if self._checked else 0)
        self._gaps[1].changeSize(0, gap)
        self._column.invalidate()

    def _build(self) -> None:
        self._head, self._checks_head = QHBoxLayout(), QHBoxLayout()
        self._gaps = (QSpacerItem(0, 0), QSpacerItem(0, 0))
        self._head.addWidget(self._lacking_title)
        self._head.addWidget(self._lacking_count, 1)
        self._checks_head.addWidget(self._checks_title)
        self._checks_head.addStretch(1)
        self._checks_head.addWidget(self._checks_note)
        self._column = column(self)
        self._column.addLayout(self._head)
        self._column.addWidget(self._lacking)
        self._column.addSpacerItem(self._gaps[0])
        self._column.addLayout(self._checks_head)
        self._column.addWidget(self._checks)
        self._column.addSpacerItem(self._gaps[1])
        self._column.addWidget(self._standard_title)
        self._column.addWidget(self._standard)
        self._column.addWidget(self._fill_notes)
        self._column.addStretch(1)

    def _counted(self, missing: int, doubtful: int) -> str:
        parts = []
        if missing:
            parts.append(self.tr("%n material(s)", "", missing))
        if doubtful:
            parts.append(self.tr("%n to look at again", "", doubtful))
        return self.tr(", ").join(parts) or self.tr("nothing")


class MaterialsActs(Themed):
    """Mark as missing, and go on; one under the other, or side by side under a slim page."""

    def __init__(self) -> None:
        super().__init__()
        self.missing = Button(self.tr("Mark as missing"), key="Q")
        self.proceed = Button(self.tr("Next: review"), key="Ctrl+Enter", tall=True)
        self._box = QHBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.addWidget(self.missing, 1)
        self._box.addWidget(self.proceed, 1)
        self.arrange(self.theme)

    def present(self, state: MaterialsState) -> None:
        self.missing.present(self.tr("Mark as missing"), enabled=state.takes_pages)
        kind = Kind.MAIN if state.complete else Kind.OUTLINED
        self.proceed.present(self.tr("Next: review"), kind=kind)

    def arrange(self, theme: Theme) -> None:
        slim = theme.breadth is Breadth.SLIM
        direction = QHBoxLayout.Direction.LeftToRight if slim else QHBoxLayout.Direction.TopToBottom
        self._box.setDirection(direction)
        self._box.setSpacing(theme.px(8))
