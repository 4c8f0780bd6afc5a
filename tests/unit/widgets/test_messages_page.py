"""The tab of text messages: what it shows, and what it asks for."""

from __future__ import annotations

from dataclasses import replace

from pytestqt.qtbot import QtBot

from tests.support.place import words
from widgets.gallery.messages import CLEAR, LACKING, NOBODY_KNOWS, RETURNED
from widgets.pages.messages import MessagesPage


def shown(qtbot: QtBot) -> MessagesPage:
    part = MessagesPage()
    qtbot.addWidget(part)
    part.resize(1200, 800)
    part.show()
    return part


def test_a_returned_message_is_explained_and_can_be_set_right(qtbot: QtBot) -> None:
    part = shown(qtbot)
    part.present(RETURNED)
    assert "运营商退回" in words(part) and "138****8000" in words(part)
    asked: list[tuple[str, str]] = []
    part.correct_requested.connect(lambda phone, reason: asked.append((phone, reason)))
    part._phone.entry.setText("13900139000")
    part._reason.entry.setText("登记有误")
    part.present(LACKING)
    part.correct()
    assert asked == [("13900139000", "登记有误")], "what is being typed stays"
    part.clear()
    part.correct()
    assert asked[1:] == [("", "")]


def test_only_what_can_be_decided_is_offered(qtbot: QtBot) -> None:
    part = shown(qtbot)
    part.present(NOBODY_KNOWS)
    assert not part._phone.isVisible() and part._reason.isVisible()
    part.present(replace(RETURNED, can_resend=False, can_correct=False))
    assert not part._resend.isVisible() and part._count.isVisible()
    part.present(CLEAR)
    assert "没有要处理的" in words(part)
    assert not any(each.isVisible() for each in (part._phone, part._reason, part._count, part._resend, part._correct))


def test_a_row_is_chosen_counted_over_all_groups(qtbot: QtBot) -> None:
    part = shown(qtbot)
    part.present(RETURNED)
    asked: list[int] = []
    part.chosen.connect(asked.append)
    part._list._rows.row_chosen.emit("4")
    assert asked == [4]
