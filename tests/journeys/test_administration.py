"""An administrator at a window of a running hall, with the keyboard alone."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from app.training.accounts import TRAINING_ACCOUNTS
from tests.support.place import CTRL, Key
from tests.support.steps import SignIn
from widgets.kit.rows import Rows
from widgets.kit.year_calendar import YearCalendar
from widgets.pages.administration import AdministrationPage


def sign_in(desk: SignIn) -> AdministrationPage:
    """Sit down as the administrator; the page is open."""
    place = [account.login for account in TRAINING_ACCOUNTS].index("0001")
    desk.press(Key(Key.Key_1 + place))
    desk.press(Key.Key_Return)
    desk.driver.until("the administrator's page", lambda: desk.terminal.frame.page == "admin")
    return desk.place.window.page(AdministrationPage)


def named(page: AdministrationPage, kind: type[QWidget], name: str) -> QWidget:
    """The part of that name in sight."""
    return next(each for each in page.findChildren(kind) if each.accessibleName().startswith(name) and each.isVisible())


def written(desk: SignIn, page: AdministrationPage, name: str, text: str) -> None:
    """Tab to the entry and write."""
    desk.tab_to(named(page, QLineEdit, name))
    desk.press(Key.Key_A, CTRL)
    desk.driver.type(text)


def test_a_shorter_promise_is_published_and_in_force_at_the_window(desk: SignIn) -> None:
    page = sign_in(desk)
    desk.reads("陈某某 0001")
    desk.press(Key.Key_5)
    desk.press(Key.Key_F3)
    desk.driver.type("spjy")
    desk.press(Key.Key_Down)
    desk.press(Key.Key_Return)
    desk.reads("基本信息").shot("item")
    desk.press(Key.Key_Return)
    written(desk, page, "承诺时限", "6")
    desk.press(Key.Key_Escape)
    desk.press(Key.Key_6)
    desk.reads("食品经营许可（新办）：承诺时限 8 → 6 个工作日")
    desk.driver.until("a name for the version", lambda: named(page, QLineEdit, "版本名").text() != "")
    desk.shot("differences")
    desk.press(Key.Key_Return, CTRL)
    desk.reads("已发布，各窗口下次联络时自动更新").shot("published")
    newest = desk.terminal.intake.session._newest_catalogue()
    assert next(item for item in newest.items if item.name == "食品经营许可（新办）").promised.amount == 6


def test_a_year_is_published_and_slips_are_dated_by_it(desk: SignIn) -> None:
    page = sign_in(desk)
    desk.press(Key.Key_4)
    rows = named(page, Rows, "列表")
    assert desk.driver.focus() is rows
    desk.press(Key.Key_Home)
    year = max(desk.terminal._on.calendar.years) + 1
    desk.tab_to(named(page, YearCalendar, "全年"))
    desk.press(Key.Key_Space)
    desk.press(Key.Key_Right)
    desk.press(Key.Key_Space)
    desk.reads(f"{year}-01-02").shot("year")
    desk.press(Key.Key_Return, CTRL)
    desk.reads(f"{year} 年日历已发布")
    assert year in desk.terminal._on.desk().calendar.years


def test_a_clerk_is_let_in_with_a_password_for_once(desk: SignIn) -> None:
    page = sign_in(desk)
    desk.reads("周某某 0317")
    desk.press(Key.Key_N, CTRL)
    desk.reads("新人员")
    written(desk, page, "工号", "0799")
    written(desk, page, "姓名", "样例一")
    desk.tab_to(named(page, Rows, "岗位"))
    desk.press(Key.Key_Down)
    desk.press(Key.Key_Space)
    desk.press(Key.Key_Return, CTRL)
    desk.reads("0799 的一次性口令").shot("password")
    desk.press(Key.Key_Escape)
    desk.reads_no_more("0799 的一次性口令").reads("等待首次登录")
