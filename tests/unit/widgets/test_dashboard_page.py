"""The supervisor's page, by hand and by key."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.presenters.dashboard.state import DashboardState
from app.presenters.marks import Mark
from widgets.charts.headlines import Headlines
from widgets.gallery.dashboard import CALM, STATE
from widgets.gallery.trace import PAUSED
from widgets.kit.loading import Loading
from widgets.kit.rows import Rows
from widgets.kit.trace_calendar import TraceCalendar
from widgets.pages.dashboard import DashboardPage


@pytest.fixture
def page(qtbot: QtBot) -> Iterator[DashboardPage]:
    shown = DashboardPage()
    qtbot.addWidget(shown)
    shown.resize(1368, 804)
    with qtbot.waitActive(shown):
        shown.show()
        shown.activateWindow()
    shown.present(STATE)
    yield shown
    shown.findChild(Loading).end()


def _rows(page: DashboardPage, name: str) -> Rows:
    return next(rows for rows in page.findChildren(Rows) if rows.accessibleName() == name)


def test_the_focus_begins_at_what_presses(page: DashboardPage) -> None:
    page.focus_first()
    assert _rows(page, "Due").hasFocus()
    page.present(CALM)
    page.focus_first()
    assert page.findChild(Headlines).hasFocus()


def test_enter_opens_the_case_and_moving_on_chooses_the_next(qtbot: QtBot, page: DashboardPage) -> None:
    opened, chosen = [], []
    page.opened.connect(opened.append)
    page.due_chosen.connect(chosen.append)
    page.focus_first()
    qtbot.keyClick(_rows(page, "Due"), Qt.Key.Key_Return)
    qtbot.keyClick(_rows(page, "Due"), Qt.Key.Key_Down)
    assert (opened, chosen) == (["case:case-1"], ["case-2"])


def test_headlines_lead_to_their_cases(qtbot: QtBot, page: DashboardPage) -> None:
    opened = []
    page.opened.connect(opened.append)
    headlines = page.findChild(Headlines)
    headlines.setFocus()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Right, Qt.Key.Key_Return):
        qtbot.keyClick(headlines, key)
    assert opened == ["taken", "accepted"]


def test_a_window_out_of_step_leads_to_its_cases(qtbot: QtBot, page: DashboardPage) -> None:
    opened = []
    page.opened.connect(opened.append)
    rows = _rows(page, "Windows out of step")
    rows.setFocus()
    qtbot.keyClick(rows, Qt.Key.Key_Down)
    qtbot.keyClick(rows, Qt.Key.Key_Return)
    assert opened == ["window:17"]


def test_the_acts_ask_for_period_grouping_and_trace(page: DashboardPage) -> None:
    periods, groupings, asked = [], [], []
    page.period_chosen.connect(periods.append)
    page.grouping_chosen.connect(groupings.append)
    page.explain_requested.connect(lambda: asked.append("trace"))
    acts = page.acts()
    for key in ("period_1", "period_2", "period_3", "period_4", "by_window", "by_department", "dashboard_trace"):
        acts[key]()
    assert (periods, groupings, asked) == (["day", "week", "month", "year"], [True, False], ["trace"])


def test_the_trace_takes_the_place_of_the_windows(page: DashboardPage) -> None:
    page.present(replace(STATE, explained=True, trace=PAUSED))
    assert page.findChild(TraceCalendar).isVisible()
    assert not _rows(page, "Windows out of step").isVisible()
    page.present(STATE)
    assert not page.findChild(TraceCalendar).isVisible()


def test_until_the_first_answer_there_is_only_the_wait(page: DashboardPage) -> None:
    page.present(DashboardState(title="今日", news="正在取数", news_mark=Mark.RUNNING))
    assert page.findChild(Loading).isVisible()
    assert not page.findChild(Headlines).isVisible()
    page.present(STATE)
    assert not page.findChild(Loading).isVisible()
