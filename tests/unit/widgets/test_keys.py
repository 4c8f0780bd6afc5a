"""The key table and its dispatcher."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from widgets.key_dispatcher import KeyDispatcher, takes_text
from widgets.keys import KEYS, TABLE, Key, KeyTable, Scope
from widgets.kit.row import Row
from widgets.kit.rows import Rows

FIXED = {
    "F1": "help",
    "F2": "item",
    "F3": "find",
    "F4": "read_card",
    "F5": "call",
    "F6": "capture",
    "F7": "sample",
    "F8": "print_a4",
    "F9": "person_matches",
    "Ctrl+E": "export",
    "Ctrl+Return": "act",
    "Esc": "aside",
    "Ctrl+R": "reveal",
    "Alt+E": "edit_chip",
}


class Desk:
    """A window with a field and a button, and a record of what the keys did."""

    def __init__(self, qtbot: QtBot) -> None:
        self.window = QWidget()
        layout = QVBoxLayout(self.window)
        self.field, self.button, self.list = QLineEdit(), QPushButton("x"), Rows("rows")
        self.list.present([Row("a", "A"), Row("b", "B")], "a")
        for widget in (self.field, self.button, self.list):
            layout.addWidget(widget)
        self.keys = KeyDispatcher(self.window)
        self.done: list[str] = []
        qtbot.addWidget(self.window)
        with qtbot.waitExposed(self.window):
            self.window.show()

    def bind(self, scope: Scope, key_id: str) -> None:
        self.keys.bind(scope, key_id, lambda: self.done.append(key_id))


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    return Desk(qtbot)


def test_fixed_keys_have_their_fixed_meaning() -> None:
    assert {key.sequence: key.id for key in KEYS if key.sequence in FIXED and key.scope is Scope.EVERYWHERE} == FIXED


def test_no_sequence_means_two_things_on_one_page() -> None:
    for scope in Scope:
        here = [key for key in KEYS if key.scope in (scope, Scope.EVERYWHERE) and not key.by_focus]
        sequences = [key.sequence for key in here]
        assert len(sequences) == len(set(sequences)), scope


def test_a_table_with_one_key_of_two_meanings_is_refused() -> None:
    with pytest.raises(ValueError, match="F6 would mean two things"):
        KeyTable((Key("a", "F6", "A", Scope.EVERYWHERE), Key("b", "F6", "B", Scope.SYNC)))
    with pytest.raises(ValueError, match="two keys are called a in sync"):
        KeyTable((Key("a", "F6", "A", Scope.SYNC), Key("a", "F7", "A", Scope.SYNC)))


def test_every_key_that_text_or_lists_need_waits_for_a_focus_without_text() -> None:
    plain = [key for key in KEYS if "+" not in key.sequence and not key.sequence.startswith("F") and not key.by_focus]
    assert [key.sequence for key in plain if not key.quiet] == ["Esc"]


def test_a_function_key_acts_while_one_types(desk: Desk, qtbot: QtBot) -> None:
    desk.bind(Scope.EVERYWHERE, "capture")
    desk.field.setFocus()
    qtbot.keyClick(desk.field, Qt.Key.Key_F6)
    assert desk.done == ["capture"]


def test_a_letter_is_typed_into_a_field_and_acts_elsewhere(desk: Desk, qtbot: QtBot) -> None:
    desk.keys.scope = Scope.MATERIALS
    desk.bind(Scope.MATERIALS, "missing")
    desk.field.setFocus()
    qtbot.keyClick(desk.field, Qt.Key.Key_Q)
    assert desk.done == []
    assert desk.field.text() == "q"
    desk.list.setFocus()
    qtbot.keyClick(desk.list, Qt.Key.Key_Q)
    assert desk.done == ["missing"]


def test_a_letter_acts_in_a_locked_field(desk: Desk, qtbot: QtBot) -> None:
    desk.keys.scope = Scope.MATERIALS
    desk.bind(Scope.MATERIALS, "missing")
    desk.field.setReadOnly(True)
    desk.field.setFocus()
    qtbot.keyClick(desk.field, Qt.Key.Key_Q)
    assert desk.done == ["missing"]


def test_a_list_never_takes_text(desk: Desk) -> None:
    desk.list.present([Row("c", "C")], "c")
    assert not takes_text(desk.list)
    assert takes_text(desk.field)


def test_space_presses_a_focused_button(desk: Desk, qtbot: QtBot) -> None:
    desk.keys.scope = Scope.MATERIALS
    desk.bind(Scope.MATERIALS, "paper_only")
    desk.button.setFocus()
    with qtbot.waitSignal(desk.button.clicked):
        qtbot.keyClick(desk.button, Qt.Key.Key_Space)
    assert desk.done == []


def test_a_page_binding_goes_before_the_one_for_everywhere(desk: Desk, qtbot: QtBot) -> None:
    desk.bind(Scope.EVERYWHERE, "capture")
    desk.keys.bind(Scope.REVIEW, "capture", lambda: desk.done.append("again"))
    desk.keys.scope = Scope.REVIEW
    qtbot.keyClick(desk.window, Qt.Key.Key_F6)
    desk.keys.scope = Scope.MATERIALS
    qtbot.keyClick(desk.window, Qt.Key.Key_F6)
    assert desk.done == ["again", "capture"]


def test_a_key_of_another_page_does_nothing(desk: Desk, qtbot: QtBot) -> None:
    desk.bind(Scope.SYNC, "resend")
    desk.keys.scope = Scope.MATERIALS
    desk.list.setFocus()
    qtbot.keyClick(desk.list, Qt.Key.Key_R)
    assert desk.done == []


def test_enter_on_the_keypad_is_enter(desk: Desk, qtbot: QtBot) -> None:
    desk.bind(Scope.EVERYWHERE, "act")
    modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.KeypadModifier
    qtbot.keyClick(desk.field, Qt.Key.Key_Enter, modifiers)
    assert desk.done == ["act"]


def test_binding_twice_or_in_a_foreign_scope_is_refused(desk: Desk) -> None:
    desk.bind(Scope.REVIEW, "accept")
    for scope, key_id in ((Scope.REVIEW, "accept"), (Scope.MATERIALS, "materials")):
        with pytest.raises(ValueError, match=key_id):
            desk.bind(scope, key_id)
    for key_id in ("dance", "missing"):
        with pytest.raises(KeyError):
            desk.bind(Scope.REVIEW, key_id)


def test_every_key_has_a_cap_to_show() -> None:
    assert TABLE.key("act").cap == "Ctrl+Enter"
    assert all(key.cap for key in KEYS)
