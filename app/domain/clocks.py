"""Every clock of a case at one moment: what is due, when, how much of it is used, and which card it shows.

They are computed together from the facts of the case and the hall's rules, on both sides, and never kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum, IntEnum

from app.domain.calendar import HALL_TIME, WorkCalendar, at_hall
from app.domain.catalogue import Limit, LimitUnit
from app.domain.deadline import DayRole, Deadline, Pause, TracedDay, deadline, running_on, stretches
from app.domain.rules import ConditionalClock, PromiseFrom, Rules
from app.domain.supervision import day_seconds, days_begun, moment_after, seconds_run


class ClockKind(Enum):
    """What a clock measures."""

    ACCEPTANCE = "acceptance"  # the hall's promise to decide acceptance
    TOLD_ONCE = "told_once"  # art. 32(4): after it the case counts as accepted
    SUPPLEMENT = "supplement"  # what the applicant has to bring what is missing
    PROMISE = "promise"
    STATUTORY = "statutory"
    SUPERVISION = "supervision"  # working seconds, as the province counts
    FOLLOW_UP = "follow_up"  # 容缺: one a material
    PROCEDURE = "procedure"  # how long a running special procedure may take
    DELIVERY = "delivery"  # art. 44: after the decision


class ClockState(Enum):
    """Where a clock stands."""

    RUNNING = "running"
    STOPPED = "stopped"  # a special procedure is running
    OVERDUE = "overdue"
    DONE = "done"
    DONE_LATE = "done_late"


class Card(IntEnum):
    """What a clock shows, as the supervision codes it (domain §5)."""

    NORMAL = 0
    WARNING = 1
    YELLOW = 2
    RED = 3


class Origin(Enum):
    """What a clock is counted from."""

    RECEIVED = "received"
    COMPLETED = "completed"  # the last material came in
    ACCEPTED = "accepted"
    ASKED = "asked"  # the supplement was asked for
    BEGUN = "begun"  # the procedure began
    DECIDED = "decided"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A material that may follow (容缺): due within a limit after `since`, or on the day the commitment names."""

    material: str
    since: datetime
    due: Limit | date
    came: datetime | None = None


