"""Work lists: which open cases wait at whose desk, most urgent first. Everything is read from columns with an index."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, false, func, or_, select, true

from app.central.figures import HAPPENED
from app.central.rows import CaseRows
from app.central.sessions import Acting
from app.central.store import Store
from app.central.tables import NEVER, cases, events, lives
from app.domain.case import CaseState, Role
from app.domain.facts import Holder
from app.domain.folding import fold
from app.domain.life import Life
from app.domain.masking import mask_name
from app.domain.moments import hall_time, milliseconds
from app.domain.plain import from_json, to_json
from app.domain.timetable import owed_until
from sync.wire import WorkGroups, WorkList, WorkQuery, WorkRow

SOON = timedelta(days=3)
_FOR_ISSUING = tuple(
    each.value for each in (CaseState.CLOSED, CaseState.HANDED_OUT, CaseState.AWAITING_SUPPLEMENT)
)  # results go out there, and supplements come into its locker
_OWES = '"came_at":null'
"""What the text of a life has in it while a material that may follow has not come."""

_A_SECTION = f'"role":"{Role.SECTION.value}"'
"""The text of a life has it where papers lie at some section, or go there."""

_LISTED = [
    cases.c[name]
    for name in (
        "case_id", "number", "item_code", "item_name", "department", "applicant", "state", "desk_role", "desk_name",
        "batch", "clock", "due_ms", "warn_ms", "yellow_ms", "stopped", "window", "version",
    )
]  # fmt: skip


class WorkLists:
    """Reads the lists of one hall. `clock` gives UTC milliseconds.

    What is owed is read from the lives of the cases listed, never searched by: it needs no column.
    """

    def __init__(self, store: Store, clock: Callable[[], int], rows: CaseRows) -> None:
        self._store, self._clock, self._rows = store, clock, rows

    def of(self, query: WorkQuery, acting: Acting) -> WorkList:
        """The cases that fit `query` and are `acting`'s to see."""
        now = self._clock()
        mine = and_(cases.c.hall == self._store.hall, within_reach(acting))
        fits = and_(mine, *_conditions(query, now))
        order = cases.c.due_ms, cases.c.case_id
        found = select(cases.c.case_id).where(fits).order_by(*order).limit(query.limit).offset(query.offset).subquery()
        shown = and_(cases.c.hall == self._store.hall, cases.c.case_id == found.c.case_id)
        its_life = and_(lives.c.hall == cases.c.hall, lives.c.case_id == cases.c.case_id)
        listed = (
            select(*_LISTED, cases.c.changed_at_ms, lives.c.life)
            .join_from(found, cases, shown)
            .join(lives, its_life)
            .order_by(*order)
        )
        by_department = (
            select(cases.c.department, func.count()).where(mine, cases.c.open.is_(True)).group_by(cases.c.department)
        )
        with self._store.reading() as connection:
            rows = connection.execute(listed).all()
            if query.offset or len(rows) == query.limit:  # else these are all that fit
                counted = [int(count or 0) for count in connection.execute(_groups(now, fits, query)).one()]
            else:
                counted = [sum(lower <= row.due_ms < upper for row in rows) for lower, upper in _stretches(now)]
            departments = connection.execute(by_department).all()
        return WorkList(
            rows=tuple(self._row(row._asdict(), now) for row in rows),
            total=sum(counted),
            groups=WorkGroups(**dict(zip(WorkGroups.model_fields, counted, strict=True))),
            departments=tuple((code, int(count)) for code, count in departments),
            as_of_ms=now,
        )

    def _row(self, said: dict[str, Any], now_ms: int) -> WorkRow:
        life = said.pop("life")
        owed = self._owed(life, now_ms) if _OWES in life else {}
        return _work_row(said | owed)

    def _owed(self, text: str, now_ms: int) -> dict[str, int]:
        life = from_json(Life, text)
        until = owed_until(life, self._rows.calendar, self._rows.rules, hall_time(now_ms))
        return {"owed": len(life.owed), "owed_ms": milliseconds(until)} if until else {}


