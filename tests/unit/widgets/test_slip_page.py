"""Step 5 and the bench panel."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.presenters.intake.slip import SlipRow, SlipState, WaitingRow
from app.presenters.marks import Mark, Tone
from app.presenters.sign_back import SignBackState
from devices.ports import Raster
from tests.support.drops import drop_files
from tests.support.pages import Desk, Heard, filled_buttons, unnamed
from widgets.kit.banner import Banner
from widgets.kit.rows import Rows
from widgets.kit.segmented import Segment
from widgets.pages.slip import SlipPage
from widgets.simulated.panel import BenchDevice, HallPanel

PAPER = Raster(576, 40, bytes(72 * 40))
STATE = SlipState(
    number="YC26-03-00417",
    headline="已接件",
    due="10 月 10 日 周六",
    facts=(("申请人", "某某餐饮店"), ("事项", "食品经营许可")),
    slips=(
        SlipRow(11, Mark.DONE, "收件凭证", "已打印", Tone.INK2, True),
        SlipRow(12, Mark.DONE, "承诺书", "已打印", Tone.INK2, False),
    ),
    raster=PAPER,
    printer="打印机正常",
)
HELD = replace(
    STATE,
    slips=tuple(replace(row, mark=Mark.WAITING, word="未打印", tone=Tone.WARN) for row in STATE.slips),
    trouble="打印机缺纸。装入热敏纸，合上盖子，再按打印",
    waiting=(WaitingRow(11, "收件凭证", "YC26-03-00417"), WaitingRow(7, "收件凭证", "YC26-03-00411")),
)


@pytest.fixture
def page(qtbot: QtBot) -> SlipPage:
    made = SlipPage()
    made.present(STATE)
    return made


@pytest.fixture
def desk(qtbot: QtBot, page: SlipPage) -> Desk:
    return Desk(qtbot, page)


@pytest.fixture
def heard(page: SlipPage) -> Heard:
    return Heard(
        slip=page.slip_chosen,
        print=page.print_requested,
        a4=page.a4_requested,
        waiting=page.waiting_chosen,
        next=page.next_applicant_requested,
    )


def rows(page: SlipPage, name: str) -> Rows:
    return next(each for each in page.findChildren(Rows) if each.accessibleName() == name)


@pytest.mark.parametrize(
    ("key", "modifier", "said"),
    [
        (Qt.Key.Key_P, Qt.KeyboardModifier.NoModifier, ("print",)),
        (Qt.Key.Key_F8, Qt.KeyboardModifier.NoModifier, ("a4",)),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier, ("slip", 1)),
        (Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, ("print",)),
        (Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier, ("next",)),
    ],
)
def test_a_key_pressed_in_the_slips_is_a_wish(
    desk: Desk, heard: Heard, key: Qt.Key, modifier: Qt.KeyboardModifier, said: tuple[object, ...]
) -> None:
    desk.press(key, modifier)
    assert heard.said == [said]


def test_nothing_more_is_printed_while_the_printer_is_busy(desk: Desk, page: SlipPage, heard: Heard) -> None:
    page.present(replace(STATE, busy=True))
    desk.press(Qt.Key.Key_P)
    assert heard.said == []


def test_after_printing_the_next_applicant_is_expected_and_after_trouble_the_printing(
    desk: Desk, page: SlipPage
) -> None:
    assert filled_buttons(page) == ["Next applicant"]
    page.present(HELD)
    assert filled_buttons(page) == ["Print"]


def test_trouble_is_said_in_place_with_its_cure(desk: Desk, page: SlipPage) -> None:
    page.present(HELD)
    banner = page.findChildren(Banner)[0]
    assert banner.isVisible()
    assert banner.accessibleName() == "打印机缺纸，装入热敏纸，合上盖子，再按打印"
    page.present(STATE)
    assert not banner.isVisible()


def test_enter_prints_the_waiting_slip_of_another_case(desk: Desk, page: SlipPage, heard: Heard) -> None:
    page.present(HELD)
    waiting = rows(page, "Other slips waiting for the printer")
    waiting.setFocus()
    desk.press(Qt.Key.Key_Down)
    assert waiting.current == "7"
    desk.press(Qt.Key.Key_Return)
    assert heard.said == [("waiting", 7)]


def test_the_waiting_list_is_left_out_while_only_this_case_waits(desk: Desk, page: SlipPage) -> None:
    page.present(replace(HELD, waiting=HELD.waiting[:1]))
    assert not rows(page, "Other slips waiting for the printer").isVisible()


def test_before_a_case_is_saved_there_is_nothing_to_print(desk: Desk, page: SlipPage, heard: Heard) -> None:
    page.present(SlipState())
    desk.press(Qt.Key.Key_P)
    desk.press(Qt.Key.Key_F8)
    assert heard.said == []


def test_tab_goes_from_the_slips_to_the_buttons_to_the_next_applicant(desk: Desk, page: SlipPage) -> None:
    assert desk.names_by_tab(3) == ["Slips", "Print again", "Print on A4", "Next applicant"]


def test_everything_a_keyboard_reaches_has_a_name(desk: Desk, page: SlipPage) -> None:
    page.present(HELD)
    assert unnamed(page) == []


class Bench:
    """Writes down what the visitor did."""

    cards = (("zhang", "张三"),)
    papers = ("申请书", "承诺书")
    acts = (("rate_5", "按评价器"),)

    def __init__(self) -> None:
        self.done: list[tuple[object, ...]] = []
        self.broken: dict[str, str] = {}

    def lay(self, key: str) -> None:
        self.done.append(("lay", key))

    def lift(self) -> None:
        self.done.append(("lift",))

    def put_page(self, index: int) -> None:
        self.done.append(("put", index))

    def clear_desk(self) -> None:
        self.done.append(("clear",))

    def act(self, key: str) -> None:
        self.done.append(("act", key))

    @property
    def devices(self) -> tuple[BenchDevice, ...]:
        faults = (("paper_out", "缺纸"), ("unplugged", "拔下线缆"))
        return (
            BenchDevice("reader", "读卡器", "COM3", faults[1:], self.broken.get("reader", "")),
            BenchDevice("printer", "打印机", "tcp", faults, self.broken.get("printer", "")),
        )

    def break_(self, device: str, fault: str) -> None:
        self.broken[device] = fault
        self.done.append(("break", device, fault))

    def network(self, connected: bool) -> None:
        self.done.append(("network", connected))


def test_what_is_done_at_the_bench_reaches_the_hall(qtbot: QtBot) -> None:
    hall = Bench()
    panel = HallPanel(hall)
    qtbot.addWidget(panel)
    for rows, key in (
        (panel.cards, Qt.Key.Key_Down),
        (panel.cards, Qt.Key.Key_Up),
        (panel.desk, Qt.Key.Key_Down),
        (panel.desk, Qt.Key.Key_Up),
        (panel.acts, Qt.Key.Key_Down),
    ):
        qtbot.keyClick(rows, key)
    assert hall.done == [("lay", "zhang"), ("lift",), ("put", 0), ("clear",), ("act", "rate_5")]


def test_what_hands_do_is_done_again_with_each_click(qtbot: QtBot) -> None:
    hall = Bench()
    panel = HallPanel(hall)
    qtbot.addWidget(panel)
    panel.resize(900, 1000)
    with qtbot.waitExposed(panel):
        panel.show()
    place = panel.acts.visualRect(panel.acts.model().index(2, 0)).center()
    for _ in range(2):
        qtbot.mouseClick(panel.acts.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert hall.done == [("act", "rate_5")] * 2


def test_a_device_is_broken_in_one_of_its_ways_and_put_right(qtbot: QtBot) -> None:
    hall = Bench()
    panel = HallPanel(hall)
    qtbot.addWidget(panel)
    qtbot.keyClick(panel.devices, Qt.Key.Key_Down)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
        qtbot.keyClick(panel.faults.focusProxy(), key)
    assert hall.done == [("break", "printer", "paper_out"), ("break", "printer", "")]


def test_the_network_is_pulled_and_put_back(qtbot: QtBot) -> None:
    hall = Bench()
    panel = HallPanel(hall)
    qtbot.addWidget(panel)
    for segment in reversed(panel.cable.findChildren(Segment)):
        segment.click()
    assert hall.done == [("network", False), ("network", True)]


def test_the_newest_slip_lies_on_top_and_only_twenty_are_kept(qtbot: QtBot) -> None:
    panel = HallPanel(Bench())
    qtbot.addWidget(panel)
    for _ in range(23):
        panel.slip_printed(PAPER)
    panel.slip_printed(Raster(384, 8, bytes(48 * 8)))
    assert panel.slips == 20


def test_a_signed_page_comes_by_scanner_camera_or_file(page: SlipPage, desk: Desk) -> None:
    line = page.sign_back
    heard = Heard(scan=line.scan_requested, photo=line.photo_requested, files=line.files_chosen)
    drop_files(page, "/papers/a.pdf")
    page.sign_back.present(SignBackState(("承诺书 1",), scanner=True))
    desk.press(Qt.Key.Key_S)
    desk.press(Qt.Key.Key_F6)
    drop_files(page, "/papers/a.pdf", "/papers/b.docx")
    assert heard.said == [("scan",), ("photo",), ("files", ("/papers/a.pdf",))]
