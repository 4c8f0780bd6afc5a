"""The find page, driven by the keyboard."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.presenters.find.state import FindState, FoundRow, Happened, KeptPage, KeptSlipRow, Since
from app.presenters.marks import Mark
from devices.ports import Raster
from tests.support.pages import Desk, Heard, unnamed
from widgets.pages.find import FindPage

CONTROL = Qt.KeyboardModifier.ControlModifier


def row(number: int, *, current: bool = False) -> FoundRow:
    return FoundRow(str(number), Mark.DONE, f"事项 {number}", "YC26　张*", "09-17", "已接件", current)


OPEN = FindState(
    rows=(row(1, current=True), row(2), row(3)),
    number="YC26-03-00001",
    title="事项 1",
    state="已接件",
    central="中心端：已接件",
    facts=(("申请人", "张*"),),
    timeline=(Happened("09-17 10:46:31", "接件", "周某某"),),
    pages=(KeptPage("申请书", b""),),
    slips=(KeptSlipRow(1, "收件凭证", "已打 1 次", True), KeptSlipRow(2, "告知单", "未打", False)),
    raster=Raster(16, 8, bytes(16)),
)


@pytest.fixture
def page() -> FindPage:
    return FindPage()


@pytest.fixture
def heard(page: FindPage) -> Heard:
    return Heard(
        searched=page.searched, since=page.since_chosen, chosen=page.chosen, slip=page.slip_chosen,
        reprint=page.reprint_requested,
    )  # fmt: skip


def test_typing_searches_and_the_caret_stays(qtbot: QtBot, page: FindPage, heard: Heard) -> None:
    desk = Desk(qtbot, page)
    entry = desk.shell.focusWidget()
    assert isinstance(entry, QLineEdit)
    QTest.keyClicks(entry, "zm")
    entry.setCursorPosition(1)
    page.present(replace(OPEN, query="zm"))
    assert heard.said[-1] == ("searched", "zm")
    assert (entry.cursorPosition(), desk.shell.focusWidget()) == (1, entry)


def test_down_opens_the_next_case_while_one_types(qtbot: QtBot, page: FindPage, heard: Heard) -> None:
    desk = Desk(qtbot, page)
    page.present(OPEN)
    desk.press(Qt.Key.Key_Down)
    assert heard.said == [("chosen", 1)]


def test_up_at_the_first_and_down_in_an_empty_list_do_nothing(qtbot: QtBot, page: FindPage, heard: Heard) -> None:
    desk = Desk(qtbot, page)
    page.present(FindState(empty="没有符合的办件"))
    desk.press(Qt.Key.Key_Down)
    page.present(OPEN)
    desk.press(Qt.Key.Key_Up)
    assert heard.said == []


def test_ctrl_l_goes_through_the_periods(qtbot: QtBot, page: FindPage, heard: Heard) -> None:
    desk = Desk(qtbot, page)
    page.present(OPEN)
    desk.press(Qt.Key.Key_L, CONTROL)
    page.present(replace(OPEN, since=Since.ALL))
    desk.press(Qt.Key.Key_L, CONTROL)
    assert heard.said == [("since", Since.WEEK), ("since", Since.TODAY)]


def test_ctrl_p_prints_again_only_where_there_is_a_slip(qtbot: QtBot, page: FindPage, heard: Heard) -> None:
    desk = Desk(qtbot, page)
    page.present(replace(OPEN, slips=()))
    desk.press(Qt.Key.Key_P, CONTROL)
    page.present(OPEN)
    desk.press(Qt.Key.Key_P, CONTROL)
    assert heard.said == [("reprint",)]


def test_ctrl_down_shows_the_next_slip(qtbot: QtBot, page: FindPage, heard: Heard) -> None:
    desk = Desk(qtbot, page)
    page.present(OPEN)
    desk.press(Qt.Key.Key_Down, CONTROL)
    assert heard.said == [("slip", 1)]


def test_presenting_says_nothing(qtbot: QtBot, page: FindPage, heard: Heard) -> None:
    Desk(qtbot, page)
    page.present(OPEN)
    page.present(OPEN)
    assert heard.said == []


def test_everything_a_keyboard_reaches_has_a_name(qtbot: QtBot, page: FindPage) -> None:
    Desk(qtbot, page)
    page.present(OPEN)
    assert unnamed(page) == []
