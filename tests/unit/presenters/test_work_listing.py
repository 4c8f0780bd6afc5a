"""The work list while people change seats."""

from __future__ import annotations

from datetime import datetime

from app import paths
from app.calendar_files import load_calendar
from app.domain.calendar import HALL_TIME
from app.domain.case import Role
from app.presenters.cases.acts import Actor
from app.presenters.cases.listing import WorkListing
from app.wording import Wording
from sync.wire import WorkGroups, WorkList, WorkQuery, WorkRow
from tests.support.lanes import HeldLane

NOW = datetime(2026, 10, 9, 10, tzinfo=HALL_TIME)


class Sections:
    """A central at which each section has one case, called as the section is."""

    def work(self, query: WorkQuery) -> WorkList:
        row = WorkRow(
            case_id=query.desk_name, number="YC26-03-00001", item_code="A", item_name="食品经营许可", department="D1",
            applicant="张*", state="accepted", desk_role="section", desk_name=query.desk_name, window="03",
            version=1, changed_ms=0,
        )  # fmt: skip
        return WorkList(rows=(row,), total=1, groups=WorkGroups(), departments=(), as_of_ms=0)


def no_case_here(_: str) -> WorkRow:
    raise AssertionError("nothing was refused")


def test_an_answer_asked_for_by_the_person_before_is_shown_to_nobody() -> None:
    lane, sits = HeldLane(), "审批科"
    calendar = load_calendar(paths.resources() / "calendars")
    listing = WorkListing(
        Sections(), None, lane=lane, wording=Wording(paths.resources() / "i18n", "zh_CN"), calendar=lambda: calendar,
        actor=lambda: Actor("0610", Role.SECTION, "21", sits), now=lambda: NOW, department_name=str,
        here=no_case_here, changed=lambda: None,
    )  # fmt: skip
    listing.refresh()
    listing.forget()
    sits = "食品科"
    listing.refresh()
    lane.go()
    assert not listing.rows
    lane.go()
    assert [row.case_id for row in listing.rows] == ["食品科"]
