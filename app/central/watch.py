"""What the days bring without anybody's doing: who is reminded, and whose deadline moves while its clock is stopped."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, and_, or_

from app.central.clock import recompute_stopped
from app.central.messages import Messages
from app.central.rows import CaseRow, CaseRows, stored_row, whole_cases
from app.central.store import Store
from app.central.tables import cases, lives
from app.central.telling import facts_of
from app.domain.case import CaseState
from app.domain.clock_words import day_text
from app.domain.clocks import ClockKind
from app.domain.moments import milliseconds
from app.domain.notices import Notice
from app.domain.timetable import clocks_of

DAY = timedelta(days=1)


class CaseWatch:
    """Looks at the cases of one hall now and then. However often it looks, each reminder is queued once."""

    def __init__(self, store: Store, rows: CaseRows, messages: Messages) -> None:
        self._store, self._rows, self._messages = store, rows, messages

    def step(self, now: datetime) -> int:
        """Remind who is to be reminded, and move stopped deadlines on. How many messages were queued.

        `now` is in hall time. Raises `Unavailable`.
        """
        recompute_stopped(self._store, self._rows, milliseconds(now))
        with self._store.writing() as connection:
            concerned = [stored_row(row) for row in connection.execute(self._concerned()).all()]
            return sum(self._remind_of_locker(connection, case, now.date()) for case in concerned) + sum(
                self._remind_of_follow_up(connection, case, now) for case in concerned
            )

    def _concerned(self) -> Select[Any]:
        in_locker = and_(cases.c.state == CaseState.CLOSED.value, lives.c.life.contains('"locker":{'))
        cell_kept = and_(cases.c.state == CaseState.AWAITING_SUPPLEMENT.value, lives.c.life.contains('"deposit":{'))
        going = (CaseState.ACCEPTED.value, CaseState.SUSPENDED.value)
        owes = and_(cases.c.state.in_(going), lives.c.life.contains('"came_at":null'))
        concerned = or_(in_locker, cell_kept, owes)
        return whole_cases().where(cases.c.hall == self._store.hall, cases.c.open.is_(True), concerned)

    def _remind_of_locker(self, connection: Connection, case: CaseRow, today: date) -> bool:
        """The day before the last day of what lies in a cell, or of a cell that is kept; or on it."""
        place, notice = case.life.locker, Notice.LOCKER_OVERDUE
        if place is None and case.life.deposit is not None and case.life.deposit.came_at is None:
            place, notice = case.life.deposit.place, Notice.DEPOSIT_DUE
        if place is None or not date.fromisoformat(place.until) - DAY <= today <= date.fromisoformat(place.until):
            return False
        return self._messages.queue(
            connection,
            case_id=case.case_id,
            event=f"watch.locker.{place.until}.{place.cell}",
            notice=notice,
            phone=case.life.phone,
            facts=facts_of(case.life, due=case.due),
        )

    def _remind_of_follow_up(self, connection: Connection, case: CaseRow, now: datetime) -> int:
        """When the clock of a material that may follow begins to warn; what is due on one day in one message."""
        owed: dict[date, list[str]] = defaultdict(list)
        for clock in clocks_of(case.life, self._rows.calendar, self._rows.rules, now):
            if clock.kind is not ClockKind.FOLLOW_UP or not clock.live or clock.warning_at is None:
                continue
            if clock.warning_at <= now <= clock.until:
                owed[clock.due].append(clock.subject)
        return sum(
            self._messages.queue(
                connection,
                case_id=case.case_id,
                event=f"watch.follow_up.{due.isoformat()}",
                notice=Notice.FOLLOW_UP_DUE,
                phone=case.life.phone,
                facts=facts_of(case.life, due=case.due) | {"missing": "、".join(names), "until": day_text(due)},
            )
            for due, names in owed.items()
        )
