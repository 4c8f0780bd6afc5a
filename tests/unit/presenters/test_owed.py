"""Materials that may follow, to their end: how many days are left, in the list and in the case, and what then."""

from __future__ import annotations

from datetime import datetime, timedelta

from app import paths
from app.calendar_files import load_calendar
from app.domain.applicant import Applicant
from app.domain.case import Application, CaseState, MoveKind, Role
from app.domain.facts import Bringing, Demand
from app.domain.life import Case, Life
from app.domain.rules import Rules
from app.presenters.cases.acts import Actor, buttons
from app.presenters.owed import is_overdue, owed_in_list, owed_of
from app.services.local_cases import work_row
from app.wording import Wording
from tests.support.diary import MORNING, OFFICER, Diary, opens

SAY = Wording(paths.resources() / "i18n", "zh_CN")
CALENDAR, RULES = load_calendar(paths.resources() / "calendars"), Rules()
HEALTH, PLAN = Demand("06", "从业人员健康证明", days=3), Demand("02", "经营场所布局图", days=5)
LATER = MORNING + timedelta(days=14)


def conditional() -> Diary:
    diary = Diary()
    diary.do(MoveKind.ACCEPT_CONDITIONALLY, Role.INTAKE, opens(demands=(HEALTH, PLAN)))
    return diary


def listed(life: Life, now: datetime = MORNING) -> str:
    row = work_row(Case("c-1", Application(Applicant()), life), CALENDAR, RULES, now)
    return owed_in_list(row, SAY, now, CALENDAR)


def test_a_list_counts_what_is_owed_down_to_the_first_that_must_come() -> None:
    diary = conditional()
    assert diary.life is not None
    assert listed(diary.life) == "容缺欠 2 件，余 3 日"
    assert "从业人员健康证明，余 3 日；经营场所布局图，余 5 日" in owed_of(diary.life, SAY, MORNING, CALENDAR, RULES)
    one = diary.do(MoveKind.BRING, Role.INTAKE, Bringing("06"))
    assert listed(one) == "容缺欠 1 件，余 5 日"
    none = diary.do(MoveKind.BRING, Role.INTAKE, Bringing("02"))
    assert (listed(none), owed_of(none, SAY, MORNING, CALENDAR, RULES)) == ("", "")


def test_what_has_not_come_in_time_lets_the_case_go_back() -> None:
    diary, clerk = conditional(), Actor(OFFICER, Role.BACK_OFFICE, "12")
    life = diary.life
    assert (
        life is not None and not is_overdue(life, MORNING, CALENDAR, RULES) and is_overdue(life, LATER, CALENDAR, RULES)
    )
    assert "超" in listed(life, LATER)
    offered = buttons(life, clerk, LATER, SAY, owed_overdue=True)
    assert (offered[-1].id, offered[-1].main) == ("return_case", True)
    assert not offered[-1].barred
    diary.now = LATER
    assert diary.do(MoveKind.RETURN, Role.BACK_OFFICE, reason="逾期未补").state is CaseState.RETURNED
