"""Find a case of the hall again, see it whole, print its slips again."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.presenters.fields import FieldState
from app.presenters.find.state import FindState, FoundRow, KeptPage, Since
from app.presenters.marks import Mark, Tone
from app.presenters.shell import KeyHint
from widgets.keys import Act, Scope
from widgets.kit.button import Button
from widgets.kit.facts import Facts
from widgets.kit.field import Field
from widgets.kit.heading import Heading, Listing
from widgets.kit.panes import ListPane, Pane, Panes
from widgets.kit.pill import Fill, Pill, PillState
from widgets.kit.plane import Ground, column
from widgets.kit.row import Row
from widgets.kit.rows import Rows
from widgets.kit.segmented import Option, Segmented
from widgets.kit.slip_preview import SlipPreview
from widgets.kit.text import Role, Text
from widgets.kit.themed import Themed
from widgets.kit.thumbs import Kept, Thumbs
from widgets.kit.timeline import Happening, Timeline
from widgets.parts.come_back_line import ComeBackLine
from widgets.parts.sign_back_line import SignBackLine
from widgets.theme.current import Breadth, Theme

_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
_FILLS = {Mark.DONE: Fill.OK, Mark.DOUBTFUL: Fill.WARN}
_PAPER = {576: 80, 384: 58}


class FindPage(Themed):
    """The search and its list, the current case, and its slips. Down and Up move in the list while one types."""

    SCOPE = Scope.FIND

    searched = Signal(str)
    since_chosen = Signal(Since)
    chosen = Signal(int)
    slip_chosen = Signal(int)
    reprint_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = FindState()
        self._pages: tuple[KeptPage, ...] = ()
        self._build_list()
        self._build_case()
        self._build_slips()
        self._panes = Panes(self._main, self._aside, aside_width=432, leading=self._list_pane)
        column(self).addWidget(self._panes)
        self._panes.tab_through(self._search.entry, self._since, self._slips, self._preview, self._reprint)
        self.arrange(self.theme)
        self.present(self._state)

    def present(self, state: FindState) -> None:
        """Show `state`. Rows and slips are counted from 0."""
        before, self._state = self._state, state
        self._search.present(FieldState(state.query, placeholder=self.tr("Number, name, ID number or item")))
        self._since.present(state.since.value)
        self._count.say(state.count if state.rows else "")
        self._rows.present(
            [_row(row, place) for place, row in enumerate(state.rows)],
            next((str(place) for place, row in enumerate(state.rows) if row.current), ""),
        )
        self._empty.say(state.empty)
        self._empty.setVisible(bool(state.empty))
        self._hall.say(state.hall)
        self._hall.setVisible(bool(state.hall))
        self._present_case(state)
        self._present_slips(state)
        if state.raster is not before.raster or state.dots != before.dots:
            self._preview.present(state.raster, paper=_PAPER.get(state.dots, 80))

    def keys(self) -> tuple[KeyHint, ...]:
        """What the key bar shows."""
        here = (("come_back", self._state.can_come_back), ("withdraw", self._state.can_withdraw))
        acts = tuple(id for id, possible in (*here, ("sign_back", self.sign_back.offered)) if possible)
        hints = tuple(KeyHint(id) for id in ("found", "since", "next_slip", "reprint", *acts))
        return (*hints, KeyHint("aside", self.tr("Back")), KeyHint("help"))

    def acts(self) -> dict[str, Act]:
        """What the page itself does on a key, to be bound in its scope."""
        return {
            "since": self._next_since,
            "next_slip": self._next_slip,
            "reprint": self._print_again,
            "find": self.focus_first,
            "come_back": self.come_back.come_back_requested.emit,
            "withdraw": self.come_back.withdraw_asked.emit,
            "sign_back": self.sign_back.scan_requested.emit,
            "capture": self.sign_back.photo_requested.emit,
            "import_file": self.sign_back.choose_files,
        }

    def focus_first(self) -> None:
        """Focus the search field, its text selected."""
        self._search.setFocus(Qt.FocusReason.OtherFocusReason)
        self._search.entry.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The search field hands Up and Down to the list, and keeps the focus."""
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent) or event.modifiers():
            return False
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None:
            self._move(step)
        return step is not None

    def arrange(self, theme: Theme) -> None:
        self._main.body.setSpacing(theme.px(16 if not theme.compact else 12))
        self._aside.body.setSpacing(theme.px(16))
        self._main.foot.setSpacing(theme.px(12))
        self._head_line.setSpacing(theme.px(16))
        self._since_line.setSpacing(theme.px(12))
        self._preview.setMinimumHeight(theme.px(240 if theme.breadth is not Breadth.SLIM else 480))

    def _build_list(self) -> None:
        self._search = Field(self.tr("Find a case"))
        self._search.edited.connect(self.searched)
        self._search.entry.installEventFilter(self)
        spans = ((Since.TODAY, self.tr("Today")), (Since.WEEK, self.tr("7 days")), (Since.ALL, self.tr("All")))
        self._since = Segmented(self.tr("Period"), [Option(since.value, word) for since, word in spans])
        self._since.chosen.connect(lambda id: self.since_chosen.emit(Since(id)))
        self._count = Text("", Role.LABEL)
        self._since_line = QHBoxLayout()
        self._since_line.addWidget(self._since)
        self._since_line.addStretch(1)
        self._since_line.addWidget(self._count)
        self._empty = Text("", Role.BODY, Tone.INK2, wrap=True)
        self._hall = Text("", Role.LABEL, wrap=True)
        self._rows = Rows(self.tr("Cases"), inset=32)
        # Focus stays in the search field: it moves through the list itself.
        self._rows.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._rows.row_chosen.connect(lambda id: self.chosen.emit(int(id)))
        self._list_pane = ListPane(self._rows)
        self._list_pane.head.addWidget(self._search)
        self._list_pane.head.addLayout(self._since_line)
        self._list_pane.head.addWidget(self._empty)
        self._list_pane.head.addWidget(self._hall)

    def _build_case(self) -> None:
        self._main = Pane(hairline=True)
        self._title, self._pill = Text("", Role.TITLE, wrap=True), Pill()
        self._number, self._central = Text("", Role.LABEL), Text("", Role.LABEL, wrap=True)
        self._head_line = QHBoxLayout()
        self._head_line.addWidget(self._title, 1)
        self._head_line.addWidget(self._pill, 0, Qt.AlignmentFlag.AlignVCenter)
        self._facts = Facts(88)
        self._timeline_title, self._timeline = Heading(self.tr("What happened")), Timeline(self.tr("What happened"))
        self._pages_title, self._thumbs = Heading(self.tr("Pages")), Thumbs(self.tr("Pages"))
        words = column()
        words.addWidget(self._number)
        words.addWidget(self._central)
        self._main.body.addLayout(self._head_line)
        self._main.body.addLayout(words)
        for widget in (
            self._facts, self._timeline_title, self._timeline,
            self._pages_title, self._thumbs,
        ):  # fmt: skip
            self._main.body.addWidget(widget)
        self._main.body.addStretch(1)
        self.come_back = ComeBackLine()
        self.sign_back = SignBackLine("Ctrl+S", self)
        self._main.foot.addWidget(self.sign_back)
        self._main.foot.addWidget(self.come_back)

    def _build_slips(self) -> None:
        self._aside = Pane(Ground.GROUND, hairline=True, side=24)
        self._slips = Rows(self.tr("Slips"), inset=12)
        self._slips.row_chosen.connect(lambda id: self.slip_chosen.emit(int(id)))
        self._slip_part = Listing(self.tr("Slips"), self._slips)
        self._preview = SlipPreview(self.tr("Slip as it is printed"))
        self._note = Text("", Role.LABEL, wrap=True)
        self._reprint = Button(self.tr("Print again"), key="Ctrl+P", tall=True)
        self._reprint.clicked.connect(self._print_again)
        self._aside.body.addWidget(self._slip_part)
        self._aside.body.addWidget(self._preview, 1)
        self._aside.foot.addWidget(self._note)
        self._aside.foot.addWidget(self._reprint)
        self._aside.foot.setSpacing(8)
        self._aside.show_foot()

    def _present_case(self, state: FindState) -> None:
        opened = bool(state.number)
        self._title.say(state.title)
        self._number.say(state.number)
        self._central.say(state.central)
        self._pill.present(PillState(state.state, _FILLS.get(state.state_mark, Fill.NEUTRAL), state.state_mark))
        self._pill.setVisible(opened)
        self._facts.present(state.facts)
        self.come_back.present(
            can_come_back=state.can_come_back, can_withdraw=state.can_withdraw, withdrawing=state.withdrawing
        )
        self.come_back.setVisible(state.can_come_back or state.can_withdraw)
        self._main.show_foot(state.can_come_back or state.can_withdraw or not self.sign_back.isHidden())
        self._timeline_title.present(self.tr("%n step(s)", "", len(state.timeline)))
        self._timeline.present(
            [
                Happening(each.at, "，".join(filter(None, (each.what, each.reason))), each.who)
                for each in reversed(state.timeline)
            ]
        )
        self._pages_title.present(self.tr("%n page(s)", "", len(state.pages)))
        for widget in (self._number, self._timeline_title, self._timeline):
            widget.setVisible(opened)
        self._central.setVisible(bool(state.central))
        self._pages_title.setVisible(bool(state.pages))
        self._thumbs.setVisible(bool(state.pages))
        if state.pages is not self._pages:
            self._pages = state.pages
            self._thumbs.present([Kept(QImage.fromData(page.picture), page.material) for page in state.pages])

    def _present_slips(self, state: FindState) -> None:
        current = next((str(place) for place, slip in enumerate(state.slips) if slip.current), "")
        rows = [Row(str(place), slip.title, right=slip.printed) for place, slip in enumerate(state.slips)]
        self._slip_part.present(self.tr("%n slip(s)", "", len(rows)), rows, current)
        self._note.say(state.note, state.note_tone)
        self._note.setVisible(bool(state.note))
        for widget in (self._slip_part, self._preview, self._reprint):
            widget.setVisible(bool(state.slips))

    def _move(self, by: int) -> None:
        current = next((place for place, row in enumerate(self._state.rows) if row.current), 0)
        wanted = max(0, min(current + by, len(self._state.rows) - 1))
        if self._state.rows and wanted != current:
            self.chosen.emit(wanted)

    def _next_since(self) -> None:
        order = list(Since)
        self.since_chosen.emit(order[(order.index(self._state.since) + 1) % len(order)])

    def _next_slip(self) -> None:
        slips = self._state.slips
        if len(slips) > 1:
            current = next((place for place, slip in enumerate(slips) if slip.current), 0)
            self.slip_chosen.emit((current + 1) % len(slips))

    def _print_again(self) -> None:
        if self._state.slips:
            self.reprint_requested.emit()


def _row(row: FoundRow, place: int) -> Row:
    return Row(str(place), row.title, row.mark, second=row.second, right=row.word, right_second=row.right)
