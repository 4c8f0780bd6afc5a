"""The working days of a year and the hall's hours: planned day by day, published as a new calendar."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from app.domain.calendar import HallHours, WorkCalendar
from app.domain.calendar_plan import (
    LAST_YEAR,
    CalendarFault,
    YearPlan,
    hours_faults,
    plan_of,
    span_of,
    year_faults,
)
from app.draft_file import DraftFile
from app.presenters.administration.form import Form
from app.presenters.administration.page import Hall, Tab
from app.presenters.administration.state import AdminAct, AdminRow, TabState, YearDay, YearState
from app.presenters.cases.state import PanelState
from app.presenters.marks import Mark
from sync.transport import Transport
from sync.wire import HoursPublication, YearPublication


@dataclass(frozen=True, slots=True)
class YearPlans:
    """Years that were changed here and are not published yet."""

    years: dict[int, YearPlan] = field(default_factory=dict)


class CalendarTab(Tab):
    """`fetch` has this window take what is in force at once, on the line that published it.

    A year of many days is planned over days: `drafts` keeps it at every change.
    """

    def __init__(
        self,
        hall: Hall,
        *,
        calendar: Callable[[], WorkCalendar],
        fetch: Callable[[Transport], None],
        now: Callable[[], datetime],
        drafts: DraftFile[YearPlans],
    ) -> None:
        self._hall, self._say, self._calendar, self._fetch, self._now = hall, hall.say, calendar, fetch, now
        self._day = now().date()
        self._drafts = drafts
        self._plans = dict(drafts.read(YearPlans, YearPlans()).years)
        self._form = Form({"holiday": ""})
        self._hours: Form | None = None

    def opened(self) -> None:
        """Nothing is asked: the calendar in force is here."""

    def note(self) -> str:
        return self._say("admin.has_draft") if any(map(self._changed, self._plans)) else ""

    def choose(self, id: str) -> None:
        if int(id) != self._day.year:
            self._move(date(int(id), 1, 1))
        self._hours = None

    def change(self, entry: str, value: str) -> None:
        if entry == "day":
            self._move(date.fromisoformat(value))
        elif self._hours is not None:
            self._hours.change(entry, value)
        else:
            self._form.change(entry, value)
            plan = self._plan()
            if self._day in plan.holidays and value.strip():
                self._keep(replace(plan, holidays=dict(plan.holidays) | {self._day: value.strip()}))

    def toggle(self, entry: str, line: str) -> None:
        """A weekday is worked or a holiday; a weekend day free, a holiday, or worked in place of another."""
        day = date.fromisoformat(line)
        self._move(day)
        plan = self._plan()
        holidays, make_up = dict(plan.holidays), set(plan.make_up)
        if day in holidays:
            del holidays[day]
            if day.weekday() >= 5:
                make_up.add(day)
        elif day in make_up:
            make_up.remove(day)
        else:
            holidays[day] = self._name_for(day)
        self._keep(YearPlan(plan.year, dict(sorted(holidays.items())), frozenset(make_up)))
        self._move(day)

    def act(self, id: str) -> None:
        match id:
            case "admin_hours":
                hours = self._calendar().hours_on(self._now().date())
                spans = "；".join(f"{start:%H:%M}-{end:%H:%M}" for start, end in hours.spans)
                self._hours = Form({"since": f"{self._now().date() + timedelta(days=1)}", "spans": spans})
            case "admin_undo":
                self._forget(self._day.year)
                self._move(self._day)

    def done(self) -> None:
        base = self._calendar().version
        if self._hours is not None:
            hours = self._read_hours(self._hours)
            if isinstance(hours, HallHours):
                spans = tuple(f"{start:%H:%M}-{end:%H:%M}" for start, end in hours.spans)
                publication = HoursPublication(base_version=base, since=hours.since, spans=spans)
                said = self._say("admin.hours_published", since=hours.since)
                self._publish(lambda line: line.publish_hours(publication), said, self._hours_out)
            return
        plan = self._plan()
        if self._hold():
            return
        year = YearPublication(
            base_version=base, year=plan.year, holidays=dict(plan.holidays), make_up=tuple(sorted(plan.make_up))
        )
        said = self._say("admin.year_published", year=plan.year)
        self._publish(lambda line: line.publish_year(year), said, lambda: self._forget(plan.year))

    def leave(self) -> bool:
        left, self._hours = self._hours is not None, None
        return left

    def state(self) -> TabState:
        say, plan = self._say, self._plan()
        return TabState(
            title=say("admin_tab.calendar"),
            rows=tuple(self._row(year) for year in self._years()),
            current=str(plan.year),
            panel=self._hours_panel(self._hours) if self._hours is not None else self._panel(plan),
            acts=(
                AdminAct("admin_hours", say("admin_act.hours")),
                AdminAct("admin_undo", say("admin_act.undo"), barred=not self._changed(plan.year)),
            ),
            year=YearState(plan.year, self._days(plan), self._day),
        )

    def _publish(self, ask: Callable[[Transport], object], said: str, then: Callable[[], object]) -> None:
        def published(line: Transport) -> None:
            try:
                ask(line)
            finally:  # also where another was first, this window takes at once what is in force
                self._fetch(line)

        def told(_: None) -> None:
            then()
            self._hall.tell(said)

        self._hall.ask(published, told)

    def _hours_out(self) -> None:
        self._hours = None

    def _years(self) -> tuple[int, ...]:
        """The newest first; the year after the last published one can be planned."""
        known = sorted(self._calendar().years, reverse=True)
        last = max(known, default=self._now().year - 1)
        return (last + 1, *known) if last < LAST_YEAR else tuple(known)

    def _row(self, year: int) -> AdminRow:
        say = self._say
        published = year in self._calendar().years
        word = say("admin.year_known" if published else "admin.year_unknown")
        mark = Mark.DONE if published else Mark.WAITING
        if self._changed(year):
            word, mark = say("admin.is_changed"), Mark.HINT
        plan = self._plans.get(year) or plan_of(self._calendar(), year)
        second = say("admin.year_days", holidays=len(plan.holidays), make_up=len(plan.make_up))
        return AdminRow(str(year), say("admin.year", year=year), second, word, mark)

    def _plan(self) -> YearPlan:
        year = self._day.year
        return self._plans.get(year) or plan_of(self._calendar(), year)

    def _keep(self, plan: YearPlan) -> None:
        self._plans[plan.year] = plan
        self._save()

    def _forget(self, year: int) -> None:
        self._plans.pop(year, None)
        self._save()

    def _save(self) -> None:
        kept = {year: plan for year, plan in self._plans.items() if self._changed(year)}
        self._drafts.keep(YearPlans(kept) if kept else None)

    def _changed(self, year: int) -> bool:
        return year in self._plans and self._plans[year] != plan_of(self._calendar(), year)

    def _move(self, day: date) -> None:
        self._day = day
        self._form = Form({"holiday": self._plan().holidays.get(day, "")})

    def _name_for(self, day: date) -> str:
        """As the holiday beside it, so that a week is named once."""
        holidays = self._plan().holidays
        beside = (holidays.get(day + timedelta(days=step)) for step in (-1, 1))
        return next(filter(None, beside), self._say("admin.holiday"))

    def _days(self, plan: YearPlan) -> tuple[YearDay, ...]:
        before = plan_of(self._calendar(), plan.year)
        wrong = {fault.day for fault in year_faults(plan)}
        days, day = list[YearDay](), date(plan.year, 1, 1)
        while day.year == plan.year:
            holiday, make_up = plan.holidays.get(day), day in plan.make_up
            changed = before.holidays.get(day) != holiday or (day in before.make_up) != make_up
            days.append(
                YearDay(day, holiday is not None, make_up, changed, day in wrong, self._spoken(day, holiday, make_up))
            )
            day += timedelta(days=1)
        return tuple(days)

    def _spoken(self, day: date, holiday: str | None, make_up: bool) -> str:
        say = self._say
        kind = "make_up" if make_up else "weekend" if day.weekday() >= 5 else "workday"
        word = say("admin.holiday_named", name=holiday) if holiday is not None else say(f"admin_day.{kind}")
        return say("admin.day", day=day, weekday=say(f"weekday.{day.isoweekday()}"), word=word)

    def _panel(self, plan: YearPlan) -> PanelState:
        say, before = self._say, plan_of(self._calendar(), plan.year)
        days = [each for each in self._days(plan) if each.changed]
        lines = [say("admin_diff.day", day=each.spoken) for each in days]
        faults = [self._fault(each) for each in year_faults(plan)] if plan != before else []
        spoken = self._spoken(self._day, plan.holidays.get(self._day), self._day in plan.make_up)
        entries = (self._form.text("holiday", say("admin_field.holiday")),) if self._day in plan.holidays else ()
        return PanelState(
            f"year {plan.year} {self._day in plan.holidays}", spoken, say("admin.year_about"), entries,
            says=(*faults, *lines), button=say("admin_act.publish_year", year=plan.year), hold=self._hold(),
        )  # fmt: skip

    def _hold(self) -> str:
        plan = self._plan()
        if not self._changed(plan.year):
            return self._say("admin_hold.nothing_changed")
        faults = year_faults(plan)
        return self._fault(faults[0]) if faults else ""

    def _fault(self, fault: CalendarFault) -> str:
        text = self._say(f"admin_fault.{fault.why.value}")
        return self._say("admin.day_fault", day=fault.day, fault=text) if fault.day else text

    def _hours_panel(self, form: Form) -> PanelState:
        say, read = self._say, self._read_hours(form)
        bad = read if isinstance(read, str) else ""
        entries = (
            form.text("since", say("admin_field.since"), say("admin_unread.date") if bad == "since" else ""),
            form.text("spans", say("admin_field.spans"), say("admin_unread.hours") if bad == "spans" else ""),
        )
        hold = say("admin_hold.hours") if bad else ""
        return PanelState("hours", say("admin.hours_title"), say("admin.hours_about"), entries,
                          button=say("admin_act.publish_hours"), hold=hold)  # fmt: skip

    def _read_hours(self, form: Form) -> HallHours | str:
        """The hours as written, or which entry is not readable."""
        try:
            since = date.fromisoformat(form["since"])
        except ValueError:
            return "since"
        try:
            spans = tuple(span_of(part) for part in form["spans"].replace(";", "；").split("；") if part.strip())
        except ValueError:
            return "spans"
        hours = HallHours(since, spans)
        return "spans" if hours_faults(hours) else hours
