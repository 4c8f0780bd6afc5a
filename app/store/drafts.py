"""Drafts: one row for each applicant who is being served, written at every pause of the keyboard."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, RowMapping, bindparam, delete, select
from sqlalchemy.dialects.sqlite import insert

from app.domain.case import Application
from app.domain.errors import NotFound
from app.domain.plain import from_plain, to_plain
from app.store.database import Database
from app.store.tables import drafts
from sync.prepared import Prepared

_REMOVE = Prepared(delete(drafts).where(drafts.c.id == bindparam("of_id")))
_PUT = insert(drafts)
_PUT = _PUT.on_conflict_do_update(
    index_elements=["id"],
    set_={each.name: _PUT.excluded[each.name] for each in drafts.c if each.name != "id"},
)


@dataclass(frozen=True, slots=True)
class Draft:
    """What was captured so far. `id` becomes the case's; `step` names the page the clerk was on."""

    id: str
    application: Application
    updated_at: datetime
    ticket: str = ""
    step: str = ""
    clerk: str = ""


class Drafts:
    """The drafts of this window."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, draft: Draft) -> None:
        """Keep `draft`, in place of an older state of it; durable when this returns."""
        row = {
            "id": draft.id,
            "ticket": draft.ticket,
            "step": draft.step,
            "application": to_plain(draft.application),
            "updated_at": draft.updated_at,
            "clerk": draft.clerk,
        }
        with self._database.writing() as connection:
            connection.execute(_PUT, row)

    def list(self, clerk: str = "") -> list[Draft]:
        """All drafts, or those of one clerk and of nobody; the one touched last first."""
        query = select(drafts).order_by(drafts.c.updated_at.desc())
        if clerk:
            query = query.where(drafts.c.clerk.in_((clerk, "")))
        with self._database.reading() as connection:
            return [_draft(row) for row in connection.execute(query).mappings()]

    def get(self, draft_id: str) -> Draft:
        """One draft. Raises `NotFound`."""
        query = select(drafts).where(drafts.c.id == draft_id)
        with self._database.reading() as connection:
            row = connection.execute(query).mappings().first()
        if row is None:
            raise NotFound(draft_id)
        return _draft(row)

    def delete(self, draft_id: str) -> None:
        """Throw a draft away; nothing happens where there is none."""
        with self._database.writing() as connection:
            remove(connection, draft_id)


def remove(connection: Connection, draft_id: str) -> None:
    """Delete a draft within the caller's transaction."""
    _REMOVE.run(connection, {"of_id": draft_id})


def _draft(row: RowMapping) -> Draft:
    application = from_plain(Application, row["application"])
    return Draft(row["id"], application, row["updated_at"], row["ticket"], row["step"], row["clerk"])
