"""What the parts do when they are used."""

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.presenters.fields import FieldState, Level, Source
from app.presenters.shell import BannerState, Severity
from widgets.kit.banner import Banner
from widgets.kit.button import ActLine, Button
from widgets.kit.camera_view import CameraView
from widgets.kit.choice_tile import Choice, ChoiceTiles
from widgets.kit.field import Field
from widgets.kit.images import Raster, image_from_raster
from widgets.kit.key_bar import KeyBar, KeyWord
from widgets.kit.loading import Loading, Wait
from widgets.kit.mark_view import MarkView
from widgets.kit.row import Group, Row
from widgets.kit.rows import Rows
from widgets.kit.segmented import Option, Segmented
from widgets.kit.slip_preview import SlipPaper
from widgets.kit.timeline import Happening, Timeline
from widgets.theme.stylesheet import apply_theme
from widgets.theme.tokens import THEMES, Tokens

Shown = Callable[..., QWidget]


@pytest.fixture
def shown(qtbot: QtBot) -> Iterator[Shown]:
    """Shows widgets in one window, which lives as long as the test."""
    windows = []

    def show(*widgets: QWidget, size: tuple[int, int] = (600, 400)) -> QWidget:
        window = QWidget()
        windows.append(window)
        layout = QVBoxLayout(window)
        for widget in widgets:
            layout.addWidget(widget)
        window.resize(*size)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        return window

    yield show
    for window in windows:
        window.close()
        window.deleteLater()


def test_typing_is_told_and_presenting_is_not(qtbot: QtBot, shown: Shown) -> None:
    field, told = Field("电话"), []
    field.edited.connect(told.append)
    shown(field)
    field.present(FieldState("138"))
    qtbot.keyClicks(field.entry, "0")
    assert told == ["1380"]


def test_presenting_what_is_typed_leaves_the_caret(qtbot: QtBot) -> None:
    field = Field("电话")
    field.present(FieldState("13800"))
    field.entry.setCursorPosition(2)
    field.present(FieldState("13800", Source.TYPED, message="少 6 位"))
    assert field.entry.cursorPosition() == 2


def test_enter_goes_past_a_chip_value_to_the_next_open_field(qtbot: QtBot, shown: Shown) -> None:
    first, chip, last = Field("一"), Field("二"), Field("三")
    window = shown(first, chip, last)
    chip.present(FieldState("女", Source.CHIP))
    first.setFocus()
    qtbot.keyClick(first.entry, Qt.Key.Key_Return)
    assert window.focusWidget() is last.entry


