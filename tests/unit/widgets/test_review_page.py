"""Step 4, driven by keys and mouse."""

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.case import Decision
from app.presenters.intake.review_state import DecisionTile, ReviewRow, ReviewState, SlipTab
from app.presenters.marks import Mark, Tone
from devices.ports import Raster
from tests.support.pages import Desk, Heard, filled_buttons, unnamed
from widgets.kit.field import ValueEntry
from widgets.kit.segmented import Segment
from widgets.pages.review import ReviewPage
from widgets.parts.review_table import ReviewTable, RowView
from widgets.theme.paint import text_width


def png() -> bytes:
    written = BytesIO()
    page = Image.new("L", (120, 170), 255)
    page.paste(0, (20, 100, 100, 110))
    page.save(written, "PNG")
    return written.getvalue()


DOUBT = ReviewRow("rules", Mark.DOUBTFUL, "管理制度", "复印件 1 份", "2 页", "第 2 页模糊", Tone.WARN, "",
                  can_accept=True, can_retake=True, thumb=png(), current=True)  # fmt: skip
LACK = ReviewRow("health", Mark.MISSING, "健康证明", "复印件 3 份", "0 份", "可容缺", Tone.INK2, "", can_retake=True)
DONE = ReviewRow("form", Mark.DONE, "申请书", "原件 1 份", "2 页", "", Tone.INK2, "齐全")
TILES = (
    DecisionTile(Decision.RECEIVE, "接件", "收下", "1", barred="还缺 1 件，不能选"),
    DecisionTile(Decision.SUPPLEMENT, "一次性补正", "一次告知", "2"),
    DecisionTile(Decision.REFUSE, "不予受理", "写明理由", "3"),
    DecisionTile(Decision.CONDITIONAL, "容缺受理", "签承诺书", "4", chosen=True),
)
PAPER = Raster(576, 40, bytes(72 * 40))
STATE = ReviewState(
    doubtful=1,
    missing=1,
    complete=1,
    catalogue="2026.3",
    rows=(DOUBT, LACK, DONE),
    tiles=TILES,
    clocks="受理决定限 9 月 23 日",
    act="确认容缺受理并出单",
    slips=(SlipTab("收件凭证", PAPER, True), SlipTab("承诺书", PAPER, False)),
)


@pytest.fixture
def page(qtbot: QtBot) -> ReviewPage:
    made = ReviewPage()
    made.present(STATE)
    return made


@pytest.fixture
def desk(qtbot: QtBot, page: ReviewPage) -> Desk:
    return Desk(qtbot, page)


@pytest.fixture
def heard(page: ReviewPage) -> Heard:
    return Heard(
        moved=page.row_moved,
        accepted=page.doubt_accepted,
        retake=page.retake_requested,
        decided=page.decided,
        reason=page.reason_given,
        slip=page.slip_shown,
        confirmed=page.confirmed,
    )


@pytest.mark.parametrize(
    ("key", "modifier", "said"),
    [
        (Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier, ("moved", 1)),
        (Qt.Key.Key_Up, Qt.KeyboardModifier.NoModifier, ("moved", -1)),
        (Qt.Key.Key_Y, Qt.KeyboardModifier.NoModifier, ("accepted", "rules")),
        (Qt.Key.Key_F6, Qt.KeyboardModifier.NoModifier, ("retake", "rules")),
        (Qt.Key.Key_B, Qt.KeyboardModifier.NoModifier, ("decided", Decision.SUPPLEMENT)),
        (Qt.Key.Key_2, Qt.KeyboardModifier.NoModifier, ("decided", Decision.SUPPLEMENT)),
        (Qt.Key.Key_3, Qt.KeyboardModifier.NoModifier, ("decided", Decision.REFUSE)),
        (Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier, ("confirmed",)),
    ],
)
def test_a_key_pressed_in_the_table_is_a_wish(
    desk: Desk, heard: Heard, key: Qt.Key, modifier: Qt.KeyboardModifier, said: tuple[object, ...]
) -> None:
    desk.press(key, modifier)
    assert heard.said == [said]


def test_a_barred_decision_cannot_be_taken_by_its_digit(desk: Desk, heard: Heard) -> None:
    desk.press(Qt.Key.Key_1)
    assert heard.said == []


def test_nothing_is_accepted_where_nothing_is_doubtful(desk: Desk, page: ReviewPage, heard: Heard) -> None:
    rows = (replace(DOUBT, current=False), LACK, replace(DONE, current=True))
    page.present(replace(STATE, rows=rows))
    desk.press(Qt.Key.Key_Y)
    desk.press(Qt.Key.Key_F6)
    assert heard.said == []


@pytest.mark.parametrize("held", [{"hold": "存疑 1 件须先认可或重拍"}, {"busy": True}])
def test_a_held_or_running_decision_is_not_confirmed_again(
    desk: Desk, page: ReviewPage, heard: Heard, held: dict[str, object]
) -> None:
    page.present(replace(STATE, **held))  # type: ignore[arg-type]
    desk.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert heard.said == []
    assert filled_buttons(page) == []


