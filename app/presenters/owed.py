"""What an applicant is still to bring, in words: materials that may follow (容缺), and the cell that waits for some."""

from __future__ import annotations

from datetime import date, datetime

from app.domain.calendar import HALL_TIME, WorkCalendar
from app.domain.clock_words import day_text
from app.domain.clocks import ClockKind
from app.domain.life import Life
from app.domain.moments import hall_time
from app.domain.rules import Rules
from app.domain.timetable import clocks_of
from app.presenters.due import due_of
from app.wording import Wording
from sync.wire import WorkRow


def owed_in_list(row: WorkRow, say: Wording, now: datetime, calendar: WorkCalendar) -> str:
    """容缺欠 1 件，余 3 日; "" where nothing is owed."""
    if not row.owed or row.owed_ms is None:
        return ""
    return say("owed.listed", count=row.owed, left=_left(hall_time(row.owed_ms), now, calendar))


def owed_of(life: Life, say: Wording, now: datetime, calendar: WorkCalendar, rules: Rules) -> str:
    """Each material that is owed, with how long there is yet; "" where none is."""
    if life.ended_at is not None:
        return ""
    return "；".join(
        say("owed.material", name=clock.subject, left=_left(clock.until, now, calendar))
        for clock in clocks_of(life, calendar, rules, now)
        if clock.kind is ClockKind.FOLLOW_UP and clock.live
    )


def deposit_of(life: Life, say: Wording) -> str:
    """The cell that is kept for what the applicant brings, and whether it lies there; "" where there is none."""
    if life.deposit is None:
        return ""
    place, came_at = life.deposit.place, life.deposit.came_at
    told = say("hand_out.place", title=place.bank, cell=place.cell)
    if came_at is None:
        return say("owed.cell_kept", place=told, day=day_text(date.fromisoformat(place.until)))
    return say("owed.laid_in", place=told, at=came_at.astimezone(HALL_TIME).strftime("%m-%d %H:%M"))


def is_overdue(life: Life, now: datetime, calendar: WorkCalendar, rules: Rules) -> bool:
    """Whether a material that was to follow has not come in its time: then the case may go back."""
    found = clocks_of(life, calendar, rules, now) if life.owed else ()
    return any(each.kind is ClockKind.FOLLOW_UP and each.live and each.until < now for each in found)


def _left(until: datetime, now: datetime, calendar: WorkCalendar) -> str:
    return due_of(until, None, now=now, calendar=calendar).text.rpartition("　")[2]
