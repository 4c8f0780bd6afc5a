"""The administrator's page: what the hall consists of, a tab each; a list, the chosen thing, what can be done."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QWidget

from app.presenters.administration.state import AdministrationState, AdminTab, TabState
from app.presenters.marks import Mark
from app.presenters.shell import BannerState, KeyHint, Severity
from widgets.keys import TABLE, Act, Scope
from widgets.kit.banner import Banner
from widgets.kit.button import Button
from widgets.kit.mark_view import MarkView
from widgets.kit.panes import ListPane, Pane, Panes
from widgets.kit.picture import Picture
from widgets.kit.plane import Ground, Plane, column
from widgets.kit.row import Row
from widgets.kit.rows import Rows
from widgets.kit.tabs import Tab, Tabs
from widgets.kit.text import Role, Text
from widgets.kit.themed import Themed
from widgets.kit.year_calendar import YearCalendar
from widgets.parts.act_panel import ActPanel
from widgets.parts.page_files import choose_page_files
from widgets.parts.search_entry import SearchEntry
from widgets.theme.current import Breadth, Theme

_ACTS = (
    "admin_new", "admin_remove", "admin_undo", "admin_up", "admin_down", "admin_material", "admin_question",
    "admin_password", "admin_disable", "admin_hours", "admin_copy", "admin_sample", "admin_no_sample",
)  # fmt: skip

_ACROSS, _SLIM_ACROSS = 6, 3
"""How many acts stand side by side."""


class AdministrationPage(Themed):
    """What the administrator wishes is a signal; what is so comes through `present`. An act goes by its key's id."""

    SCOPE = Scope.ADMIN

    tab_chosen = Signal(AdminTab)
    searched = Signal(str)
    chosen = Signal(str)
    entered = Signal(str)
    changed = Signal(str, str)
    toggled = Signal(str, str)
    acted = Signal(str)
    file_chosen = Signal(str)
    done = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = AdministrationState()
        self._buttons: dict[str, Button] = {}
        self._build_list()
        self._build_main()
        self._top = Plane(Ground.SURFACE)
        self._top_line = column(self._top)
        self._top_line.addWidget(self._tabs)
        self._panes = Panes(self._main, leading=self._list, leading_width=416)
        outer = column(self)
        outer.addWidget(self._top)
        outer.addWidget(self._panes, 1)
        self._connect()
        self.arrange(self.theme)
        self.present(self._state)

    def present(self, state: AdministrationState) -> None:
        """Show `state`; what is being typed stays."""
        before, self._state, shown = self._state.shown.panel, state, state.shown
        self._tabs.present([Tab(id.value, word, note) for id, word, note in state.tabs], state.tab.value)
        self._title.say(shown.title)
        self._search.setVisible(shown.query is not None)
        self._search.present(shown.query or "")
        rows = [Row(row.id, row.name, row.mark, second=row.second, right=row.word) for row in shown.rows]
        self._rows.present(rows, shown.current)
        self._empty.present(Mark.HINT, shown.empty)
        self._empty.setVisible(bool(shown.empty))
        trouble = BannerState("", state.trouble, state.trouble_cure, Severity.WARN) if state.trouble else None
        self._trouble.present(trouble)
        self._said.present(Mark.DONE, state.said)
        self._said.setVisible(bool(state.said))
        self._year.present(shown.year)
        self._sample.setVisible(shown.sample is not None)
        if shown.sample is not None:
            self._sample.present(shown.sample.picture, shown.sample.words)
        self._show_acts(shown)
        self._panel.present(shown.panel)
        self._panel.setVisible(shown.panel is not None)
        self._panel.act.setVisible(shown.panel is not None and bool(shown.panel.button))
        self._main.show_foot(shown.panel is not None and bool(shown.panel.button))
        made = before is not None and bool(before.button) and shown.panel is not None and not shown.panel.button
        if made and self._panel.isAncestorOf(self.focusWidget() or self):
            self.focus_first()  # what was asked for is made: digits are tabs again, and write into no name

    def keys(self) -> tuple[KeyHint, ...]:
        """This page's keys for the key bar; the acts name theirs on their buttons."""
        button = self._state.shown.panel.button if self._state.shown.panel else ""
        act = (KeyHint("act", button),) if button else ()
        find = (KeyHint("find"),) if self._state.shown.query is not None else ()
        sample = (KeyHint("sample"),) if self._state.shown.sample is not None else ()
        hints = (KeyHint("admin_rows"), *find, KeyHint("admin_toggle"), *sample, *act)
        return (*hints, KeyHint("aside", self.tr("Back")), KeyHint("help"))

    def acts(self) -> Mapping[str, Act]:
        """What each key does here, by key id; to be bound in its scope."""
        return {
            "find": lambda: self._search.setFocus(Qt.FocusReason.ShortcutFocusReason),
            "admin_toggle": self._toggle,
            "act": self._panel.confirm,
            "aside": self._leave,
            "sample": lambda: self._main.bring_into_view(self._sample),
            **{f"admin_tab_{n}": partial(self.tab_chosen.emit, tab) for n, tab in enumerate(AdminTab, start=1)},
            **{act: partial(self._act, act) for act in _ACTS},
        }

    def focus_first(self) -> None:
        """Focus the list."""
        self._rows.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_panel(self) -> None:
        """Put the focus into the entries of what is open, or into the year."""
        if not self._year.isHidden() and self._state.shown.panel is not None and not self._panel_asks():
            self._year.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self._panel.isHidden():
            self._panel.focus_first()

    def arrange(self, theme: Theme) -> None:
        side = theme.px(32)
        self._top_line.setContentsMargins(side, theme.px(8), side, 0)
        self._acts_line.setSpacing(theme.px(8))
        self._sample.setFixedHeight(theme.px(420))
        self._main.body.setSpacing(theme.px(12))

    def _build_list(self) -> None:
        self._tabs = Tabs(self.tr("What to look after"))
        self._title = Text("", Role.TITLE)
        self._search = SearchEntry(self.tr("Find"), TABLE.key("find").cap)
        self._empty = MarkView(Mark.HINT, units=15)
        self._rows = Rows(self.tr("List"), inset=32)
        self._list = ListPane(self._rows)
        for widget in (self._title, self._search, self._empty):
            self._list.head.addWidget(widget)

    def _build_main(self) -> None:
        self._main = Pane(hairline=True)
        self._trouble, self._said = Banner(), MarkView()
        self._year, self._panel = YearCalendar(self.tr("Year")), ActPanel()
        self._sample = Picture(self.tr("Sample picture"))
        self._acts = QWidget()
        self._acts_line = QGridLayout(self._acts)
        self._acts_line.setContentsMargins(0, 0, 0, 0)
        self._acts_line.setColumnStretch(_ACROSS, 1)
        for widget in (self._trouble, self._said, self._acts, self._year):
            self._main.body.addWidget(widget)
        self._main.body.addWidget(self._panel)
        self._main.body.addWidget(self._sample)
        self._main.body.addStretch(1)
        self._main.foot.addWidget(self._panel.act)

    def _connect(self) -> None:
        self._tabs.chosen.connect(lambda id: self.tab_chosen.emit(AdminTab(id)))
        self._search.textEdited.connect(self.searched)
        self._search.left_for_list.connect(self.focus_first)
        self._rows.row_chosen.connect(self.chosen)
        self._rows.entered.connect(self.entered)
        self._year.walked.connect(lambda place: self._main.bring_place_into_view(self._year, place))
        self._year.moved.connect(lambda day: self.changed.emit("day", day))
        self._year.toggled.connect(lambda day: self.toggled.emit("day", day))
        self._panel.changed.connect(self.changed)
        self._panel.moved.connect(self.changed)
        self._panel.toggled.connect(self.toggled)
        self._panel.done.connect(self.done)
        self._panel.left.connect(self._leave)
        self._panes.tab_through(self._search, self._rows, self._year, self._panel, self._panel.act)

    def _show_acts(self, shown: TabState) -> None:
        across = _SLIM_ACROSS if self.theme.breadth is Breadth.SLIM else _ACROSS
        for place, act in enumerate(shown.acts):
            if act.id not in self._buttons:
                self._buttons[act.id] = button = Button(act.word, key=TABLE.key(act.id, Scope.ADMIN).cap)
                button.clicked.connect(partial(self._act, act.id))
            self._acts_line.addWidget(self._buttons[act.id], *divmod(place, across))
            self._buttons[act.id].present(act.word, enabled=not act.barred)
        offered = {act.id for act in shown.acts}
        for id, button in self._buttons.items():
            button.setVisible(id in offered)
        self._acts.setVisible(bool(offered))

    def _act(self, act: str) -> None:
        """What is shown once can be copied, for a stick that is carried to the window; all else is the presenter's."""
        panel = self._state.shown.panel
        if act == "admin_copy" and panel is not None and panel.act == "token":
            QGuiApplication.clipboard().setText("\n".join(panel.says))
        elif act == "admin_sample":
            if self._offers(act) and (names := choose_page_files(self)):
                self.file_chosen.emit(names[0])
        else:
            self.acted.emit(act)

    def _offers(self, act: str) -> bool:
        return any(each.id == act and not each.barred for each in self._state.shown.acts)

    def _panel_asks(self) -> bool:
        """Whether the panel beside a year asks for something that is no day of it."""
        panel = self._state.shown.panel
        return panel is not None and panel.act == "hours"

    def _toggle(self) -> None:
        """Space: take a line or leave it out, or have the current day be something else."""
        if self._year.hasFocus():
            self._year.toggle()
        else:
            self._panel.toggle()

    def _leave(self) -> None:
        """Esc: one step back; at the end of the way the list has the focus."""
        self.left.emit()
        self.focus_first()
