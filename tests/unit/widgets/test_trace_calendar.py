"""The deadline trace as it is drawn, spoken and walked through."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.presenters.trace import DayLook, TraceDay, TraceLine, TraceState
from widgets.kit.trace_calendar import TraceCalendar
from widgets.theme.stylesheet import apply_theme
from widgets.theme.tokens import LIGHT, THEMES, Tokens

MONDAY = date(2026, 10, 5)


def _week(*days: TraceDay) -> TraceState:
    plain = [_day(place) for place in range(7)]
    for day in days:
        plain[(day.day - MONDAY).days] = day
    facts = ((TraceLine("受理", "10-5 周一", "当日不计"),), (TraceLine("承诺", "10-9 周五", strong=True),))
    return TraceState("10 月 9 日 周五止", "余 2 日", (tuple(plain),), facts)


def _day(place: int, look: DayLook = DayLook.PLAIN, **more: object) -> TraceDay:
    day = MONDAY + timedelta(days=place)
    return replace(TraceDay(day, str(day.day), look, spoken=f"{day.day} 日"), **more)  # type: ignore[arg-type]


def _calendar(qtbot: QtBot, state: TraceState) -> TraceCalendar:
    calendar = TraceCalendar("时限")
    qtbot.addWidget(calendar)
    calendar.present(state)
    calendar.resize(384, calendar.sizeHint().height())
    calendar.show()
    return calendar


def _colours(calendar: TraceCalendar, place: int) -> set[str]:
    """Every colour in the cell of the day `place`."""
    cell = calendar._cell(calendar.theme, place).toRect()
    picture = calendar.grab(cell).toImage()
    return {
        picture.pixelColor(x, y).name().upper() for x in range(picture.width()) for y in range(picture.height())
    }  # fmt: skip


@pytest.mark.parametrize("tokens", THEMES.values(), ids=list(THEMES))
def test_each_look_has_the_ground_of_its_token(qapp: QApplication, qtbot: QtBot, tokens: Tokens) -> None:
    apply_theme(qapp, tokens)
    looks = {0: DayLook.COUNTED, 1: DayLook.FREE, 2: DayLook.LAST}
    calendar = _calendar(qtbot, _week(*(_day(place, look) for place, look in looks.items())))
    for place, token in enumerate((tokens.accent_soft, tokens.sunken, tokens.accent)):
        assert token.upper() in _colours(calendar, place)


def test_a_pause_is_hatched_and_today_is_framed_in_ink(qtbot: QtBot) -> None:
    calendar = _calendar(qtbot, _week(_day(0, DayLook.PAUSED), _day(1, DayLook.COUNTED, today=True)))
    assert LIGHT.hatch in _colours(calendar, 0)
    assert LIGHT.ink in _colours(calendar, 1)


def test_a_last_day_that_is_not_sure_is_not_filled(qtbot: QtBot) -> None:
    sure = _calendar(qtbot, _week(_day(4, DayLook.LAST)))
    unsure = _calendar(qtbot, _week(_day(4, DayLook.LAST, provisional=True)))
    assert LIGHT.accent_soft not in _colours(sure, 4)
    assert LIGHT.accent_soft in _colours(unsure, 4)


def test_the_answer_is_its_name_and_every_fact_is_spoken(qtbot: QtBot) -> None:
    calendar = _calendar(qtbot, _week())
    assert calendar.accessibleName() == "时限，10 月 9 日 周五止，余 2 日"
    assert "受理，10-5 周一，当日不计" in calendar.accessibleDescription()


def test_arrow_keys_walk_from_today_and_each_day_is_spoken(qtbot: QtBot) -> None:
    calendar = _calendar(qtbot, _week(_day(2, DayLook.COUNTED, today=True)))
    heard = []
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Up):
        qtbot.keyClick(calendar, key)
        heard.append(calendar.accessibleDescription())
    assert heard == ["7 日", "8 日", "7 日", "7 日"]


def test_without_an_answer_it_takes_no_room(qtbot: QtBot) -> None:
    calendar = _calendar(qtbot, _week())
    calendar.present(TraceState())
    assert calendar.isHidden()
