"""Step 5: the case is saved; its slips are printed, or wait and say why."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from app.presenters.intake.slip import SlipRow, SlipState
from app.presenters.marks import Mark, Tone
from app.presenters.shell import KeyHint
from widgets.keys import Act, Scope
from widgets.kit.banner import Banner
from widgets.kit.button import Button, Kind
from widgets.kit.empty import Empty
from widgets.kit.mark_view import MarkView
from widgets.kit.panes import Pane, Panes
from widgets.kit.plane import Ground, column
from widgets.kit.row import Group, Row
from widgets.kit.rows import Rows
from widgets.kit.text import Role, Text
from widgets.kit.themed import Themed
from widgets.parts.finish_line import FinishLine
from widgets.parts.sign_back_line import SignBackLine
from widgets.parts.slip_panel import Sheet, SlipPanel
from widgets.parts.trouble import trouble_banner
from widgets.theme.current import Theme

INSET = 32  # of words and rows in the column, which has no padding: its current row is filled from edge to edge


class SlipPage(Themed):
    """What the clerk wishes is a signal; what is so comes through `present`."""

    SCOPE = Scope.SLIP

    slip_chosen = Signal(int)
    print_requested = Signal()
    a4_requested = Signal()
    elsewhere_requested = Signal()
    waiting_chosen = Signal(int)
    next_applicant_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = SlipState()
        self._saved, self._facts = _Saved(), _Facts()
        self._banner = Banner()
        self._empty = Empty(self.tr("No case is saved yet. "), self.tr("Confirm it in the review"), "Ctrl+4")
        self._rows = _List(self.tr("Slips"))
        self._waiting = _List(self.tr("Other slips waiting for the printer"))
        self._again = Button(self.tr("Print again"), key="P", icon="printer")
        self._a4 = Button(self.tr("Print on A4"), key="F8", icon="document")
        self._elsewhere = Button(self.tr("On the other printer"), key="O")
        self._note = MarkView()
        self._next = Button(self.tr("Next applicant"), Kind.MAIN, key="Ctrl+Enter", tall=True)
        self._paper = SlipPanel()
        self.finish = FinishLine()
        self.sign_back = SignBackLine("S", self)
        self._build()
        self._connect()
        self.arrange(self.theme)
        self._show(self._state)

    def present(self, state: SlipState) -> None:
        """Show `state`; costs nothing when it is shown already."""
        if state != self._state:
            self._state = state
            self._show(state)

    def keys(self) -> tuple[KeyHint, ...]:
        """This page's keys for the key bar."""
        act = KeyHint("act", self.tr("Next applicant"))
        other = (KeyHint("print_elsewhere"),) if self._state.elsewhere else ()
        finish = (KeyHint("finish"),) if self.finish.offered else ()
        signed = (KeyHint("sign_back"),) if self.sign_back.offered else ()
        acts = (*other, *signed, *finish, act)
        return (KeyHint("slips"), KeyHint("print_again"), KeyHint("print_a4"), *acts, KeyHint("help"))

    def acts(self) -> Mapping[str, Act]:
        """What each key does here, by key id; to be bound in its scope."""
        return {
            "print_again": self._print,
            "print_a4": self._save_a4,
            "print_elsewhere": self._print_elsewhere,
            "finish": self.finish.finish_requested.emit,
            "sign_back": self.sign_back.scan_requested.emit,
            "capture": self.sign_back.photo_requested.emit,
            "import_file": self.sign_back.choose_files,
            "act": self.next_applicant_requested.emit,
        }

    def focus_first(self) -> None:
        """The slips, so that arrows and letters act at once."""
        (self._rows if self._state.slips else self._waiting).setFocus(Qt.FocusReason.OtherFocusReason)

    def arrange(self, theme: Theme) -> None:
        gap, side = theme.px(16 if not theme.compact else 12), theme.px(INSET)
        for layout in (self._main.body, self._top):
            layout.setSpacing(gap)
        for padded in (self._top, self._buttons, self._told):
            padded.setContentsMargins(side, 0, side, 0)
        self._buttons.setSpacing(theme.px(8))
        self._told.setSpacing(gap)
        for rows in (self._rows, self._waiting):
            rows.fit()

    def _build(self) -> None:
        self._main, aside = Pane(side=0), Pane(Ground.GROUND, hairline=True, side=24)
        self._buttons, self._foot = QHBoxLayout(), QHBoxLayout()
        self._top, self._told = column(), column()
        for button in (self._again, self._a4, self._elsewhere):
            self._buttons.addWidget(button)
        self._buttons.addWidget(self._note, 1)
        for part in (self._saved, self._banner, self._empty):
            self._top.addWidget(part)
        self._main.body.addLayout(self._top)
        self._main.body.addWidget(self._rows)
        self._main.body.addLayout(self._buttons)
        self._told.addWidget(self.sign_back)
        self._told.addWidget(self.finish)
        self._told.addWidget(self._facts)
        self._main.body.addLayout(self._told)
        self._main.body.addWidget(self._waiting)
        self._main.body.addStretch(1)
        self._foot.addStretch(1)
        self._foot.addWidget(self._next)
        self._main.foot.addLayout(self._foot)
        self._main.show_foot()
        aside.body.addWidget(self._paper, 1)
        panes = _SlipPanes(self._main, aside)
        column(self).addWidget(panes)
        panes.tab_through(self._rows, self._again, self._a4, self._elsewhere, *self.sign_back.fields(),
                          *self.finish.fields(), self._waiting, self._next, self._paper)  # fmt: skip

    def _connect(self) -> None:
        self._rows.row_chosen.connect(self._choose)
        self._rows.entered.connect(lambda _: self._print())
        self._again.clicked.connect(self._print)
        self._a4.clicked.connect(self._save_a4)
        self._elsewhere.clicked.connect(self._print_elsewhere)
        self._waiting.entered.connect(lambda id: self.waiting_chosen.emit(int(id)))
        self._next.clicked.connect(lambda: self.next_applicant_requested.emit())
        self._paper.chosen.connect(self.slip_chosen)

    def _show(self, state: SlipState) -> None:
        saved, held = bool(state.number), bool(state.trouble)
        self._saved.present(state)
        self._facts.present(state.facts)
        self._banner.present(trouble_banner(state.trouble))
        self._present_slips(state.slips)
        self._present_waiting(state)
        self._note.present(Mark.DONE if state.note else None, state.note)
        again = self.tr("Print again") if _printed(state.slips) else self.tr("Print")
        self._again.present(again, kind=Kind.MAIN if held else Kind.OUTLINED, enabled=not state.busy)
        self._next.present(self.tr("Next applicant"), kind=Kind.OUTLINED if held else Kind.MAIN)
        for widget in (self._saved, self._facts, self._rows, self._again, self._a4):
            widget.setVisible(saved)
        self._elsewhere.setVisible(saved and bool(state.elsewhere))
        self._elsewhere.setAccessibleDescription(state.elsewhere)
        self._empty.setVisible(not saved)
        raster_of = {slip.id: state.raster for slip in state.slips if slip.current}
        sheets = [Sheet(slip.title, raster_of.get(slip.id), slip.current) for slip in state.slips]
        self._paper.present(sheets, state.dots)
        self._paper.say(state.printer_mark, state.printer)

    def _present_slips(self, slips: Sequence[SlipRow]) -> None:
        rows = [Row(str(slip.id), slip.title, slip.mark, right=slip.word, right_tone=slip.tone) for slip in slips]
        current = next((str(slip.id) for slip in slips if slip.current), "")
        self._rows.present([Group(self.tr("Slips"), self.tr("%n piece(s)", "", len(slips))), *rows], current)
        self._rows.fit()

    def _present_waiting(self, state: SlipState) -> None:
        """Slips of other cases; Enter prints the one the clerk moved to. This case's own are above."""
        own = {slip.id for slip in state.slips}
        rows = [
            Row(str(slip.id), slip.title, Mark.WAITING, second=slip.second, right=self.tr("Enter prints"))
            for slip in state.waiting
            if slip.id not in own
        ]
        title = Group(self.tr("Other slips waiting for the printer"), self.tr("%n piece(s)", "", len(rows)))
        self._waiting.present([title, *rows], self._waiting.current if self._waiting.hasFocus() else "")
        self._waiting.fit()
        self._waiting.setVisible(bool(rows))

    def _choose(self, slip_id: str) -> None:
        self.slip_chosen.emit([str(slip.id) for slip in self._state.slips].index(slip_id))

    def _print(self) -> None:
        if self._state.slips and not self._state.busy:
            self.print_requested.emit()

    def _print_elsewhere(self) -> None:
        if self._state.slips and self._state.elsewhere:
            self.elsewhere_requested.emit()

    def _save_a4(self) -> None:
        if self._state.slips:
            self.a4_requested.emit()