@dataclass(frozen=True, slots=True)
class ClockFacts:
    """What of a case its clocks depend on; moments are aware.

    `complete` is when the materials were complete: at receipt, or when the last supplement came; None while one is
    awaited. `finished` ends every clock but delivery, a refusal or withdrawal too. `handed_out` ends delivery: where
    nothing is handed out, the moment at which the decision was served. `statutory` None: what the rules say.
    """

    received: datetime
    complete: datetime | None
    promised: Limit
    statutory: Limit | None = None
    accepted: datetime | None = None
    decided: datetime | None = None
    finished: datetime | None = None
    handed_out: datetime | None = None
    pauses: tuple[Pause, ...] = ()
    extension: Limit | None = None
    asked: datetime | None = None  # the last supplement
    supplement: Limit | None = None  # the limit named with it; None: what the rules say
    follow_ups: tuple[FollowUp, ...] = ()
    joint: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock. `until` is the moment of the day `due` at which it ends.

    `used` of `days` are in the limit's own days, today being used when it counts. `left` is in working days, that of
    today as a fraction, and below 0 when overdue. It turns to warning and yellow at those moments, to red after
    `until`; they are None while it is stopped, for then they move. `deadline` has the trace, None for working seconds.
    """

    kind: ClockKind
    origin: Origin
    state: ClockState
    card: Card
    start: datetime
    limit: Limit
    due: date
    until: datetime
    used: int
    days: int
    left: float
    warning_at: datetime | None
    yellow_at: datetime | None
    ended: datetime | None = None
    deadline: Deadline | None = None
    subject: str = ""  # the material or procedure it is about

    @property
    def live(self) -> bool:
        """Whether somebody still has something to do before it ends."""
        return self.state in (ClockState.RUNNING, ClockState.STOPPED, ClockState.OVERDUE)


def clocks(facts: ClockFacts, calendar: WorkCalendar, rules: Rules, now: datetime) -> tuple[Clock, ...]:
    """Every clock that this case has or had, in the order of its life."""
    return tuple(_Watch(calendar, rules, now).all_of(facts))


def clocks_to_list(facts: ClockFacts, calendar: WorkCalendar, rules: Rules, now: datetime) -> tuple[Clock, ...]:
    """Of `clocks`, those still going that may press, and the promise, in a fraction of the time.

    `left` is 0 in all of them: no list needs it, and for a clock long overdue it walks over every day since.
    """
    return tuple(_Watch(calendar, rules, now, to_list=True).all_of(facts))


def pressing(found: Iterable[Clock]) -> Clock | None:
    """The clock a work list sorts by: of those still going the first to end, a stopped one after the others.

    The province's clock is not among them: it is a measure taken afterwards, and ends with the promise.
    """
    live = [clock for clock in found if clock.live and clock.kind is not ClockKind.SUPERVISION]
    return min(live, key=lambda clock: (clock.state is ClockState.STOPPED, clock.until), default=None)


def deemed_accepted(facts: ClockFacts, calendar: WorkCalendar, rules: Rules, now: datetime) -> datetime | None:
    """When the case counts as accepted because nobody answered in time (art. 32(4)): when its materials came in."""
    came = facts.complete or facts.received
    last = deadline(came, rules.told_once, calendar).until
    return came if (_answered(facts, came) or now) > last else None


def _answered(facts: ClockFacts, came: datetime) -> datetime | None:
    """When the applicant was told something about the materials that came in then."""
    answers = (facts.accepted, facts.asked, facts.finished)
    return min((moment for moment in answers if moment is not None and moment >= came), default=None)


class _Watch:
    """The clocks of one case as read at `now`."""

    def __init__(self, calendar: WorkCalendar, rules: Rules, now: datetime, *, to_list: bool = False) -> None:
        self._calendar, self._rules, self._now = calendar, rules, now.astimezone(HALL_TIME)
        self._to_list = to_list

    def all_of(self, facts: ClockFacts) -> Iterator[Clock]:
        rules = self._rules
        came, origin = (facts.complete or facts.received), self._came(facts)
        answered = _answered(facts, came)
        if facts.complete is not None:
            yield from self._clock(ClockKind.ACCEPTANCE, origin, came, rules.acceptance, ended=answered)
        yield from self._clock(ClockKind.TOLD_ONCE, origin, came, rules.told_once, ended=answered)
        if facts.asked is not None:
            limit = facts.supplement or rules.supplement
            brought = facts.complete if facts.complete and facts.complete >= facts.asked else facts.finished
            yield from self._clock(ClockKind.SUPPLEMENT, Origin.ASKED, facts.asked, limit, ended=brought)
        yield from self._main(facts)
        for each in facts.follow_ups:
            yield from self._follow_up(each, facts.finished)
        for pause in facts.pauses:
            if pause.ended is None and pause.cap is not None:
                yield from self._procedure(pause, facts.finished)
        if facts.decided is not None:
            ended = facts.handed_out
            yield from self._clock(ClockKind.DELIVERY, Origin.DECIDED, facts.decided, rules.delivery, ended=ended)

    def _main(self, facts: ClockFacts) -> Iterator[Clock]:
        """Promise, statutory limit and supervision: a pause stops them all, an extension moves them all."""
        deemed = deemed_accepted(facts, self._calendar, self._rules, self._now)
        accepted = (deemed or facts.accepted, Origin.ACCEPTED)
        received = (facts.complete or deemed, self._came(facts))
        recorded = (facts.accepted, Origin.ACCEPTED)
        promised_from = received if self._rules.promise_from is PromiseFrom.RECEIPT else accepted
        if facts.follow_ups:
            if self._rules.conditional is ConditionalClock.WHEN_COMPLETE:
                accepted = recorded = promised_from = (_all_came(facts.follow_ups), Origin.COMPLETED)
            elif facts.accepted is not None:
                promised_from = accepted
        ended = facts.decided or facts.finished
        start, origin = promised_from
        if start is not None:
            yield from self._paused(ClockKind.PROMISE, origin, start, facts.promised, facts=facts, ended=ended)
        start, origin = accepted
        if start is not None:
            by_law = self._rules.joint_statutory if facts.joint else self._rules.statutory
            limit = facts.statutory or by_law
            yield from self._paused(ClockKind.STATUTORY, origin, start, limit, facts=facts, ended=ended)
        start, origin = recorded
        if self._to_list or start is None:
            return
        if facts.promised.unit is LimitUnit.WORKING_DAY and facts.promised.amount:
            yield self._supervision(facts, start.astimezone(HALL_TIME), origin)

    def _paused(
        self, kind: ClockKind, origin: Origin, start: datetime, limit: Limit, *, facts: ClockFacts,
        ended: datetime | None,
    ) -> Iterator[Clock]:  # fmt: skip
        if self._to_list and ended is not None and kind is not ClockKind.PROMISE:
            return
        found = deadline(
            start, limit, self._calendar, pauses=facts.pauses, extension=facts.extension, now=ended or self._now
        )
        yield self._read(kind, origin, start, found, ended=ended)

    def _clock(
        self, kind: ClockKind, origin: Origin, start: datetime, limit: Limit, *, ended: datetime | None
    ) -> Iterator[Clock]:
        if self._to_list and ended is not None:
            return
        yield self._read(kind, origin, start, deadline(start, limit, self._calendar), ended=ended)

    def _follow_up(self, follow_up: FollowUp, finished: datetime | None) -> Iterator[Clock]:
        limit, since = follow_up.due, follow_up.since.astimezone(HALL_TIME)
        if isinstance(limit, date):  # a day that was signed for is as many natural days
            limit = Limit(max(0, (limit - since.date()).days), LimitUnit.NATURAL_DAY)
        ended = follow_up.came or finished
        for clock in self._clock(ClockKind.FOLLOW_UP, Origin.ACCEPTED, since, limit, ended=ended):
            yield replace(clock, subject=follow_up.material)

    def _procedure(self, pause: Pause, finished: datetime | None) -> Iterator[Clock]:
        assert pause.cap is not None
        in_days = timedelta(days=pause.cap.unit is not LimitUnit.HOUR)
        before = pause.begun - in_days  # its first day counts, as for the clock that it stops
        for clock in self._clock(ClockKind.PROCEDURE, Origin.BEGUN, before, pause.cap, ended=finished):
            yield replace(clock, start=pause.begun.astimezone(HALL_TIME), subject=pause.name)

    def _read(
        self, kind: ClockKind, origin: Origin, start: datetime, found: Deadline, *, ended: datetime | None
    ) -> Clock:
        at, start = (ended or self._now).astimezone(HALL_TIME), start.astimezone(HALL_TIME)
        yellow, today = self._yellow_at(start, found), at.date()
        return self._judged(
            Clock(
                kind=kind,
                origin=origin,
                state=ClockState.STOPPED if found.stopped else ClockState.RUNNING,
                card=Card.NORMAL,
                start=start,
                limit=found.limit,
                due=found.due,
                until=found.until,
                used=max((day.number for day in found.trace if day.day <= today), default=0),
                days=found.days,
                left=0.0 if self._to_list else self._left(found, at),
                warning_at=min(self._warning_at(found), yellow),
                yellow_at=yellow,
                ended=ended,
                deadline=found,
            ),
            at,
        )

    def _supervision(self, facts: ClockFacts, start: datetime, origin: Origin) -> Clock:
        at = (facts.finished or self._now).astimezone(HALL_TIME)
        stops = tuple(stretches(facts.pauses, self._calendar, at))
        more = facts.extension
        days = facts.promised.amount + (more.amount if more and more.unit is LimitUnit.WORKING_DAY else 0)
        day = day_seconds(start, self._calendar)
        run = seconds_run(start, at, self._calendar, stretches=stops)

        def after(share_of_days: float) -> datetime:
            return moment_after(start, share_of_days * day, self._calendar, stretches=stops)

        until, yellow = after(days), after(days * self._rules.yellow_share)
        stopped = any(each.begin <= at < each.end for each in stops)
        clock = Clock(
            kind=ClockKind.SUPERVISION,
            origin=origin,
            state=ClockState.STOPPED if stopped else ClockState.RUNNING,
            card=Card.NORMAL,
            start=start,
            limit=facts.promised,
            due=until.date(),
            until=until,
            used=days_begun(run, day),
            days=days,
            left=round(days - run / day, 4),
            warning_at=min(after(max(0, days - self._rules.warning_days)), yellow),
            yellow_at=yellow,
            ended=facts.finished,
        )
        return self._judged(clock, at)

    def _judged(self, clock: Clock, at: datetime) -> Clock:
        """The clock with its state and card as they are at that moment."""
        late = at > clock.until
        if clock.ended is not None:
            state, card = (ClockState.DONE_LATE, Card.RED) if late else (ClockState.DONE, Card.NORMAL)
            return replace(clock, state=state, card=card, warning_at=None, yellow_at=None)
        if late:
            return replace(clock, state=ClockState.OVERDUE, card=Card.RED)
        card = Card.NORMAL
        if clock.yellow_at is not None and at >= clock.yellow_at:
            card = Card.YELLOW
        elif clock.warning_at is not None and at >= clock.warning_at:
            card = Card.WARNING
        if clock.state is ClockState.STOPPED:
            return replace(clock, card=card, warning_at=None, yellow_at=None)
        return replace(clock, card=card)

    def _left(self, found: Deadline, at: datetime) -> float:
        """Working days until it ends, today's rest as a fraction."""
        if at > found.until:
            return round(-self._calendar.working_seconds(found.until, at) / self._day(found.due), 4)
        if found.limit.unit is LimitUnit.HOUR:
            seconds = seconds_run(at, found.until, self._calendar, stretches=found.stretches)
            return round(seconds / self._day(found.due), 4)
        later = [day for day in _worked(found) if day.day >= at.date()]
        if not later or later[0].day > at.date():
            return float(len(later))
        close = min(found.until, self._calendar.closes(at.date()))
        return round(len(later) - 1 + self._calendar.working_seconds(at, close) / self._day(at.date()), 4)

    def _day(self, day: date) -> float:
        return self._calendar.hours_on(day).seconds

    def _warning_at(self, found: Deadline) -> datetime:
        """When the hall opens on the last so many working days."""
        last = _worked(found)[-self._rules.warning_days :] if self._rules.warning_days else ()
        return self._calendar.opens(last[0].day) if last else found.until

    def _yellow_at(self, start: datetime, found: Deadline) -> datetime:
        """When so large a share of the limit is used."""
        share = self._rules.yellow_share
        if found.limit.unit is LimitUnit.HOUR and found.extension is None:
            span = timedelta(hours=found.limit.amount) * share
            return min(found.until, running_on(start, span, found.stretches))
        whole, part = divmod(round(found.days * share, 9), 1)
        day = next((each.day for each in found.trace if each.number == whole + 1), None)
        if day is None:
            return found.until
        if self._calendar.kind(day).works:
            return self._calendar.at_work(day, part * self._day(day))
        return at_hall(day, datetime.min.time()) + timedelta(days=part)

    def _came(self, facts: ClockFacts) -> Origin:
        return Origin.RECEIVED if facts.complete in (None, facts.received) else Origin.COMPLETED


def _worked(found: Deadline) -> tuple[TracedDay, ...]:
    """The working days after the first on which the clock runs; the first itself where it is the last too."""
    if len(found.trace) == 1:
        return found.trace
    return tuple(day for day in found.trace[1:] if day.role in (DayRole.COUNTED, DayRole.MAKE_UP))


def _all_came(follow_ups: Iterable[FollowUp]) -> datetime | None:
    """When the last of them came; None while one is missing."""
    came = [each.came for each in follow_ups]
    return None if None in came else max(moment for moment in came if moment is not None)
