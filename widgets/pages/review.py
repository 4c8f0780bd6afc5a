"""Step 4: what is doubtful with its evidence, the decision, and the slip as it will be printed."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.domain.case import Decision
from app.presenters.fields import FieldState
from app.presenters.intake.review_state import ReviewState
from app.presenters.marks import Mark, Tone
from app.presenters.shell import KeyHint
from widgets.keys import Act, Scope
from widgets.kit.button import ActLine, Button, Kind
from widgets.kit.choice_tile import Choice, ChoiceTiles
from widgets.kit.empty import Empty
from widgets.kit.field import Field
from widgets.kit.panes import Pane, Panes
from widgets.kit.plane import Ground, column
from widgets.kit.text import Role, Text
from widgets.kit.themed import Themed
from widgets.parts.review_table import INSET, ReviewTable
from widgets.parts.slip_panel import Sheet, SlipPanel
from widgets.theme.current import Theme


class ReviewPage(Themed):
    """What the clerk wishes is a signal; what is so comes through `present`. Rows go by their material's code."""

    SCOPE = Scope.REVIEW

    row_moved = Signal(int)
    doubt_accepted = Signal(str)
    retake_requested = Signal(str)
    decided = Signal(Decision)
    reason_given = Signal(str)
    slip_shown = Signal(int)
    confirmed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = ReviewState()
        self._counts = _Counts()
        self._table = ReviewTable(self.tr("Findings"))
        self._empty = Empty(self.tr("No item is chosen yet. "), self.tr("Go back to step 2"), "Ctrl+2")
        self._decision = _DecisionPart()
        self._slip = SlipPanel()
        self._build()
        self._connect()
        self.arrange(self.theme)
        self._show(self._state)

    def present(self, state: ReviewState) -> None:
        """Show `state`; costs nothing when it is shown already."""
        if state == self._state:
            return
        asks_reason = state.reason_wanted and not self._state.reason_wanted
        self._state = state
        self._show(state)
        if asks_reason:
            self._decision.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def keys(self) -> tuple[KeyHint, ...]:
        """This page's keys for the key bar; the tiles name their digits themselves."""
        retake = KeyHint("capture", self.tr("Retake"))
        act = KeyHint("act", self.tr("Confirm and print"))
        others = (KeyHint("to_supplement"), KeyHint("aside"), KeyHint("help"))
        return (KeyHint("doubts"), KeyHint("accept"), retake, act, *others)

    def acts(self) -> Mapping[str, Act]:
        """What each key does here, by key id; to be bound in its scope."""
        return {
            "accept": self._accept,
            "capture": self._retake,
            "to_supplement": self._ask_for_it,
            "act": self._confirm,
            **{f"decide_{number}": partial(self._decision.tiles.choose, number) for number in range(1, 5)},
        }

    def focus_first(self) -> None:
        """The table, so that arrows and letters act at once."""
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)

    def arrange(self, theme: Theme) -> None:
        self._head.setContentsMargins(theme.px(INSET), 0, theme.px(INSET), 0)
        self._none.setContentsMargins(theme.px(INSET), 0, theme.px(INSET), 0)
        self._main.body.setSpacing(theme.px(8))

    def _build(self) -> None:
        self._main, aside = _Work(), Pane(Ground.GROUND, hairline=True, side=24)
        self._head, self._none = QHBoxLayout(), QHBoxLayout()
        self._head.addWidget(self._counts)
        self._none.addWidget(self._empty)
        self._main.body.addLayout(self._head)
        self._main.body.addWidget(self._table)
        self._main.body.addLayout(self._none)
        self._main.body.addStretch(1)
        self._main.foot.addWidget(self._decision)
        self._main.show_foot()
        aside.body.addWidget(self._slip, 1)
        panes = _ReviewPanes(self._main, aside)
        column(self).addWidget(panes)
        panes.tab_through(self._table, self._decision, self._slip)

    def _connect(self) -> None:
        self._table.moved.connect(self.row_moved)
        self._table.doubt_accepted.connect(self.doubt_accepted)
        self._table.retake_requested.connect(self.retake_requested)
        self._table.supplement_requested.connect(self._ask_for_it)
        self._decision.tiles.chosen.connect(lambda id: self.decided.emit(Decision(id)))
        self._decision.reason.edited.connect(self.reason_given)
        self._decision.act.button.clicked.connect(self._confirm)
        self._slip.chosen.connect(self.slip_shown)

    def _show(self, state: ReviewState) -> None:
        self._counts.present(state)
        self._table.present(state.rows, supplement=self._may_ask())
        self._table.setVisible(bool(state.rows))
        self._empty.setVisible(not state.tiles)
        self._decision.present(state)
        self._decision.setVisible(bool(state.tiles))
        self._slip.present([Sheet(slip.title, slip.raster, slip.current) for slip in state.slips], state.dots)
        if self._table.current_view is not None:
            self._main.bring_into_view(self._table.current_view)

    def _may_ask(self) -> bool:
        """Whether asking for what is lacking is open, and not the decision already."""
        tile = next((each for each in self._state.tiles if each.decision is Decision.SUPPLEMENT), None)
        return tile is not None and not tile.barred and not tile.chosen

    def _accept(self) -> None:
        row = next((row for row in self._state.rows if row.current), None)
        if row is not None and row.can_accept:
            self.doubt_accepted.emit(row.code)

    def _retake(self) -> None:
        row = next((row for row in self._state.rows if row.current), None)
        if row is not None and row.can_retake:
            self.retake_requested.emit(row.code)

    def _ask_for_it(self) -> None:
        if self._may_ask():
            self.decided.emit(Decision.SUPPLEMENT)

    def _confirm(self) -> None:
        if self._state.act and not self._state.hold and not self._state.busy:
            self.confirmed.emit()


