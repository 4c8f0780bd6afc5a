"""A case as the central sees it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from app.central.blobs import Blobs
from app.central.errors import Unknown
from app.central.store import Store
from app.central.tables import cases, events
from sync.wire import CaseEvent, CaseView


class CaseViews:
    """Reads cases by id or by printed number. Raises `Unknown`."""

    def __init__(self, store: Store, blobs: Blobs) -> None:
        self._store, self._blobs = store, blobs

    def by_id(self, case_id: str) -> CaseView:
        """The case of that id."""
        return self._view(cases.c.case_id == case_id)

    def by_number(self, number: str) -> CaseView:
        """The case with that printed number."""
        return self._view(cases.c.number == number)

    def _view(self, which: ColumnElement[bool]) -> CaseView:
        with self._store.reading() as connection:
            this = select(cases).where(cases.c.hall == self._store.hall, which)
            case = connection.execute(this).one_or_none()
            if case is None:
                raise Unknown("not_found", "No such case here.")
            timeline = self._timeline(connection, case.case_id)
        return CaseView(
            case_id=case.case_id,
            number=case.number,
            state=case.state,
            item_code=case.item_code,
            due=case.due,
            provisional=case.provisional,
            version=case.version,
            pages_missing=self._blobs.missing_of(case.case_id),
            events=timeline,
        )

    def _timeline(self, connection: Connection, case_id: str) -> tuple[CaseEvent, ...]:
        rows = connection.execute(
            select(events)
            .where(events.c.hall == self._store.hall, events.c.case_id == case_id)
            .order_by(events.c.version)
        )
        return tuple(_line(row) for row in rows)


def _line(row: Any) -> CaseEvent:
    return CaseEvent(
        version=row.version,
        kind=row.move,
        at_ms=row.at_ms,
        actor=row.actor,
        window=row.window,
        reason=row.reason,
    )
