"""The sync page, driven by the keyboard."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.presenters.dispatches import DispatchGroup, DispatchRow
from app.presenters.marks import Mark
from app.presenters.outbox import OutboxState
from tests.support.pages import Desk, Heard, filled_buttons, unnamed
from widgets.pages.outbox import OutboxPage

PARKED = OutboxState(
    link="中心在线",
    ready=1,
    parked=1,
    oldest="18 分前",
    groups=(
        DispatchGroup("停放", 1, (DispatchRow("接件", "YC26　张*", "停放", "1 分前", Mark.PARKED, current=True),)),
        DispatchGroup("待发", 1, (DispatchRow("接件", "YC26　张*", "排队", "1 分前", Mark.WAITING),)),
    ),
    title="接件",
    detail="YC26　张*",
    mark=Mark.PARKED,
    word="停放",
    reason="中心端说办件现在不能这样办",
    can_retry=True,
)


@pytest.fixture
def page() -> OutboxPage:
    return OutboxPage()


def test_down_goes_on_over_the_title_of_the_next_group(qtbot: QtBot, page: OutboxPage) -> None:
    desk, heard = Desk(qtbot, page), Heard(chosen=page.chosen)
    page.present(PARKED)
    desk.press(Qt.Key.Key_Down)
    assert heard.said == [("chosen", 1)]


def test_r_sends_again_only_what_is_parked(qtbot: QtBot, page: OutboxPage) -> None:
    desk, heard = Desk(qtbot, page), Heard(retry=page.retry_requested)
    page.present(replace(PARKED, can_retry=False))
    desk.press(Qt.Key.Key_R)
    page.present(PARKED)
    desk.press(Qt.Key.Key_R)
    assert heard.said == [("retry",)]


def test_presenting_says_nothing(qtbot: QtBot, page: OutboxPage) -> None:
    Desk(qtbot, page)
    heard = Heard(chosen=page.chosen, retry=page.retry_requested)
    page.present(PARKED)
    page.present(PARKED)
    page.present(OutboxState(empty="都已送达，没有待发"))
    assert heard.said == []


def test_one_button_is_filled_while_something_is_parked(qtbot: QtBot, page: OutboxPage) -> None:
    Desk(qtbot, page)
    page.present(PARKED)
    assert filled_buttons(page) == ["Send again now"]
    page.present(replace(PARKED, can_retry=False))
    assert filled_buttons(page) == []


def test_everything_a_keyboard_reaches_has_a_name(qtbot: QtBot, page: OutboxPage) -> None:
    Desk(qtbot, page)
    page.present(PARKED)
    assert unnamed(page) == []
