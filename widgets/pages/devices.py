"""The devices page: trouble and cure first, then every device with its connection and health."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.presenters.devices.state import DeviceRow, DevicesState, Issue, IssueAct
from app.presenters.marks import Mark, Tone
from app.presenters.shell import KeyHint
from widgets.keys import Act, Scope
from widgets.kit.button import Button
from widgets.kit.heading import Heading
from widgets.kit.issue_line import IssueLine
from widgets.kit.panes import Pane, Panes
from widgets.kit.plane import Ground, column
from widgets.kit.table import Cell, Column, Table, TableRow
from widgets.kit.text import Role, Text
from widgets.kit.themed import Themed
from widgets.parts.device_detail import DeviceDetailPart
from widgets.parts.device_found import DeviceFoundPart
from widgets.parts.device_guide import DeviceGuidePart
from widgets.theme.current import Theme

ISSUE_KEYS = {IssueAct.RETRY: "R", IssueAct.GUIDE: "G", IssueAct.PRINT_A4: "F8", IssueAct.IGNORE: "Del"}


class DevicesPage(Themed):
    """Issues over a table; at the right the current device, a guide through a check, or what a search found."""

    SCOPE = Scope.DEVICES

    chosen = Signal(int)
    check_requested = Signal()
    guide_requested = Signal()
    search_requested = Signal()
    compare_requested = Signal()
    report_requested = Signal()
    answered = Signal(int)
    left = Signal()
    issue_acted = Signal(str, object)  # the issue's id and an IssueAct

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = DevicesState()
        self._issues: list[IssueLine] = []
        self._build_main()
        self._build_aside()
        self._panes = Panes(self._main, self._aside, aside_width=400)
        column(self).addWidget(self._panes)
        self._connect()
        self.arrange(self.theme)
        self.present(self._state)

    def present(self, state: DevicesState) -> None:
        """Show `state`. Devices, and what was found, are counted from 0 in their lists' order."""
        before, self._state = self._state, state
        self._summary.say(state.summary)
        self._present_issues(state.issues)
        current = next((row for row in state.rows if row.current), None)
        rows = [_row(row) for row in state.rows]
        self._table.present(self.tr("All devices"), rows, current.device if current else "")
        guide, found = state.guide, state.found
        self._guide.setVisible(guide is not None)
        self._found.setVisible(guide is None and found is not None)
        self._detail.setVisible(guide is None and found is None and state.detail is not None)
        if guide is not None:
            self._guide.present(guide)
        elif found is not None:
            self._found.present(found)
        if state.detail is not None:
            self._detail.present(state.detail)
        if found is not None and before.found is None and guide is None:
            self.focus_found()
        elif before != state and guide is None and found is None and (before.guide or before.found):
            self.focus_first()
        calm = guide is None and found is None
        self._aside_acts.setVisible(calm and state.detail is not None)
        self._calibrate.setVisible(state.detail is not None and state.detail.can_guide)
        self._note.say(state.note)
        self._note.setVisible(bool(state.note))

    def keys(self) -> tuple[KeyHint, ...]:
        """What the key bar shows."""
        ids = ("device_rows", "self_test", "look_for", "guide", "change_port", "retry", "export", "aside", "help")
        words = {"export": self.tr("Report"), "aside": self.tr("Back")}
        return tuple(KeyHint(id, words.get(id, "")) for id in ids)

    def acts(self) -> dict[str, Act]:
        """What the page itself does on a key, to be bound in its scope."""
        return {
            "self_test": self.check_requested.emit,
            "look_for": self.search_requested.emit,
            "guide": self.guide_requested.emit,
            "change_port": self.compare_requested.emit,
            "export": self.report_requested.emit,
            "retry": partial(self._act_on_the_worst, IssueAct.RETRY),
            "print_a4": partial(self._act_on_the_worst, IssueAct.PRINT_A4),
            "ignore": partial(self._act_on_the_worst, IssueAct.IGNORE),
            "aside": self.left.emit,
            **{f"choice_{digit}": partial(self._answer_guide, digit - 1) for digit in range(1, 6)},
        }

    def focus_first(self) -> None:
        """Focus the table."""
        self._table.rows.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_found(self) -> None:
        """Focus the list of what was found."""
        self._found.rows.setFocus(Qt.FocusReason.OtherFocusReason)

    def arrange(self, theme: Theme) -> None:
        self._title_line.setSpacing(theme.px(16))
        self._head.setSpacing(theme.px(20 if not theme.compact else 12))
        self._head.setContentsMargins(theme.px(32), 0, theme.px(32), theme.px(16))
        self._aside.body.setSpacing(theme.px(16))
        self._acts_line.setSpacing(theme.px(12))

    def _build_main(self) -> None:
        shape = (
            Column(self.tr("Connection"), 2.4),
            Column(self.tr("Condition"), 2.6),
            Column(self.tr("Uses today"), 0.9, number=True),
            Column(self.tr("Failed"), 0.7, number=True),
        )
        self._table = Table(self.tr("All devices"), shape, first=2.4)
        self._summary = Text("", Role.LABEL)
        self._search = Button(self.tr("Look for devices"), key="N")
        self._report = Button(self.tr("Compatibility report"), key="Ctrl+E")
        self._title_line = QHBoxLayout()
        self._title_line.addWidget(Text(self.tr("Devices"), Role.TITLE))
        self._title_line.addWidget(self._summary)
        self._title_line.addStretch(1)
        self._title_line.addWidget(self._search)
        self._title_line.addWidget(self._report)
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

    def _build_aside(self) -> None:
        self._aside = Pane(Ground.GROUND, hairline=True, side=24)
        self._detail, self._guide, self._found = DeviceDetailPart(), DeviceGuidePart(), DeviceFoundPart()
        for part in (self._detail, self._guide, self._found):
            self._aside.body.addWidget(part)
        self._aside.body.addStretch(1)
        self._note = Text("", Role.CAPTION, Tone.INK3, wrap=True)
        self._check = Button(self.tr("Self-test"), key="J", tall=True)
        self._calibrate = Button(self.tr("Guide"), key="G", tall=True)
        self._move = Button(self.tr("Change port"), key="P", tall=True)
        self._aside_acts = QWidget()
        self._acts_line = QHBoxLayout(self._aside_acts)
        self._acts_line.setContentsMargins(0, 0, 0, 0)
        for button in (self._check, self._calibrate, self._move):
            self._acts_line.addWidget(button, 1)
        self._aside.foot.addWidget(self._note)
        self._aside.foot.addWidget(self._aside_acts)
        self._aside.foot.setSpacing(8)
        self._aside.show_foot()

    def _connect(self) -> None:
        self._table.rows.row_chosen.connect(lambda device: self.chosen.emit(self._place(device)))
        self._found.chosen.connect(self.chosen)
        self._found.add_requested.connect(partial(self.answered.emit, 0))
        self._guide.answered.connect(self.answered)
        for button, wish in (
            (self._search, self.search_requested),
            (self._report, self.report_requested),
            (self._check, self.check_requested),
            (self._calibrate, self.guide_requested),
            (self._move, self.compare_requested),
        ):
            button.clicked.connect(lambda _=False, wish=wish: wish.emit())
        self._tab_through()

    def _tab_through(self) -> None:
        acts = (self._check, self._calibrate, self._move)
        self._panes.tab_through(self._search, self._report, *self._issues, self._table.rows, self._found.rows, *acts)

    def _present_issues(self, issues: tuple[Issue, ...]) -> None:
        self._issue_room.setVisible(bool(issues))
        self._issue_heading.present(self.tr("%n issue(s)", "", len(issues)))
        while len(self._issues) < len(issues):
            self._add_issue()
        words = self._issue_words()
        for place, line in enumerate(self._issues):
            line.setVisible(place < len(issues))
            if place < len(issues):
                issue = issues[place]
                acts = [(words[act], ISSUE_KEYS[act] if place == 0 else "") for act in issue.acts]
                line.present(issue.mark, issue.title, issue.cure, acts)

    def _add_issue(self) -> None:
        line, place = IssueLine(), len(self._issues)
        line.act_requested.connect(lambda act: self._act_on(place, act))
        self._issues.append(line)
        self._issue_lines.addWidget(line)
        self._tab_through()

    def _issue_words(self) -> dict[IssueAct, str]:
        return {
            IssueAct.RETRY: self.tr("Try again"),
            IssueAct.GUIDE: self.tr("Guide"),
            IssueAct.PRINT_A4: self.tr("On A4 instead"),
            IssueAct.IGNORE: self.tr("Ignore"),
        }

    def _answer_guide(self, choice: int) -> None:
        """A digit answers a guide, or puts its outcome away; what a search found is added by Enter alone."""
        if self._state.guide is not None:
            self.answered.emit(choice)

    def _act_on(self, place: int, act: int) -> None:
        if place < len(self._state.issues):
            issue = self._state.issues[place]
            self.issue_acted.emit(issue.id, issue.acts[act])

    def _act_on_the_worst(self, act: IssueAct) -> None:
        """A key acts on the first issue that offers what it does."""
        issue = next((issue for issue in self._state.issues if act in issue.acts), None)
        if issue is not None:
            self.issue_acted.emit(issue.id, act)

    def _place(self, device: str) -> int:
        return next((place for place, row in enumerate(self._state.rows) if row.device == device), 0)


def _row(row: DeviceRow) -> TableRow:
    health = Cell(row.word, row.last, row.mark, Tone.BAD if row.mark is Mark.WRONG else Tone.INK2)
    failures = Cell(str(row.failures), tone=Tone.INK if row.failures else Tone.INK2)
    cells = (Cell(row.where or "—"), health, Cell(str(row.uses), tone=Tone.INK), failures)
    return TableRow(row.device, row.name, icon=row.icon, second=row.kind, cells=cells)
