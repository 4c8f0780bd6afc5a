"""The administrator's catalogue, calendar and windows, over HTTP."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import requests
from sqlalchemy import select

from app.catalogue.files import load_catalogue
from app.catalogue.mirror import CatalogueMirror
from app.central.directory import FIRST_WINDOW_FILE
from app.central.server import EmbeddedCentral
from app.central.tables import hall_log
from app.domain.calendar import WorkCalendar
from app.domain.calendar_plan import YearPlan, plan_of, year_faults
from app.domain.catalogue import Catalogue, Item, Limit
from app.domain.facts import item_facts
from app.domain.plain import from_plain, to_plain
from app.paths import resources
from app.training.accounts import TRAINING_PASSWORD
from sync.errors import Refused
from sync.transport import Transport
from sync.wire import (
    CataloguePublication,
    HoursPublication,
    Op,
    WindowEnrolment,
    WindowFacts,
    YearPublication,
)
from tests.support.central_ops import WindowPen, options

SHIPPED = load_catalogue(resources() / "catalogue")
FIRST = SHIPPED.items[0]


class Desks:
    """Lines to one central from its first window."""

    def __init__(self, url: str, token: str) -> None:
        self.url, self._token = url, token

    def line(self, login: str = "", password: str = TRAINING_PASSWORD) -> Transport:
        """A line, with a session for `login` if one is named."""
        line = Transport(self.url, self._token)
        line.hello()
        session = line.sign_in(login, password).session if login else ""
        signed = Transport(self.url, self._token, session=session)
        signed.hello()
        return signed


@pytest.fixture
def server(tmp_path: Path) -> Iterator[EmbeddedCentral]:
    with EmbeddedCentral(options(tmp_path, catalogue=SHIPPED)) as running:
        yield running


@pytest.fixture
def desks(server: EmbeddedCentral, tmp_path: Path) -> Desks:
    return Desks(server.url, json.loads((tmp_path / FIRST_WINDOW_FILE).read_text())["token"])


@pytest.fixture
def line(desks: Desks) -> Transport:
    return desks.line("0001")


def changed(version: str, base: Catalogue = SHIPPED, **facts: Any) -> CataloguePublication:
    """The catalogue with its first item changed."""
    items = (replace(base.items[0], **facts), *base.items[1:])
    return CataloguePublication(
        base_version=base.version, catalogue=to_plain(replace(base, version=version, items=items))
    )


def refused(call: Any, *given: Any) -> Refused:
    with pytest.raises(Refused) as caught:
        call(*given)
    return caught.value


def test_a_published_catalogue_reaches_every_window_at_its_next_heartbeat(
    desks: Desks, line: Transport, tmp_path: Path
) -> None:
    mirror = CatalogueMirror(tmp_path / "mirror.json", SHIPPED)
    before = line.document("catalogue", mirror.tag)
    assert before is not None and mirror.take(before)
    versions = line.publish_catalogue(changed("2026-11-25.1", name="另一个名称")).versions
    assert [(each.version, each.in_force) for each in versions] == [("2026-11-25.1", True), (SHIPPED.version, False)]
    assert versions[0].published_by == "0001"
    window = desks.line()
    assert window.hello().catalogue_version == "2026-11-25.1"
    fetched = window.document("catalogue", mirror.tag)
    assert fetched is not None and mirror.take(fetched)
    assert mirror.catalogue.items[0].name == "另一个名称"
    assert window.document("catalogue", mirror.tag) is None


def test_only_an_administrator_changes_the_hall(desks: Desks) -> None:
    clerk = desks.line("0317")
    plan = YearPublication(base_version="2026", year=2027, holidays={date(2027, 1, 1): "元旦"})
    window = WindowEnrolment(device_id="w9", window="09", roles=("intake",))
    for call, given in (
        (clerk.catalogue_versions, ()),
        (clerk.publish_catalogue, (changed("9"),)),
        (clerk.withdraw_catalogue, (SHIPPED.version,)),
        (clerk.publish_year, (plan,)),
        (clerk.windows, ()),
        (clerk.enrol_window, (window,)),
        (clerk.dismiss_window, ("window-03",)),
    ):
        told = refused(call, *given)
        assert (told.status, told.code) == (403, "not_your_role")


def test_a_catalogue_with_faults_is_refused_with_every_one_of_them(line: Transport) -> None:
    bad = changed("2026-11-25.1", promised=Limit(0), materials=())
    told = refused(line.publish_catalogue, bad)
    assert (told.status, told.code) == (422, "catalogue_invalid")
    problems = told.facts["facts"]["problems"]
    assert any("至少要有一份材料" in each for each in problems)
    assert line.hello().catalogue_version == SHIPPED.version


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"{", 422, "invalid"),
        (b"[]", 422, "invalid"),
        (b'{"base_version": "1", "catalogue": {"version": "2"}}', 422, "invalid"),
        (b'{"base_version": "1", "catalogue": {"version": "2", "items": [{"name": "\\ud800"}]}}', 422, "invalid"),
        (b"[" * 200_000, 422, "invalid"),
        (b" " * ((1 << 20) + 1), 413, "too_large"),
    ],
)
def test_what_is_no_catalogue_is_an_answer_and_not_a_bug(line: Transport, body: bytes, status: int, code: str) -> None:
    headers = {"Authorization": f"Bearer {line._token}", "X-Session": line._session_token}
    answer = requests.post(f"{line._address}/v1/catalogue", data=body, headers=headers, timeout=10)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_of_two_administrators_at_once_one_is_told_that_the_other_was_first(desks: Desks) -> None:
    lines = [desks.line("0001"), desks.line("0001")]

    def publish(n: int) -> str:
        try:
            lines[n].publish_catalogue(changed(f"2026-11-25.{n}", name=f"名称{n}"))
        except Refused as told:
            return told.code
        return "published"

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(publish, range(2))) == ["catalogue_changed", "published"]


def test_a_version_is_never_used_twice(line: Transport) -> None:
    line.publish_catalogue(changed("2", name="甲"))
    line.withdraw_catalogue("2")
    assert refused(line.publish_catalogue, changed("2", name="乙")).code == "version_taken"
    assert refused(line.publish_catalogue, changed("第二版")).code == "version_name"


def test_a_withdrawn_version_is_in_force_no_more_and_the_one_before_is_again(line: Transport) -> None:
    line.publish_catalogue(changed("2", name="甲"))
    versions = line.withdraw_catalogue("2").versions
    assert [(each.version, each.in_force) for each in versions] == [("2", False), (SHIPPED.version, True)]
    assert versions[0].withdrawn_by == "0001" and versions[0].withdrawn_at_ms
    assert line.hello().catalogue_version == SHIPPED.version
    kept = line.document("catalogue", "")
    assert kept is not None and from_plain(Catalogue, json.loads(kept.content)) == SHIPPED
    told = refused(line.withdraw_catalogue, SHIPPED.version)
    assert (told.status, told.code) == (409, "last_version")
    assert refused(line.withdraw_catalogue, "never").status == 404


def test_a_version_put_in_force_stays_so_over_a_restart(tmp_path: Path) -> None:
    settings = options(tmp_path, catalogue=SHIPPED)
    with EmbeddedCentral(settings) as running:
        line = Desks(running.url, json.loads((tmp_path / FIRST_WINDOW_FILE).read_text())["token"]).line("0001")
        line.publish_catalogue(changed("2", name="甲"))
        line.publish_catalogue(changed("3", replace(SHIPPED, version="2"), name="乙"))
        line.withdraw_catalogue("3")
        line.publish_year(year_2027("2026"))
    with EmbeddedCentral(settings) as running:
        assert running.central.catalogue.items[0].name == "甲"
        assert 2027 in running.central.calendar.years


def take_in(line: Transport, pen: WindowPen, item: Item, version: str, at: str) -> str:
    """Push a case of `item` taken in under `version`; its id."""
    application = {"catalogue_version": version, "item_code": item.code}
    op = pen.receive(item=to_plain(item_facts(item)), application=application, at=at, due=None)
    (result,) = line.push([Op.model_validate(op)]).results
    assert result.verdict == "accepted", result
    return str(op["case_id"])


def test_a_case_keeps_the_item_of_its_version_whatever_is_published_or_withdrawn(desks: Desks) -> None:
    line, officer, pen = desks.line("0001"), desks.line("c18"), WindowPen()
    early = take_in(line, pen, FIRST, SHIPPED.version, "2026-05-06T09:30:00+08:00")
    line.publish_catalogue(changed("2", name="另一个名称"))
    second = replace(FIRST, name="另一个名称")
    late = take_in(line, pen, second, "2", "2026-05-06T10:30:00+08:00")
    line.withdraw_catalogue("2")
    # a draft begun under the version that was withdrawn meanwhile is taken as it is
    mid_case = take_in(line, pen, second, "2", "2026-05-06T11:30:00+08:00")
    assert officer.file(early).item["name"] == FIRST.name
    assert officer.file(late).item["name"] == officer.file(mid_case).item["name"] == "另一个名称"


def year_2027(base: str, *more: date) -> YearPublication:
    """A year with New Year, and `more` free days."""
    days = [date(2027, 1, 1), date(2027, 1, 2), date(2027, 1, 3), *more]
    return YearPublication(base_version=base, year=2027, holidays=dict.fromkeys(days, "元旦"))


def test_publishing_a_year_settles_the_deadlines_that_rested_on_it(desks: Desks, server: EmbeddedCentral) -> None:
    line, pen = desks.line("0001"), WindowPen()
    item = replace(FIRST, promised=Limit(8))
    line.publish_catalogue(changed("2", promised=Limit(8), statutory=Limit(20)))
    case_id = take_in(line, pen, item, "2", "2026-12-24T09:30:00+08:00")
    before = line.case(case_id)
    assert (before.provisional, before.due) == (True, "2027-01-05")  # Friday the 1st counted as a working day
    assert line.publish_year(year_2027("2026")).version == "2027.1"
    after = line.case(case_id)
    assert (after.provisional, after.due) == (False, "2027-01-06")
    told = line.document("calendar", "")
    assert told is not None and from_plain(WorkCalendar, json.loads(told.content)) == server.central.calendar
    assert line.hello().calendar_version == "2027.1"
    # a year that is corrected moves what had been settled, too
    line.publish_year(year_2027("2027.1", date(2027, 1, 4)))
    assert line.case(case_id).due == "2027-01-07"


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"holidays": {}}, "no_holiday"),
        ({"holidays": {date(2026, 12, 31): "元旦"}}, "2026-12-31 other_year"),
        ({"make_up": (date(2027, 1, 2),)}, "2027-01-02 both"),
        ({"make_up": (date(2027, 1, 4),)}, "2027-01-04 workday_already"),
        ({"holidays": {date(2027, 1, 1): " "}}, "2027-01-01 name"),
        ({"year": 1999}, "year"),
    ],
)
def test_a_year_that_cannot_be_right_is_refused_day_by_day(
    line: Transport, changes: dict[str, Any], problem: str
) -> None:
    told = refused(line.publish_year, year_2027("2026").model_copy(update=changes))
    assert (told.status, told.code) == (422, "calendar_invalid")
    assert problem in told.facts["facts"]["problems"]


def test_a_day_that_is_none_is_refused(line: Transport) -> None:
    headers = {"Authorization": f"Bearer {line._token}", "X-Session": line._session_token}
    body = {"base_version": "2026", "year": 2027, "holidays": {"2027-02-30": "元旦"}}
    answer = requests.post(f"{line._address}/v1/calendar/years", json=body, headers=headers, timeout=10)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


def test_every_shipped_year_would_be_published(server: EmbeddedCentral) -> None:
    calendar = server.central.calendar
    assert [year for year in calendar.years if year_faults(plan_of(calendar, year))] == []


def test_two_calendars_at_once_and_one_that_says_nothing_new_are_refused(line: Transport) -> None:
    line.publish_year(year_2027("2026"))
    assert refused(line.publish_year, year_2027("2026")).code == "calendar_changed"
    assert refused(line.publish_year, year_2027("2027.1")).code == "nothing_changed"


def test_hours_hold_from_their_day_on(line: Transport, server: EmbeddedCentral) -> None:
    summer = HoursPublication(base_version="2026", since=date(2026, 7, 1), spans=("08:00-12:00", "15:00-18:00"))
    line.publish_hours(summer)
    calendar = server.central.calendar
    assert f"{calendar.opens(date(2026, 7, 1)):%H:%M} {calendar.closes(date(2026, 7, 1)):%H:%M}" == "08:00 18:00"
    assert f"{calendar.opens(date(2026, 6, 30)):%H:%M}" == "08:30"
    late = HoursPublication(base_version=calendar.version, since=date(2026, 9, 1), spans=("15:00-12:00",))
    assert refused(line.publish_hours, late).facts["facts"]["problems"] == ["hours_order"]
    assert refused(line.publish_hours, late.model_copy(update={"spans": ("quarter past",)})).code == "invalid"


def test_a_window_is_enrolled_with_a_token_that_is_shown_once(desks: Desks, line: Transport) -> None:
    asked = WindowEnrolment(device_id="window-09", window="09", roles=("intake", "issuing"))
    told = line.enrol_window(asked)
    assert told.token not in repr(told)
    Transport(desks.url, told.token).hello()
    listed = {each.device_id: each for each in line.windows().windows}
    assert listed["window-09"].roles == ("intake", "issuing") and listed["window-09"].seen_at_ms
    assert refused(line.enrol_window, asked).code == "window_known"
    again = line.enrol_window(asked.model_copy(update={"again": True}))
    assert again.token != told.token


def test_the_roles_of_a_window_change_without_another_token(desks: Desks, line: Transport) -> None:
    token = line.enrol_window(WindowEnrolment(device_id="window-09", window="09", roles=("intake",))).token
    line.change_window("window-09", WindowFacts(window="9A", roles=("issuing",)))
    kept = next(each for each in line.windows().windows if each.device_id == "window-09")
    assert (kept.window, kept.roles) == ("9A", ("issuing",))
    Transport(desks.url, token).hello()
    assert refused(line.change_window, "window-10", WindowFacts(window="10", roles=("intake",))).status == 404
    assert refused(line.change_window, "window-09", WindowFacts(window="09", roles=("king",))).code == "invalid"


def test_a_dismissed_window_is_known_no_more(desks: Desks, line: Transport) -> None:
    line.enrol_window(WindowEnrolment(device_id="window-09", window="09", roles=("intake",)))
    line.dismiss_window("window-09")
    assert [each.device_id for each in line.windows().windows] == ["window-03"]
    assert refused(line.dismiss_window, "window-09").status == 404


def test_no_administrator_cuts_off_the_branch_they_sit_on(line: Transport) -> None:
    own = WindowEnrolment(device_id="window-03", window="03", roles=("administrator",), again=True)
    calls = (
        (line.dismiss_window, ("window-03",)),
        (line.enrol_window, (own,)),
        (line.change_window, ("window-03", WindowFacts(window="03", roles=("intake",)))),
    )
    assert {refused(call, *given).code for call, given in calls} == {"own_window"}


def test_who_changed_what_is_kept_without_a_name(
    line: Transport, server: EmbeddedCentral, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    line.publish_catalogue(changed("2", name="甲"))
    line.withdraw_catalogue("2")
    line.publish_year(year_2027("2026"))
    token = line.enrol_window(WindowEnrolment(device_id="window-09", window="09", roles=("intake",))).token
    line.change_window("window-09", WindowFacts(window="09", roles=("issuing",)))
    line.dismiss_window("window-09")
    with server.central.store.reading() as connection:
        rows = connection.execute(select(hall_log).order_by(hall_log.c.n)).all()
    mine = [row for row in rows if row.actor]
    assert [row.what for row in mine] == [
        "catalogue_published",
        "catalogue_withdrawn",
        "calendar_published",
        "window_enrolled",
        "window_changed",
        "window_dismissed",
    ]
    assert {(row.actor, row.device_id) for row in mine} == {("0001", "window-03")}
    kept = " ".join(row.facts for row in rows) + caplog.text
    assert token not in kept and "陈某某" not in kept


def test_a_newer_program_brings_years_that_were_never_published_and_overrides_none(tmp_path: Path) -> None:
    shipped = options(tmp_path).calendar
    plan = YearPlan(2027, {date(2027, 1, 1): "元旦"}, frozenset())
    with EmbeddedCentral(options(tmp_path, catalogue=SHIPPED)) as running:
        line = Desks(running.url, json.loads((tmp_path / FIRST_WINDOW_FILE).read_text())["token"]).line("0001")
        line.publish_year(year_2027("2026"))
    newer = replace(
        shipped,
        years=shipped.years | {2027, 2028},
        holidays=dict(shipped.holidays) | dict(plan.holidays) | {date(2028, 1, 3): "元旦"},
    )
    with EmbeddedCentral(options(tmp_path, calendar=newer)) as running:
        known = running.central.calendar
    assert plan_of(known, 2027).holidays.keys() == {date(2027, 1, 1), date(2027, 1, 2), date(2027, 1, 3)}
    assert plan_of(known, 2028).holidays == {date(2028, 1, 3): "元旦"}
