"""The frame round every page: header, rail, stepper, banner, pages, key bar."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QLayout, QStackedWidget, QVBoxLayout, QWidget

from app.presenters.shell import BannerState, KeyHint, ShellState
from widgets.key_dispatcher import KeyDispatcher
from widgets.keys import TABLE, Key, Scope
from widgets.kit.banner import Banner
from widgets.kit.header import Header
from widgets.kit.key_bar import KeyBar, KeyWord
from widgets.kit.key_help import KeyGroup, KeyHelp
from widgets.kit.rail import Rail
from widgets.kit.stepper import Stepper
from widgets.kit.themed import Themed
from widgets.theme.current import Breadth, Density, Theme, current_theme
from widgets.theme.stylesheet import apply_theme


def density_of(height: int, scale: float) -> Density:
    """COMPACT below 820 px of height, counted at 100 %."""
    return Density.COMPACT if height / scale < 820 else Density.REGULAR


def breadth_of(width: int, scale: float) -> Breadth:
    """SLIM below 1200 px of width counted at 100 %, NARROW below 1400."""
    if width / scale < 1200:
        return Breadth.SLIM
    return Breadth.NARROW if width / scale < 1400 else Breadth.WIDE


class Shell(Themed):
    """One window. Pages are added once, and shown by the state's `page`; the keys of the shown page act."""

    page_requested = Signal(str)
    step_requested = Signal(int)
    banner_action_requested = Signal(str)
    closing = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("plane", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self.header, self.rail, self.stepper = Header(), Rail(), Stepper()
        self.banner, self.key_bar = Banner(), KeyBar()
        self._pages: dict[str, tuple[QWidget, Scope]] = {}
        self._stack = QStackedWidget()
        self._state = ShellState()
        self.keys = KeyDispatcher(self)
        self._build()
        self.help = KeyHelp(self._work)
        self._connect()
        self.arrange(self.theme)

    def add_page(self, id: str, page: QWidget, scope: Scope) -> None:
        """Raises ValueError when the id is taken."""
        if id in self._pages:
            raise ValueError(f"two pages are called {id}")
        self._pages[id] = (page, scope)
        self._stack.addWidget(page)

    def present(self, state: ShellState) -> None:
        """Show the whole frame, and the page it names. Raises KeyError for a page that was not added."""
        if state.page != self._state.page:
            self.help.hide()  # it told the keys of the page before
        self._state = state
        self.header.present(state.header)
        self.rail.present(state.rail, self._rail_page(state))
        self.stepper.present(state.steps)
        self.banner.present(_with_cap(state.banner))
        self._banner_room.setVisible(state.banner is not None)
        if state.page:
            page, self.keys.scope = self._pages[state.page]
            self._stack.setCurrentWidget(page)
        self.key_bar.present([_key_word(hint, self.keys.scope) for hint in state.keys], state.foot, state.foot_mark)

    def toggle_help(self) -> None:
        """F1: all keys of this page and the fixed ones, or back."""
        if self.help.isVisible():
            self.help.shut()
            return
        live = [key for key in TABLE.in_scope(Scope.EVERYWHERE) if self._does_something(key)]
        always = [key for key in live if not key.id.startswith(("page_", "step_"))]
        own = TABLE.in_scope(self.keys.scope) if self.keys.scope is not Scope.EVERYWHERE else ()
        here = [key for key in own if self._does_something(key)]
        said = {hint.id: hint.text for hint in self._state.keys}  # what the page calls a key that all pages have
        groups = (
            KeyGroup(
                self.tr("This page"), tuple(KeyWord(key.id, key.cap, said.get(key.id) or key.word) for key in here)
            ),
            KeyGroup(
                self.tr("Always"), tuple(KeyWord(key.id, key.cap, said.get(key.id) or key.word) for key in always)
            ),
            KeyGroup(self.tr("Jumps"), self._jumps()),
        )
        self.help.open([group for group in groups if group.keys])

    def _does_something(self, key: Key) -> bool:
        """A key that does nothing here would only be a promise."""
        return key.by_focus or self.keys.act_for(key.id) is not None

    def arrange(self, theme: Theme) -> None:
        side, top = theme.px(32), theme.px(16 if not theme.compact else 8)
        self._banner_layout.setContentsMargins(side, top, side, top)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        self.help.setGeometry(self._work.rect())

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        super().closeEvent(event)

    def _fit(self) -> None:
        """Change density and breadth when the window crosses their bounds."""
        theme, app = current_theme(), QApplication.instance()
        if isinstance(app, QApplication):
            density, breadth = density_of(self.height(), theme.scale), breadth_of(self.width(), theme.scale)
            apply_theme(app, theme.tokens, theme.scale, density, breadth)

    def _build(self) -> None:
        self._banner_room = QWidget()
        self._banner_layout = QVBoxLayout(self._banner_room)
        self._banner_layout.addWidget(self.banner)
        self._banner_room.hide()
        self._work = QWidget()
        column = QVBoxLayout(self._work)
        for widget in (self.stepper, self._banner_room):
            column.addWidget(widget)
        column.addWidget(self._stack, 1)
        grid = QGridLayout(self)
        # a page that wants more room for a moment must not push the key bar and the page's act off a small screen
        grid.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        grid.addWidget(self.header, 0, 0, 1, 2)
        grid.addWidget(self.rail, 1, 0, 2, 1)
        grid.addWidget(self._work, 1, 1)
        grid.addWidget(self.key_bar, 2, 1)
        grid.setRowStretch(1, 1)
        grid.setColumnStretch(1, 1)
        for layout in (column, grid):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(0)

    def _connect(self) -> None:
        self.header.page_requested.connect(self.page_requested)
        self.rail.page_requested.connect(self.page_requested)
        self.stepper.step_requested.connect(self.step_requested)
        self.banner.action_requested.connect(self.banner_action_requested)
        self.key_bar.key_clicked.connect(self.keys.act_on)
        self.keys.bind(Scope.EVERYWHERE, "help", self.toggle_help)
        self.keys.cover(self.help.isVisible, self.help.shut)
        for number in range(1, 9):
            self.keys.bind(Scope.EVERYWHERE, f"page_{number}", partial(self._ask_for_page, number))
        for number in range(1, 6):
            self.keys.bind(Scope.EVERYWHERE, f"step_{number}", partial(self._ask_for_step, number))

    def _jumps(self) -> tuple[KeyWord, ...]:
        """The pages and steps there are now, by name."""
        pages = [(f"page_{n}", entry.name) for n, entry in enumerate(self._state.rail, start=1)]
        steps = [(f"step_{n}", step.name) for n, step in enumerate(self._state.steps, start=1)]
        return tuple(KeyWord(id, TABLE.key(id).cap, name) for id, name in pages + steps)

    def _ask_for_page(self, number: int) -> None:
        if number <= len(self._state.rail):
            self.page_requested.emit(self._state.rail[number - 1].id)

    def _ask_for_step(self, number: int) -> None:
        if number <= len(self._state.steps) and not self._state.steps[number - 1].locked:
            self.step_requested.emit(number)

    def _rail_page(self, state: ShellState) -> str:
        """The rail's entry for a page: its own, or the part before a slash ("intake/materials")."""
        return state.page.partition("/")[0]


def _with_cap(banner: BannerState | None) -> BannerState | None:
    """The banner with what stands on its key in place of the key's id."""
    return replace(banner, key=TABLE.key(banner.key).cap) if banner and banner.key else banner


def _key_word(hint: KeyHint, scope: Scope) -> KeyWord:
    key = TABLE.key(hint.id, scope)
    return KeyWord(key.id, key.cap, hint.text or key.word)