class _List(Rows):
    """A list as long as its rows; the page scrolls, not the list."""

    def __init__(self, name: str) -> None:
        super().__init__(name, inset=INSET)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def fit(self) -> None:
        self.setFixedHeight(max(1, self.content_height()))


class _SlipPanes(Panes):
    """Paper is as wide as paper is: the slip's column keeps its width on a narrow screen."""

    def __init__(self, main: Pane, aside: Pane) -> None:
        self._slip = aside
        super().__init__(main, aside, aside_width=400)

    def arrange(self, theme: Theme) -> None:
        super().arrange(theme)
        self._slip.setFixedWidth(theme.px(400))


class _Saved(Themed):
    """That the case is saved, under which number, and until when it is decided."""

    def __init__(self) -> None:
        super().__init__()
        self._headline = Text("", Role.TITLE)
        self._number, self._due = _Figure(self.tr("Number")), _Figure(self.tr("Decided at the latest"))
        self._figures = QHBoxLayout()
        self._figures.addWidget(self._number)
        self._figures.addWidget(self._due)
        self._figures.addStretch(1)
        self._column = column(self)
        self._column.addWidget(self._headline)
        self._column.addLayout(self._figures)
        self.arrange(self.theme)

    def present(self, state: SlipState) -> None:
        self._headline.say(state.headline)
        self._number.present(state.number)
        self._due.present(state.due)
        self._due.setVisible(bool(state.due))

    def arrange(self, theme: Theme) -> None:
        self._column.setSpacing(theme.px(16 if not theme.compact else 8))
        self._figures.setSpacing(theme.px(56))


