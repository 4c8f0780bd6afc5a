"""A scanner that types, and a person, at one window."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from widgets.key_dispatcher import KeyDispatcher
from widgets.keys import Scope
from widgets.wedge_filter import WedgeFilter

CODE = "YC26-03-00416"
NONE = Qt.KeyboardModifier.NoModifier


class Watched(QLineEdit):
    """A field that remembers in which order keys went down and up."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, str]] = []

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.seen.append(("down", event.text()))
        super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        self.seen.append(("up", event.text()))
        super().keyReleaseEvent(event)


class Place:
    """A window with two fields; Enter goes from the first to the second. `strike` is the keyboard."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.window = QWidget()
        self.first, self.second = Watched(), Watched()
        layout = QVBoxLayout(self.window)
        layout.addWidget(self.first)
        layout.addWidget(self.second)
        self.first.returnPressed.connect(self.second.setFocus)
        self.clock = 50.0
        self.wedge = WedgeFilter(self.window, now=lambda: self.clock)
        self.codes: list[str] = []
        self.wedge.code_scanned.connect(self.codes.append)
        self.at = 1_000  # milliseconds of the keyboard's clock
        with qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()
        self.first.setFocus()

    def strike(self, text: str, gap: int, modifiers: Qt.KeyboardModifier = NONE, *, up: bool = True) -> None:
        """Press and release the keys that write `text`, `gap` milliseconds from one to the next."""
        for each in text:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease)[: 1 + up]:
                self.send(kind, each, modifiers)
            self.at += gap

    def send(self, kind: QEvent.Type, text: str, modifiers: Qt.KeyboardModifier = NONE) -> None:
        key = Qt.Key.Key_Return if text == "\r" else Qt.Key(ord(text.upper()))
        event = QKeyEvent(kind, key, modifiers, text)
        event.setTimestamp(self.at)
        QCoreApplication.sendEvent(self.window.focusWidget() or self.window, event)

    def rest(self) -> None:
        """Wait until nothing is held any more."""
        timer = self.wedge.findChild(QTimer)
        self.qtbot.waitUntil(lambda: not timer.isActive())
        self.at += 1000


@pytest.fixture
def place(qtbot: QtBot) -> Iterator[Place]:
    place = Place(qtbot)
    yield place
    place.rest()
    place.window.close()
    place.window.deleteLater()


def test_a_code_is_told_and_not_typed(place: Place) -> None:
    place.strike(CODE + "\r", 8)
    assert place.codes == [CODE]
    assert (place.first.text(), place.first.seen) == ("", [])
    assert place.window.focusWidget() is place.first


def test_typing_goes_on_in_its_order(place: Place) -> None:
    place.strike("zhang san", 60)
    place.rest()
    assert (place.first.text(), place.codes) == ("zhang san", [])


def test_keys_come_up_after_they_went_down_even_when_they_were_held(place: Place) -> None:
    place.strike("ab", 10)
    assert place.first.seen == []
    place.rest()
    assert place.first.seen == [("down", "a"), ("up", "a"), ("down", "b"), ("up", "b")]


def test_a_burst_without_an_enter_is_given_back_in_a_moment(place: Place) -> None:
    place.strike("123456789", 5)
    assert place.first.text() == ""
    place.rest()
    assert place.first.text() == "123456789"


def test_a_held_key_follows_the_focus_that_the_key_before_has_moved(place: Place) -> None:
    place.strike("a\rb", 10)
    place.rest()
    assert (place.first.text(), place.second.text()) == ("a", "b")


def test_typing_and_scans_in_turns_are_told_apart(place: Place) -> None:
    place.strike("ab", 60)
    place.rest()
    place.strike(CODE + "\r", 3)
    place.at += 500
    place.strike("cd", 60)
    place.rest()
    assert (place.first.text(), place.codes) == ("abcd", [CODE])


def test_keys_that_are_held_down_together_in_a_scan_leave_no_release_behind(place: Place) -> None:
    for text in "12345678\r":
        place.send(QEvent.Type.KeyPress, text)
        place.at += 2
    for text in "12345678\r":
        place.send(QEvent.Type.KeyRelease, text)
    assert (place.codes, place.first.seen) == (["12345678"], [])
    place.at += 1000
    place.strike("8", 300)
    place.rest()
    assert place.first.seen == [("down", "8"), ("up", "8")]


def test_a_scanner_that_writes_capitals_presses_shift(place: Place) -> None:
    for text in "ABCDEF":
        shift = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Shift, Qt.KeyboardModifier.ShiftModifier)
        QCoreApplication.sendEvent(place.first, shift)
        place.strike(text, 4, Qt.KeyboardModifier.ShiftModifier)
    place.strike("\r", 4)
    assert place.codes == ["ABCDEF"]


def test_a_command_is_no_part_of_a_code_and_acts_after_what_was_typed_before_it(place: Place) -> None:
    place.strike("123456", 5)
    place.strike("a", 5, Qt.KeyboardModifier.ControlModifier)
    assert (place.first.text(), place.first.selectedText()) == ("123456", "123456")
    place.strike("\r", 5)
    assert place.codes == []


def test_a_key_held_down_repeats_at_once(place: Place) -> None:
    place.strike("x", 30, up=False)
    for _ in range(3):
        event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_X, NONE, "x", True)
        event.setTimestamp(place.at)
        QCoreApplication.sendEvent(place.first, event)
        place.at += 4
    assert place.first.text() == "xxxx"


def test_a_click_comes_after_what_was_typed_before_it(place: Place) -> None:
    place.strike("abc", 5)
    middle = QPointF(place.second.rect().center())
    click = QMouseEvent(
        QEvent.Type.MouseButtonPress, middle, middle, Qt.MouseButton.LeftButton, Qt.MouseButton.LeftButton, NONE
    )
    QCoreApplication.sendEvent(place.second, click)
    assert place.first.text() == "abc"


def test_a_program_that_was_busy_hears_the_rest_of_a_scan_before_it_judges(place: Place) -> None:
    place.strike("123456", 8)
    place.clock += 1.0
    place.wedge.findChild(QTimer).timeout.emit()
    assert place.first.text() == ""
    place.strike("789\r", 8)
    assert (place.codes, place.first.text()) == (["123456789"], "")


def test_keys_of_another_window_are_not_judged(place: Place, qtbot: QtBot) -> None:
    other = Watched()
    qtbot.addWidget(other)
    for text in CODE:
        event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key(ord(text)), NONE, text)
        QCoreApplication.sendEvent(other, event)
    assert (other.text(), place.codes) == (CODE, [])


def test_a_key_that_nobody_wants_is_judged_once(place: Place, qtbot: QtBot) -> None:
    """Qt offers it to one widget after the other, up to the window."""
    plain = QWidget(place.window, focusPolicy=Qt.FocusPolicy.StrongFocus)
    plain.show()
    plain.setFocus()
    place.strike("123456\r", 8)
    assert place.codes == ["123456"]
    place.at += 1000
    place.strike("12345\r", 8)
    place.rest()
    assert place.codes == ["123456"]


def test_digits_of_a_scan_do_not_act_as_the_pages_keys(qtbot: QtBot) -> None:
    window = QWidget()
    dispatcher = KeyDispatcher(window)
    dispatcher.scope = Scope.REVIEW
    decided: list[str] = []
    for number in range(1, 5):
        dispatcher.bind(Scope.REVIEW, f"decide_{number}", lambda number=number: decided.append(str(number)))
    wedge = WedgeFilter(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    place_at = 1000
    for text in "12341234\r":
        event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return if text == "\r" else Qt.Key(ord(text)), NONE, text)
        event.setTimestamp(place_at)
        QCoreApplication.sendEvent(window, event)
        place_at += 5
    assert decided == []
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_2, NONE, "2")
    event.setTimestamp(place_at + 1000)
    QCoreApplication.sendEvent(window, event)
    qtbot.waitUntil(lambda: decided == ["2"])
    assert not wedge.findChild(QTimer).isActive()
    window.close()
    window.deleteLater()