class _Work(Pane):
    """The table's column: its current row is filled from edge to edge, so the pane has no padding at the sides."""

    def __init__(self) -> None:
        super().__init__(side=0)


class _ReviewPanes(Panes):
    """Paper is as wide as paper is: the slip's column keeps its width on a narrow screen."""

    def __init__(self, main: Pane, aside: Pane) -> None:
        self._paper = aside
        super().__init__(main, aside, aside_width=400)

    def arrange(self, theme: Theme) -> None:
        super().arrange(theme)
        self._paper.setFixedWidth(theme.px(400))


class _Counts(Themed):
    """The page's title, and how many findings of each kind there are."""

    def __init__(self) -> None:
        super().__init__()
        self._open, self._complete = Text("", Role.STRONG), Text("", Role.BODY, Tone.INK2)
        self._catalogue = Text("", Role.LABEL)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.addWidget(Text(self.tr("Formal review"), Role.TITLE))
        for text in (self._open, self._complete):
            self._line.addWidget(text, 0, Qt.AlignmentFlag.AlignBottom)
        self._line.addStretch(1)
        self._line.addWidget(self._catalogue, 0, Qt.AlignmentFlag.AlignBottom)
        self.arrange(self.theme)

    def present(self, state: ReviewState) -> None:
        doubtful = self.tr("%n doubtful", "", state.doubtful) if state.doubtful else ""
        missing = self.tr("%n missing", "", state.missing) if state.missing else ""
        self._open.say("　".join(filter(None, (doubtful, missing))))
        self._open.setVisible(bool(self._open.text()))
        self._complete.say(self.tr("%n complete", "", state.complete))
        self._complete.setVisible(bool(state.rows))
        self._catalogue.say(self.tr("Catalogue %1").replace("%1", state.catalogue) if state.catalogue else "")

    def arrange(self, theme: Theme) -> None:
        self._line.setSpacing(theme.px(16))
        # Small words stand on the title's baseline.
        for text in (self._open, self._complete, self._catalogue):
            text.setContentsMargins(0, 0, 0, theme.px(3))


class _DecisionPart(Themed):
    """The clocks, the four decisions, the reason of a refusal, and the act; stays in sight under the table."""

    def __init__(self) -> None:
        super().__init__()
        self._clocks = Text("", Role.LABEL)
        self.tiles = ChoiceTiles(self.tr("Decision"))
        self.reason = Field(self.tr("Reason of the refusal"))
        self.act = ActLine(Button("", Kind.MAIN, key="Ctrl+Enter", tall=True))
        self._head = QHBoxLayout()
        self._head.addWidget(Text(self.tr("Decision"), Role.SECTION))
        self._head.addStretch(1)
        self._head.addWidget(self._clocks)
        self._column = column(self)
        self._column.addLayout(self._head)
        for widget in (self.tiles, self.reason, self.act):
            self._column.addWidget(widget)
        self.arrange(self.theme)

    def present(self, state: ReviewState) -> None:
        self._clocks.say(state.clocks)
        choices = [Choice(tile.decision.value, tile.name, tile.key, tile.hint, tile.barred) for tile in state.tiles]
        self.tiles.present(choices, next((each.decision.value for each in state.tiles if each.chosen), ""))
        hint = self.tr("Reason and legal basis, as they are printed in the decision")
        self.reason.present(FieldState(state.reason, placeholder=hint))
        self.reason.setVisible(state.reason_wanted)
        if state.busy:
            self.act.present(state.act, reason=self.tr("Saving"), mark=Mark.RUNNING)
        else:
            self.act.present(state.act or self.tr("Confirm"), reason=state.hold)
        self.act.setVisible(bool(state.act))

    def arrange(self, theme: Theme) -> None:
        self._column.setSpacing(theme.px(8 if theme.compact else 12))
        self.act.button.setMinimumWidth(theme.px(320))
