"""The supervisor's figures of invented days, counted by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

import pytest
from sqlalchemy import Table, insert

from app.central.central import Central, Options, open_central
from app.central.directory import Window
from app.central.server import EmbeddedCentral
from app.central.sessions import Acting
from app.central.tables import NEVER, cases, events, lives, messages
from app.domain.case import Role
from app.domain.moments import milliseconds
from app.training.accounts import TRAINING_PASSWORD
from sync.errors import Refused, SessionEnded
from sync.transport import Transport
from sync.wire import Figures, Op, Period, Tally, WorkQuery
from tests.support.central_ops import ACTOR, TAKER, WindowPen, options


def at(text: str) -> int:
    return milliseconds(datetime.fromisoformat(f"2026-{text}+08:00"))


NOW = at("10-09T11:30:00")
"""A Friday after the national holiday; Thursday is the working day before."""


def filled(table: Table, **given: object) -> dict[str, object]:
    """A row with nothing in every column that is not given."""
    return {column.name: column.type.python_type() for column in table.c} | {"hall": "YC"} | given


@dataclass
class Hall:
    """Puts rows where the central's events would have put them."""

    central: Central

    def put(self, table: Table, **given: object) -> None:
        with self.central.store.writing() as connection:
            connection.execute(insert(table).values(**filled(table, **given)))

    def case(
        self, case_id: str, department: str = "D1", *, due: int = NEVER, yellow: int = NEVER, **more: object
    ) -> None:
        given: dict[str, object] = {"number": f"N-{case_id}", "state": "accepted", "open": True, "window": "03"}
        given |= {"department": department, "due_ms": due, "warn_ms": yellow, "yellow_ms": yellow}
        self.put(cases, case_id=case_id, **given | more)
        self.put(lives, case_id=case_id, life="{}")

    def event(self, case_id: str, version: int, move: str, at_ms: int, window: str = "03", **more: object) -> None:
        given = {"op_id": f"{case_id}-{version}", "device_id": case_id, "device_seq": version}
        self.put(events, case_id=case_id, version=version, move=move, at_ms=at_ms, window=window, **given | more)

    def figures(self, period: Period = Period.DAY, day: date | None = None) -> Figures:
        return self.central.figures.of(period, day)


@pytest.fixture
def hall(settings: Options) -> Iterator[Hall]:
    central = open_central(options(settings.data_folder, database_url=settings.database_url, clock=lambda: NOW))
    yield Hall(central)
    central.close()


@pytest.fixture
def busy(hall: Hall) -> Hall:
    """A case through its whole life, one just taken in, one conditional, one refused at once, and two of Thursday."""
    hall.case("whole", open=False, state="handed_out")
    for version, (move, moment, window) in enumerate(
        (
            ("receive", "10-09T08:10:00", "03"), ("accept", "10-09T09:05:00", "12"), ("decide", "10-09T10:00:00", "12"),
            ("close", "10-09T10:30:00", "12"), ("hand_out", "10-09T11:00:00", "20"),
        ),
        start=1,
    ):  # fmt: skip
        hall.event("whole", version, move, at(moment), window)
    hall.case("late", due=at("10-09T10:00:00"), yellow=at("10-08T10:00:00"))
    hall.event("late", 1, "receive", at("10-09T09:15:00"))
    hall.case("conditional", "D2", due=at("10-12T17:30:00"), yellow=at("10-09T11:00:00"), window="17")
    hall.event("conditional", 1, "accept_conditionally", at("10-09T09:20:00"), "17")
    hall.case("refused", "D2", open=False, state="refused")
    hall.event("refused", 1, "refuse", at("10-09T09:30:00"), "17")
    hall.case("night", "D3", due=at("10-09T17:30:00"))
    hall.event("night", 1, "receive", at("10-08T23:59:59"))
    hall.case("thursday", "D3", due=at("10-09T09:00:00"), yellow=at("10-08T10:00:00"), open=False, state="closed")
    hall.event("thursday", 1, "receive", at("10-08T09:00:00"))
    hall.event("thursday", 2, "close", at("10-09T09:45:00"))
    hall.case("calm", "D3")
    return hall


def test_today_is_counted_and_compared_with_the_working_day_before_up_to_the_same_moment(busy: Hall) -> None:
    told = busy.figures()
    assert told.total == Tally(taken=3, accepted=2, closed=2, handed_out=1)
    assert told.before == Tally(taken=1)  # the one of the night came after this time of day
    assert told.before_begin_ms == at("10-08T00:00:00")


