"""The cases of this window: saved, found and opened again."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, String, cast, func, select

from app.domain.case import Application, CaseState, Event, MoveKind, Page
from app.domain.errors import NotFound
from app.domain.life import Case, Life
from app.domain.plain import from_plain
from app.domain.slips import SlipDocument
from app.store.blobs import Pages
from app.store.database import Database
from app.store.search import CaseQuery, CaseRow, conditions, select_cases
from app.store.tables import cases, events
from app.store.unit_of_work import saving
from sync.entry import EntryState


class CaseStore:
    """Cases with their events."""

    def __init__(self, database: Database, pages: Pages) -> None:
        self._database, self._pages = database, pages

    def save(
        self,
        event: Event,
        case: Case,
        *,
        body: Mapping[str, Any],
        attachments: Sequence[Page] = (),
        slips: Sequence[SlipDocument] = (),
        item_name: str = "",
        draft_id: str = "",
    ) -> tuple[int, ...]:
        """Save one event of a case that has its number, in one durable transaction. Returns the slips' ids.

        For a case that takes its number at the same moment use `Store.saving`.
        """
        with saving(self._database, self._pages) as work:
            work.record(event, case, body=body, attachments=attachments, item_name=item_name)
            if draft_id:
                work.close_draft(draft_id)
            return tuple(work.add_slip(case.id, document, event.at) for document in slips)

    def find(self, query: CaseQuery | None = None) -> list[CaseRow]:
        """The cases that fit, newest first."""
        with self._database.reading() as connection:
            rows = connection.execute(select_cases(query or CaseQuery())).mappings()
            return [
                CaseRow(**{**_shown(row), "state": CaseState(row["state"]), "sync": EntryState(row["sync"])})
                for row in rows
            ]

    def count(self, query: CaseQuery | None = None) -> int:
        """How many cases fit, whatever the limit."""
        counted = select(func.count()).select_from(cases).where(*conditions(query or CaseQuery()))
        with self._database.reading() as connection:
            return int(connection.scalar(counted) or 0)

    def has_waybill(self, number: str) -> bool:
        """Whether a case of this window has gone out by that waybill; `number` is letters and digits."""
        body = cast(events.c.body, String)
        used = select(events.c.id).where(
            events.c.kind == MoveKind.HAND_OUT.value, body.contains(f'"waybill":"{number}"', autoescape=True)
        )
        with self._database.reading() as connection:
            return connection.execute(used.limit(1)).first() is not None

    def moves(self, kinds: Collection[MoveKind], since: datetime) -> list[Event]:
        """What was done here of those kinds since then, oldest first."""
        wanted = events.c.kind.in_([kind.value for kind in kinds]), events.c.at >= since
        with self._database.reading() as connection:
            rows = connection.execute(select(events).where(*wanted).order_by(events.c.at)).mappings()
            return [_event(row) for row in rows]

    def open(self, case_id: str) -> tuple[Case, list[Event]]:
        """A case and its events, oldest first. Times come back in UTC. Raises `NotFound`."""
        with self._database.reading() as connection:
            row = connection.execute(select(cases).where(cases.c.id == case_id)).mappings().first()
            if row is None:
                raise NotFound(case_id)
            history = select(events).where(events.c.case_id == case_id).order_by(events.c.version)
            return _case(row), [_event(each) for each in connection.execute(history).mappings()]


def _shown(row: RowMapping) -> dict[str, Any]:
    return {field.name: row[field.name] for field in fields(CaseRow)}


def _case(row: RowMapping) -> Case:
    return Case(
        id=row["id"],
        application=from_plain(Application, row["application"]),
        life=from_plain(Life, row["life"]),
        due=row["due"],
    )


def _event(row: RowMapping) -> Event:
    return Event(
        id=row["id"],
        case_id=row["case_id"],
        kind=MoveKind(row["kind"]),
        at=row["at"],
        actor=row["actor"],
        window=row["window"],
        body=row["body"],
        reason=row["reason"],
    )
