"""A supervisor looks at the hall: what was taken in, what presses, who is out of step."""

from __future__ import annotations

from app.presenters.pages import CASES, DASHBOARD
from tests.support.place import ALT, Key
from tests.support.steps import SignIn
from widgets.charts.headlines import Headlines
from widgets.pages.dashboard import DashboardPage

SUPERVISOR = Key.Key_5


def test_a_case_taken_in_is_on_the_dashboard_and_its_deadline_explained(desk: SignIn) -> None:
    materials = desk.sign_in().serve().take("gljt", "高龄津贴申领").next().take_everything()
    slip = materials.next().accept_doubts().confirm().at_rest()
    slip.all_delivered()
    case = slip.kept_case()
    slip.press(Key.Key_0, ALT)
    seat = SignIn(slip.place).reads("培训账号")
    seat.press(SUPERVISOR)
    seat.press(Key.Key_Return)
    seat.driver.until("the dashboard", lambda: seat.terminal.frame.page == DASHBOARD)
    seat.reads("每小时接件与办结", "接件 1，", "在办 1，", "各部门办件").shot("today")
    seat.tab_to(seat.place.window.page(DashboardPage).findChild(Headlines))
    seat.press(Key.Key_Return)
    seat.driver.until("the cases behind it", lambda: seat.terminal.frame.page == CASES)
    seat.reads(case.number).shot("behind")
    assert seat.terminal.back_office.cases.state().list.filters[0].current == "今日接件"
    seat.press(Key.Key_1, ALT)
    seat.reads("每小时接件与办结")
    seat.press(Key.Key_W)
    seat.reads("各窗口办件", f"{case.life.window} 窗口，接件 1，").shot("by-window")
    seat.press(Key.Key_2)
    seat.reads("每日接件与办结").shot("week")
    explained = seat.terminal.dashboard.trace_of(case.id)
    assert explained.weeks and "止" in explained.title
    seat.cut_line()
    seat.press(Key.Key_3)
    seat.reads("连上中心后会自己取数").shot("away")
    seat.press(Key.Key_2)
    seat.reads("每日接件与办结", "接件 1，")
    seat.join_line()
    seat.press(Key.Key_1)
    seat.reads("每小时接件与办结")
