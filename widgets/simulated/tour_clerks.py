"""What the other clerks of the tour do with the case, one after the other at the same window, by keys."""

from __future__ import annotations

import re
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from app.presenters.cases.state import PanelState
from app.presenters.hand_over.state import Line
from app.presenters.pages import CASES, HAND_OUT, HAND_OVER
from devices.scanning.codes import codes_on
from sync.entry import Counts
from widgets.pages.cases import CasesPage
from widgets.parts.act_panel import ActPanel
from widgets.simulated.driver import Driver, StepFailed
from widgets.simulated.hall import SimulatedCity

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
LOCKER = "lockers-2"
MOST_TABS = 60

_BATCH = re.compile(r"[A-Z]+\d\d-\w+-[JC]\d+")


@dataclass(kw_only=True)
class Clerks(Driver):
    """The window, and the simulated hall round it."""

    city: SimulatedCity

    def change_clerk(self, account: int) -> None:
        """Sign out, and in with that training account, counted from 1; pages and forms are sent meanwhile."""
        if self.window.terminal.seat.clerk is not None:
            self.press(Qt.Key.Key_0, ALT)
            self.until("the sign-in page", lambda: self.window.terminal.seat.clerk is None)
        self.press(Qt.Key(Qt.Key.Key_0 + account))
        self.press(Qt.Key.Key_Return)
        self.until("somebody signed in", lambda: self.window.terminal.seat.clerk is not None)

    def open_page(self, id: str) -> None:
        """Alt and its place in the rail."""
        place = [entry.id for entry in self.window.terminal.frame.state().rail].index(id)
        self.press(Qt.Key(Qt.Key.Key_1 + place), ALT)
        self.until(f"the page {id}", lambda: self.window.terminal.frame.page == id)

    def all_sent(self) -> None:
        """Everything acknowledged by the central."""
        self.until("receipts for form and pages", lambda: _all_sent(self.window.terminal.store.outbox.counts()))

    def send_papers(self, number: str, name: str) -> str:
        """Hand-over, Space on the case, Ctrl+Enter; the number of its slip, read from the bars on paper."""
        papers = self.window.terminal.hand_over.papers
        self.open_page(HAND_OVER)
        self.press(Qt.Key.Key_1)

        def lines() -> list[Line]:
            return [each for group in papers.state().groups for each in group.lines]

        def line() -> str:
            return next((each.id for each in lines() if each.second.startswith(number)), "")

        self.until(f"{number} to send", lambda: bool(line()))
        while (current := papers.state().current) != line():
            ids = [each.id for each in lines()]
            self.press(Qt.Key.Key_Down if ids.index(current) < ids.index(line()) else Qt.Key.Key_Up)
        self.press(Qt.Key.Key_Space)
        self.picture(f"{name}-to-send")
        printed = len(self.city.hall.printer.slips)
        self.press(Qt.Key.Key_Return, CTRL)
        self.until("the slip on paper, once for each side", lambda: len(self.city.hall.printer.slips) >= printed + 2)
        self.all_sent()
        codes = codes_on(self.city.hall.printer.slips[-1])
        batch = next((code for code in codes if _BATCH.fullmatch(code)), "")
        if not batch or number not in codes:
            raise StepFailed(f"the hand-over slip says {codes}")
        return batch

    def take_papers_over(self, batch: str, number: str, name: str) -> None:
        """The slip is scanned, then the paper of the case."""
        papers = self.window.terminal.hand_over.papers
        self.open_page(HAND_OVER)
        self.press(Qt.Key.Key_2)
        self.until("the batch in the list", lambda: any(batch in group.title for group in papers.state().groups))
        self.city.hall.scan(batch)
        self.until("the batch found", lambda: batch in papers.state().said)
        self.picture(f"{name}-come")
        self.city.hall.scan(number)
        self.until("taken over", lambda: not any(batch in group.title for group in papers.state().groups))
        self.all_sent()

    def find_case(self, number: str) -> None:
        """F3 and the number on the page of cases."""
        cases = self.window.terminal.back_office.cases
        self.open_page(CASES)
        self.press(Qt.Key.Key_F3)
        self.press(Qt.Key.Key_A, CTRL)
        self.type(number)

        def is_open() -> bool:
            lines = [line for group in cases.state().list.groups for line in group.lines]
            case = cases.state().case
            return len(lines) == 1 and case is not None and case.id == lines[0].id and bool(case.picture)

        self.until(f"{number} opened", is_open)
        self.press(Qt.Key.Key_Return)

    def begin(self, key: Qt.Key, act: str, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Open the panel of an act by its key."""
        self.press(key, modifier)
        self.until(f"the panel of {act}", lambda: (panel := self._panel()) is not None and panel.act == act)

    def expected(self, act: str) -> None:
        """Ctrl+Enter: what is expected next."""
        cases = self.window.terminal.back_office.cases
        may = lambda: (case := cases.state().case) is not None and any(a.main and not a.barred for a in case.acts)  # noqa: E731
        self.until("an act that may be done", may)
        self.begin(Qt.Key.Key_Return, act, CTRL)

    def write(self, label: str, text: str) -> None:
        """Tab to an entry of the panel, and type."""
        self._tab_to(next(each for each in self._entries(QLineEdit) if each.accessibleName() == label))
        self.press(Qt.Key.Key_A, CTRL)
        self.type(text)

    def choose(self, label: str, option: str) -> None:
        """Tab to a drop-down list of the panel, and arrow to the option."""
        combo = next(each for each in self._entries(QComboBox) if each.accessibleName() == label)
        assert isinstance(combo, QComboBox)
        self._tab_to(combo)
        for _ in range(combo.count()):
            self.press(Qt.Key.Key_Down if combo.findText(option) > combo.currentIndex() else Qt.Key.Key_Up)
            if combo.currentText() == option:
                return
        raise StepFailed(f"the arrow keys do not choose {option}")

    def do(self, name: str) -> None:
        """Ctrl+Enter: done, and sent."""
        self.picture(name)
        self.press(Qt.Key.Key_Return, CTRL)
        self.until("it done", lambda: self._panel() is None)
        self.all_sent()
        self.picture(f"{name}-done")

    def lay_into_locker(self, number: str) -> str:
        """2, the door opens, the certificate is laid in, the door shut; the code as the message brought it."""
        hand_out, messages = self.window.terminal.hand_out.hand_out, self.city.hall.devices["modem"].device.delivered
        self.open_page(HAND_OUT)
        self.press(Qt.Key.Key_C)
        self.type(number)
        self.press(Qt.Key.Key_Return)
        self.until(f"{number} opened", lambda: (case := hand_out.state().case) is not None and number in case.detail)
        self.press(Qt.Key.Key_F3)
        self.press(Qt.Key.Key_Return)
        self.picture("to-issue")
        self.press(Qt.Key.Key_2)
        self._confirm("locker")
        self._shut_door("cell-open")
        self._confirm("cell")
        self.until("it in the locker", lambda: (panel := hand_out.state().panel) is not None and panel.act == "full")
        self.all_sent()
        self.picture("in-the-locker")

        def code() -> str:
            self.window.terminal.messages.tick()
            found = [re.search(r"取件码(\d+)", text) for _, text in list(messages) if number in text]
            return next((each[1] for each in found if each), "")

        self.until("the message with the pickup code", lambda: bool(code()))
        return code()

    def collect(self, code: str) -> None:
        """The code is typed, the door opens, the certificate is taken out, the door shut."""
        hand_out = self.window.terminal.hand_out.hand_out
        self.press(Qt.Key.Key_C)
        self.type(code)
        self.press(Qt.Key.Key_Return)
        self._shut_door("cell-open-again")
        self._confirm("cell")
        self.until("it handed out", lambda: (panel := hand_out.state().panel) is not None and panel.act == "done")
        self.all_sent()
        self.picture("collected")

    def _confirm(self, act: str) -> None:
        def may() -> bool:
            panel = self.window.terminal.hand_out.hand_out.state().panel
            return panel is not None and panel.act == act and not panel.hold and not panel.busy

        self.until(f"{act} to be confirmed", may)
        self.press(Qt.Key.Key_Return, CTRL)

    def _shut_door(self, name: str) -> None:
        boards = self.city.hall.devices[LOCKER].device
        self.until("an open door", lambda: bool(boards.open_cells))
        hand_out = self.window.terminal.hand_out.hand_out
        self.until("it seen", lambda: (panel := hand_out.state().panel) is not None and panel.act == "cell")
        self.picture(name)
        for cell in boards.open_cells:
            self.city.hall.shut_door(cell, LOCKER)

    def _panel(self) -> PanelState | None:
        return self.window.terminal.back_office.cases.state().panel

    def _entries(self, kind: type[QWidget]) -> list[QWidget]:
        panel = self.window.page(CasesPage).findChild(ActPanel)
        assert isinstance(panel, ActPanel)
        return list(panel.findChildren(kind))

    def _tab_to(self, widget: QWidget) -> None:
        for _ in range(MOST_TABS):
            if self.focus() is widget:
                return
            self.press(Qt.Key.Key_Tab)
        raise StepFailed(f"Tab does not lead to {widget.accessibleName()}")


def _all_sent(counts: Counts) -> bool:
    return counts.ready == counts.parked == counts.pages == 0
