"""Every clock of a case, moment by moment, worked out by hand.

2026  Sep 18 Fri   20 Sun worked   25–27 Mid-Autumn   Oct 1–7 National Day   10 Sat worked   12 Mon
      Nov 2 Mon … 6 Fri   9 Mon … 13 Fri   16 Mon … 20 Fri: no holiday, nothing made up
The hall works 8:30–12:00 and 13:30–17:30: seven and a half hours, 27,000 seconds.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from app import paths
from app.calendar_files import load_calendar
from app.domain.calendar import HALL_TIME
from app.domain.catalogue import Limit, LimitUnit
from app.domain.clocks import (
    Card,
    Clock,
    ClockFacts,
    ClockKind,
    ClockState,
    FollowUp,
    Origin,
    clocks,
    deemed_accepted,
    pressing,
)
from app.domain.deadline import Pause
from app.domain.rules import ConditionalClock, PromiseFrom, Rules

CALENDAR = load_calendar(paths.resources() / "calendars")
RULES = Rules()
K, S = ClockKind, ClockState


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=HALL_TIME)


RECEIVED = ClockFacts(received=at("11-02T10:00"), complete=at("11-02T10:00"), promised=Limit(8))
ACCEPTED = replace(RECEIVED, accepted=at("11-03T09:00"))
REVIEW = Pause("expert_review", "专家评审", at("11-05T09:00"), None, Limit(10), "art. 45")


def read(facts: ClockFacts, now: str, rules: Rules = RULES) -> dict[ClockKind, Clock]:
    return {clock.kind: clock for clock in clocks(facts, CALENDAR, rules, at(now))}


def test_the_two_clocks_at_the_front_run_from_receipt() -> None:
    found = read(RECEIVED, "11-02T11:00")
    assert (found[K.ACCEPTANCE].due, found[K.TOLD_ONCE].due) == (date(2026, 11, 3), date(2026, 11, 9))
    assert {clock.state for clock in found.values()} == {S.RUNNING}
    assert found.keys() == {K.ACCEPTANCE, K.TOLD_ONCE, K.PROMISE}
    assert found[K.PROMISE].origin is Origin.RECEIVED


def test_acceptance_that_came_too_late_keeps_its_red_card() -> None:
    late = read(replace(RECEIVED, accepted=at("11-04T08:40")), "11-05T10:00")[K.ACCEPTANCE]
    assert (late.state, late.card) == (S.DONE_LATE, Card.RED)
    in_time = read(ACCEPTED, "11-05T10:00")[K.ACCEPTANCE]
    assert (in_time.state, in_time.card) == (S.DONE, Card.NORMAL)


def test_what_nobody_answers_in_five_days_counts_as_accepted_when_it_came_in() -> None:
    """Received Monday 2; five days are 3, 4, 5, 6, 9; the hall closes on the ninth at 17:30."""
    assert deemed_accepted(RECEIVED, CALENDAR, RULES, at("11-09T17:30")) is None
    assert deemed_accepted(RECEIVED, CALENDAR, RULES, at("11-09T17:31")) == at("11-02T10:00")
    found = read(RECEIVED, "11-10T09:00")
    assert found[K.TOLD_ONCE].state is S.OVERDUE
    assert found[K.STATUTORY].due == date(2026, 11, 30)  # twenty from the second: 3–6, 9–13, 16–20, 23–27, 30


def test_an_acceptance_after_those_five_days_changes_nothing_about_that() -> None:
    late = replace(RECEIVED, accepted=at("11-11T09:00"))
    assert read(late, "11-12T09:00")[K.STATUTORY].start == at("11-02T10:00")
    told = replace(RECEIVED, complete=None, asked=at("11-09T16:00"))
    assert deemed_accepted(told, CALENDAR, RULES, at("11-20T09:00")) is None


def test_while_a_supplement_is_awaited_the_applicants_clock_runs_alone() -> None:
    found = read(replace(RECEIVED, complete=None, asked=at("11-03T10:00")), "11-04T10:00")
    assert [kind for kind, clock in found.items() if clock.live] == [K.SUPPLEMENT]
    assert found[K.SUPPLEMENT].due == date(2026, 11, 24)  # fifteen after the third: 4–6, 9–13, 16–20, 23, 24
    assert K.PROMISE not in found


def test_after_the_supplement_everything_is_counted_from_its_coming() -> None:
    facts = replace(RECEIVED, complete=at("11-10T15:00"), asked=at("11-03T10:00"))
    found = read(facts, "11-11T09:00")
    assert (found[K.SUPPLEMENT].state, found[K.PROMISE].origin) == (S.DONE, Origin.COMPLETED)
    assert (found[K.ACCEPTANCE].due, found[K.PROMISE].due) == (date(2026, 11, 11), date(2026, 11, 20))


def test_a_hall_may_count_its_promise_from_acceptance() -> None:
    rules = Rules(promise_from=PromiseFrom.ACCEPTANCE)
    assert K.PROMISE not in read(RECEIVED, "11-02T11:00", rules)
    assert read(ACCEPTED, "11-04T10:00", rules)[K.PROMISE].due == date(2026, 11, 13)  # 4–6, 9–13
    assert read(ACCEPTED, "11-04T10:00")[K.PROMISE].due == date(2026, 11, 12)


@pytest.mark.parametrize(
    ("now", "used", "left", "card"),
    [
        ("11-02T10:00", 0, 8.0, Card.NORMAL),  # the day of receipt is not counted
        ("11-03T08:30", 1, 8.0, Card.NORMAL),
        ("11-03T12:30", 1, 7.5333, Card.NORMAL),  # three and a half hours of seven and a half are gone
        ("11-07T12:00", 4, 4.0, Card.NORMAL),  # a Saturday
        ("11-11T17:30", 7, 1.0, Card.NORMAL),
        ("11-12T08:29", 8, 1.0, Card.NORMAL),
        ("11-12T08:30", 8, 1.0, Card.WARNING),  # the last day begins
        ("11-12T09:59", 8, 0.8022, Card.WARNING),
        ("11-12T10:00", 8, 0.8, Card.YELLOW),  # 7.2 days of 8 are used: 90 %
        ("11-12T17:30", 8, 0.0, Card.YELLOW),
        ("11-12T17:31", 8, 0.0, Card.RED),
        ("11-13T10:00", 8, -0.2, Card.RED),
    ],
)
def test_days_used_and_left_and_the_card(now: str, used: int, left: float, card: Card) -> None:
    promise = read(ACCEPTED, now)[K.PROMISE]
    assert (promise.used, promise.days, promise.left, promise.card) == (used, 8, left, card)
    assert (promise.state is S.OVERDUE) == (card is Card.RED)


def test_the_moments_at_which_the_card_turns_are_told() -> None:
    promise = read(ACCEPTED, "11-04T10:00")[K.PROMISE]
    assert promise.warning_at == at("11-12T08:30")
    assert promise.yellow_at == at("11-12T10:00")
    assert promise.until == at("11-12T17:30")


def test_a_long_limit_is_yellow_before_it_would_warn() -> None:
    statutory = read(ACCEPTED, "11-04T10:00")[K.STATUTORY]
    assert statutory.due == date(2026, 12, 1)
    assert statutory.warning_at == statutory.yellow_at == at("11-30T08:30")  # eighteen of twenty days are used


def test_a_running_procedure_stops_the_clocks_and_has_its_own() -> None:
    found = read(replace(ACCEPTED, pauses=(REVIEW,)), "11-06T10:00")
    for kind in (K.PROMISE, K.STATUTORY, K.SUPERVISION):
        assert (found[kind].state, found[kind].warning_at) == (S.STOPPED, None)
    procedure = found[K.PROCEDURE]
    assert (procedure.due, procedure.used, procedure.days) == (date(2026, 11, 18), 2, 10)  # 5, 6, 9–13, 16–18
    assert (procedure.subject, procedure.state) == ("专家评审", S.RUNNING)
    assert found[K.PROMISE].left == 6.0  # 3 and 4 are used; six days wait


def test_a_procedure_beyond_its_cap_is_red_and_the_promise_runs_again() -> None:
    found = read(replace(ACCEPTED, pauses=(REVIEW,)), "11-19T10:00")
    assert (found[K.PROCEDURE].state, found[K.PROCEDURE].card) == (S.OVERDUE, Card.RED)
    assert (found[K.PROMISE].state, found[K.PROMISE].due) == (S.RUNNING, date(2026, 11, 26))  # 3, 4, 19, 20, 23–26


@pytest.mark.parametrize(
    ("finished", "days", "state"),
    [
        ("11-09T13:59", 5, S.DONE),
        ("11-09T14:00", 5, S.DONE),
        ("11-09T14:01", 6, S.DONE_LATE),  # the province's own example
        ("11-02T14:00", 0, S.DONE),
        ("11-02T14:01", 1, S.DONE),
        ("11-07T12:00", 5, S.DONE),  # on a Saturday: four and a half days, rounded up
    ],
)
def test_the_province_counts_seconds_and_rounds_up(finished: str, days: int, state: ClockState) -> None:
    facts = replace(RECEIVED, promised=Limit(5), accepted=at("11-02T14:00"), finished=at(finished))
    supervision = read(facts, "11-20T10:00")[K.SUPERVISION]
    assert (supervision.used, supervision.state) == (days, state)
    assert supervision.until == at("11-09T14:00")


def test_a_pause_is_taken_out_of_the_seconds_and_ends_with_its_last_day() -> None:
    """As drawn: accepted at 9:31, eleven minutes of the 23rd had run, so it ends eleven minutes before 9:31."""
    pause = Pause("expert_review", "专家评审", at("09-23T08:41"), at("09-29T16:50"), Limit(10))
    accepted = at("09-18T09:31")
    facts = ClockFacts(accepted, accepted, Limit(8), accepted=accepted, pauses=(pause,))
    found = read(facts, "10-09T10:20")
    assert found[K.SUPERVISION].until == at("10-12T09:20")
    assert found[K.SUPERVISION].state is S.RUNNING
    assert read(facts, "09-29T17:00")[K.SUPERVISION].state is S.STOPPED, "it runs again with the next day"
    assert (found[K.PROMISE].due, found[K.PROMISE].used) == (date(2026, 10, 12), 6)
    assert found[K.STATUTORY].due == date(2026, 10, 28)


def test_seconds_beyond_the_cap_of_a_pause_count() -> None:
    """Two days may stop it, the fifth and the sixth; from the ninth on it runs, though the review goes on."""
    pause = replace(REVIEW, begun=at("11-05T08:30"), ended=at("11-13T17:30"), cap=Limit(2))
    facts = replace(RECEIVED, promised=Limit(5), accepted=at("11-02T14:00"), pauses=(pause,))
    assert read(facts, "11-20T10:00")[K.SUPERVISION].until == at("11-11T14:00")


def test_an_extension_moves_promise_statutory_and_supervision() -> None:
    found = read(replace(ACCEPTED, extension=Limit(10)), "11-04T10:00")
    assert found[K.PROMISE].due == date(2026, 11, 26)
    assert found[K.STATUTORY].due == date(2026, 12, 15)
    assert found[K.SUPERVISION].until == at("11-27T09:00")


def test_a_joint_matter_has_the_longer_limit_of_the_law() -> None:
    assert read(replace(ACCEPTED, joint=True), "11-04T10:00")[K.STATUTORY].days == 45


def test_what_may_follow_has_its_own_countdown() -> None:
    follow = (
        FollowUp("营业执照", at("11-02T10:00"), Limit(15)),
        FollowUp("租赁合同", at("11-02T10:00"), date(2026, 11, 11), came=at("11-10T09:00")),
    )
    facts = replace(RECEIVED, accepted=RECEIVED.received, follow_ups=follow)
    licence, lease = (clock for clock in clocks(facts, CALENDAR, RULES, at("11-12T10:00")) if clock.subject)
    assert (licence.due, licence.state) == (date(2026, 11, 23), S.RUNNING)
    assert (lease.due, lease.state) == (date(2026, 11, 11), S.DONE)


def test_a_hall_may_start_a_conditional_case_when_everything_has_come() -> None:
    rules = Rules(conditional=ConditionalClock.WHEN_COMPLETE)
    missing = FollowUp("营业执照", at("11-02T10:00"), Limit(15))
    facts = replace(RECEIVED, accepted=RECEIVED.received, follow_ups=(missing,))
    assert K.PROMISE in read(facts, "11-04T10:00")
    assert not {K.PROMISE, K.STATUTORY, K.SUPERVISION} & read(facts, "11-04T10:00", rules).keys()
    came = replace(facts, follow_ups=(replace(missing, came=at("11-09T10:00")),))
    assert read(came, "11-10T10:00", rules)[K.PROMISE].due == date(2026, 11, 19)  # 10–13, 16–19


def test_a_decision_is_to_be_delivered_in_ten_days() -> None:
    decided = replace(ACCEPTED, decided=at("11-06T10:00"), finished=at("11-06T11:00"))
    found = read(decided, "11-09T10:00")
    assert (found[K.DELIVERY].due, found[K.DELIVERY].state) == (date(2026, 11, 20), S.RUNNING)
    assert (found[K.PROMISE].state, found[K.STATUTORY].state) == (S.DONE, S.DONE)
    handed = read(replace(decided, handed_out=at("11-10T10:00")), "11-30T10:00")
    assert not any(clock.live for clock in handed.values())


def test_what_is_done_at_once_is_due_the_same_day() -> None:
    facts = replace(RECEIVED, promised=Limit(0), accepted=RECEIVED.received)
    promise = read(facts, "11-02T10:00")[K.PROMISE]
    assert (promise.until, promise.days, promise.card) == (at("11-02T17:30"), 0, Card.WARNING)
    assert K.SUPERVISION not in read(facts, "11-02T10:00")
    assert read(facts, "11-02T17:31")[K.PROMISE].state is S.OVERDUE


def test_a_limit_in_hours_ends_at_its_hour() -> None:
    facts = replace(RECEIVED, promised=Limit(4, LimitUnit.HOUR))
    promise = read(facts, "11-02T11:00")[K.PROMISE]
    assert (promise.until, promise.yellow_at) == (at("11-02T14:00"), at("11-02T13:36"))
    assert promise.left == 0.2  # an hour before the break and half an hour after it, of seven and a half
    assert read(facts, "11-02T14:01")[K.PROMISE].card is Card.RED


def test_a_work_list_is_sorted_by_what_ends_first_and_what_is_stopped_comes_last() -> None:
    assert _pressing(RECEIVED, "11-02T11:00") is K.ACCEPTANCE
    assert _pressing(ACCEPTED, "11-04T11:00") is K.PROMISE
    assert _pressing(ACCEPTED, "11-20T11:00") is K.PROMISE
    assert _pressing(replace(ACCEPTED, pauses=(REVIEW,)), "11-06T10:00") is K.PROCEDURE
    assert _pressing(replace(ACCEPTED, pauses=(replace(REVIEW, cap=None),)), "11-06T10:00") is K.PROMISE
    ended = replace(ACCEPTED, decided=at("11-06T10:00"), finished=at("11-06T11:00"))
    assert _pressing(ended, "11-09T10:00") is K.DELIVERY
    assert pressing(clocks(replace(ended, handed_out=at("11-10T10:00")), CALENDAR, RULES, at("11-30T10:00"))) is None


def _pressing(facts: ClockFacts, now: str) -> ClockKind:
    found = pressing(clocks(facts, CALENDAR, RULES, at(now)))
    assert found is not None
    return found.kind


def test_a_refusal_ends_every_clock() -> None:
    found = read(replace(RECEIVED, finished=at("11-03T10:00")), "11-30T10:00")
    assert {clock.state for clock in found.values()} == {S.DONE}