def within_reach(acting: Acting) -> ColumnElement[bool]:
    """Which cases somebody may see: by department, by section, by what lies at the issuing desk."""
    reaches: list[ColumnElement[bool]] = []
    account = acting.account
    for role in acting.roles:
        match role:
            case Role.SUPERVISOR | Role.INTAKE:  # any window takes any matter, and any applicant's supplement
                reaches.append(true())
            case Role.BACK_OFFICE:
                own = cases.c.department.in_(account.departments) if account.departments else true()
                reaches.append(own)
            case Role.SECTION:
                # papers that it has sent lie with it until they are taken over: it may have to take them back
                for desk, name in ((cases.c.desk_role, cases.c.desk_name), (cases.c.papers_role, cases.c.papers_name)):
                    own_section = name == account.section if account.section else true()
                    reaches.append(and_(desk == Role.SECTION.value, own_section))
                reaches.append(_with_later_papers(account.section))
            case Role.ISSUING:
                reaches.append(
                    or_(
                        cases.c.desk_role == Role.ISSUING.value,
                        cases.c.state.in_(_FOR_ISSUING),
                    )
                )
    return or_(false(), *reaches)


def _with_later_papers(section: str) -> ColumnElement[bool]:
    """Cases of which something that came later lies at the section or goes to it, though the others have left it.

    The text of a life says so: where papers are apart it names a desk for nothing but the turn and the papers.
    """
    desk = to_json(Holder(Role.SECTION, section)) if section else _A_SECTION
    told = lives.alias()  # the question it becomes part of may read the lives itself
    of_case = and_(told.c.hall == cases.c.hall, told.c.case_id == cases.c.case_id)
    return and_(cases.c.apart.is_(True), exists().where(of_case, told.c.life.contains(desk, autoescape=True)))


def _conditions(query: WorkQuery, now_ms: int) -> list[ColumnElement[bool]]:
    exact = {
        cases.c.department: query.department,
        cases.c.item_code: query.item,
        cases.c.state: query.state,
        cases.c.desk_role: query.desk_role,
        cases.c.desk_name: query.desk_name,
        cases.c.batch: query.batch,
        cases.c.window: query.window,
    }
    wanted = [column == value for column, value in exact.items() if value]
    wanted += _pressing(query, now_ms)
    if query.happened:
        wanted.append(_happened(query))
    if query.only_open:
        wanted.append(cases.c.open.is_(True))
    if not query.at_issuing:
        wanted.append(or_(cases.c.state != CaseState.CLOSED.value, cases.c.desk_role == Role.BACK_OFFICE.value))
    wanted += [cases.c.words.contains(fold(word), autoescape=True) for word in query.text.split()]
    return wanted


def _pressing(query: WorkQuery, now_ms: int) -> list[ColumnElement[bool]]:
    """What carries a card now, or is due today and not overdue."""
    turned = {"yellow": cases.c.yellow_ms <= now_ms, "red": cases.c.due_ms < now_ms}
    wanted = [turned[query.card]] if query.card else []
    if query.due_today:
        wanted += [cases.c.due_ms >= now_ms, cases.c.due_ms < milliseconds(_midnight_after(now_ms))]
    return wanted


def _happened(query: WorkQuery) -> ColumnElement[bool]:
    """What was taken in, accepted, closed or handed out at that time: what the supervisor's figures count."""
    of_cases = select(events.c.case_id).where(
        events.c.hall == cases.c.hall,
        events.c.at_ms >= query.since_ms,
        events.c.at_ms < query.until_ms,
        HAPPENED[query.happened],
    )
    return cases.c.case_id.in_(of_cases)


def _midnight_after(now_ms: int) -> datetime:
    return hall_time(now_ms).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


def _stretches(now_ms: int) -> Iterator[tuple[int, int]]:
    """From when to when each of `WorkGroups` is due."""
    midnight = _midnight_after(now_ms)
    return pairwise([-1, now_ms, milliseconds(midnight), milliseconds(midnight + SOON), NEVER, NEVER + 1])


def _groups(now_ms: int, fits: ColumnElement[bool], query: WorkQuery) -> Select[Any]:
    """Counts in the order of `WorkGroups`: each of a stretch of an index, seven times as fast as one sum over all.

    But a text is looked for in each case, so each is looked at once only.
    """
    stretches = [and_(cases.c.due_ms >= lower, cases.c.due_ms < upper) for lower, upper in _stretches(now_ms)]
    if query.text.strip():
        return select(*(func.sum(case((within, 1), else_=0)) for within in stretches)).where(fits)
    return select(*(select(func.count()).where(fits, within).scalar_subquery() for within in stretches))


def _work_row(said: dict[str, Any]) -> WorkRow:
    changed = said.pop("changed_at_ms")
    for name in ("due_ms", "warn_ms", "yellow_ms"):
        said[name] = None if said[name] >= NEVER else said[name]
    return WorkRow(**said | {"applicant": mask_name(said["applicant"]), "changed_ms": changed})
