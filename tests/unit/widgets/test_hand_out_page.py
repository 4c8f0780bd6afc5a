"""The page of the issuing window, driven by the keyboard."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.domain.facts import Way
from app.presenters.cases.state import ActButton, Chip, PanelState, TextEntry, WorkGroup, WorkLine, WorkListState
from app.presenters.fields import FieldState, Level
from app.presenters.hand_out.state import CabinetState, CellBox, CellLook, HandOutState
from tests.support.pages import Desk, Heard, unnamed
from widgets.kit.signature_canvas import SignatureCanvas
from widgets.pages.hand_out import HandOutPage
from widgets.parts.cabinet import Cells

CONTROL = Qt.KeyboardModifier.ControlModifier
Key = Qt.Key

LIST = WorkListState(
    title="出件", current="a",
    groups=(WorkGroup("以后", "2", tuple(WorkLine(id, f"事项 {id}", "YC26　张*", "", Chip.PLAIN, "") for id in "ab")),),
)  # fmt: skip
CABINET = CabinetState("取件柜 A", "空 7", tuple(CellBox(n, "空") for n in range(1, 13)))
WINDOW = PanelState("window", "窗口领取", button="发出")
OPEN = HandOutState(list=LIST, cabinet=CABINET, way="window", panel=WINDOW,
                    acts=(ActButton("by_paper", "没带身份证", "by_paper"),))  # fmt: skip


@pytest.fixture
def page() -> HandOutPage:
    return HandOutPage()


@pytest.fixture
def heard(page: HandOutPage) -> Heard:
    return Heard(
        chosen=page.chosen, cell=page.cell_chosen, typed=page.code_typed, entered=page.code_entered,
        way=page.way_chosen, changed=page.changed, card=page.card_wanted, signed=page.signed, acted=page.acted,
        done=page.done, left=page.left, looked_up=page.looked_up,
    )  # fmt: skip


def test_digits_choose_the_way_and_letters_act_while_the_list_has_the_focus(
    qtbot: QtBot, page: HandOutPage, heard: Heard
) -> None:
    desk = Desk(qtbot, page)
    page.present(OPEN)
    for key in (Key.Key_1, Key.Key_2, Key.Key_3, Key.Key_F4, Key.Key_P, Key.Key_T, Key.Key_G, Key.Key_Down):
        desk.press(key)
    desk.press(Key.Key_Return, CONTROL)
    desk.press(Key.Key_Escape)
    assert heard.said == [
        ("way", Way.WINDOW), ("way", Way.LOCKER), ("way", Way.POST), ("card",), ("acted", "by_paper"),
        ("acted", "take_back"), ("acted", "keep_cell"), ("chosen", "b"), ("done",), ("left",),
    ]  # fmt: skip


def test_a_code_is_typed_after_c_and_entered(qtbot: QtBot, page: HandOutPage, heard: Heard) -> None:
    desk = Desk(qtbot, page)
    page.present(OPEN)
    desk.press(Key.Key_C)
    for key in (Key.Key_4, Key.Key_8, Key.Key_Return):
        desk.press(key)
    assert heard.said == [("typed", "4"), ("typed", "48"), ("entered", "48")], "digits are the field's here"


def test_enter_behind_a_number_opens_what_it_finds(qtbot: QtBot, page: HandOutPage, heard: Heard) -> None:
    desk = Desk(qtbot, page)
    page.present(OPEN)
    desk.press(Key.Key_F3)
    for key in (Key.Key_4, Key.Key_8, Key.Key_Return):
        desk.press(key)
    assert heard.said == [("looked_up", "48")]


def test_arrows_move_among_the_cells(qtbot: QtBot, page: HandOutPage, heard: Heard) -> None:
    desk = Desk(qtbot, page)
    page.present(replace(OPEN, cabinet=replace(CABINET, current=2)))
    cells = page.findChild(Cells)
    assert cells is not None
    cells.setFocus()
    for key in (Key.Key_Right, Key.Key_Left, Key.Key_Down, Key.Key_Up):
        desk.press(key)
    assert heard.said == [("cell", 3), ("cell", 1), ("cell", 8)], "above the first line there is none"


def test_a_cell_says_in_words_what_its_colour_says(qtbot: QtBot, page: HandOutPage) -> None:
    Desk(qtbot, page)
    boxes = (CellBox(1, "超期", CellLook.OVERDUE, "YC26-03-00001，存到 9 月 29 日"),)
    page.present(replace(OPEN, cabinet=replace(CABINET, cells=boxes, current=1)))
    cells = page.findChild(Cells)
    assert cells is not None and cells.accessibleDescription() == "1，超期，YC26-03-00001，存到 9 月 29 日"


def test_what_is_signed_is_told_and_gone_for_the_next(qtbot: QtBot, page: HandOutPage, heard: Heard) -> None:
    Desk(qtbot, page)
    page.present(replace(OPEN, signs=True, signing="a 1"))
    canvas = page.findChild(SignatureCanvas)
    assert canvas is not None and canvas.isVisible()
    middle = canvas.rect().center()
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=middle - QPoint(100, 20))
    for step in range(20):
        QTest.mouseMove(canvas, middle + QPoint(10 * step - 100, 20 if step % 2 else -20))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=middle + QPoint(100, 20))
    (what, png) = heard.said[-1]
    assert what == "signed" and png.startswith(b"\x89PNG")
    page.present(replace(OPEN, signs=True, signing="b 2"))
    assert not canvas.strokes


def test_entries_of_a_way_have_the_focus_when_they_come(qtbot: QtBot, page: HandOutPage, heard: Heard) -> None:
    desk = Desk(qtbot, page)
    page.present(OPEN)
    post = PanelState("post", "邮寄送达", entries=(TextEntry("waybill", "运单号"),), button="寄出", hold="先输运单号")
    page.present(replace(OPEN, way="post", panel=post))
    desk.press(Key.Key_1)
    assert heard.said == [("changed", "waybill", "1")]


def test_a_window_without_a_locker_shows_none_and_nothing_is_nameless(qtbot: QtBot, page: HandOutPage) -> None:
    Desk(qtbot, page)
    page.present(replace(OPEN, cabinet=replace(CABINET, code=FieldState("1", message="取件码不对", level=Level.ERROR))))
    assert unnamed(page) == []
    page.present(replace(OPEN, cabinet=None))
    cells = page.findChild(Cells)
    assert cells is not None and not cells.isVisible()
