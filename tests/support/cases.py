"""The page of cases as the back office and the sections drive it: the list, one case, and an act in its panel."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QWidget

from app.presenters.cases.state import CasesState, CaseState
from tests.support.place import ALT, CTRL, Key
from tests.support.steps import Step
from widgets.pages.cases import CasesPage
from widgets.parts.act_panel import ActPanel


class CasesStep(Step):
    """Where a clerk of the back office or of a section begins."""

    def find(self, number: str) -> CasesStep:
        """F3, the number, Enter: the only one listed, opened as the central has it."""
        self.press(Key.Key_1, ALT)
        self.press(Key.Key_F3)
        self.press(Key.Key_A, CTRL)
        self.driver.type(number)
        self.driver.until(f"{number} in the list", lambda: self._listed() == [number] and self._opened() == number)
        self.press(Key.Key_Return)
        return self

    def gone(self, number: str) -> CasesStep:
        """Wait until the list has no such case any more."""
        self.driver.until(f"{number} off the list", lambda: number not in self._listed())
        return self

    def begin(self, key: Key, act: str) -> Act:
        """The act's own key."""
        self.press(key)
        return self._panel(act)

    def expected(self, act: str) -> Act:
        """Ctrl+Enter: what is expected next."""
        self.driver.until("an act that may be done", lambda: any(a.main and not a.barred for a in self.case.acts))
        self.press(Key.Key_Return, CTRL)
        return self._panel(act)

    def tab(self, digit: int) -> CasesStep:
        """1 materials, 2 documents, 3 dealings."""
        self.press(Key(Key.Key_0 + digit))
        return self

    def settled(self) -> CasesStep:
        """Wait until the central has confirmed all that was done."""
        self.all_delivered()
        self.driver.until("nothing pending", lambda: not any(line.pending for line in self.case.past))
        return self

    def stands(self, word: str) -> CasesStep:
        """Wait until the case is in that state, as the page says it."""
        self.driver.until(f"the case “{word}”", lambda: self.case.word == word)
        return self

    @property
    def state(self) -> CasesState:
        """What the page shows."""
        return self.terminal.back_office.cases.state()

    @property
    def case(self) -> CaseState:
        """The case that is open."""
        case = self.state.case
        assert case is not None, self.state.opening
        return case

    def _panel(self, act: str) -> Act:
        def is_there() -> bool:
            panel = self.state.panel
            return panel is not None and panel.act == act

        self.driver.until(f"the panel of {act}", is_there)
        return Act(self.place)

    def _listed(self) -> list[str]:
        return [line.second.split()[0] for group in self.state.list.groups for line in group.lines]

    def _opened(self) -> str:
        case = self.state.case
        if case is None:
            return ""
        opened = self.terminal.back_office.cases._opened
        return opened.number if opened is not None else ""


class Act(CasesStep):
    """An act being prepared in its panel."""

    def write(self, label: str, text: str) -> Act:
        """Tab to an entry by what stands over it, and type."""
        entry = next(each for each in self._panel_widget.findChildren(QLineEdit) if each.accessibleName() == label)
        self.tab_to(entry)
        self.press(Key.Key_A, CTRL)
        self.driver.type(text)
        return self

    def choose(self, label: str, option: str) -> Act:
        """Tab to a choice by what stands over it, and arrow to the option."""
        for combo in self._panel_widget.findChildren(QComboBox):
            if combo.accessibleName() == label:
                self.tab_to(combo)
                while combo.currentText() != option:
                    before = combo.currentIndex()
                    self.press(Key.Key_Down if combo.findText(option) > before else Key.Key_Up)
                    assert combo.currentIndex() != before, f"the arrow keys do not choose {option}"
                return self
        wanted = next(
            each for each in self._panel_widget.findChildren(QAbstractButton)
            if each.accessibleName() == f"{label}，{option}"
        )  # fmt: skip
        segments = wanted.parentWidget()
        assert segments is not None
        self.tab_to_within(segments)
        for _ in range(4):
            if wanted.isChecked():
                return self
            self.press(Key.Key_Right)
        raise AssertionError(f"the arrow keys do not choose {option}")

    def tab_to_within(self, group: QWidget) -> None:
        """Press Tab until something in `group` has the focus."""
        for _ in range(60):
            if group.isAncestorOf(self.driver.focus()):
                return
            self.press(Key.Key_Tab)
        raise AssertionError(f"Tab does not lead into {group.accessibleName()}")

    def tick(self, name: str) -> Act:
        """Go down the list to that line and take it with Space, if it is not taken."""
        panel = self.state.panel
        assert panel is not None
        entry = next(each for each in panel.entries if hasattr(each, "lines"))
        lines = list(entry.lines)
        at = next(place for place, line in enumerate(lines) if line.name == name)
        rows = next(each for each in self._panel_widget.findChildren(QWidget) if each.accessibleName() == entry.label)
        self.tab_to(rows)
        here = next((place for place, line in enumerate(lines) if line.id == entry.current), 0)
        for _ in range(abs(at - here)):
            self.press(Key.Key_Down if at > here else Key.Key_Up)
        if not lines[at].checked:
            self.press(Key.Key_Space)
        return self

    def do(self) -> CasesStep:
        """Ctrl+Enter: done, saved and confirmed by the central."""
        return self.do_off_line().settled()

    def do_off_line(self) -> CasesStep:
        """Ctrl+Enter: done and saved here."""
        panel = self.state.panel
        assert panel is not None and not panel.hold, panel and panel.hold
        self.press(Key.Key_Return, CTRL)

        def is_over() -> bool:
            shown = self.state.panel
            assert shown is None or not shown.warning or shown.busy, shown.warning
            return shown is None

        self.driver.until(f"{panel.act} done", is_over)
        return CasesStep(self.place)

    @property
    def _panel_widget(self) -> ActPanel:
        found = self.place.window.page(CasesPage).findChild(ActPanel)
        assert isinstance(found, ActPanel)
        return found
