"""Cases of a department or a section: what is urgent, one case with its pages and its deadline, and the acts."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.presenters.cases.state import ActButton, CasesState, CaseTab
from app.presenters.shell import KeyHint
from widgets.keys import Act, Scope
from widgets.kit.panes import Pane, Panes
from widgets.kit.plane import Ground, column
from widgets.kit.themed import Themed
from widgets.parts.act_panel import ActPanel
from widgets.parts.case_aside import CaseAside
from widgets.parts.case_pane import CasePane
from widgets.parts.page_files import choose_page_files
from widgets.parts.work_list import WorkList

_ACTS = (
    "accept_case", "refuse", "supplement", "record_call", "special", "extend", "transfer", "decide", "close_case",
    "return_case", "withdraw", "newest", "redo", "take_back", "reprint", "void_document",
)  # fmt: skip
_FILTERS = {"by_department": "department", "by_item": "item", "by_state": "state"}


class CasesPage(Themed):
    """What the clerk wishes is a signal; what is so comes through `present`. An act goes by its key's id."""

    SCOPE = Scope.BACK_OFFICE

    searched = Signal(str)
    filtered = Signal(str, str)
    chosen = Signal(str)
    marked = Signal()
    tab_chosen = Signal(CaseTab)
    page_chosen = Signal(int)
    document_chosen = Signal(int)
    trace_toggled = Signal()
    reveal_requested = Signal()
    acted = Signal(str)
    changed = Signal(str, str)
    moved = Signal(str, str)
    toggled = Signal(str, str)
    done = Signal()
    left = Signal()
    capture_requested = Signal()
    files_chosen = Signal(tuple)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = CasesState()
        self._list, self._case = WorkList(), CasePane()
        self._beside = _Beside()
        self._panes = Panes(self._case, self._beside, aside_width=432, leading=self._list, leading_width=360)
        self.waiting = self._list.loading
        column(self).addWidget(self._panes)
        self._panes.tab_through(self._list, self._case, self._beside)
        self._connect()
        self._show(self._state)

    def present(self, state: CasesState) -> None:
        """Show `state`; costs nothing when it is shown already."""
        if state == self._state:
            return
        before, self._state = self._state, state
        self._show(state)
        if _stage(state) != _stage(before):
            self._panel_came() if state.panel else self._list.focus_rows()

    def keys(self) -> tuple[KeyHint, ...]:
        """This page's keys for the key bar: those that every case has, the acts name theirs on their buttons."""
        if (panel := self._state.panel) is not None:
            act = (KeyHint("act", self.tr("Do it")),) if panel.button else ()
            return (*act, KeyHint("aside", self.tr("Back")), KeyHint("help"))
        if self._state.case is None:
            return tuple(KeyHint(id) for id in ("cases", "find", "help"))
        several = () if self._state.reads_only else ("mark_case",)
        expected = ("act",) if self._expected_act() is not None else ()
        hints = ("cases", *several, "find", "trace", "next_page", "zoom", *expected, "help")
        words = {"act": self.tr("What is expected")}
        return tuple(KeyHint(id, words.get(id, "")) for id in hints)

    def acts(self) -> Mapping[str, Act]:
        """What each key does here, by key id; to be bound in its scope."""
        return {
            "find": self._list.focus_search,
            "mark_case": self._mark,
            "trace": self.trace_toggled.emit,
            "next_page": partial(self._turn, 1),
            "previous_page": partial(self._turn, -1),
            "zoom": self._case.pages.sheet.zoom,
            "reveal": self.reveal_requested.emit,
            "capture": self.capture_requested.emit,
            "import_file": self._choose_files,
            "act": self._expected,
            "aside": self._leave,
            **{f"tab_{tab.value}": partial(self.tab_chosen.emit, tab) for tab in CaseTab},
            **{key: partial(self._list.filters.open, id) for key, id in _FILTERS.items()},
            **{act: partial(self._act, act) for act in _ACTS},
        }

    def focus_first(self) -> None:
        """The list, or the act that is being prepared."""
        if self._state.panel is not None:
            self._beside.panel.focus_first()
        else:
            self._list.focus_rows()

    def _connect(self) -> None:
        self._list.searched.connect(self.searched)
        self._list.filtered.connect(self.filtered)
        self._list.chosen.connect(self.chosen)
        self._case.tab_chosen.connect(lambda id: self.tab_chosen.emit(CaseTab(id)))
        self._case.page_chosen.connect(self.page_chosen)
        self._case.document_chosen.connect(self.document_chosen)
        self._case.acted.connect(self.acted)
        panel = self._beside.panel
        panel.changed.connect(self.changed)
        panel.moved.connect(self.moved)
        panel.toggled.connect(self.toggled)
        panel.done.connect(self.done)
        panel.left.connect(self.left)

    def _show(self, state: CasesState) -> None:
        self._list.present(state.list)
        self._case.present(state.case, state.opening, working=state.panel is not None)
        self._beside.present(state)

    def _panel_came(self) -> None:
        self._beside.panel.focus_first()
        self._case.bring_into_view(self._beside.panel)

    def _mark(self) -> None:
        if self._state.panel is None:
            self.marked.emit()
        else:
            self._beside.panel.toggle()

    def _act(self, act: str) -> None:
        """An act, by its own key, whether a button shows it or not; the presenter says why it may not be."""
        if self._state.panel is None and self._state.case is not None:
            self.acted.emit(act)

    def _expected(self) -> None:
        if self._state.panel is not None:
            self._beside.panel.confirm()
        elif (expected := self._expected_act()) is not None:
            self.acted.emit(expected.id)

    def _expected_act(self) -> ActButton | None:
        """What Ctrl+Enter does with the case; of one that was refused, the way on."""
        case = self._state.case
        offered = (*case.acts, *case.ways_on) if case is not None else ()
        return next((act for act in offered if act.main and not act.barred), None)

    def _choose_files(self) -> None:
        """Pages of a result from pictures or PDF files."""
        wanted = self._state.panel is not None and self._state.panel.act == "result"
        if wanted and (names := choose_page_files(self)):
            self.files_chosen.emit(names)

    def _turn(self, step: int) -> None:
        case = self._state.case
        if case is not None and case.tab is CaseTab.MATERIALS and 0 <= case.page + step < len(case.pages):
            self.page_chosen.emit(case.page + step)

    def _leave(self) -> None:
        """Esc leaves the act, then the search."""
        if self._state.panel is not None:
            self.left.emit()
        elif self._state.list.query:
            self.searched.emit("")
            self._list.focus_rows()
        else:
            self._list.focus_rows()


def _stage(state: CasesState) -> tuple[str, bool]:
    """Which act is at hand, and whether it is done: with each the focus goes elsewhere."""
    return (state.panel.act, bool(state.panel.results)) if state.panel else ("", False)


class _Beside(Pane):
    """At the right: what is consulted, or the act that is being prepared in its place."""

    def __init__(self) -> None:
        super().__init__(Ground.GROUND, hairline=True, side=24)
        self.aside, self.panel = CaseAside(), ActPanel()
        self.body.addWidget(self.aside, 1)
        self.body.addWidget(self.panel, 1)
        self.foot.addWidget(self.panel.act)

    def present(self, state: CasesState) -> None:
        working = state.panel is not None
        self.aside.present(state.case, explained=state.explained)
        self.panel.present(state.panel)
        self.aside.setVisible(not working)
        self.panel.setVisible(working)
        self.panel.act.setVisible(state.panel is not None and bool(state.panel.button))
        self.lay_on(Ground.SURFACE if working else Ground.GROUND)
        self.show_foot(working)
