"""Step 3, driven by keys, mouse and dropped files."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.presenters.intake.materials_state import (
    CardSide,
    Check,
    Lacking,
    MaterialGroup,
    MaterialRow,
    MaterialsState,
    PageThumb,
)
from app.presenters.marks import Mark
from app.presenters.samples import SampleState
from devices.scanning.clean import Look
from devices.scanning.quad import Corners
from devices.scanning.watch import Watched
from tests.support.drops import drop_files
from tests.support.pages import Desk, Heard, filled_buttons, unnamed
from widgets.kit.banner import Banner
from widgets.kit.button import Button
from widgets.kit.camera_view import CameraView
from widgets.kit.page_strip import PageStrip
from widgets.kit.rows import Rows
from widgets.pages.materials import MaterialsPage
from widgets.theme.current import Breadth
from widgets.theme.stylesheet import apply_theme
from widgets.theme.tokens import LIGHT

SCALE = 0.25
CTRL = Qt.KeyboardModifier.ControlModifier


def png() -> bytes:
    written = BytesIO()
    Image.new("RGB", (60, 84), "white").save(written, "PNG")
    return written.getvalue()


ROWS = (
    MaterialRow("form", Mark.RUNNING, "申请书", "原件 1 份", "2 页", "正在拍", current=True),
    MaterialRow("plan", Mark.DONE, "布局图", "复印件 1 份", "1 页", "已扫"),
)
STATE = MaterialsState(
    taken="已收 1 / 2",
    groups=(MaterialGroup("必需", "已收 1 / 2", ROWS),),
    current="form",
    title="申请书",
    pages=(
        PageThumb(1, png(), Mark.DONE, "清晰", False),
        PageThumb(2, png(), Mark.DOUBTFUL, "模糊", True),
        PageThumb(3, png(), Mark.DONE, "清晰", False),
    ),
    lacking=(Lacking(Mark.MISSING, "申请书", "必需，缺则不能接件"),),
    checks=(Check(Mark.DONE, "清晰"),),
    standard="逐项填写",
)


def seen(corners: Corners | None = ((40.0, 30.0), (280.0, 30.0), (280.0, 210.0), (40.0, 210.0))) -> Watched:
    """A live picture at a quarter of the camera's size."""
    full: Corners | None = None
    if corners:
        (a, b), (c, d), (e, f), (g, h) = corners
        full = ((a * 4, b * 4), (c * 4, d * 4), (e * 4, f * 4), (g * 4, h * 4))
    return Watched(np.full((240, 320, 3), 90, np.uint8), SCALE, corners, full, "found", False)


@pytest.fixture
def page(qtbot: QtBot) -> MaterialsPage:
    made = MaterialsPage()
    made.present(STATE)
    return made


@pytest.fixture
def desk(qtbot: QtBot, page: MaterialsPage) -> Desk:
    return Desk(qtbot, page)


@pytest.fixture
def heard(page: MaterialsPage) -> Heard:
    return Heard(
        captured=page.captured,
        material=page.material_chosen,
        paper=page.paper_taken,
        missing=page.missing_marked,
        page=page.page_chosen,
        deleted=page.page_deleted,
        moved=page.page_moved,
        turned=page.page_turned,
        look=page.look_chosen,
        auto=page.auto_toggled,
        corners=page.corners_dragged,
        files=page.files_dropped,
        merge=page.merge_requested,
        card=page.card_toggled,
        learn=page.desk_learning_requested,
        proceed=page.proceed_requested,
    )


@pytest.mark.parametrize(
    ("key", "modifier", "said"),
    [
        (Qt.Key.Key_F6, Qt.KeyboardModifier.NoModifier, ("captured",)),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier, ("material", "plan")),
        (Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier, ("paper", None)),
        (Qt.Key.Key_Q, Qt.KeyboardModifier.NoModifier, ("missing",)),
        (Qt.Key.Key_R, Qt.KeyboardModifier.NoModifier, ("turned", 1)),
        (Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, ("auto",)),
        (Qt.Key.Key_D, Qt.KeyboardModifier.NoModifier, ("card",)),
        (Qt.Key.Key_E, Qt.KeyboardModifier.NoModifier, ("learn",)),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier, ("page", 0)),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier, ("page", 2)),
        (Qt.Key.Key_Left, CTRL, ("moved", -1)),
        (Qt.Key.Key_Right, CTRL, ("moved", 1)),
        (Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier, ("deleted",)),
        (Qt.Key.Key_Return, CTRL, ("proceed",)),
    ],
)
def test_a_key_pressed_in_the_checklist_is_a_wish(
    desk: Desk, heard: Heard, key: Qt.Key, modifier: Qt.KeyboardModifier, said: tuple[object, ...]
) -> None:
    desk.press(key, modifier)
    assert heard.said == [said]


