"""The devices page: trouble and cure first, then every device with its connection and health."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.presenters.devices import DeviceRow, DevicesState, Issue
from app.presenters.marks import Mark, Tone
from app.presenters.shell import KeyHint
from widgets.keys import Act, Scope
from widgets.kit.button import Button
from widgets.kit.facts import Facts
from widgets.kit.heading import Heading
from widgets.kit.issue_line import IssueLine
from widgets.kit.panes import Pane, Panes
from widgets.kit.pill import Fill, Pill, PillState
from widgets.kit.plane import Ground, column
from widgets.kit.table import Cell, Column, Table, TableRow
from widgets.kit.text import Role, Text
from widgets.kit.themed import Themed
from widgets.theme.current import Theme

_FILLS = {Mark.DONE: Fill.OK, Mark.WRONG: Fill.BAD, Mark.DOUBTFUL: Fill.WARN}


class DevicesPage(Themed):
    """Issues over a table; the current device at the right."""

    SCOPE = Scope.DEVICES

    chosen = Signal(int)
    check_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = DevicesState()
        self._issues: list[IssueLine] = []
        self._build_main()
        self._build_device()
        self._panes = Panes(self._main, self._aside, aside_width=400)
        column(self).addWidget(self._panes)
        self._table.rows.row_chosen.connect(lambda role: self.chosen.emit(self._place(role)))
        self._check.clicked.connect(lambda: self.check_requested.emit())
        self._panes.tab_through(self._table.rows, self._check)
        self.arrange(self.theme)
        self.present(self._state)

    def present(self, state: DevicesState) -> None:
        """Show `state`. Devices are counted from 0, in the table's order."""
        self._state = state
        self._summary.say(state.summary)
        self._present_issues(state.issues)
        current = next((row for row in state.rows if row.current), None)
        self._table.present(self.tr("All devices"), [_row(row) for row in state.rows], current.role if current else "")
        self._name.say(state.title)
        self._pill.setVisible(current is not None)
        if current is not None:
            self._pill.present(PillState(current.word, _FILLS.get(current.mark, Fill.NEUTRAL), current.mark))
        self._facts.present(state.facts)
        self._last.say(current.last if current else "")
        self._last_title.setVisible(bool(current and current.last))
        self._checked.say(self.tr("Last checked {0}").format(state.checked) if state.checked else "")
        self._check.setVisible(current is not None)

    def keys(self) -> tuple[KeyHint, ...]:
        """What the key bar shows."""
        return tuple(KeyHint(id) for id in ("device_rows", "self_test", "retry", "aside", "help"))

    def acts(self) -> dict[str, Act]:
        """What the page itself does on a key, to be bound in its scope."""
        return {"self_test": self.check_requested.emit, "retry": self._check_the_worst}

    def focus_first(self) -> None:
        """Focus the table."""
        self._table.rows.setFocus(Qt.FocusReason.OtherFocusReason)

    def arrange(self, theme: Theme) -> None:
        self._title_line.setSpacing(theme.px(16))
        self._head.setSpacing(theme.px(20 if not theme.compact else 12))
        self._head.setContentsMargins(theme.px(32), 0, theme.px(32), theme.px(16))
        self._aside.body.setSpacing(theme.px(16))

    def _build_main(self) -> None:
        shape = (
            Column(self.tr("Connection"), 2.4),
            Column(self.tr("Condition"), 2.6),
            Column(self.tr("Uses today"), 0.9, number=True),
            Column(self.tr("Failed"), 0.7, number=True),
        )
        self._table = Table(self.tr("All devices"), shape, first=2.4)
        self._summary = Text("", Role.LABEL)
        self._title_line = QHBoxLayout()
        self._title_line.addWidget(Text(self.tr("Devices"), Role.TITLE))
        self._title_line.addWidget(self._summary)
        self._title_line.addStretch(1)
        self._issue_heading = Heading(self.tr("Trouble and cure"))
        self._main = Pane(side=0)
        head_room = QWidget()
        self._head = column(head_room)
        self._main.body.addWidget(head_room)
        self._main.body.addWidget(self._table)
        self._main.body.addStretch(1)
        self._head.addLayout(self._title_line)
        self._issue_room = QWidget()
        self._issue_lines = column(self._issue_room)
        self._issue_lines.addWidget(self._issue_heading)
        self._head.addWidget(self._issue_room)

    def _build_device(self) -> None:
        self._aside = Pane(Ground.GROUND, hairline=True, side=24)
        self._name, self._pill = Text("", Role.PANEL), Pill()
        line = QHBoxLayout()
        line.addWidget(self._name, 1)
        line.addWidget(self._pill)
        self._facts = Facts(72)
        self._last_title = Heading(self.tr("Last trouble"))
        self._last = Text("", Role.LABEL, Tone.INK, wrap=True)
        self._checked = Text("", Role.CAPTION)
        self._check = Button(self.tr("Self-test"), key="J", tall=True)
        self._aside.body.addLayout(line)
        for widget in (self._facts, self._last_title, self._last):
            self._aside.body.addWidget(widget)
        self._aside.body.addStretch(1)
        self._aside.foot.addWidget(self._checked)
        self._aside.foot.addWidget(self._check)
        self._aside.foot.setSpacing(8)
        self._aside.show_foot()

    def _present_issues(self, issues: tuple[Issue, ...]) -> None:
        self._issue_room.setVisible(bool(issues))
        self._issue_heading.present(self.tr("%n issue(s)", "", len(issues)))
        while len(self._issues) < len(issues):
            self._add_issue()
        for place, line in enumerate(self._issues):
            line.setVisible(place < len(issues))
            if place < len(issues):
                line.present(Mark.WRONG, issues[place].title, issues[place].cure, key="R" if place == 0 else "")

    def _add_issue(self) -> None:
        line, place = IssueLine(self.tr("Try again")), len(self._issues)
        line.act_requested.connect(lambda: self._check_issue(place))
        self._issues.append(line)
        self._issue_lines.addWidget(line)
        self._panes.tab_through(*self._issues, self._table.rows, self._check)

    def _check_issue(self, place: int) -> None:
        """Make the issue's device the current one, then check it."""
        if place < len(self._state.issues):
            self.chosen.emit(self._place(self._state.issues[place].role))
            self.check_requested.emit()

    def _check_the_worst(self) -> None:
        self._check_issue(0)

    def _place(self, role: str) -> int:
        return next((place for place, row in enumerate(self._state.rows) if row.role == role), 0)


def _row(row: DeviceRow) -> TableRow:
    where = Cell(row.where or "—")
    health = Cell(row.word, row.last.partition("。")[0], row.mark)
    failures = Cell(str(row.failures), tone=Tone.INK if row.failures else Tone.INK2)
    return TableRow(
        row.role, row.name, icon=row.icon, cells=(where, health, Cell(str(row.uses), tone=Tone.INK), failures)
    )