def test_a_masked_number_cannot_be_typed_over_and_asks_to_be_revealed(qtbot: QtBot, shown: Shown) -> None:
    field = Field("证号")
    shown(field)
    field.present(FieldState(masked="430602********1234", revealable=True))
    qtbot.keyClicks(field.entry, "9")
    assert field.text == "430602********1234"
    with qtbot.waitSignal(field.reveal_requested):
        qtbot.mouseClick(field.entry.eye, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize(
    ("state", "look"),
    [
        (FieldState("a"), "normal"),
        (FieldState("a", Source.CHIP), "chip"),
        (FieldState("a", Source.SCANNED, 89), "warn"),
        (FieldState("a", Source.SCANNED, 90), "normal"),
        (FieldState("", message="校验位不符", level=Level.ERROR), "error"),
    ],
)
def test_a_field_looks_as_its_state_is(state: FieldState, look: str, qtbot: QtBot) -> None:
    field = Field("代码")
    qtbot.addWidget(field)
    field.present(state)
    assert field.entry.property("look") == look
    assert state.message in field.entry.accessibleDescription()


@pytest.mark.parametrize("tokens", THEMES.values(), ids=THEMES)
def test_a_field_stays_as_high_whatever_its_edge(tokens: Tokens, qapp: QApplication, shown: Shown) -> None:
    apply_theme(qapp, tokens)
    plain, wrong, chip = Field("一"), Field("二"), Field("三")
    wrong.present(FieldState("x", level=Level.ERROR))
    chip.present(FieldState("x", Source.CHIP))
    shown(plain, wrong, chip)
    assert [field.entry.height() for field in (plain, wrong, chip)] == [36, 36, 36]


def test_arrow_keys_move_through_rows_and_pass_group_titles(qtbot: QtBot, shown: Shown) -> None:
    rows, chosen, entered = Rows("材料"), [], []
    rows.row_chosen.connect(chosen.append)
    rows.entered.connect(entered.append)
    shown(rows)
    rows.present([Row("a", "甲"), Group("可容缺"), Row("b", "乙")], "a")
    assert chosen == []
    qtbot.keyClick(rows, Qt.Key.Key_Down)
    qtbot.keyClick(rows, Qt.Key.Key_Return)
    assert (chosen, entered, rows.current) == (["b"], ["b"], "b")


def test_home_goes_to_the_first_row_over_the_title_of_its_group(qtbot: QtBot, shown: Shown) -> None:
    rows = Rows("办件")
    shown(rows)
    rows.present([Group("已超期"), Row("a", "甲"), Group("以后"), Row("b", "乙")], "b")
    qtbot.keyClick(rows, Qt.Key.Key_Home)
    assert rows.current == "a"


def test_a_screen_reader_hears_the_whole_row(qtbot: QtBot) -> None:
    rows = Rows("材料")
    qtbot.addWidget(rows)
    rows.present([Row("a", "布局图", second="复印件 1 份", right="1 页", right_second="已扫")])
    text = rows.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert text == "布局图，复印件 1 份，1 页，已扫"


def test_a_segment_is_chosen_with_the_mouse_or_an_arrow_key(qtbot: QtBot, shown: Shown) -> None:
    choice, chosen = Segmented("颜色", [Option("c", "彩色"), Option("g", "灰度")]), []
    choice.chosen.connect(chosen.append)
    shown(choice)
    choice.present("c")
    assert chosen == []
    first = choice.findChildren(QWidget)[0]
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Right)
    assert (chosen, choice.current) == (["g"], "g")


def test_a_locked_decision_cannot_be_taken(qtbot: QtBot, shown: Shown) -> None:
    tiles, chosen = ChoiceTiles("决定"), []
    tiles.chosen.connect(chosen.append)
    shown(tiles)
    tiles.present([Choice("accept", "接件", "1", locked="还缺 1 件"), Choice("reject", "不予受理", "2")])
    assert not tiles.choose(1)
    assert tiles.choose(2)
    assert not tiles.choose(3)
    assert chosen == ["reject"]


def test_a_disabled_button_tells_its_reason(qtbot: QtBot) -> None:
    button = Button("出单")
    qtbot.addWidget(button)
    button.present("出单", enabled=False, reason="存疑 2 件")
    assert not button.isEnabled()
    assert button.accessibleDescription() == "存疑 2 件"


def test_a_banner_in_a_narrow_panel_wraps_its_detail(qtbot: QtBot, shown: Shown) -> None:
    wide, narrow = Banner(), Banner()
    for banner, width in ((wide, 1200), (narrow, 320)):
        banner.setFixedWidth(width)
        shown(banner)
        banner.present(BannerState("away", "连不上中心端", "照常办理，连上后自动补发；久不恢复请查网线"))
    assert narrow.sizeHint().height() > wide.sizeHint().height()


def test_a_banner_hides_when_there_is_nothing_to_say(qtbot: QtBot, shown: Shown) -> None:
    banner = Banner()
    shown(banner)
    banner.present(BannerState("paper", "打印机缺纸", severity=Severity.BAD, action="改打 A4", key="F8"))
    with qtbot.waitSignal(banner.action_requested) as told:
        qtbot.mouseClick(banner, Qt.MouseButton.LeftButton)
    assert told.args == ["paper"]
    banner.present(None)
    assert not banner.isVisible()


def test_a_narrow_key_bar_keeps_the_last_key(qtbot: QtBot, shown: Shown) -> None:
    bar = KeyBar()
    bar.present([KeyWord(str(n), f"F{n}", "拍一页") for n in range(2, 10)] + [KeyWord("help", "F1", "全部按键")])
    shown(bar, size=(360, 80))
    visible = [child.accessibleName() for child in bar.findChildren(QWidget) if child.isVisible()]
    assert "全部按键 F1" in visible
    assert len(visible) < 9


