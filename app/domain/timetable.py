"""The clocks of a case from its life, and of them what a hall lists its cases by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.domain.calendar import WorkCalendar
from app.domain.case import CaseState
from app.domain.catalogue import Limit
from app.domain.clocks import Clock, ClockFacts, ClockKind, ClockState, FollowUp, clocks, clocks_to_list, pressing
from app.domain.deadline import Pause
from app.domain.life import OTHERWISE_DAYS, Life, Procedure
from app.domain.rules import Rules


@dataclass(frozen=True, slots=True)
class Timetable:
    """The clock that presses most, and when its card turns; None where none runs, or while it is stopped."""

    clock: ClockKind | None = None
    due: datetime | None = None
    warns: datetime | None = None
    yellow: datetime | None = None
    stopped: bool = False  # a special procedure has stopped the promise
    promise: date | None = None  # the last day of the promise
    provisional: bool = False


def clocks_of(life: Life, calendar: WorkCalendar, rules: Rules, now: datetime) -> tuple[Clock, ...]:
    """Every clock that the case has or had, as read at `now`."""
    return clocks(clock_facts(life), calendar, rules, now)


def timetable(life: Life, calendar: WorkCalendar, rules: Rules, now: datetime) -> Timetable:
    """What a list says of the time of a case at `now`."""
    found = clocks_to_list(clock_facts(life), calendar, rules, now)
    promise = next((clock for clock in found if clock.kind is ClockKind.PROMISE), None)
    said = Timetable(promise=promise.due if promise else None)
    if not life.open:
        return said
    press = pressing(found)
    stopped = promise is not None and promise.state is ClockState.STOPPED
    provisional = any(clock.deadline.provisional for clock in found if clock.live and clock.deadline)
    if press is None or press.state is ClockState.STOPPED:
        return Timetable(press.kind if press else None, stopped=stopped, promise=said.promise, provisional=provisional)
    return Timetable(press.kind, press.until, press.warning_at, press.yellow_at, stopped, said.promise, provisional)


def owed_until(life: Life, calendar: WorkCalendar, rules: Rules, now: datetime) -> datetime | None:
    """When the first of the materials that may follow and have not come must be here; None where none is owed."""
    if not life.owed or life.ended_at is not None:
        return None
    found = clocks_of(life, calendar, rules, now)
    ends = (clock.until for clock in found if clock.kind is ClockKind.FOLLOW_UP and clock.live)
    return min(ends, default=None)


def clock_facts(life: Life) -> ClockFacts:
    """What of a life its clocks depend on."""
    asked = life.supplements[-1] if life.supplements else None
    return ClockFacts(
        received=life.received_at,
        complete=life.complete_at,
        promised=life.item.promised,
        statutory=life.item.statutory if life.item.statutory.amount else None,
        accepted=life.accepted_at,
        decided=life.outcome.at if life.outcome else None,
        finished=life.closed_at or life.ended_at,
        handed_out=_served_at(life),
        pauses=tuple(_pause(each, life.ended_at) for each in life.procedures),
        extension=Limit(life.extension.days) if life.extension else None,
        asked=asked.asked_at if asked else None,
        supplement=Limit(asked.days) if asked else None,
        follow_ups=tuple(
            FollowUp(each.demand.name, each.since, Limit(each.demand.days or OTHERWISE_DAYS), each.came_at)
            for each in life.follow_ups
        ),
    )


def _served_at(life: Life) -> datetime | None:
    """When the result had reached the applicant; with nothing to hand out, when the case was closed."""
    if life.state is CaseState.CLOSED and not life.to_hand_out:
        return life.closed_at
    return life.ended_at


def _pause(procedure: Procedure, ended_at: datetime | None) -> Pause:
    start = procedure.start
    return Pause(
        start.kind,
        start.name,
        procedure.begun_at,
        procedure.ended_at or ended_at,
        start.cap,
        start.legal_basis,
        procedure.begun_at.date() if start.notice else None,
        start.stops,
    )