def test_one_button_is_filled_and_it_says_the_act(desk: Desk, page: ReviewPage) -> None:
    assert filled_buttons(page) == ["确认容缺受理并出单"]


def test_a_refusal_asks_for_its_reason_in_place_and_takes_letters_there(
    desk: Desk, page: ReviewPage, heard: Heard
) -> None:
    tiles = tuple(replace(tile, chosen=tile.decision is Decision.REFUSE) for tile in TILES)
    page.present(replace(STATE, tiles=tiles, reason_wanted=True))
    assert isinstance(desk.shell.focusWidget(), ValueEntry)
    desk.press(Qt.Key.Key_Y)
    assert heard.said == [("reason", "y")]


def test_the_caret_stays_while_the_reason_is_presented_back(desk: Desk, page: ReviewPage) -> None:
    page.present(replace(STATE, reason_wanted=True))
    entry = page.findChildren(ValueEntry)[0]
    entry.setText("地址不属本机关")
    entry.setCursorPosition(2)
    page.present(replace(STATE, reason_wanted=True, reason="地址不属本机关"))
    assert entry.cursorPosition() == 2


def test_a_click_on_a_row_moves_as_far_as_it_is_away(desk: Desk, page: ReviewPage, heard: Heard) -> None:
    table = page.findChildren(ReviewTable)[0]
    QTest.mouseClick(table.row(2), Qt.MouseButton.LeftButton)
    assert heard.said == [("moved", 2)]


def test_the_buttons_of_a_row_speak_for_that_row(desk: Desk, page: ReviewPage, heard: Heard) -> None:
    table = page.findChildren(ReviewTable)[0]
    table.row(0).accept.click()
    table.row(1).retake.click()
    table.row(1).ask.click()
    assert heard.said == [("accepted", "rules"), ("retake", "health"), ("decided", Decision.SUPPLEMENT)]


def test_asking_for_it_is_not_offered_where_it_is_the_decision_already(desk: Desk, page: ReviewPage) -> None:
    tiles = tuple(replace(tile, chosen=tile.decision is Decision.SUPPLEMENT) for tile in TILES)
    page.present(replace(STATE, tiles=tiles))
    assert not page.findChildren(ReviewTable)[0].row(1).ask.isVisible()


def test_the_rows_lie_one_below_the_other_and_a_long_doubt_takes_more_lines(desk: Desk, page: ReviewPage) -> None:
    table = page.findChildren(ReviewTable)[0]
    before = table.row(0).height()
    page.present(replace(STATE, rows=(replace(DOUBT, detail="第 2 页模糊，清晰度 0.31；" * 9), LACK, DONE)))
    assert table.row(0).height() > before
    tops = [table.row(place).y() for place in range(3)]
    heights = [table.row(place).height() for place in range(3)]
    assert tops[1:] == [tops[0] + heights[0], tops[0] + heights[0] + heights[1]]


def test_a_name_is_whole_where_no_picture_of_a_doubt_needs_the_room(desk: Desk, page: ReviewPage) -> None:
    page.resize(1300, 800)
    named = replace(DONE, name="食品经营许可申请书及其全部附件")
    row = page.findChildren(ReviewTable)[0].row(0)
    page.present(replace(STATE, rows=(named, LACK)))
    QApplication.processEvents()
    assert row.name_room() >= text_width(row.theme, named.name, 15)
    page.present(replace(STATE, rows=(named, replace(DOUBT, thumb=png()))))
    assert row.name_room() < text_width(row.theme, named.name, 15), "now the strip of the doubtful page is beside it"


def test_each_row_is_read_out_whole(page: ReviewPage) -> None:
    assert page.findChildren(RowView)[0].accessibleName() == "管理制度，复印件 1 份，2 页，第 2 页模糊"


def test_another_slip_is_asked_for_by_its_place(desk: Desk, page: ReviewPage, heard: Heard) -> None:
    next(segment for segment in page.findChildren(Segment) if segment.text() == "承诺书").click()
    assert heard.said == [("slip", 1)]


def test_tab_goes_from_the_findings_to_the_decision_to_the_act_and_the_paper(desk: Desk, page: ReviewPage) -> None:
    assert desk.names_by_tab(3) == ["Findings", "容缺受理", "确认容缺受理并出单", "Slips，收件凭证"]


def test_everything_a_keyboard_reaches_has_a_name(desk: Desk, page: ReviewPage) -> None:
    assert unnamed(page) == []


def test_a_review_without_an_item_offers_nothing_to_decide(desk: Desk, page: ReviewPage, heard: Heard) -> None:
    page.present(ReviewState())
    desk.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.press(Qt.Key.Key_2)
    assert heard.said == []
    assert filled_buttons(page) == []
