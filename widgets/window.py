"""The counter's window: every page beside its presenter, every wish connected to the verb that grants it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from app.bootstrap import Terminal
from app.presenters.session import StepName
from app.presenters.shell import KeyHint, ShellState
from widgets.keys import Scope
from widgets.pages.applicant import ApplicantPage
from widgets.pages.devices import DevicesPage
from widgets.pages.find import FindPage
from widgets.pages.item import ItemPage
from widgets.pages.materials import MaterialsPage
from widgets.pages.outbox import OutboxPage
from widgets.pages.review import ReviewPage
from widgets.pages.sign_in import SignInPage
from widgets.pages.slip import SlipPage
from widgets.shell import Shell

CARD_TICK_MS = 500
LIVE_TICK_MS = 80
CLOCK_TICK_MS = 1000
STEPS = tuple(StepName)


class CounterWindow(Shell):
    """One window of the hall. Close it, then the terminal behind it."""

    def __init__(self, terminal: Terminal, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._terminal = terminal
        self.setWindowTitle(self.tr("Yichuang · window {0}").format(terminal.settings.window.number))
        self.sign_in, self.applicant, self.item = SignInPage(), ApplicantPage(), ItemPage()
        self.materials, self.review, self.slip = MaterialsPage(), ReviewPage(), SlipPage()
        self.find, self.outbox, self.devices = FindPage(), OutboxPage(), DevicesPage()
        self._shown: dict[str, QWidget] = {}
        self._add_pages()
        self._connect_frame()
        self._connect_pages()
        self._connect_keys()
        self._start_timers()
        self._show_presenters()

    def present(self, state: ShellState) -> None:
        """Show the frame with the keys of its page."""
        page = self._shown.get(state.page)
        keys = tuple(KeyHint(key) for key in getattr(page, "KEYS", ()))
        super().present(replace(state, keys=state.keys or keys))

    def page_opened(self) -> None:
        """Another page is shown: focus goes where its work begins, and what it shows is read anew."""
        page = self._shown[self._state.page]
        refresh = {self.find: self._terminal.find.refresh, self.outbox: self._terminal.outbox.refresh,
                   self.devices: self._terminal.devices.refresh}.get(page)  # fmt: skip
        if refresh is not None:
            refresh()
        page.focus_first()  # type: ignore[attr-defined]

    def _add_pages(self) -> None:
        for name, page, scope in (
            ("sign_in", self.sign_in, Scope.EVERYWHERE),
            ("intake/applicant", self.applicant, Scope.APPLICANT),
            ("intake/item", self.item, Scope.ITEM),
            ("intake/materials", self.materials, Scope.MATERIALS),
            ("intake/review", self.review, Scope.REVIEW),
            ("intake/slip", self.slip, Scope.ISSUE),
            ("find", self.find, Scope.FIND),
            ("sync", self.outbox, Scope.SYNC),
            ("devices", self.devices, Scope.DEVICES),
        ):
            self._shown[name] = page
            self.add_page(name, page, scope)
