"""The sign-in page, driven by the keyboard."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.presenters.sign_in import Offer, SignInState
from tests.support.pages import Desk, Heard, filled_buttons, unnamed
from widgets.pages.sign_in import SignInPage

HALL = SignInState("某某大厅", "03", "综合窗口")


@pytest.fixture
def page() -> SignInPage:
    return SignInPage()


def type_in(desk: Desk, text: str) -> None:
    QTest.keyClicks(desk.shell.focusWidget(), text)
    desk.press(Qt.Key.Key_Return)


def test_number_enter_password_enter_signs_in(qtbot: QtBot, page: SignInPage) -> None:
    desk, heard = Desk(qtbot, page), Heard(sign_in=page.sign_in_requested)
    page.present(HALL)
    type_in(desk, "0317")
    type_in(desk, "secret")
    assert heard.said == [("sign_in", "0317", "secret")]


def test_a_known_number_puts_the_focus_on_the_password(qtbot: QtBot, page: SignInPage) -> None:
    desk, heard = Desk(qtbot, page), Heard(sign_in=page.sign_in_requested)
    page.present(replace(HALL, clerk_id="0317"))
    page.focus_first()
    type_in(desk, "secret")
    assert heard.said == [("sign_in", "0317", "secret")]


def test_nothing_is_asked_without_a_password_or_while_it_is_checked(qtbot: QtBot, page: SignInPage) -> None:
    desk, heard = Desk(qtbot, page), Heard(sign_in=page.sign_in_requested)
    page.present(HALL)
    type_in(desk, "0317")
    desk.press(Qt.Key.Key_Return)
    page.present(replace(HALL, clerk_id="0317", busy=True))
    type_in(desk, "secret")
    assert heard.said == []


def test_a_refused_password_is_selected_to_be_typed_anew(qtbot: QtBot, page: SignInPage) -> None:
    desk = Desk(qtbot, page)
    page.present(HALL)
    type_in(desk, "0317")
    type_in(desk, "wrong")
    page.present(replace(HALL, clerk_id="0317", busy=True))
    page.present(replace(HALL, clerk_id="0317", error="工号或口令不对，还可以试 4 次"))
    entry = desk.shell.focusWidget()
    assert isinstance(entry, QLineEdit)
    assert (entry.echoMode(), entry.selectedText()) == (QLineEdit.EchoMode.Password, "wrong")


def test_presenting_leaves_what_is_typed(qtbot: QtBot, page: SignInPage) -> None:
    desk = Desk(qtbot, page)
    page.present(HALL)
    entry = desk.shell.focusWidget()
    assert isinstance(entry, QLineEdit)
    QTest.keyClicks(entry, "03")
    entry.setCursorPosition(1)
    page.present(HALL)
    assert (entry.text(), entry.cursorPosition()) == ("03", 1)


def test_everything_a_keyboard_reaches_has_a_name(qtbot: QtBot, page: SignInPage) -> None:
    Desk(qtbot, page)
    page.present(HALL)
    assert unnamed(page) == []
    assert filled_buttons(page) == ["Sign in"]


def test_a_password_of_ones_own_is_typed_twice_and_the_old_one_once(qtbot: QtBot, page: SignInPage) -> None:
    heard = Heard(change=page.change_requested, sign_in=page.sign_in_requested)
    desk = Desk(qtbot, page)
    page.present(HALL)
    type_in(desk, "0318")
    type_in(desk, "for-once-only")
    page.present(replace(HALL, clerk_id="0318", busy=True))
    page.present(replace(HALL, clerk_id="0318", changing=True))
    type_in(desk, "my own words")
    type_in(desk, "my own words")
    assert heard.said[1:] == [("change", "0318", "for-once-only", "my own words", "my own words")]
    assert unnamed(page) == []


def test_nothing_typed_stays_after_signing_in(qtbot: QtBot, page: SignInPage) -> None:
    desk = Desk(qtbot, page)
    page.present(HALL)
    type_in(desk, "0317")
    type_in(desk, "secret")
    page.present(replace(HALL, clerk_id="0317", busy=True))
    page.present(replace(HALL, clerk_id="0317"))
    assert [each.text() for each in page.findChildren(QLineEdit)] == ["0317", "", "", ""]


def test_training_accounts_are_chosen_by_arrow_and_taken_with_enter(qtbot: QtBot, page: SignInPage) -> None:
    desk = Desk(qtbot, page)
    heard = Heard(chosen=page.offer_chosen, taken=page.offer_taken)
    offers = (Offer("0317", "综合窗口", "接件"), Offer("0522", "部门后台", "受理"))
    page.present(replace(HALL, clerk_id="0317", offers=offers))
    page.focus_first()
    desk.press(Qt.Key.Key_Down)
    desk.press(Qt.Key.Key_Return)
    assert heard.said == [("chosen", "0522"), ("taken", "0522")]
