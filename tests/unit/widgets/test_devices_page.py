"""The devices page, driven by the keyboard."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.presenters.devices.state import (
    DeviceDetail,
    DeviceRow,
    DevicesState,
    FoundRow,
    FoundState,
    FrameLine,
    GuideLine,
    GuideState,
    Issue,
    IssueAct,
)
from app.presenters.marks import Mark
from tests.support.pages import Desk, Heard, filled_buttons, unnamed
from widgets.pages.devices import DevicesPage

READER = DeviceRow(
    "reader", "card_reader", "读卡器", "SAM 协议", "串口 COM3", Mark.DONE, "正常", "", 86, 1, current=True
)
PRINTER = DeviceRow("printer", "printer", "小票打印机", "ESC/POS", "网络", Mark.WRONG, "缺纸", "11:06 缺纸", 3, 1)
PAPER_OUT = Issue("printer:PaperOut", "printer", Mark.WRONG, "缺纸", "装入热敏纸", (IssueAct.PRINT_A4, IssueAct.RETRY))
POLARITY = Issue("lockers:polarity", "lockers", Mark.DOUBTFUL, "反了", "校准", (IssueAct.GUIDE, IssueAct.IGNORE))
STATE = DevicesState(
    summary="2 台，1 台正常",
    issues=(PAPER_OUT, POLARITY),
    rows=(READER, PRINTER),
    detail=DeviceDetail("读卡器", facts=(("连接", "串口 COM3"),), frames=(FrameLine("11:07:41", "→", "AA AA"),)),
)
ASKED = replace(STATE, guide=GuideState("自检", (GuideLine("答复正常", Mark.DONE),), "看到了吗？", ("是", "否")))
FOUND = replace(
    STATE,
    found=FoundState(
        "找到 1 个",
        (FoundRow("usb-1", "card_reader", "阅读器", "COM7", "它自己答的", "按 Enter", Mark.DONE, True, True),),
    ),
)


@pytest.fixture
def page() -> DevicesPage:
    return DevicesPage()


@pytest.fixture
def heard(page: DevicesPage) -> Heard:
    return Heard(
        chosen=page.chosen,
        check=page.check_requested,
        guide=page.guide_requested,
        search=page.search_requested,
        compare=page.compare_requested,
        report=page.report_requested,
        answered=page.answered,
        left=page.left,
        issue=page.issue_acted,
    )


def test_down_chooses_the_next_device(qtbot: QtBot, page: DevicesPage, heard: Heard) -> None:
    desk = Desk(qtbot, page)
    page.present(STATE)
    desk.press(Qt.Key.Key_Down)
    assert heard.said == [("chosen", 1)]


@pytest.mark.parametrize(
    ("key", "wish"),
    [
        (Qt.Key.Key_J, ("check",)),
        (Qt.Key.Key_G, ("guide",)),
        (Qt.Key.Key_N, ("search",)),
        (Qt.Key.Key_P, ("compare",)),
        (Qt.Key.Key_Escape, ("left",)),
        (Qt.Key.Key_R, ("issue", "printer:PaperOut", IssueAct.RETRY)),
        (Qt.Key.Key_F8, ("issue", "printer:PaperOut", IssueAct.PRINT_A4)),
        (Qt.Key.Key_Delete, ("issue", "lockers:polarity", IssueAct.IGNORE)),
    ],
)
def test_every_act_has_its_key(
    qtbot: QtBot, page: DevicesPage, heard: Heard, key: Qt.Key, wish: tuple[object, ...]
) -> None:
    desk = Desk(qtbot, page)
    page.present(STATE)
    desk.press(key)
    assert heard.said == [wish]


def test_ctrl_e_asks_for_the_report(qtbot: QtBot, page: DevicesPage, heard: Heard) -> None:
    desk = Desk(qtbot, page)
    page.present(STATE)
    desk.press(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert heard.said == [("report",)]


def test_r_without_an_issue_does_nothing(qtbot: QtBot, page: DevicesPage, heard: Heard) -> None:
    desk = Desk(qtbot, page)
    desk.press(Qt.Key.Key_R)
    assert heard.said == []


def test_a_question_takes_the_focus_and_enter_gives_its_first_answer(
    qtbot: QtBot, page: DevicesPage, heard: Heard
) -> None:
    desk = Desk(qtbot, page)
    page.present(STATE)
    page.present(ASKED)
    desk.press(Qt.Key.Key_Return)
    assert heard.said == [("answered", 0)]


@pytest.mark.parametrize("over", [False, True])
def test_a_digit_answers_a_guide_or_puts_its_outcome_away(
    qtbot: QtBot, page: DevicesPage, heard: Heard, over: bool
) -> None:
    desk = Desk(qtbot, page)
    page.present(replace(ASKED, guide=GuideState("校准", (), "哪个数？", ("384", "512", "576", "832", "640"), over)))
    desk.press(Qt.Key.Key_2)
    desk.press(Qt.Key.Key_5)
    assert heard.said == [("answered", 1), ("answered", 4)]


def test_a_digit_adds_nothing_that_was_found(qtbot: QtBot, page: DevicesPage, heard: Heard) -> None:
    desk = Desk(qtbot, page)
    page.present(FOUND)
    page.focus_found()
    for digit in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_5):
        desk.press(digit)
    assert heard.said == []


def test_enter_sets_up_what_was_found(qtbot: QtBot, page: DevicesPage, heard: Heard) -> None:
    desk = Desk(qtbot, page)
    page.present(FOUND)
    page.focus_found()
    desk.press(Qt.Key.Key_Return)
    assert heard.said == [("answered", 0)]


def test_a_row_is_spoken_with_its_condition(qtbot: QtBot, page: DevicesPage) -> None:
    desk = Desk(qtbot, page)
    page.present(STATE)
    rows = desk.shell.focusWidget()
    assert rows.model().index(1, 0).data() == "小票打印机，ESC/POS，网络，缺纸，11:06 缺纸，3，1"


def test_presenting_says_nothing(qtbot: QtBot, page: DevicesPage, heard: Heard) -> None:
    Desk(qtbot, page)
    for state in (STATE, ASKED, FOUND, STATE, DevicesState()):
        page.present(state)
    assert heard.said == []


@pytest.mark.parametrize("state", [STATE, ASKED, FOUND])
def test_everything_a_keyboard_reaches_has_a_name(qtbot: QtBot, page: DevicesPage, state: DevicesState) -> None:
    Desk(qtbot, page)
    page.present(state)
    assert unnamed(page) == []
    assert len(filled_buttons(page)) <= 1
