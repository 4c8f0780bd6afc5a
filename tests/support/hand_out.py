"""The issuing window: what waits, who takes it, and by which way it leaves."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.presenters.hand_out.state import HandOutState
from tests.support.place import CTRL, Key
from tests.support.steps import Step
from widgets.kit.signature_canvas import SignatureCanvas
from widgets.pages.hand_out import HandOutPage

_STROKES = ([(0.2, 0.3), (0.5, 0.7)], [(0.3, 0.8), (0.6, 0.2), (0.8, 0.6)])


class HandOutStep(Step):
    """Where an issuing clerk begins."""

    def find(self, number: str) -> HandOutStep:
        """C, the number, Enter: it is opened; F3, Enter: the letters are keys again."""
        self.press(Key.Key_C)
        self.driver.type(number)
        self.press(Key.Key_Return)
        self.driver.until(f"{number} opened", lambda: self.state.case is not None and number in self.state.case.detail)
        self.press(Key.Key_F3)
        self.press(Key.Key_Return)
        return self

    def by_locker(self) -> HandOutStep:
        """2, then Ctrl+Enter: a cell is chosen and opens."""
        self.press(Key.Key_2)
        return self.act("locker").stands("cell")

    def pickup_code(self, code: str) -> HandOutStep:
        """C, the code, Enter: the cell opens."""
        self.press(Key.Key_C)
        self.driver.type(code)
        self.press(Key.Key_Return)
        return self.stands("cell")

    def shut(self, bank: str) -> HandOutStep:
        """Push the door of the cell that stands open."""
        assert self.state.cabinet is not None
        cell = self.state.cabinet.current
        self.hall.shut_door(cell, bank)
        self.driver.until("a shut door", lambda: not self._held())
        return self

    def lay_card(self, name: str) -> HandOutStep:
        """The card of who takes it is laid down and read by itself."""
        self.hall.lay_card(name)
        self.driver.until("a known recipient", lambda: self.state.signs)
        return self

    def sign(self) -> HandOutStep:
        """Who takes it signs on the pad: the one act here that takes a pen."""
        canvas = self.place.window.page(HandOutPage).findChild(SignatureCanvas)
        assert isinstance(canvas, SignatureCanvas)
        for stroke in _STROKES:
            places = [QPoint(round(x * canvas.width()), round(y * canvas.height())) for x, y in stroke]
            QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=places[0])
            for place in places[1:]:
                QTest.mouseMove(canvas, place)
            QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=places[-1])
        assert canvas.strokes
        return self

    def act(self, named: str) -> HandOutStep:
        """Ctrl+Enter on that panel, when nothing keeps it."""
        self.stands(named)
        self.driver.until(f"nothing that keeps {named}", lambda: not self._held())
        self.press(Key.Key_Return, CTRL)
        return self

    def stands(self, act: str) -> HandOutStep:
        """Wait until that panel is shown."""

        def is_shown() -> bool:
            panel = self.state.panel
            return panel is not None and panel.act == act and not panel.busy

        self.driver.until(f"the panel {act}", is_shown)
        return self

    @property
    def state(self) -> HandOutState:
        """What the page shows."""
        return self.terminal.hand_out.hand_out.state()

    def _held(self) -> bool:
        panel = self.state.panel
        assert panel is None or not panel.warning, panel and panel.warning
        return panel is None or bool(panel.hold)
