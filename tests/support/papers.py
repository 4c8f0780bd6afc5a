"""The page of hand-overs: papers leave a desk on a slip, and are taken over by its bar codes."""

from __future__ import annotations

import re

from app.presenters.hand_over.state import HandOverState, Line
from app.presenters.pages import HAND_OVER
from devices.scanning.codes import codes_on
from tests.support.place import CTRL, Key
from tests.support.steps import Step

_BATCH = re.compile(r"[A-Z]+\d\d-\w+-[JC]\d+")


class HandOverStep(Step):
    """Where papers go and come."""

    @classmethod
    def of(cls, step: Step) -> HandOverStep:
        """Open it, by its place in the rail."""
        step.open_page(HAND_OVER)
        return cls(step.place)

    def choose(self, number: str) -> HandOverStep:
        """1, down to the case, Space: its papers are to go."""
        self.press(Key.Key_1)
        self.driver.until(f"{number} to send", lambda: self._line(number) is not None)
        while (line := self._line(number)) is not None and (current := self.state.current) != line.id:
            ids = [each.id for each in self._lines()]
            self.press(Key.Key_Down if ids.index(current) < ids.index(line.id) else Key.Key_Up)
        self.press(Key.Key_Space)
        return self.marked(number)

    def choose_by_code(self, number: str) -> HandOverStep:
        """Its receipt is scanned: its papers are to go."""
        self.press(Key.Key_1)
        self.driver.until(f"{number} to send", lambda: self._line(number) is not None)
        self.hall.scan(number)
        return self.marked(number)

    def marked(self, number: str) -> HandOverStep:
        """Wait until it is marked."""
        self.driver.until(f"{number} marked", lambda: "张" in (line.right if (line := self._line(number)) else ""))
        return self

    def send(self, number: str) -> str:
        """Ctrl+Enter: they leave; the number of their slip, read from the bars that came out of the printer."""
        before = len(self.hall.printer.slips)
        self.press(Key.Key_Return, CTRL)
        self.driver.until(f"{number} under way", lambda: self._line(number) is None)
        self.driver.until("the slip on paper, once for each side", lambda: len(self.hall.printer.slips) >= before + 2)
        self.all_delivered()
        codes = codes_on(self.hall.printer.slips[-1])
        assert number in codes, codes
        return next(code for code in codes if _BATCH.fullmatch(code))

    def receive(self, batch: str) -> HandOverStep:
        """The slip is scanned, once it is known here that it is coming."""
        self.press(Key.Key_2)
        self.reads(batch)
        self.hall.scan(batch)
        return self.reads(f"{batch}：")

    def take_over(self, number: str) -> HandOverStep:
        """The paper is scanned, its file has come: it is taken over."""
        self.hall.scan(number)
        self.driver.until(f"{number} taken over", lambda: self._line(number) is None)
        return self.all_delivered()

    @property
    def state(self) -> HandOverState:
        """What the page shows."""
        return self.terminal.hand_over.papers.state()

    def _lines(self) -> list[Line]:
        return [line for group in self.state.groups for line in group.lines]

    def _line(self, number: str) -> Line | None:
        return next((line for line in self._lines() if line.second.startswith(number)), None)
