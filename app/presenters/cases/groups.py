"""The work list in words: cases by how urgent they are, each with its due moment and why it stands there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum

from app.domain.calendar import WorkCalendar
from app.domain.clock_words import CLOCK_NAMES
from app.domain.clocks import ClockKind
from app.domain.moments import hall_time
from app.presenters.cases.state import Chip, WorkGroup, WorkLine
from app.presenters.due import STOPPED, Due, Urgency, due_of
from app.presenters.marks import Mark
from app.presenters.owed import owed_in_list
from app.wording import Wording
from sync.entry import EntryState, Row
from sync.wire import WorkRow

SOON = timedelta(days=3)
"""As the central counts its groups."""

_CHIPS = {Urgency.PLAIN: Chip.PLAIN, Urgency.NEAR: Chip.CLOCK, Urgency.YELLOW: Chip.YELLOW, Urgency.RED: Chip.RED}
_UNSAID = ("", ClockKind.PROMISE.value, ClockKind.STATUTORY.value)
"""Clocks that everybody takes for granted."""


class Group(Enum):
    """How urgent; in the order of the list."""

    PARKED = "parked"
    OVERDUE = "overdue"
    TODAY = "today"
    SOON = "soon"
    LATER = "later"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Unsettled:
    """What this window did and the central has not confirmed: by case, the first entry that is not there yet."""

    first: Mapping[str, Row] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Sequence[Row]) -> Unsettled:
        """From the rows of the outbox."""
        first: dict[str, Row] = {}
        for row in rows:
            if not row.is_page and row.state is not EntryState.SENT:
                first.setdefault(row.case_id, row)
        return cls(first)

    def mark(self, case_id: str) -> Mark | None:
        """How the case is marked wherever it is listed."""
        row = self.first.get(case_id)
        if row is None:
            return None
        return Mark.PARKED if row.state is EntryState.PARKED else Mark.WAITING

    def parked(self, case_id: str) -> Row | None:
        """The entry of the case that the central refused."""
        row = self.first.get(case_id)
        return row if row is not None and row.state is EntryState.PARKED else None


def group_of(row: WorkRow, now: datetime, unsettled: Unsettled) -> Group:
    """Where a case stands."""
    if unsettled.parked(row.case_id) is not None:
        return Group.PARKED
    if row.stopped or row.due_ms is None:
        return Group.STOPPED
    due = hall_time(row.due_ms)
    if due < now:
        return Group.OVERDUE
    if due.date() == now.date():
        return Group.TODAY
    return Group.SOON if due.date() <= now.date() + SOON else Group.LATER


def in_order(rows: Sequence[WorkRow], now: datetime, unsettled: Unsettled) -> list[WorkRow]:
    """The rows as they stand on the page: by group, within one as the central has them."""
    order = list(Group)
    return sorted(rows, key=lambda row: order.index(group_of(row, now, unsettled)))


def work_groups(
    rows: Sequence[WorkRow],
    *,
    say: Wording,
    now: datetime,
    calendar: WorkCalendar,
    unsettled: Unsettled,
    checked: AbstractSet[str],
    counts: Mapping[str, int],
) -> tuple[WorkGroup, ...]:
    """The list. `counts` is how many there are of each group at the central, of which it may have sent only some."""
    groups = []
    for group in Group:
        lines = tuple(
            _line(row, say, now, calendar, unsettled, row.case_id in checked)
            for row in rows
            if group_of(row, now, unsettled) is group
        )
        if lines:
            count = max(len(lines), counts.get(group.value, 0))
            groups.append(WorkGroup(say(f"cases_group.{group.value}"), str(count), lines))
    return tuple(groups)


def _line(
    row: WorkRow, say: Wording, now: datetime, calendar: WorkCalendar, unsettled: Unsettled, checked: bool
) -> WorkLine:
    due, mark = _due(row, now, calendar), unsettled.mark(row.case_id)
    state = say(f"cases_state.{row.state}")
    clock = "" if row.clock in _UNSAID else CLOCK_NAMES[ClockKind(row.clock)]
    why = owed_in_list(row, say, now, calendar) or (say("cases.why", state=state, clock=clock) if clock else state)
    if mark is not None:
        why = say("cases.parked" if mark is Mark.PARKED else "cases.unconfirmed")
    return WorkLine(
        id=row.case_id,
        title=row.item_name,
        second=f"{row.number}　{row.applicant}",
        due=due.text,
        chip=_CHIPS[due.urgency],
        why=why,
        mark=mark,
        checked=checked,
    )


def _due(row: WorkRow, now: datetime, calendar: WorkCalendar) -> Due:
    if row.stopped or row.due_ms is None:
        return STOPPED if row.stopped else Due("", Urgency.PLAIN)
    yellow = hall_time(row.yellow_ms) if row.yellow_ms is not None else None
    return due_of(hall_time(row.due_ms), yellow, now=now, calendar=calendar)