class _Facts(Themed):
    """What the applicant is told, label beside value."""

    def __init__(self) -> None:
        super().__init__()
        self._facts: tuple[tuple[str, str], ...] = ()
        self._pairs: list[tuple[Text, Text]] = []
        self._grid = QGridLayout(self)
        self._grid.setColumnStretch(1, 1)
        self.arrange(self.theme)

    def present(self, facts: tuple[tuple[str, str], ...]) -> None:
        if facts == self._facts:
            return
        self._facts = facts
        while len(self._pairs) < len(facts):
            self._add()
        for number, (label, value) in enumerate(self._pairs):
            label.setVisible(number < len(facts))
            value.setVisible(number < len(facts))
            if number < len(facts):
                label.say(facts[number][0])
                value.say(facts[number][1])

    def arrange(self, theme: Theme) -> None:
        self._grid.setContentsMargins(0, theme.px(8), 0, 0)
        self._grid.setHorizontalSpacing(theme.px(16))
        self._grid.setVerticalSpacing(theme.px(8 if not theme.compact else 4))
        self._grid.setColumnMinimumWidth(0, theme.px(96))

    def _add(self) -> None:
        pair = (Text("", Role.LABEL), Text("", Role.BODY, wrap=True))
        for place, text in enumerate(pair):
            self._grid.addWidget(text, len(self._pairs), place)
        self._pairs.append(pair)


class _Figure(Themed):
    """A value to be read out to the applicant, under its label."""

    def __init__(self, label: str) -> None:
        super().__init__()
        self._value = Text("", Role.FIGURE)
        stack = column(self)
        stack.addWidget(Text(label, Role.LABEL))
        stack.addWidget(self._value)

    def present(self, value: str) -> None:
        self._value.say(value, Tone.INK)


def _printed(slips: Sequence[SlipRow]) -> bool:
    """Whether the current slip came out already, so that another print is a reprint."""
    return any(slip.current and slip.mark in (Mark.DONE, Mark.HINT) for slip in slips)