@pytest.mark.parametrize("key", ["F6", "R", "C", "A", "D", "M", "E", "S", "Left", "Right", "Del"])
def test_while_the_sample_is_shown_nothing_is_done_to_the_pages_behind_it(
    desk: Desk, heard: Heard, page: MaterialsPage, key: str
) -> None:
    page.present(replace(STATE, has_sample=True, feeder=True, can_merge=True, sample=SampleState(words="正在取样表")))
    desk.press(Qt.Key(QKeySequence(key)[0].key()))
    assert heard.said == []
    drop_files(page, "a.png")
    assert heard.said == []


def test_while_the_sample_is_shown_the_key_bar_says_how_to_get_back_and_paper_is_still_taken(
    desk: Desk, heard: Heard, page: MaterialsPage
) -> None:
    page.present(replace(STATE, has_sample=True, sample=SampleState(words="正在取样表")))
    hints = page.keys()
    assert [hint.id for hint in hints] == ["sample", "paper_only", "missing", "act", "help"]
    assert hints[0].text == "Back to the camera"
    desk.press(Qt.Key.Key_Space)
    desk.press(Qt.Key.Key_Q)
    assert heard.said == [("paper", None), ("missing",)]


def test_a_digit_counts_the_sets_of_paper_only_once_paper_is_taken(
    desk: Desk, heard: Heard, page: MaterialsPage
) -> None:
    desk.press(Qt.Key.Key_3)
    assert heard.said == []
    page.present(replace(STATE, count=1))
    desk.press(Qt.Key.Key_3)
    assert heard.said == [("paper", 3)]


def test_a_letter_without_a_meaning_does_not_search_the_checklist(desk: Desk, page: MaterialsPage) -> None:
    rows = page.findChildren(Rows)[0]
    desk.press(Qt.Key.Key_B)
    assert rows.current == "form"


def test_presenting_the_same_state_again_touches_nothing(page: MaterialsPage, qtbot: QtBot) -> None:
    model = page.findChildren(Rows)[0].model()
    resets: list[None] = []
    model.modelReset.connect(lambda: resets.append(None))
    page.present(replace(STATE))
    assert resets == []
    page.present(replace(STATE, taken="已收 2 / 2"))
    assert len(resets) == 1


def test_two_pages_are_merged_by_key_or_by_a_click_on_the_note_and_only_while_they_can_be(
    desk: Desk, page: MaterialsPage, heard: Heard
) -> None:
    desk.press(Qt.Key.Key_M)
    assert heard.said == []
    page.present(replace(STATE, note="已分成两页。按 M 合回", can_merge=True))
    desk.press(Qt.Key.Key_M)
    note = next(banner for banner in page.findChildren(Banner) if banner.isVisible())
    note.click()
    assert heard.said == [("merge",), ("merge",)]
    page.present(replace(STATE, note="已分成两页。按 M 合回", can_merge=True, busy="正在处理"))
    desk.press(Qt.Key.Key_M)
    assert len(heard.said) == 2


def test_trouble_stands_before_a_note(desk: Desk, page: MaterialsPage) -> None:
    page.present(replace(STATE, note="空桌面已记住", trouble="高拍仪断开了。重新插上线缆"))
    (banner,) = [banner for banner in page.findChildren(Banner) if banner.isVisible()]
    assert banner.accessibleName() == "高拍仪断开了，重新插上线缆"


@pytest.mark.parametrize(("side", "word"), [(CardSide.FRONT, "Capture the front"), (CardSide.BACK, "Capture the back")])
def test_while_a_card_is_taken_the_filled_button_names_its_side(
    desk: Desk, page: MaterialsPage, heard: Heard, side: CardSide, word: str
) -> None:
    page.present(replace(STATE, card_side=side, note="证件两面合一页"))
    assert filled_buttons(page) == [word]
    next(button for button in page.findChildren(Button) if button.text() == "Leave the card").click()
    assert heard.said == [("card",)]