def test_each_hour_has_what_happened_in_it_beside_that_of_the_day_before(busy: Hall) -> None:
    told = busy.figures()
    hours = {(span.begin_ms - told.begin_ms) // 3_600_000: span for span in told.spans}
    assert [hours[hour].taken for hour in (8, 9, 10)] == [1, 2, 0]
    assert [hours[hour].closed for hour in (8, 9, 10)] == [0, 1, 1]
    before = dict(zip(hours, told.before_spans, strict=True))
    assert (before[9].taken, before[23].taken) == (1, 1)


def test_without_anything_done_a_day_has_the_hours_of_the_hall(hall: Hall) -> None:
    told = hall.figures()
    first, last = told.spans[0].begin_ms, told.spans[-1].begin_ms
    assert (first, last) == (at("10-09T08:00:00"), at("10-09T17:00:00"))
    assert told.total == told.before == Tally()
    assert (told.open, told.due, told.departments) == (0, (), ())


def test_departments_and_windows_have_their_own_counts_and_cards(busy: Hall) -> None:
    told = busy.figures()
    departments = {
        each.key: (each.taken, each.accepted, each.closed, each.yellow, each.red) for each in told.departments
    }
    assert departments == {"D1": (2, 1, 1, 0, 1), "D2": (1, 1, 0, 1, 0), "D3": (0, 0, 1, 0, 0)}
    assert told.departments[0].key == "D1"
    windows = {each.key: (each.taken, each.closed, each.handed_out) for each in told.windows}
    assert windows == {"03": (2, 1, 0), "17": (1, 0, 0), "12": (0, 1, 0), "20": (0, 0, 1)}


def test_what_presses_is_listed_first_due_first_and_counted(busy: Hall) -> None:
    told = busy.figures()
    assert (told.open, told.due_today, told.yellow, told.red) == (4, 1, 1, 1)
    assert [line.case_id for line in told.due] == ["late", "night", "conditional"]


def test_a_week_a_month_and_a_year_have_their_spans(busy: Hall) -> None:
    week, month, year = (busy.figures(period) for period in (Period.WEEK, Period.MONTH, Period.YEAR))
    assert [span.taken for span in week.spans] == [0, 0, 0, 2, 3, 0, 0]
    assert week.begin_ms == at("10-05T00:00:00")
    assert (len(month.spans), month.spans[8].taken, month.total.taken) == (31, 3, 5)
    assert (len(year.spans), year.spans[9].taken, year.spans[9].begin_ms) == (12, 5, at("10-01T00:00:00"))


def test_an_earlier_day_can_be_asked_for(busy: Hall) -> None:
    told = busy.figures(Period.DAY, date(2026, 10, 8))
    assert (told.total.taken, told.end_ms) == (2, at("10-09T00:00:00"))
    assert told.before_begin_ms == at("09-30T00:00:00")  # before the holiday


def test_the_trend_is_that_of_the_last_seven_working_days(busy: Hall) -> None:
    busy.case("old")
    busy.event("old", 1, "receive", at("09-29T10:00:00"))
    busy.case("holiday")
    busy.event("holiday", 1, "receive", at("10-03T10:00:00"))
    assert [tally.taken for tally in busy.figures().trend] == [0, 0, 0, 1, 0, 2, 3]


def test_another_halls_cases_are_not_counted(busy: Hall) -> None:
    busy.case("elsewhere", hall="XX", due=at("10-09T10:00:00"), yellow=0)
    busy.event("elsewhere", 1, "receive", at("10-09T10:00:00"), hall="XX")
    told = busy.figures()
    assert (told.total.taken, told.red, told.open) == (3, 1, 4)


def test_messages_that_stand_still_are_counted(hall: Hall) -> None:
    for n, state in enumerate(("dead", "dead", "unsure", "sent")):
        hall.put(messages, id=str(n), dedupe_key=str(n), state=state)
    told = hall.figures()
    assert (told.messages_dead, told.messages_unsure) == (2, 1)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"happened": "taken"}, {"whole", "late", "conditional"}),
        ({"happened": "accepted"}, {"whole", "conditional"}),
        ({"happened": "closed"}, {"whole", "thursday"}),
        ({"happened": "handed_out"}, {"whole"}),
        ({"happened": "taken", "department": "D2"}, {"conditional"}),
        ({"card": "yellow"}, {"late", "conditional"}),
        ({"card": "red"}, {"late"}),
        ({"due_today": True}, {"night"}),
    ],
)
def test_the_cases_behind_a_figure_are_those_that_it_counted(
    busy: Hall, query: dict[str, object], found: set[str]
) -> None:
    if "happened" in query:
        query = query | {"since_ms": at("10-09T00:00:00"), "until_ms": at("10-10T00:00:00"), "only_open": False}
    acting = Acting(ACTOR, Window("w", "01"), frozenset({Role.SUPERVISOR}))
    rows = busy.central.work.of(WorkQuery.model_validate(query), acting).rows
    assert {row.case_id for row in rows} == found


def test_a_case_pushed_by_a_window_is_seen_by_the_supervisor_and_by_nobody_else(settings: Options) -> None:
    with EmbeddedCentral(settings) as server:
        pen = WindowPen()
        token = server.central.directory.enrol(pen.device_id, "03")
        alone = Transport(server.url, token)
        alone.hello()
        reply = alone.push([Op.model_validate(pen.receive())])
        assert reply.results[0].verdict == "accepted"
        with pytest.raises(SessionEnded):
            alone.figures(Period.DAY)
        supervisor = Transport(server.url, token, session=alone.sign_in(ACTOR.login, TRAINING_PASSWORD).session)
        told = supervisor.figures(Period.DAY)
        assert told.open == 1 and told.departments[0].red + told.departments[0].yellow <= 1
        assert [each.window for each in told.contacts] == ["03"] and told.contacts[0].seen_at_ms
        taker = Transport(server.url, token, session=alone.sign_in(TAKER.login, TRAINING_PASSWORD).session)
        with pytest.raises(Refused) as refused:
            taker.figures(Period.DAY)
        assert refused.value.code == "not_your_role"
        for transport in (alone, supervisor, taker):
            transport.close()