def test_waiting_is_said_in_three_stages(qtbot: QtBot, shown: Shown) -> None:
    loading, told = Loading(), []
    loading.cancel_requested.connect(lambda: told.append("cancel"))
    shown(loading)
    loading.begin("正在取办件")
    assert loading.wait is Wait.BRIEF
    qtbot.keyClick(loading, Qt.Key.Key_Escape)
    loading.become(Wait.LONG)
    qtbot.keyClick(loading, Qt.Key.Key_Escape)
    assert told == ["cancel"]
    loading.end()
    assert not loading.isVisible()


def camera(shown: Shown) -> CameraView:
    view = CameraView("高拍仪")
    shown(view, size=(660, 520))
    view.show_frame(np.zeros((960, 1280, 3), np.uint8))
    view.present(corners=((100, 100), (1100, 100), (1100, 900), (100, 900)), adjustable=True)
    view.setFocus()
    return view


def test_arrow_keys_nudge_the_chosen_corner(qtbot: QtBot, shown: Shown) -> None:
    view = camera(shown)
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    qtbot.keyClick(view, Qt.Key.Key_Left)
    qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert view.corners[1] == (1099, 110)


def test_a_corner_follows_the_mouse_but_not_out_of_the_picture(qtbot: QtBot, shown: Shown) -> None:
    view, told = camera(shown), []
    view.corners_dragged.connect(told.append)
    start = view.to_widget(view.corners[0]).toPoint()
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(view, start + QPoint(-400, 0))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton)
    assert told[-1][0][0] == 0
    assert len(told[-1]) == 4


def test_a_raster_is_shown_dot_for_dot() -> None:
    image = image_from_raster(Raster(10, 2, bytes([0b10000000, 0b01000000, 0, 0])))
    black = [(x, y) for x in range(10) for y in range(2) if image.pixelColor(x, y).value() == 0]
    assert black == [(0, 0), (9, 0)]


def test_a_raster_with_too_few_bytes_is_refused() -> None:
    with pytest.raises(ValueError, match="too few"):
        image_from_raster(Raster(16, 2, b"\0\0\0"))


def test_what_happened_is_told_whole_on_more_lines_where_the_column_is_narrow(qtbot: QtBot) -> None:
    timeline = Timeline("经过")
    qtbot.addWidget(timeline)
    timeline.present((Happening("11-26 08:59", "移交岳阳市市场监督管理局后台", "周某某 07 窗口"),))
    timeline.show()
    timeline.resize(600, 40)
    one_line = timeline.height()
    timeline.resize(320, 40)
    assert timeline.height() > one_line
    timeline.resize(600, 40)
    assert timeline.height() == one_line


@pytest.mark.parametrize(("width", "height"), [(320, 200), (192, 120)])
def test_all_of_a_slip_is_on_its_paper_however_narrow_that_is_drawn(qtbot: QtBot, width: int, height: int) -> None:
    image = QImage(576, 400, QImage.Format.Format_Grayscale8)
    image.fill(0)
    paper = SlipPaper()
    qtbot.addWidget(paper)
    paper.present(image, width)
    drawn = paper.grab().toImage()
    assert (drawn.width(), drawn.height()) == (width, height + 32)
    middle = [drawn.pixelColor(x, drawn.height() // 2).lightness() for x in range(width)]
    assert sum(each < 128 for each in middle) == round(width * 0.9)


def test_a_long_reason_stands_over_its_act_and_a_short_one_beside_it(qtbot: QtBot) -> None:
    line = ActLine(Button("准予并办结", key="Ctrl+Enter"))
    qtbot.addWidget(line)
    line.resize(360, 80)
    line.show()
    reason = line.findChild(MarkView)
    assert reason is not None
    for words, beside in (("先读身份证", True), ("还没有写证件编号；不发的选“本件不发证照”", False)):
        line.present("准予并办结", reason=words)
        QApplication.processEvents()
        assert reason.width() >= reason.sizeHint().width()
        assert (reason.geometry().bottom() < line.button.geometry().top()) is not beside