def test_without_a_camera_there_is_no_desk_to_learn_and_no_card_to_take(
    desk: Desk, page: MaterialsPage, heard: Heard
) -> None:
    page.present(replace(STATE, camera=False))
    for key in (Qt.Key.Key_E, Qt.Key.Key_D):
        desk.press(key)
    assert heard.said == []


def test_a_second_page_is_outlined_and_cannot_be_dragged(desk: Desk, page: MaterialsPage, heard: Heard) -> None:
    beside = ((290.0, 30.0), (318.0, 30.0), (318.0, 210.0), (290.0, 210.0))
    camera = page.findChildren(CameraView)[0]
    page.show_frame(seen(), "", True)
    alone = camera.grab().toImage()
    page.show_frame(replace(seen(), second=beside), "", True)
    assert camera.grab().toImage() != alone
    QTest.mousePress(camera, Qt.MouseButton.LeftButton, pos=camera.to_widget(beside[0]).toPoint())
    QTest.mouseMove(camera, camera.to_widget((200.0, 100.0)).toPoint())
    assert heard.said == []


def test_live_pictures_touch_only_the_camera(desk: Desk, page: MaterialsPage, heard: Heard) -> None:
    resets: list[None] = []
    page.findChildren(Rows)[0].model().modelReset.connect(lambda: resets.append(None))
    sizes = [widget.geometry() for widget in page.findChildren(Button)]
    for _ in range(24):
        page.show_frame(seen(), "已找到页面，放稳即拍", True)
        QApplication.processEvents()
    assert resets == [] and heard.said == []
    assert [widget.geometry() for widget in page.findChildren(Button)] == sizes
    camera = page.findChildren(CameraView)[0]
    assert camera.shows_picture and camera.accessibleDescription() == "已找到页面，放稳即拍"


