"""The administrator's page, by hand and by key."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from app.presenters.administration.state import (
    AdminAct,
    AdministrationState,
    AdminRow,
    AdminTab,
    TabState,
    YearDay,
    YearState,
)
from app.presenters.cases.state import PanelState, TextEntry
from app.presenters.samples import SampleState
from devices.scanning.encode import encode_within
from devices.simulators.paper import sample_page
from tests.support.pages import Desk
from tests.support.place import words
from widgets.kit.picture import Picture
from widgets.kit.year_calendar import YearCalendar
from widgets.pages.administration import AdministrationPage

TABS = tuple((tab, tab.value, "") for tab in AdminTab)
DAYS = tuple(YearDay(date(2027, 1, day), spoken=f"day {day}") for day in range(1, 32))
YEAR = YearState(2027, DAYS, date(2027, 1, 1))
ROWS = (AdminRow("a", "first"), AdminRow("b", "second"))


def shown(qtbot: QtBot, tab: TabState) -> tuple[AdministrationPage, Desk]:
    page = AdministrationPage()
    desk = Desk(qtbot, page)
    page.present(AdministrationState(tabs=TABS, shown=tab))
    page.focus_first()
    return page, desk


def test_digits_change_the_tab_and_keys_do_what_the_buttons_say(qtbot: QtBot) -> None:
    page, desk = shown(qtbot, TabState("items", "", ROWS, "a", acts=(AdminAct("admin_new", "New one"),)))
    tabs: list[AdminTab] = []
    acts: list[str] = []
    page.tab_chosen.connect(tabs.append)
    page.acted.connect(acts.append)
    desk.press(Qt.Key.Key_4)
    desk.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert (tabs, acts) == ([AdminTab.CALENDAR], ["admin_new"])
    desk.press(Qt.Key.Key_F3)
    desk.press(Qt.Key.Key_4)
    assert tabs == [AdminTab.CALENDAR], "while one searches, a digit is a digit"


def test_moving_chooses_and_enter_opens(qtbot: QtBot) -> None:
    page, desk = shown(qtbot, TabState("items", "", ROWS, "a"))
    chosen: list[str] = []
    entered: list[str] = []
    page.chosen.connect(chosen.append)
    page.entered.connect(entered.append)
    desk.press(Qt.Key.Key_Down)
    desk.press(Qt.Key.Key_Return)
    assert (chosen, entered) == (["b"], ["b"])


def test_the_year_is_walked_through_and_changed_by_key(qtbot: QtBot) -> None:
    page, desk = shown(qtbot, TabState("calendar", None, ROWS, "a", year=YEAR))
    moved: list[tuple[str, str]] = []
    toggled: list[tuple[str, str]] = []
    page.changed.connect(lambda *said: moved.append(said))
    page.toggled.connect(lambda *said: toggled.append(said))
    page.findChild(YearCalendar).setFocus()
    desk.press(Qt.Key.Key_Down)
    desk.press(Qt.Key.Key_Left)
    desk.press(Qt.Key.Key_Space)
    assert moved == [("day", "2027-01-08")], "there is no day before the first"
    assert toggled == [("day", "2027-01-01")]
    assert page.findChild(YearCalendar).accessibleDescription() == "day 1"


def test_the_day_one_walks_to_is_scrolled_into_view(qtbot: QtBot) -> None:
    days = tuple(YearDay(date(2027, 1, 1) + timedelta(days=n)) for n in range(365))
    year = YearState(2027, days, date(2027, 1, 1))
    page, _ = shown(qtbot, TabState("calendar", rows=ROWS, current="a", year=year))
    page.resize(1000, 420)
    last = replace(year, current=date(2027, 12, 31))
    page.present(AdministrationState(tabs=TABS, shown=TabState("calendar", rows=ROWS, current="a", year=last)))
    calendar = page.findChild(YearCalendar)
    seen = calendar.visibleRegion().boundingRect()
    assert seen.bottom() > calendar.height() - 80, "the last week of the year is seen"


def test_when_a_new_thing_is_made_the_keys_belong_to_the_list_again(qtbot: QtBot) -> None:
    asked = PanelState("new", "New", entries=(TextEntry("name", "Name"),), button="Make")
    page, desk = shown(qtbot, TabState("departments", rows=ROWS, current="a", panel=asked))
    page.focus_panel()
    desk.press(Qt.Key.Key_X)
    kept = PanelState("department", "Made", entries=(TextEntry("name", "Name", "x"),))
    page.present(AdministrationState(tabs=TABS, shown=TabState("departments", rows=ROWS, current="b", panel=kept)))
    tabs: list[AdminTab] = []
    page.tab_chosen.connect(tabs.append)
    desk.press(Qt.Key.Key_5)
    assert tabs == [AdminTab.ITEMS]


def test_what_is_shown_once_is_copied_and_everything_else_is_asked_for(qtbot: QtBot) -> None:
    token = PanelState("token", "Token", says=('url = "x"', 'token = "y"'))
    page, desk = shown(qtbot, TabState("windows", panel=token, acts=(AdminAct("admin_copy", "Copy"),)))
    assert 'token = "y"' in words(page)
    desk.press(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert QGuiApplication.clipboard().text() == 'url = "x"\ntoken = "y"'


def test_what_is_written_is_told_and_saved_by_key(qtbot: QtBot) -> None:
    panel = PanelState("person", "Somebody", entries=(TextEntry("name", "Name"),), button="Save")
    page, desk = shown(qtbot, TabState("people", "", ROWS, "a", panel=panel))
    written: list[tuple[str, str]] = []
    done: list[bool] = []
    page.changed.connect(lambda *said: written.append(said))
    page.done.connect(lambda: done.append(True))
    page.focus_panel()
    desk.press(Qt.Key.Key_X)
    desk.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert (written, done) == ([("name", "x")], [True])


def test_the_sample_of_a_material_is_chosen_from_a_file_and_seen_with_a_key(qtbot: QtBot) -> None:
    entries = tuple(TextEntry(f"e{n}", f"entry {n}", "") for n in range(20))
    sample = SampleState(encode_within(sample_page(1), 600))
    panel = PanelState("part", "Material", entries=entries)
    page, desk = shown(qtbot, TabState("items", None, ROWS, "a", panel=panel, sample=sample))
    page.resize(900, 500)
    page.show()
    [picture] = [each for each in page.findChildren(Picture) if each.isVisibleTo(page)]
    assert picture.visibleRegion().isEmpty(), "it is further down than one sees"
    desk.press(Qt.Key.Key_F7)
    assert not picture.visibleRegion().isEmpty()
