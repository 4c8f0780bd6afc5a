"""The devices page, driven by the keyboard."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.presenters.devices import DeviceRow, DevicesState, Issue
from app.presenters.marks import Mark
from tests.support.pages import Desk, Heard, filled_buttons, unnamed
from widgets.pages.devices import DevicesPage

STATE = DevicesState(
    summary="2 台，1 台正常",
    issues=(Issue("slip_printer", "打印机缺纸", "装入热敏纸"),),
    rows=(
        DeviceRow("card_reader", "card_reader", "读卡器", "串口", Mark.DONE, "正常", 86, 1, "", True),
        DeviceRow("slip_printer", "printer", "小票打印机", "网络", Mark.WRONG, "缺纸", 3, 1, "打印机缺纸。装纸", False),
    ),
    title="读卡器",
    facts=(("连接", "串口"),),
)


@pytest.fixture
def page() -> DevicesPage:
    return DevicesPage()


@pytest.fixture
def heard(page: DevicesPage) -> Heard:
    return Heard(chosen=page.chosen, check=page.check_requested)


def test_down_chooses_the_next_device(qtbot: QtBot, page: DevicesPage, heard: Heard) -> None:
    desk = Desk(qtbot, page)
    page.present(STATE)
    desk.press(Qt.Key.Key_Down)
    assert heard.said == [("chosen", 1)]


def test_j_checks_the_current_device(qtbot: QtBot, page: DevicesPage, heard: Heard) -> None:
    desk = Desk(qtbot, page)
    page.present(STATE)
    desk.press(Qt.Key.Key_J)
    assert heard.said == [("check",)]


def test_r_tries_the_device_of_the_first_issue(qtbot: QtBot, page: DevicesPage, heard: Heard) -> None:
    desk = Desk(qtbot, page)
    page.present(STATE)
    desk.press(Qt.Key.Key_R)
    assert heard.said == [("chosen", 1), ("check",)]


def test_r_without_an_issue_does_nothing(qtbot: QtBot, page: DevicesPage, heard: Heard) -> None:
    desk = Desk(qtbot, page)
    desk.press(Qt.Key.Key_R)
    assert heard.said == []


def test_a_row_is_spoken_with_its_condition(qtbot: QtBot, page: DevicesPage) -> None:
    desk = Desk(qtbot, page)
    page.present(STATE)
    rows = desk.shell.focusWidget()
    assert rows.model().index(1, 0).data() == "小票打印机，网络，缺纸，打印机缺纸，3，1"


def test_presenting_says_nothing(qtbot: QtBot, page: DevicesPage, heard: Heard) -> None:
    Desk(qtbot, page)
    page.present(STATE)
    page.present(STATE)
    assert heard.said == []


def test_everything_a_keyboard_reaches_has_a_name(qtbot: QtBot, page: DevicesPage) -> None:
    Desk(qtbot, page)
    page.present(STATE)
    assert unnamed(page) == []
    assert filled_buttons(page) == []