def test_a_dragged_corner_is_told_in_pixels_of_the_full_frame_and_stays(
    desk: Desk, page: MaterialsPage, heard: Heard
) -> None:
    page.show_frame(seen(), "", True)
    camera = page.findChildren(CameraView)[0]
    start, end = camera.to_widget((40.0, 30.0)).toPoint(), camera.to_widget((60.0, 50.0)).toPoint()
    QTest.mousePress(camera, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(camera, end)
    QTest.mouseRelease(camera, Qt.MouseButton.LeftButton, pos=end)
    name, corners = heard.said[-1]
    assert name == "corners" and isinstance(corners, tuple)
    assert corners[0] == pytest.approx((240.0, 200.0), abs=8)
    assert corners[2] == pytest.approx((1120.0, 840.0), abs=1)
    page.show_frame(seen(((0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (0.0, 9.0))), "", True)
    assert camera.corners[0] == pytest.approx((60.0, 50.0), abs=2)


def test_c_takes_the_corners_in_hand_and_arrows_move_them_and_c_lets_go(
    desk: Desk, page: MaterialsPage, heard: Heard
) -> None:
    page.show_frame(seen(), "", True)
    desk.press(Qt.Key.Key_C)
    desk.press(Qt.Key.Key_Tab)
    desk.press(Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    taken, moved = heard.said
    assert taken == ("corners", ((160.0, 120.0), (1120.0, 120.0), (1120.0, 840.0), (160.0, 840.0)))
    assert moved == ("corners", ((160.0, 120.0), (1160.0, 120.0), (1120.0, 840.0), (160.0, 840.0)))
    desk.press(Qt.Key.Key_C)
    assert heard.said[-1] == ("corners", ())
    desk.press(Qt.Key.Key_Down)
    assert heard.said[-1] == ("material", "plan")


def test_c_offers_a_frame_of_its_own_where_no_page_was_found(desk: Desk, page: MaterialsPage, heard: Heard) -> None:
    page.show_frame(seen(None), "", False)
    desk.press(Qt.Key.Key_C)
    name, corners = heard.said[0]
    assert name == "corners" and isinstance(corners, tuple) and len(corners) == 4
    assert corners[0] == pytest.approx((0.12 * 1280, 0.12 * 960))


def test_corners_in_hand_are_let_go_when_another_material_becomes_current(desk: Desk, page: MaterialsPage) -> None:
    page.show_frame(seen(), "", True)
    desk.press(Qt.Key.Key_C)
    page.present(replace(STATE, current="plan"))
    page.show_frame(seen(((1.0, 1.0), (9.0, 1.0), (9.0, 9.0), (1.0, 9.0))), "", True)
    assert page.findChildren(CameraView)[0].corners[0] == (1.0, 1.0)


def test_corners_in_hand_are_let_go_when_the_next_case_begins_at_the_same_material(
    desk: Desk, page: MaterialsPage
) -> None:
    page.show_frame(seen(), "", True)
    desk.press(Qt.Key.Key_C)
    page.present(replace(STATE, place=("next", "A-1")))
    page.show_frame(seen(((1.0, 1.0), (9.0, 1.0), (9.0, 9.0), (1.0, 9.0))), "", True)
    assert page.findChildren(CameraView)[0].corners[0] == (1.0, 1.0)


def test_pictures_and_pdf_files_may_be_dropped_and_nothing_else(page: MaterialsPage, heard: Heard) -> None:
    drop_files(page, "/papers/a.PDF", "/papers/b.jpeg", "/papers/c.docx")
    assert heard.said == [("files", ("/papers/a.PDF", "/papers/b.jpeg"))]


def test_without_a_camera_the_filled_button_takes_the_paper(desk: Desk, page: MaterialsPage, heard: Heard) -> None:
    page.present(replace(STATE, camera=False))
    desk.press(Qt.Key.Key_F6)
    assert heard.said == []
    assert filled_buttons(page) == ["Take the paper"]
    next(button for button in page.findChildren(Button) if button.text() == "Take the paper").click()
    assert heard.said == [("paper", None)]


@pytest.mark.parametrize(
    ("change", "filled"),
    [
        (lambda state: state, ["Capture a page"]),
        (lambda state: replace(state, complete=True), ["Next: review"]),
        (lambda state: replace(state, busy="正在处理"), []),
        (lambda state: replace(state, takes_pages=False, complete=True), ["Next: review"]),
    ],
)
def test_never_more_than_one_button_is_filled(
    desk: Desk, page: MaterialsPage, change: Callable[[MaterialsState], MaterialsState], filled: list[str]
) -> None:
    page.present(change(STATE))
    assert filled_buttons(page) == filled


def test_an_exempt_material_takes_neither_pages_nor_paper(desk: Desk, page: MaterialsPage, heard: Heard) -> None:
    page.present(replace(STATE, takes_pages=False, pages=()))
    for key in (Qt.Key.Key_F6, Qt.Key.Key_Space, Qt.Key.Key_Q, Qt.Key.Key_C):
        desk.press(key)
    assert heard.said == []


def test_the_strip_and_the_looks_are_wishes_too(desk: Desk, page: MaterialsPage, heard: Heard) -> None:
    strip = page.findChildren(PageStrip)[0]
    QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(20, 40))
    strip.page_moved.emit(1, 2)
    strip.removal_requested.emit(1)
    page.findChildren(CameraView)[0].setFocus()
    looks = [button for button in page.findChildren(Button) if button.text() == "Rotate"]
    looks[0].click()
    assert heard.said == [("page", 0), ("moved", 1), ("deleted",), ("turned", 1)]


def test_a_look_is_chosen_by_its_name(page: MaterialsPage, heard: Heard) -> None:
    from widgets.kit.segmented import Segmented

    page.findChildren(Segmented)[0].chosen.emit("black_white")
    assert heard.said == [("look", Look.BLACK_WHITE)]


def test_tab_goes_from_the_checklist_over_the_camera_to_the_acts(desk: Desk, page: MaterialsPage) -> None:
    walked = desk.names_by_tab(10)
    assert walked == [
        "Materials", "Learn the empty desk", "Auto capture on", "Document camera", "How pages are kept，Colour",
        "Corners", "Card, both sides", "Capture a page", "Rotate", "Pages of this material", "Mark as missing",
    ]  # fmt: skip


def test_everything_a_keyboard_reaches_has_a_name(desk: Desk, page: MaterialsPage) -> None:
    assert unnamed(page) == []


def test_where_width_is_scarce_the_aside_follows_below_and_the_acts_stay(
    desk: Desk, page: MaterialsPage, light: QApplication
) -> None:
    apply_theme(light, LIGHT, 1.5, breadth=Breadth.SLIM)
    desk.shell.resize(1440, 900)
    QApplication.processEvents()
    proceed = next(button for button in page.findChildren(Button) if button.text() == "Next: review")
    camera = page.findChildren(CameraView)[0]
    assert proceed.isVisible() and camera.isVisible()
    left = proceed.mapTo(page, QPoint(0, 0)).x()
    assert left + proceed.width() <= page.width()
    assert left >= camera.mapTo(page, QPoint(0, 0)).x()
