"""The page of hand-overs: what must go, what comes, what is late or differs; beside it the case and its slip."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.presenters.hand_over.state import HandOverState, Line
from app.presenters.marks import Mark, Tone
from app.presenters.shell import BannerState, KeyHint, Severity
from widgets.keys import Act, Scope
from widgets.kit.banner import Banner
from widgets.kit.facts import Facts
from widgets.kit.mark_view import MarkView
from widgets.kit.note import Notes
from widgets.kit.panes import ListPane, Pane, Panes
from widgets.kit.pill import Fill, Pill, PillState
from widgets.kit.plane import column
from widgets.kit.row import Entry, Group, Row
from widgets.kit.rows import Rows
from widgets.kit.slip_preview import SlipPreview
from widgets.kit.tabs import Tab, Tabs
from widgets.kit.text import Role, Text
from widgets.kit.themed import Themed
from widgets.parts.act_line import ActLine
from widgets.theme.current import Theme

_FILLS = {Mark.DONE: Fill.OK, Mark.DOUBTFUL: Fill.WARN, Mark.WRONG: Fill.WARN}
_SEVERITY = {Mark.WRONG: Severity.BAD, Mark.DOUBTFUL: Severity.WARN, Mark.WAITING: Severity.WARN}
_DIFFERENCES = ("missing", "damaged", "wrong_count", "wrong_paper")
_KEYS = {
    "send": ("tab_receive", "tab_follow", "papers", "mark", "mark_all", "fewer", "more", "act", "help"),
    "receive": ("tab_send", "tab_follow", "papers", "mark", *_DIFFERENCES, "help"),
    "follow": ("tab_send", "tab_receive", "papers", "take_back", "reprint", "help"),
}


class HandOverPage(Themed):
    """Groups at the left; at the right the current case or batch, its two acknowledgements, what may be done."""

    SCOPE = Scope.HAND_OVER

    tab_chosen = Signal(str)
    chosen = Signal(str)
    acted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = HandOverState()
        self._build_list()
        self._build_main()
        self._panes = Panes(self._main, leading=self._list_pane, leading_width=480)
        column(self).addWidget(self._panes)
        self._tabs.chosen.connect(self.tab_chosen)
        self._rows.row_chosen.connect(self.chosen)
        self._act_line.acted.connect(self.acted)
        self._panes.tab_through(self._tabs, self._rows, self._act_line)
        self.arrange(self.theme)
        self.present(self._state)

    def present(self, state: HandOverState) -> None:
        """Show `state`."""
        self._state = state
        tabs = [Tab(tab.value, word, str(count) if count else "") for tab, word, count in state.tabs]
        self._tabs.present(tabs, state.tab.value)
        self._note.present(state.note_mark, state.note)
        self._empty.present(None if state.loading else Mark.DONE, state.loading or state.empty)
        self._empty.setVisible(bool(state.loading or state.empty))
        entries: list[Entry] = []
        for group in state.groups:
            entries += [Group(group.title, group.note), *(_row(line) for line in group.lines)]
        self._rows.present(entries, state.current)
        self._present_main(state)

    def keys(self) -> tuple[KeyHint, ...]:
        """What the key bar shows."""
        sending = self._state.tab.value == "send"
        words = {"act": self.tr("Send"), "mark": self.tr("Choose") if sending else self.tr("Paper is here")}
        return tuple(KeyHint(id, words.get(id, "")) for id in _KEYS[self._state.tab.value])

    def acts(self) -> dict[str, Act]:
        """What the page itself does on a key, to be bound in its scope."""
        named = ("mark", "mark_all", "fewer", "more", "receiver", "take_back", "reprint", *_DIFFERENCES)
        acts: dict[str, Act] = {id: partial(self.acted.emit, id) for id in named}
        acts |= {f"tab_{tab}": partial(self.tab_chosen.emit, tab) for tab in _KEYS}
        return acts | {"act": partial(self.acted.emit, "send")}

    def focus_first(self) -> None:
        """Focus the list."""
        self._rows.setFocus(Qt.FocusReason.OtherFocusReason)

    def arrange(self, theme: Theme) -> None:
        self._head_line.setSpacing(theme.px(16))
        self._main.body.setSpacing(theme.px(16))
        self._list_pane.head.setSpacing(theme.px(8))

    def _build_list(self) -> None:
        self._tabs, self._note = Tabs(self.tr("Hand-overs")), MarkView()
        self._empty = MarkView(Mark.DONE, units=15)
        self._rows = Rows(self.tr("Papers"), inset=32)
        self._list_pane = ListPane(self._rows)
        for widget in (self._tabs, self._note, self._empty):
            self._list_pane.head.addWidget(widget)

    def _build_main(self) -> None:
        self._main = Pane(hairline=True)
        self._said = Banner()
        self._title, self._pill = Text("", Role.TITLE, wrap=True), Pill()
        self._detail, self._facts = Text("", Role.LABEL, Tone.INK2, wrap=True), Facts(104, columns=2)
        self._acks = Notes(self.tr("Acknowledgements"))
        self._slip = SlipPreview(self.tr("Hand-over slip"))
        self._act_line = ActLine(scope=Scope.HAND_OVER)
        self._head_line = QHBoxLayout()
        self._head_line.addWidget(self._title, 1)
        self._head_line.addWidget(self._pill, 0, Qt.AlignmentFlag.AlignVCenter)
        self._main.body.addWidget(self._said)
        self._main.body.addLayout(self._head_line)
        for widget in (self._detail, self._facts, self._acks):
            self._main.body.addWidget(widget)
        self._main.body.addWidget(self._slip, 1)
        self._main.body.addStretch(0)
        self._main.foot.addWidget(self._act_line)

    def _present_main(self, state: HandOverState) -> None:
        severity = _SEVERITY.get(state.said_mark, Severity.NEUTRAL)
        self._said.present(BannerState("", state.said, state.said_detail, severity) if state.said else None)
        self._title.say(state.title)
        self._pill.setVisible(bool(state.word))
        self._pill.present(
            PillState(state.word, _FILLS.get(state.word_mark or Mark.HINT, Fill.NEUTRAL), state.word_mark)
        )
        self._detail.say(state.detail)
        self._detail.setVisible(bool(state.detail))
        self._facts.present(state.facts)
        self._acks.present(state.acks)
        self._acks.setVisible(bool(state.acks))
        self._slip.present(state.slip, description=state.slip_name)
        self._slip.setVisible(state.slip is not None)
        self._act_line.present(state.acts)
        self._main.show_foot(bool(state.acts))


def _row(line: Line) -> Row:
    tone = Tone.WARN if line.urgent else Tone.INK2
    return Row(line.id, line.title, line.mark, second=line.second, right=line.right, right_tone=tone,
               right_second=line.right_second)  # fmt: skip
