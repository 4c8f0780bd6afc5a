"""What holds of every deadline with pauses, and of the working seconds, whatever the holidays and the hours."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app import paths
from app.calendar_files import load_calendar
from app.domain.calendar import HALL_TIME, HallHours, WorkCalendar, at_hall
from app.domain.catalogue import Limit, LimitUnit
from app.domain.clocks import ClockFacts, ClockKind, FollowUp, clocks, clocks_to_list
from app.domain.deadline import DayRole, Pause, deadline, stretches
from app.domain.rules import Rules
from app.domain.supervision import moment_after, seconds_run

PUBLISHED = load_calendar(paths.resources() / "calendars")
RULES = Rules()
DAYS = st.dates(date(2026, 8, 1), date(2026, 12, 31))
MOMENTS = st.datetimes(datetime(2026, 8, 15), datetime(2026, 10, 20)).map(lambda at: at.replace(tzinfo=HALL_TIME))
"""Few enough for pauses, holidays and limits to meet."""

LIMITS = st.builds(Limit, st.integers(0, 40), st.sampled_from(LimitUnit))
EXTENSIONS = st.none() | st.just(Limit(10))
SHORTER = HallHours(date(2026, 10, 1), ((time(9), time(12)), (time(14), time(17))))
INVENTED = st.builds(
    lambda holidays, make_up, hours: WorkCalendar(
        "x", frozenset({2026}), dict.fromkeys(holidays, "假"),
        frozenset(day for day in make_up if day.weekday() >= 5 and day not in holidays), hours,
    ),
    st.frozensets(DAYS, max_size=30),
    st.frozensets(DAYS, max_size=20),
    st.sampled_from([PUBLISHED.hours, (SHORTER,), (*PUBLISHED.hours, SHORTER)]),
)  # fmt: skip
CALENDARS = st.just(PUBLISHED) | INVENTED
CAPS = st.none() | st.builds(Limit, st.integers(0, 12), st.sampled_from(LimitUnit))


@st.composite
def pause(draw: st.DrawFn, caps: st.SearchStrategy[Limit | None] = CAPS) -> Pause:
    begun = draw(MOMENTS)
    ended = begun + timedelta(hours=draw(st.integers(0, 24 * 30)))
    return Pause("testing", "检测", begun, ended, draw(caps))


PAUSES = st.lists(pause(), max_size=4).map(tuple)


@given(MOMENTS, LIMITS, PAUSES, pause(), EXTENSIONS, CALENDARS)
def test_a_pause_never_brings_a_deadline_nearer(
    start: datetime,
    limit: Limit,
    pauses: tuple[Pause, ...],
    one: Pause,
    extension: Limit | None,
    calendar: WorkCalendar,
) -> None:
    before = deadline(start, limit, calendar, pauses=pauses, extension=extension)
    after = deadline(start, limit, calendar, pauses=(*pauses, one), extension=extension)
    assert after.due >= before.due
    assert after.until >= before.until
    assert after.original == before.original


@given(MOMENTS, st.integers(1, 30), PAUSES, pause(), st.integers(0, 24 * 60), CALENDARS)
def test_a_pause_never_shortens_what_remains(
    start: datetime, amount: int, pauses: tuple[Pause, ...], one: Pause, hours: int, calendar: WorkCalendar
) -> None:
    """Of the promise and of the law in days, and of the province in seconds, at whatever moment one looks."""
    facts = ClockFacts(start, start, Limit(amount), accepted=start, pauses=pauses)
    now = start + timedelta(hours=hours)
    less = {clock.kind: clock for clock in clocks(facts, calendar, RULES, now)}
    more = {clock.kind: clock for clock in clocks(replace(facts, pauses=(*pauses, one)), calendar, RULES, now)}
    for kind in (ClockKind.PROMISE, ClockKind.STATUTORY, ClockKind.SUPERVISION):
        assert more[kind].left >= less[kind].left
        assert more[kind].used <= less[kind].used
        assert more[kind].card <= less[kind].card


@given(MOMENTS, LIMITS, pause(st.none()), st.floats(0, 1), CALENDARS)
def test_splitting_a_pause_changes_nothing(
    start: datetime, limit: Limit, whole: Pause, share: float, calendar: WorkCalendar
) -> None:
    """Two procedures that follow each other stop what one would: the day on which they meet stops once."""
    assert whole.ended is not None
    middle = whole.begun + (whole.ended - whole.begun) * share
    halves = (replace(whole, ended=middle), replace(whole, begun=middle))
    one = deadline(start, limit, calendar, pauses=[whole])
    two = deadline(start, limit, calendar, pauses=halves)
    assert (one.due, one.until, one.trace) == (two.due, two.until, two.trace)


@given(MOMENTS, st.integers(0, 24 * 90), st.floats(0, 1), PAUSES, CALENDARS)
def test_splitting_an_interval_changes_no_second_of_it(
    start: datetime, hours: int, share: float, pauses: tuple[Pause, ...], calendar: WorkCalendar
) -> None:
    end = start + timedelta(hours=hours)
    middle = start + (end - start) * share
    stops = tuple(stretches(pauses, calendar, end))
    whole = seconds_run(start, end, calendar, stretches=stops)
    parts = seconds_run(start, middle, calendar, stretches=stops) + seconds_run(middle, end, calendar, stretches=stops)
    assert abs(whole - parts) < 0.001


@given(MOMENTS, st.integers(1, 27_000 * 30), PAUSES, CALENDARS)
def test_the_moment_after_so_many_seconds_is_so_many_seconds_away(
    start: datetime, seconds: int, pauses: tuple[Pause, ...], calendar: WorkCalendar
) -> None:
    stops = tuple(stretches(pauses, calendar, start))
    moment = moment_after(start, seconds, calendar, stretches=stops)
    assert abs(seconds_run(start, moment, calendar, stretches=stops) - seconds) < 0.001
    assert calendar.kind(moment.date()).works
    assert calendar.opens(moment.date()) < moment <= calendar.closes(moment.date())
    assert not any(each.begin < moment < each.end for each in stops)


@given(MOMENTS, LIMITS, PAUSES, EXTENSIONS, DAYS, CALENDARS)
def test_publishing_a_holiday_moves_a_deadline_only_later(
    start: datetime, limit: Limit, pauses: tuple[Pause, ...], extension: Limit | None, day: date, calendar: WorkCalendar
) -> None:
    more = replace(calendar, holidays={**calendar.holidays, day: "假"}, make_up=calendar.make_up - {day})
    before = deadline(start, limit, calendar, pauses=pauses, extension=extension)
    assert deadline(start, limit, more, pauses=pauses, extension=extension).due >= before.due


@given(MOMENTS, LIMITS, PAUSES, EXTENSIONS, DAYS.filter(lambda day: day.weekday() >= 5), CALENDARS)
def test_publishing_a_make_up_day_never_moves_a_deadline_later(
    start: datetime, limit: Limit, pauses: tuple[Pause, ...], extension: Limit | None, day: date, calendar: WorkCalendar
) -> None:
    more = replace(calendar, make_up=calendar.make_up | {day})
    before = deadline(start, limit, calendar, pauses=pauses, extension=extension)
    assert deadline(start, limit, more, pauses=pauses, extension=extension).due <= before.due


@given(MOMENTS, LIMITS, PAUSES, EXTENSIONS, CALENDARS)
def test_the_last_day_is_worked_and_the_trace_counts_up_to_it_without_a_gap(
    start: datetime, limit: Limit, pauses: tuple[Pause, ...], extension: Limit | None, calendar: WorkCalendar
) -> None:
    found = deadline(start, limit, calendar, pauses=pauses, extension=extension)
    assert calendar.kind(found.due).works
    assert found.trace[-1].role is not DayRole.PAUSED
    days = [day.day for day in found.trace]
    assert days == [start.date() + timedelta(days=n) for n in range(len(days))]
    assert days[-1] == found.due
    numbers = [day.number for day in found.trace if day.number]
    assert numbers == list(range(1, len(numbers) + 1))
    if limit.unit is not LimitUnit.HOUR:
        assert len(numbers) == limit.amount + (extension.amount if extension else 0)
    assert not any(day.number for day in found.trace if day.role is DayRole.PAUSED)


@given(MOMENTS, st.integers(1, 30), pause(st.builds(Limit, st.integers(0, 12))), CALENDARS)
def test_a_pause_stops_no_more_days_than_its_cap(
    start: datetime, amount: int, one: Pause, calendar: WorkCalendar
) -> None:
    found = deadline(start, Limit(amount), calendar, pauses=[one])
    assert one.cap is not None
    assert sum(day.role is DayRole.PAUSED for day in found.trace) <= one.cap.amount


@given(MOMENTS, st.integers(1, 30), MOMENTS, st.integers(0, 24 * 30), CALENDARS)
def test_while_a_procedure_runs_nothing_of_what_remains_is_used(
    start: datetime, amount: int, begun: datetime, hours: int, calendar: WorkCalendar
) -> None:
    running = Pause("testing", "检测", begun, None, None)
    now = begun + timedelta(hours=hours)
    facts = ClockFacts(start, start, Limit(amount), accepted=start, pauses=(running,))
    at_first = {clock.kind: clock for clock in clocks(facts, calendar, RULES, begun)}[ClockKind.PROMISE]
    later = {clock.kind: clock for clock in clocks(facts, calendar, RULES, now)}[ClockKind.PROMISE]
    if at_first.deadline is not None and at_first.deadline.stopped:
        assert (later.left, later.used) == (at_first.left, at_first.used)


def test_a_day_within_a_pause_is_told_by_its_name() -> None:
    one = Pause("testing", "检测", at_hall(date(2026, 11, 3), time(9)), at_hall(date(2026, 11, 3), time(10)))
    found = deadline(at_hall(date(2026, 11, 2), time(9)), Limit(1), PUBLISHED, pauses=[one])
    assert [(day.role, day.note) for day in found.trace[1:]] == [(DayRole.PAUSED, "检测"), (DayRole.COUNTED, "")]


MAYBE = st.none() | MOMENTS
FACTS = st.builds(
    ClockFacts, received=MOMENTS, complete=MAYBE, promised=LIMITS, accepted=MAYBE, decided=MAYBE, finished=MAYBE,
    handed_out=MAYBE, pauses=PAUSES, extension=EXTENSIONS, asked=MAYBE, supplement=st.none() | LIMITS,
    follow_ups=st.lists(st.builds(FollowUp, st.just("图"), MOMENTS, LIMITS, MAYBE), max_size=2).map(tuple),
)  # fmt: skip


@given(FACTS, CALENDARS, MOMENTS)
def test_the_clocks_of_a_list_are_those_of_the_case_that_may_press_and_its_promise(
    facts: ClockFacts, calendar: WorkCalendar, now: datetime
) -> None:
    every = clocks(facts, calendar, RULES, now)
    listed = [each for each in every if each.live or each.kind is ClockKind.PROMISE]
    assert clocks_to_list(facts, calendar, RULES, now) == tuple(
        replace(each, left=0.0) for each in listed if each.kind is not ClockKind.SUPERVISION
    )
