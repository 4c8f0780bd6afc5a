"""The frame."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.presenters.shell import BannerState, HeaderState, KeyHint, Severity, ShellState, SyncPill
from widgets.gallery.frame import STATE, frame
from widgets.keys import Scope
from widgets.kit.header import Header
from widgets.kit.key_bar import KeyWord
from widgets.kit.key_help import KeyGroup, KeyHelp
from widgets.shell import Shell, breadth_of, density_of
from widgets.theme.current import Breadth, Density, current_theme


@pytest.fixture
def shell(qtbot: QtBot) -> Shell:
    made = frame(QLineEdit(), Scope.MATERIALS, STATE)
    qtbot.addWidget(made)
    made.resize(1440, 900)
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_alt_and_a_digit_ask_for_a_page(shell: Shell, qtbot: QtBot) -> None:
    with qtbot.waitSignal(shell.page_requested) as told:
        qtbot.keyClick(shell, Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
    assert told.args == ["sync"]


def test_control_and_a_digit_ask_for_a_step_unless_it_is_locked(shell: Shell, qtbot: QtBot) -> None:
    told: list[int] = []
    shell.step_requested.connect(told.append)
    qtbot.keyClick(shell, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(shell, Qt.Key.Key_5, Qt.KeyboardModifier.ControlModifier)
    assert told == [2]


def test_f1_shows_all_keys_and_gives_the_focus_back(shell: Shell, qtbot: QtBot) -> None:
    field = shell.findChild(QLineEdit)
    assert field is not None
    field.setFocus()
    qtbot.keyClick(shell, Qt.Key.Key_F1)
    assert shell.help.isVisible()
    qtbot.keyClick(shell.help, Qt.Key.Key_F1)
    assert not shell.help.isVisible()
    assert shell.focusWidget() is field


def test_under_the_sheet_of_keys_nothing_of_the_page_is_done(shell: Shell, qtbot: QtBot) -> None:
    done: list[str] = []
    for key in ("act", "aside", "missing"):
        shell.keys.bind(Scope.MATERIALS, key, lambda key=key: done.append(key))  # type: ignore[misc]
    qtbot.keyClick(shell, Qt.Key.Key_F1)
    qtbot.keyClick(shell.help, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(shell.help, Qt.Key.Key_Q)
    assert shell.help.isVisible()
    qtbot.keyClick(shell.help, Qt.Key.Key_Escape)
    assert not shell.help.isVisible()
    assert done == []
    qtbot.keyClick(shell, Qt.Key.Key_Escape)
    assert done == ["aside"]


def test_a_jump_from_the_sheet_of_keys_closes_it(shell: Shell, qtbot: QtBot) -> None:
    qtbot.keyClick(shell, Qt.Key.Key_F1)
    with qtbot.waitSignal(shell.page_requested):
        qtbot.keyClick(shell.help, Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
    assert not shell.help.isVisible()


def test_the_sheet_calls_a_key_as_the_page_does(shell: Shell, qtbot: QtBot) -> None:
    shell.present(replace(STATE, keys=(KeyHint("sign_out", "交班"), KeyHint("act", "发放"))))
    shell.keys.bind(Scope.MATERIALS, "act", lambda: None)
    qtbot.keyClick(shell, Qt.Key.Key_F1)
    assert "Ctrl+Enter 发放" in shell.help.accessibleDescription()


def test_digits_that_mean_the_same_are_one_line_of_the_sheet(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    sheet = KeyHelp(page)
    tabs = (KeyWord("tab_1", "1", "换一栏"), KeyWord("tab_2", "2", "换一栏"), KeyWord("tab_3", "3", "换一栏"))
    sheet.open((KeyGroup("本页", (*tabs, KeyWord("way", "4", "邮寄"), KeyWord("open", "Enter", "打开"))),))
    assert sheet.accessibleDescription() == "1–3 换一栏，4 邮寄，Enter 打开"


def test_a_small_window_becomes_compact_and_a_slim_one_shows_icons_only(shell: Shell, qapp: QApplication) -> None:
    shell.resize(1100, 768)
    assert (current_theme().density, current_theme().breadth) == (Density.COMPACT, Breadth.SLIM)
    qapp.processEvents()
    assert shell.header.height() == 48
    shell.resize(1440, 900)
    assert (current_theme().density, current_theme().breadth) == (Density.REGULAR, Breadth.WIDE)


def test_a_page_that_wants_much_room_does_not_make_the_window_larger_than_the_screen(
    shell: Shell, qtbot: QtBot
) -> None:
    shell.resize(1366, 768)
    field = shell.findChild(QLineEdit)
    assert field is not None
    field.setMinimumSize(1500, 1200)
    QApplication.processEvents()
    assert (shell.width(), shell.height()) == (1366, 768)
    assert shell.key_bar.geometry().bottom() < 768


def test_the_text_scale_counts_when_room_is_measured() -> None:
    assert density_of(900, 1.0) is Density.REGULAR
    assert density_of(900, 1.25) is Density.COMPACT
    assert breadth_of(1440, 1.25) is Breadth.SLIM
    assert breadth_of(1366, 1.0) is Breadth.NARROW


def test_only_the_most_severe_banner_is_shown() -> None:
    banners = (BannerState("a", "A"), BannerState("b", "B", severity=Severity.BAD), BannerState("c", "C"))
    state = ShellState(banners=banners)
    assert state.banner is banners[1]
    assert ShellState().banner is None


def test_the_header_says_what_the_outbox_holds(qtbot: QtBot, qapp: QApplication) -> None:
    header = Header()
    qtbot.addWidget(header)
    header.present(HeaderState(window="03", sync=SyncPill(online=False, waiting=3)))
    assert "offline, 3 stored" in header.accessibleName()


def test_two_pages_of_one_name_are_refused(shell: Shell) -> None:
    with pytest.raises(ValueError, match="materials"):
        shell.add_page("intake/materials", QLineEdit(), Scope.MATERIALS)
