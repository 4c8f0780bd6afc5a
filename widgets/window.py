"""The counter's window: the frame, the pages that the desks put into it, and what happens by the clock."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Protocol, TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from app.bootstrap import Terminal
from app.presenters.shell import KeyHint, ShellState
from app.services.send_messages import EVERY_SECONDS
from widgets.keys import Act, Scope
from widgets.shell import Shell
from widgets.touch_filter import TouchFilter
from widgets.wedge_filter import WedgeFilter

CODE_TICK_MS = 500
CLOCK_TICK_MS = 1000

W = TypeVar("W", bound=QWidget)


class Page(Protocol):
    """What every page tells of itself."""

    SCOPE: Scope

    def keys(self) -> tuple[KeyHint, ...]: ...
    def acts(self) -> Mapping[str, Act]: ...
    def focus_first(self) -> None: ...


Connect = Callable[[Terminal, "CounterWindow"], None]
"""Makes the pages of one desk, puts them into the window and wires them."""


def _nothing() -> None:
    """What most pages do when they are opened."""


class CounterWindow(Shell):
    """One window of the hall. Close it first, then the terminal behind it."""

    def __init__(self, terminal: Terminal, desks: tuple[Connect, ...], later: Mapping[str, Connect]) -> None:
        """`later` are desks whose page, by its id, is made when it is opened first."""
        super().__init__()
        self._later = dict(later)
        self.terminal = terminal
        self.setWindowTitle(self.tr("Yichuang window {0}").format(terminal.settings.window.number))
        self._page_of: dict[str, tuple[Page, Callable[[], object]]] = {}
        self._left: dict[str, Callable[[], object]] = {}
        self._opened = ""
        for connect in desks:
            connect(terminal, self)
        self._connect_frame()
        terminal.frame.show(self)
        self.every(CODE_TICK_MS, terminal.everybody.codes.tick)
        self.every(CLOCK_TICK_MS, terminal.watch_devices)
        self.every(CLOCK_TICK_MS, terminal.frame.tick)
        self.every(EVERY_SECONDS * 1000, terminal.messages.tick)
        TouchFilter(self, lambda: terminal.idle.touched(time.monotonic()))
        self.every(CLOCK_TICK_MS, lambda: terminal.idle.tick(time.monotonic()))
        self._listen_to_keyboard_scanner()

    def add(
        self, id: str, page: Page, *, opened: Callable[[], object] = _nothing, left: Callable[[], object] = _nothing
    ) -> None:
        """Put a page in, with its keys; `opened` reads anew what it lists, `left` is told when another is opened.

        `id` is the rail's name of it (app/presenters/pages.py), with a slash and its own name for one of several.
        """
        assert isinstance(page, QWidget)
        self.add_page(id, page, page.SCOPE)
        for key, act in page.acts().items():
            self.keys.bind(page.SCOPE, key, act)
        self._page_of[id] = page, opened
        self._left[id] = left

    def page(self, kind: type[W]) -> W:
        """The page of that kind. Raises KeyError when no desk has put one in."""
        for page, _ in self._page_of.values():
            if isinstance(page, kind):
                return page
        raise KeyError(kind.__name__)

    def every(self, milliseconds: int, tick: Callable[[], object], *, on: str = "") -> None:
        """Do `tick` by the clock, from now until the window closes; only while page `on` is shown, if one is named."""
        timer = QTimer(self)
        timer.timeout.connect(lambda: tick() if on in ("", self._state.page) else None)
        timer.start(milliseconds)
        self.closing.connect(timer.stop)

    def has_page(self, page: str) -> bool:
        """Whether a desk has put in that page of the rail."""
        return page in self._later or any(id.partition("/")[0] == page for id in self._page_of)

    def present(self, state: ShellState) -> None:
        """Show the frame, with the keys of its page."""
        if connect := self._later.pop(state.page, None):
            connect(self.terminal, self)
        page, _ = self._page_of[state.page]
        super().present(replace(state, keys=page.keys()))

    def page_opened(self) -> None:
        """Another page is shown: what it lists is read anew, and the focus goes where its work begins."""
        page, opened = self._page_of[self._state.page]
        if self._opened not in ("", self._state.page):
            self._left[self._opened]()
        self._opened = self._state.page
        opened()
        page.focus_first()

    def _connect_frame(self) -> None:
        frame, seat = self.terminal.frame, self.terminal.seat
        self.page_requested.connect(frame.open)
        self.keys.bind(Scope.EVERYWHERE, "aside", frame.go_home)
        self.keys.bind(Scope.EVERYWHERE, "sign_out", self.terminal.sign_out, live=lambda: seat.clerk is not None)

    def _listen_to_keyboard_scanner(self) -> None:
        profile = self.terminal.window_devices.keyboard_scanner
        if profile is not None:
            WedgeFilter(self, profile).code_scanned.connect(self.terminal.everybody.codes.came)
