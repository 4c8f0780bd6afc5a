"""The page of cases, driven by the keyboard."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.presenters.cases.state import (
    ActButton,
    CasePage,
    CasesState,
    CaseState,
    CaseTab,
    CheckEntry,
    CheckLine,
    Chip,
    ChoiceEntry,
    Filter,
    GivenDocument,
    PanelState,
    Result,
    TextEntry,
    WorkGroup,
    WorkLine,
    WorkListState,
)
from app.presenters.marks import Mark
from tests.support.pages import Desk, Heard, filled_buttons, unnamed
from widgets.kit.rows import Rows
from widgets.pages.cases import CasesPage
from widgets.parts.act_panel import ActPanel
from widgets.parts.case_head import CaseHead

CONTROL = Qt.KeyboardModifier.ControlModifier
Key = Qt.Key


def line(id: str) -> WorkLine:
    return WorkLine(id, f"事项 {id}", "YC26　张*", "余 2 日", Chip.CLOCK, "已受理")


GROUPS = (
    WorkGroup("已超期", "1", (line("a"),)),
    WorkGroup("今日到期", "2", (line("b"), line("c"))),
)
CASE = CaseState(
    "a", "事项 a", "已受理",
    pages=tuple(CasePage(b"", f"材料 {n}") for n in range(3)),
    documents=(GivenDocument("受理通知书", "9-18", "已打 1 次", Mark.DONE),),
    acts=(
        ActButton("extend", "延期", "extend", barred="已经延期过一次"),
        ActButton("special", "特别程序", "special"),
        ActButton("decide", "作出决定", "act", main=True),
    ),
)  # fmt: skip
LIST = WorkListState(
    title="办件", groups=GROUPS, current="a",
    filters=(Filter("state", "全部状态", "", (("accepted", "已受理"), ("received", "待受理"))),),
)  # fmt: skip
OPEN = CasesState(list=LIST, case=CASE)
PANEL = PanelState(
    "supplement", "补正告知",
    entries=(
        CheckEntry(
            "demands", "缺什么", (CheckLine("x", "申请表", Mark.DONE), CheckLine("y", "平面图", Mark.MISSING)), "x"
        ),
        TextEntry("standard", "这一件须符合", "签名齐全"),
        ChoiceEntry("how", "怎样", (("1", "一"), ("2", "二")), "1"),
    ),
    button="出补正告知书",
)  # fmt: skip


@pytest.fixture
def page() -> CasesPage:
    return CasesPage()


@pytest.fixture
def heard(page: CasesPage) -> Heard:
    return Heard(
        searched=page.searched, filtered=page.filtered, chosen=page.chosen, marked=page.marked, tab=page.tab_chosen,
        page=page.page_chosen, trace=page.trace_toggled, acted=page.acted, changed=page.changed, moved=page.moved,
        toggled=page.toggled, done=page.done, left=page.left, reveal=page.reveal_requested,
    )  # fmt: skip


def test_down_opens_the_next_case_over_the_title_of_a_group(qtbot: QtBot, page: CasesPage, heard: Heard) -> None:
    desk = Desk(qtbot, page)
    page.present(OPEN)
    desk.press(Key.Key_Down)
    assert heard.said == [("chosen", "b")]


def test_letters_and_space_act_while_the_list_has_the_focus(qtbot: QtBot, page: CasesPage, heard: Heard) -> None:
    desk = Desk(qtbot, page)
    page.present(OPEN)
    for key in (Key.Key_B, Key.Key_Space, Key.Key_T, Key.Key_PageDown, Key.Key_2):
        desk.press(key)
    desk.press(Key.Key_R, CONTROL)
    assert heard.said == [
        ("acted", "supplement"), ("marked",), ("trace",), ("page", 1), ("tab", CaseTab.DOCUMENTS), ("reveal",),
    ]  # fmt: skip


def test_ctrl_enter_does_what_is_expected_next(qtbot: QtBot, page: CasesPage, heard: Heard) -> None:
    desk = Desk(qtbot, page)
    page.present(OPEN)
    desk.press(Key.Key_Return, CONTROL)
    assert heard.said == [("acted", "decide")]


def test_what_is_expected_but_barred_is_not_done(qtbot: QtBot, page: CasesPage, heard: Heard) -> None:
    desk = Desk(qtbot, page)
    barred = replace(CASE, acts=(ActButton("decide", "作出决定", "act", main=True, barred="您接的件，不能由您办"),))
    page.present(replace(OPEN, case=barred))
    desk.press(Key.Key_Return, CONTROL)
    assert heard.said == []


def test_pages_are_not_turned_over_their_ends(qtbot: QtBot, page: CasesPage, heard: Heard) -> None:
    desk = Desk(qtbot, page)
    page.present(OPEN)
    desk.press(Key.Key_PageUp)
    page.present(replace(OPEN, case=replace(CASE, page=2)))
    desk.press(Key.Key_PageDown)
    assert heard.said == []


def test_f3_searches_and_down_goes_back_to_the_list(qtbot: QtBot, page: CasesPage, heard: Heard) -> None:
    desk = Desk(qtbot, page)
    page.present(OPEN)
    desk.press(Key.Key_F3)
    entry = desk.shell.focusWidget()
    assert isinstance(entry, QLineEdit)
    QTest.keyClicks(entry, "sp")
    desk.press(Key.Key_Down)
    assert isinstance(desk.shell.focusWidget(), Rows)
    page.present(replace(OPEN, list=replace(LIST, query="sp")))
    desk.press(Key.Key_Escape)
    assert heard.said == [("searched", "s"), ("searched", "sp"), ("searched", "")]


def test_a_filter_is_opened_and_taken_by_key(qtbot: QtBot, page: CasesPage, heard: Heard, qapp: QApplication) -> None:
    desk = Desk(qtbot, page)
    page.present(OPEN)
    desk.press(Key.Key_S)
    popup = qapp.activePopupWidget()
    assert popup is not None
    values = popup.findChild(QAbstractItemView)
    assert values is not None
    QTest.keyClick(values, Key.Key_Down)
    QTest.keyClick(values, Key.Key_Return)
    assert heard.said == [("filtered", "state", "accepted")]


def test_an_act_opens_beside_the_case_with_the_focus_in_it(qtbot: QtBot, page: CasesPage, heard: Heard) -> None:
    desk = Desk(qtbot, page)
    page.present(OPEN)
    page.present(replace(OPEN, panel=PANEL))
    desk.press(Key.Key_Down)
    desk.press(Key.Key_Space)
    desk.press(Key.Key_Return, CONTROL)
    desk.press(Key.Key_Escape)
    assert heard.said == [("moved", "demands", "y"), ("toggled", "demands", "y"), ("done",), ("left",)]


def test_while_an_act_is_prepared_letters_start_no_other(qtbot: QtBot, page: CasesPage, heard: Heard) -> None:
    desk = Desk(qtbot, page)
    page.present(replace(OPEN, panel=PANEL))
    page.focus_first()
    for key in (Key.Key_E, Key.Key_B):
        desk.press(key)
    assert heard.said == []
    assert filled_buttons(page) == ["出补正告知书"]


def test_an_act_that_is_held_is_not_done(qtbot: QtBot, page: CasesPage, heard: Heard) -> None:
    desk = Desk(qtbot, page)
    page.present(replace(OPEN, panel=replace(PANEL, hold="没有选材料")))
    desk.press(Key.Key_Return, CONTROL)
    assert heard.said == []


def test_what_is_written_stays_while_the_state_comes_again(qtbot: QtBot, page: CasesPage, heard: Heard) -> None:
    desk = Desk(qtbot, page)
    page.present(replace(OPEN, panel=PANEL))
    page.focus_first()
    desk.press(Key.Key_Tab)
    entry = desk.shell.focusWidget()
    assert isinstance(entry, QLineEdit)
    QTest.keyClicks(entry, "x")
    entries = (PANEL.entries[0], TextEntry("standard", "这一件须符合", entry.text()), PANEL.entries[2])
    page.present(replace(OPEN, panel=replace(PANEL, entries=entries)))
    assert desk.shell.focusWidget() is entry
    assert heard.said[-1] == ("changed", "standard", entry.text())


def test_once_it_is_done_to_several_the_focus_is_where_one_leaves(qtbot: QtBot, page: CasesPage, heard: Heard) -> None:
    desk = Desk(qtbot, page)
    page.present(replace(OPEN, panel=PANEL))
    done = replace(PANEL, entries=(), button="", results=(Result(Mark.DONE, "YC26-03-00001", "已受理"),))
    page.present(replace(OPEN, panel=done))
    desk.press(Key.Key_Return)
    assert heard.said == [("left",)]


def test_leaving_an_act_gives_the_focus_back_to_the_list(qtbot: QtBot, page: CasesPage) -> None:
    desk = Desk(qtbot, page)
    page.present(replace(OPEN, panel=PANEL))
    page.present(OPEN)
    assert isinstance(desk.shell.focusWidget(), Rows)


def test_the_list_stays_where_it_was_scrolled_to(qtbot: QtBot, page: CasesPage) -> None:
    desk = Desk(qtbot, page)
    many = WorkGroup("以后", "60", tuple(line(str(n)) for n in range(60)))
    page.present(replace(OPEN, list=replace(LIST, groups=(many,), current="0")))
    rows = desk.shell.focusWidget()
    assert isinstance(rows, Rows)
    rows.verticalScrollBar().setValue(500)
    later = replace(many, lines=(*many.lines, line("60")))
    page.present(replace(OPEN, list=replace(LIST, groups=(later,), current="0")))
    assert (rows.verticalScrollBar().value(), rows.current) == (500, "0")


def test_a_case_that_moves_down_the_list_is_kept_in_sight(qtbot: QtBot, page: CasesPage) -> None:
    desk = Desk(qtbot, page)
    lines = tuple(line(str(n)) for n in range(60))
    page.present(replace(OPEN, list=replace(LIST, groups=(WorkGroup("以后", "60", lines),), current="0")))
    rows = desk.shell.focusWidget()
    assert isinstance(rows, Rows)
    moved = WorkGroup("以后", "60", (*lines[1:], lines[0]))
    page.present(replace(OPEN, list=replace(LIST, groups=(moved,), current="0")))
    assert rows.viewport().rect().contains(rows.visualRect(rows.currentIndex()))


def offered(page: CasesPage) -> list[str]:
    hints = page.keys()
    return [hint.id for hint in hints]


def test_who_only_reads_is_offered_no_act_in_the_key_bar(page: CasesPage) -> None:
    page.present(OPEN)
    working = offered(page)
    page.present(replace(OPEN, case=replace(CASE, acts=()), reads_only=True))
    assert [key for key in working if key not in offered(page)] == ["mark_case", "act"]


def test_keys_that_would_do_nothing_are_not_offered(page: CasesPage) -> None:
    page.present(CasesState(list=LIST))
    assert offered(page) == ["cases", "find", "help"]
    page.present(replace(OPEN, panel=replace(PANEL, button="", results=(Result(Mark.DONE, "YC26", "已受理"),))))
    assert offered(page) == ["aside", "help"]


def test_ctrl_enter_takes_the_way_on_of_what_was_refused(qtbot: QtBot, page: CasesPage, heard: Heard) -> None:
    desk = Desk(qtbot, page)
    ways = (ActButton("redo", "再办一次", "redo"), ActButton("take_back", "收回", "act", main=True))
    page.present(replace(OPEN, case=replace(CASE, acts=(), ways_on=ways)))
    desk.press(Key.Key_Return, CONTROL)
    assert heard.said == [("acted", "take_back")]


def test_folded_below_the_case_an_act_stands_right_under_its_head(
    qtbot: QtBot, page: CasesPage, qapp: QApplication
) -> None:
    desk = Desk(qtbot, page)
    desk.shell.resize(1152, 900)
    done = replace(PANEL, entries=(), button="", results=(Result(Mark.DONE, "YC26", "已受理"),))
    page.present(replace(OPEN, panel=done))
    qapp.processEvents()
    head, panel = page.findChild(CaseHead), page.findChild(ActPanel)
    assert isinstance(head, CaseHead) and isinstance(panel, ActPanel)
    gap = panel.mapTo(page, QPoint(0, 0)).y() - head.mapTo(page, head.rect().bottomLeft()).y()
    assert 0 < gap < 80


def test_everything_that_takes_the_focus_has_a_name(qtbot: QtBot, page: CasesPage) -> None:
    Desk(qtbot, page)
    page.present(OPEN)
    assert unnamed(page) == []
    page.present(replace(OPEN, panel=PANEL))
    assert unnamed(page) == []
