"""A window with all that stands round it, and what every one of its pages can be asked.

What is asserted is what can be read on the screen: `words` gathers it from the widgets in sight.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QLabel, QLineEdit, QWidget

from app.bootstrap import Terminal
from widgets.kit.plane import Scrolling
from widgets.simulated.driver import Driver
from widgets.window import CounterWindow

if TYPE_CHECKING:  # a window whose memory is measured holds neither
    from devices.simulators.hall import SimulatedHall
    from sync.relay import CuttableLine

MOST_TABS = 60
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
Key = Qt.Key

P = TypeVar("P", bound="Page")


@dataclass(frozen=True, slots=True)
class Place:
    """A window with all that stands round it. `line` is None where the window works alone."""

    driver: Driver
    hall: SimulatedHall
    line: CuttableLine | None

    @property
    def window(self) -> CounterWindow:
        return self.driver.window

    @property
    def terminal(self) -> Terminal:
        return self.driver.window.terminal


def words(widget: QWidget) -> str:
    """Everything that can be read in `widget` now, one text a line; passwords not."""
    return "\n".join(
        text for each in (widget, *widget.findChildren(QWidget)) if each.isVisible() for text in _texts(each) if text
    )


def cut_off(window: QWidget) -> list[str]:
    """What stands in a column that scrolls downwards only, and is wider than the column."""
    columns = [area for area in window.findChildren(Scrolling) if area.isVisible() and area.widget()]
    return [
        f"{type(part).__name__} {part.minimumSizeHint().width()}"
        for area in columns
        if area.widget().width() > area.viewport().width()
        for part in area.widget().findChildren(QWidget)
        if part.isVisible() and part.minimumSizeHint().width() > area.viewport().width()
    ]


def _texts(widget: QWidget) -> list[str]:
    match widget:
        case QLineEdit():
            return [widget.displayText()]
        case QLabel():
            return [widget.text()]
        case QAbstractButton():
            return [widget.text(), widget.accessibleName()]
        case QAbstractItemView():
            model = widget.model()
            return [str(model.index(row, 0).data()) for row in range(model.rowCount())]
        case _:
            return [widget.accessibleName(), widget.accessibleDescription()]


class Page:
    """What every page has in common: the frame round it."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.driver, self.hall, self.terminal = place.driver, place.hall, place.terminal

    def press(self, key: Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.driver.press(key, modifier)

    def words(self) -> str:
        """All that can be read on the window now."""
        return words(self.place.window)

    def reads(self: P, *wanted: str) -> P:
        """Wait until all of these can be read on the window."""
        for each in wanted:
            self.driver.until(f"“{each}” on the screen", lambda each=each: each in self.words())  # type: ignore[misc]
        return self

    def reads_no_more(self: P, unwanted: str) -> P:
        """Wait until this cannot be read any more."""
        self.driver.until(f"“{unwanted}” off the screen", lambda: unwanted not in self.words())
        return self

    def shot(self: P, name: str) -> P:
        """Keep a picture, of a page on which nothing is cut off at the side."""
        self.driver.picture(name)
        assert not (cut := cut_off(self.place.window)), f"wider than their room on {name}: {', '.join(cut)}"
        return self

    def tab_to(self: P, widget: QWidget, *, key: Key = Key.Key_Tab) -> P:
        """Press Tab until `widget` has the focus: a widget that cannot be reached so fails the test."""
        for _ in range(MOST_TABS):
            if self.driver.focus() is widget:
                return self
            self.press(key)
        raise AssertionError(f"{MOST_TABS} Tabs do not lead to {widget.accessibleName() or type(widget).__name__}")

    def resume(self) -> None:
        """Ctrl+B: go on with the case put aside last; it opens at the step where it was left."""
        left = self.terminal.intake.session.draft.id
        self.press(Key.Key_B, CTRL)
        self.driver.until("the case put aside", lambda: self.terminal.intake.session.draft.id != left)

    def cut_line(self: P) -> P:
        """Cut the line to the central."""
        assert self.place.line is not None
        self.place.line.cut()
        return self

    def join_line(self: P) -> P:
        """Join it again."""
        assert self.place.line is not None
        self.place.line.join()
        return self

    def numbers_left(self) -> int:
        """How many case numbers the window has in hand."""
        return self.terminal.store.numbers.left("case", self.terminal.now().year)

    def all_delivered(self: P) -> P:
        """Wait until the central has confirmed every form and page."""

        def nothing_left() -> bool:
            counts = self.terminal.store.outbox.counts()
            return counts.ready == counts.parked == counts.pages == 0

        self.driver.until("receipts for forms and pages", nothing_left)
        return self
