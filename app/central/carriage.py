"""Papers: which lie at whose desk, and which are under way between two."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select

from app.central.errors import Unprocessable
from app.central.sessions import Acting
from app.central.store import Store
from app.central.tables import accounts, case_pages, cases, lives, pages, windows
from app.domain.account import Account
from app.domain.case import Role
from app.domain.custody import is_at
from app.domain.life import Life
from app.domain.plain import from_json, to_plain
from sync.wire import Carriage, CarriageQuery, CarriedCase

MOST = 500
"""Cases of each list; a desk with more papers than that is told of the first."""

_CARRIES = frozenset({Role.INTAKE, Role.BACK_OFFICE, Role.SECTION, Role.ISSUING, Role.SUPERVISOR})


class Carrying:
    """Reads where the papers of one hall are. `clock` gives UTC milliseconds."""

    def __init__(self, store: Store, clock: Callable[[], int]) -> None:
        self._store, self._clock = store, clock

    def of(self, query: CarriageQuery, acting: Acting) -> Carriage:
        """What matters to `acting` under the role asked for. Raises `NotYours` for a role that is not theirs."""
        role = _role(query.role)
        acting.need(role)
        names = _names(role, acting.account, query.window)
        of_hall = cases.c.hall == self._store.hall
        lying = and_(of_hall, cases.c.open.is_(True), cases.c.batch == "", *_lies_at(role, names))
        with self._store.reading() as connection:
            rows = connection.execute(_listed(lying)).all() if role is not Role.SUPERVISOR else []
            here = {row.case_id: from_json(Life, row.life) for row in rows}
            moving = {
                row.case_id: life
                for which in (cases.c.batch > "", cases.c.apart.is_(True))
                for row in connection.execute(_listed(and_(of_hall, which)))
                if row.case_id not in here and _concerns(life := from_json(Life, row.life), role, names)
            }
            lives_told = here | moving
            counts = {row.case_id: row for row in connection.execute(_page_counts(self._store.hall, lives_told))}
            who = select(accounts.c.login, accounts.c.name).where(
                accounts.c.hall == self._store.hall, accounts.c.login.in_(_senders(lives_told.values()))
            )
            people = {row.login: row.name for row in connection.execute(who)}
            enrolled = select(windows.c.window, windows.c.roles).where(windows.c.hall == self._store.hall)
            issuing = {row.window for row in connection.execute(enrolled) if Role.ISSUING.value in row.roles.split(",")}
        return Carriage(
            here=tuple(_told(case_id, life, counts) for case_id, life in here.items()),
            under_way=tuple(_told(case_id, life, counts) for case_id, life in moving.items()),
            people=people,
            issuing=tuple(sorted(issuing)),
            as_of_ms=self._clock(),
        )


def _role(named: str) -> Role:
    found = next((role for role in _CARRIES if role.value == named), None)
    if found is None:
        raise Unprocessable("no_such_role", "Nobody hands papers over under that role.")
    return found


def _names(role: Role, account: Account, window: str) -> frozenset[str]:
    """The desks of an account under a role; none for all."""
    match role:
        case Role.INTAKE | Role.ISSUING:
            return frozenset({window})
        case Role.BACK_OFFICE:
            return frozenset(account.departments)
        case Role.SECTION:
            return frozenset({account.section} - {""})
    return frozenset()


def _lies_at(role: Role, names: frozenset[str]) -> Iterable[ColumnElement[bool]]:
    yield cases.c.papers_role == role.value
    if names:
        yield cases.c.papers_name.in_((*names, ""))


def _listed(which: ColumnElement[bool]) -> Any:
    its_life = and_(lives.c.hall == cases.c.hall, lives.c.case_id == cases.c.case_id)
    whole = select(cases.c.case_id, lives.c.life).join_from(cases, lives, its_life)
    return whole.where(which).order_by(cases.c.batch, cases.c.number).limit(MOST)


def _concerns(life: Life, role: Role, names: frozenset[str]) -> bool:
    """Whether papers of the case are under way from or to that desk, or lie there apart from the others."""
    moving = [lot.transit for lot in life.lots if lot.transit is not None]
    if role is Role.SUPERVISOR:
        return bool(moving)
    lying = life.open and any(is_at(lot.desk, role, names) for lot in life.apart if lot.transit is None)
    return lying or any(is_at(each.to, role, names) or is_at(each.by, role, names) for each in moving)


def _senders(lives: Iterable[Life]) -> frozenset[str]:
    return frozenset(lot.transit.actor for life in lives for lot in life.lots if lot.transit is not None)


def _page_counts(hall: str, case_ids: Iterable[str]) -> Any:
    whole = and_(pages.c.hall == case_pages.c.hall, pages.c.sha256 == case_pages.c.sha256)
    return (
        select(case_pages.c.case_id, func.count().label("named"), func.count(pages.c.sha256).label("whole"))
        .join_from(case_pages, pages, whole, isouter=True)
        .where(case_pages.c.hall == hall, case_pages.c.case_id.in_(case_ids))
        .group_by(case_pages.c.case_id)
    )


def _told(case_id: str, life: Life, counts: dict[str, Any]) -> CarriedCase:
    counted = counts.get(case_id)
    said = to_plain(life) | {"locker": None, "deposit": None}  # their codes are told to the applicant only
    return CarriedCase(
        case_id=case_id,
        life=said,
        pages=counted.named if counted else 0,
        pages_here=counted.whole if counted else 0,
    )
