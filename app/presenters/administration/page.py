"""The administrator's page: people, departments, windows, calendar, items and versions, one tab each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol, TypeVar

from app.lanes import Lane
from app.presenters.administration.state import AdministrationState, AdminTab, TabState
from app.wording import Wording
from sync.errors import Refused, SyncError
from sync.transport import Transport

T = TypeVar("T")


class AdministrationView(Protocol):
    """What the presenter asks of its page."""

    def present(self, state: AdministrationState) -> None: ...

    def focus_panel(self) -> None:
        """Put the focus into the entries of what is open."""
        ...


class Tab(Protocol):
    """One tab; what it is told comes from the page, what it shows is asked with `state`.

    Most lists are short and flat: they are neither searched nor gone into.
    """

    def opened(self) -> None: ...
    def state(self) -> TabState: ...
    def note(self) -> str: ...
    def choose(self, id: str) -> None: ...
    def change(self, entry: str, value: str) -> None: ...
    def act(self, id: str) -> None: ...
    def done(self) -> None: ...
    def leave(self) -> bool: ...

    def search(self, text: str) -> None:
        """What is typed over the list."""
        return

    def enter(self, id: str) -> bool:
        """Enter in the list: whether the tab went into that thing."""
        return False

    def toggle(self, entry: str, line: str) -> None:
        """A line of an entry with several was taken, or left out."""
        return

    def take_file(self, name: str) -> None:
        """A file was chosen for the current thing."""
        return


class Hall:
    """The central as the tabs ask it: one question after another, on `lane`; what it refuses is told in a sentence."""

    def __init__(self, *, wording: Wording, lane: Lane, connect: Callable[[], Transport] | None) -> None:
        """`connect` opens a line for one question; None where this window has no central."""
        self.say, self._lane, self._connect = wording, lane, connect
        self.said = ""
        self.trouble, self.cure = "", ""
        self.changed: Callable[[], None] = lambda: None

    @property
    def here(self) -> bool:
        """Whether there is a central to ask."""
        return self._connect is not None

    def ask(
        self,
        question: Callable[[Transport], T],
        answered: Callable[[T], None],
        refused: Callable[[Refused], bool] = lambda _: False,
    ) -> None:
        """Ask; `refused` answers whether it has told a refusal itself."""

        def failed(error: Exception) -> None:
            if not isinstance(error, SyncError):
                raise error
            if not (isinstance(error, Refused) and refused(error)):
                self.fail(error)
            self.changed()

        def done(answer: T) -> None:
            self.trouble, self.cure = "", ""
            answered(answer)
            self.changed()

        if self._connect is None:
            self.trouble, self.cure = self.say("admin.no_central"), self.say("admin.no_central_cure")
            self.changed()
            return
        self._lane.run(lambda: self._asked(question), done, failed)

    def fail(self, error: SyncError) -> None:
        """Say why something was not done."""
        code = f"admin_refused.{error.code}" if isinstance(error, Refused) else ""
        self.said = ""
        if code in self.say.ids():
            self.trouble, self.cure = self.say(code), self.say("admin_refused.cure")
        else:
            self.trouble, self.cure = self.say.what_and_cure(error)

    def warn(self, sentence: str) -> None:
        """Say why something could not be done here."""
        self.said, self.trouble, self.cure = "", sentence, ""

    def tell(self, sentence: str) -> None:
        """Say that something was done."""
        self.said, self.trouble, self.cure = sentence, "", ""

    def _asked(self, question: Callable[[Transport], T]) -> T:
        assert self._connect is not None
        line = self._connect()
        try:
            return question(line)
        finally:
            line.close()


class AdministrationPresenter:
    """Shows one tab and passes on to it what the page is told."""

    def __init__(self, hall: Hall, tabs: Mapping[AdminTab, Tab]) -> None:
        self._hall, self._tabs = hall, tabs
        self._tab = AdminTab.PEOPLE
        self._view: AdministrationView | None = None
        hall.changed = self.present

    def show(self, view: AdministrationView) -> None:
        """Use `view` from now on."""
        self._view = view
        self.present()

    def refresh(self) -> None:
        """The page was opened: read anew what the tab lists."""
        self._tabs[self._tab].opened()
        self.present()

    def forget(self) -> None:
        """Somebody else sits here: begin where the page begins."""
        self._tab = AdminTab.PEOPLE
        self._hall.tell("")
        for tab in self._tabs.values():
            while tab.leave():
                pass
        self.present()

    def open(self, tab: AdminTab) -> None:
        """Show another tab."""
        if tab is not self._tab:
            self._tab = tab
            self._hall.tell("")
            self.refresh()

    def search(self, text: str) -> None:
        """What is typed over the list."""
        self._told(lambda tab: tab.search(text))

    def choose(self, id: str) -> None:
        """Make that thing of the list current."""
        self._told(lambda tab: tab.choose(id))

    def enter(self, id: str) -> None:
        """Enter in the list: go into it, or to its entries."""
        if not self._tabs[self._tab].enter(id) and self._view is not None:
            self._view.focus_panel()
        self.present()

    def change(self, entry: str, value: str) -> None:
        """What was written or chosen in an entry."""
        self._told(lambda tab: tab.change(entry, value))

    def toggle(self, entry: str, line: str) -> None:
        """A line of a list of entries was taken, or left out."""
        self._told(lambda tab: tab.toggle(entry, line))

    def act(self, id: str) -> None:
        """One of the acts that are offered."""
        offered = {act.id for act in self._tabs[self._tab].state().acts if not act.barred}
        if id in offered:
            self._hall.tell("")
            self._told(lambda tab: tab.act(id))
            if self._view is not None and self._tabs[self._tab].state().panel is not None:
                self._view.focus_panel()

    def take_file(self, name: str) -> None:
        """A file was chosen."""
        self._told(lambda tab: tab.take_file(name))

    def done(self) -> None:
        """Ctrl+Enter: save or publish what is written."""
        self._told(lambda tab: tab.done())

    def leave(self) -> bool:
        """Esc: one step back; whether there was one."""
        left = self._tabs[self._tab].leave()
        self.present()
        return left

    def present(self) -> None:
        """Show everything as of now."""
        if self._view is not None:
            self._view.present(self.state())

    def state(self) -> AdministrationState:
        """The page as of now."""
        hall = self._hall
        return AdministrationState(
            tab=self._tab,
            tabs=tuple((id, hall.say(f"admin_tab.{id.value}"), tab.note()) for id, tab in self._tabs.items()),
            shown=self._tabs[self._tab].state(),
            said=hall.said,
            trouble=hall.trouble,
            trouble_cure=hall.cure,
        )

    def _told(self, told: Callable[[Tab], None]) -> None:
        told(self._tabs[self._tab])
        self.present()
