"""Handing results out: what waits and the locker at the left, the case and its recipient, the way at the right."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.facts import Way
from app.presenters.hand_out.state import HandOutState
from app.presenters.shell import KeyHint
from widgets.keys import Act, Scope
from widgets.kit.panes import Pane, Panes
from widgets.kit.plane import Ground, column
from widgets.kit.segmented import Option, Segmented
from widgets.kit.signature_canvas import SignatureCanvas
from widgets.kit.text import Role, Text
from widgets.kit.themed import Themed
from widgets.parts.act_line import ActLine
from widgets.parts.act_panel import ActPanel
from widgets.parts.cabinet import Cabinet
from widgets.parts.recipient_pane import RecipientPane
from widgets.parts.work_list import WorkList
from widgets.theme.current import Theme

_ACTS = ("by_paper", "take_back", "left_empty", "left_full", "repaired", "by_key", "keep_cell")


class HandOutPage(Themed):
    """What the clerk wishes is a signal; what is so comes through `present`."""

    SCOPE = Scope.HAND_OUT

    searched = Signal(str)
    looked_up = Signal(str)
    chosen = Signal(str)
    cell_chosen = Signal(int)
    code_typed = Signal(str)
    code_entered = Signal(str)
    way_chosen = Signal(Way)
    changed = Signal(str, str)
    card_wanted = Signal()
    signed = Signal(bytes)
    acted = Signal(str)
    done = Signal()
    left = Signal()
    reveal_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = HandOutState()
        self._list, self._cabinet, self._case, self._beside = WorkList(), Cabinet(), RecipientPane(), _Beside()
        self.waiting = self._list.loading
        leading = QWidget()
        left = column(leading)
        left.addWidget(self._list, 1)
        left.addWidget(self._cabinet)
        self._panes = Panes(self._case, self._beside, aside_width=432, leading=leading, leading_width=376)
        column(self).addWidget(self._panes)
        self._panes.tab_through(self._list, self._cabinet.cells, self._cabinet.code, self._beside)
        self._connect()
        self._show(self._state)

    def present(self, state: HandOutState) -> None:
        """Show `state`; costs nothing when it is shown already."""
        if state != self._state:
            before, self._state = self._state, state
            self._show(state)
            acts = [each.panel.act if each.panel else "" for each in (before, state)]
            if acts[0] != acts[1]:
                if state.panel is not None and state.panel.entries:
                    self._beside.panel.focus_first()
                elif before.panel is not None and before.panel.entries:
                    self.focus_first()  # an entry that goes away would leave the focus to the search
                if state.panel is not None:
                    self._case.bring_into_view(self._beside.panel)

    def keys(self) -> tuple[KeyHint, ...]:
        """This page's keys for the key bar."""
        words = {"act": self.tr("Do it"), "aside": self.tr("Leave it")}
        ids = ("way_1", "way_2", "way_3", "read_card", "pickup_code", "keep_cell", "find", "act", "aside", "help")
        return tuple(KeyHint(id, words.get(id, "")) for id in ids)

    def acts(self) -> Mapping[str, Act]:
        """What each key does here, by key id; to be bound in its scope."""
        ways = {f"way_{place}": partial(self.way_chosen.emit, way) for place, way in enumerate(Way, start=1)}
        return {
            "find": self._list.focus_search,
            "read_card": self.card_wanted.emit,
            "pickup_code": self._cabinet.focus_code,
            "reveal": self.reveal_requested.emit,
            "act": self.done.emit,
            "aside": self._leave,
            **ways,
            **{act: partial(self.acted.emit, act) for act in _ACTS},
        }

    def focus_first(self) -> None:
        """The list, so that arrows and letters act at once."""
        self._list.focus_rows()

    def _connect(self) -> None:
        self._list.searched.connect(self.searched)
        self._list.search.left_for_list.connect(self._look_up)
        self._list.chosen.connect(self.chosen)
        self._cabinet.code_typed.connect(self.code_typed)
        self._cabinet.code_entered.connect(self.code_entered)
        self._cabinet.cell_chosen.connect(self.cell_chosen)
        beside = self._beside
        beside.way.chosen.connect(lambda id: self.way_chosen.emit(Way(id)))
        beside.panel.changed.connect(self.changed)
        beside.panel.done.connect(self.done)
        beside.panel.left.connect(self._leave)
        beside.line.acted.connect(self.acted)
        beside.canvas.strokes_changed.connect(self._signed)

    def _look_up(self) -> None:
        if text := self._list.search.text().strip():
            self.looked_up.emit(text)

    def _show(self, state: HandOutState) -> None:
        self._list.present(state.list)
        self._cabinet.present(state.cabinet)
        self._case.present(state)
        self._beside.present(state)

    def _signed(self) -> None:
        signature = self._beside.canvas.signature()
        self.signed.emit(signature.png if signature is not None else b"")

    def _leave(self) -> None:
        self.left.emit()
        self._list.focus_rows()


class _Beside(Pane):
    """At the right: the way, what it wants, the paper to sign on, and the act."""

    def __init__(self) -> None:
        super().__init__(Ground.SURFACE, hairline=True, side=24)
        words = {Way.WINDOW: self.tr("Window"), Way.LOCKER: self.tr("Locker"), Way.POST: self.tr("Post")}
        self.way = Segmented(self.tr("Way"), [Option(way.value, word) for way, word in words.items()], stretch=True)
        self.panel, self.line = ActPanel(), ActLine(scope=Scope.HAND_OUT)
        self._label = Text(self.tr("Signature"), Role.LABEL)
        self.canvas = SignatureCanvas(self.tr("Signature"), placeholder=self.tr("Sign here; or on the printed receipt"))
        self._signing = ""
        for widget in (self.way, self.panel, self._label, self.canvas):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.foot.addWidget(self.line)
        self.foot.addWidget(self.panel.act)
        self._give_room()

    def present(self, state: HandOutState) -> None:
        if state.signing != self._signing:
            self._signing = state.signing
            self.canvas.present(())
        self.way.present(state.way)
        self.way.setVisible(bool(state.way))
        self.panel.present(state.panel)
        self.panel.setVisible(state.panel is not None)
        self._label.setVisible(state.signs)
        self.canvas.setVisible(state.signs)
        self.line.present(state.acts)
        self.line.setVisible(bool(state.acts))
        button = state.panel is not None and bool(state.panel.button)
        self.panel.act.setVisible(button)
        self.show_foot(button or bool(state.acts))

    def arrange(self, theme: Theme) -> None:
        super().arrange(theme)
        if hasattr(self, "canvas"):
            self._give_room()

    def _give_room(self) -> None:
        self.body.setSpacing(self.theme.px(12))
        self.foot.setSpacing(self.theme.px(8))
        self.canvas.setFixedHeight(self.theme.px(128))
