"""The audit trail: append-only, each row sealed by the hash of the one before it. Facts are codes and ids, no
names.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from app.domain.moments import milliseconds
from app.store.database import Database
from app.store.tables import audit
from sync.prepared import Prepared

START = "0" * 64
_LAST = Prepared(select(audit.c.hash).order_by(audit.c.n.desc()).limit(1))
_APPEND = Prepared(insert(audit))
_SEALED = ("actor", "action", "subject", "facts")


@dataclass(frozen=True, slots=True)
class AuditRow:
    """Who did what to what, and when."""

    n: int
    at: datetime
    actor: str
    action: str
    subject: str
    facts: Mapping[str, Any]


def append(
    connection: Connection,
    *,
    at: datetime,
    actor: str,
    action: str,
    subject: str,
    facts: Mapping[str, Any] | None = None,
) -> None:
    """Add a row to the chain within the caller's transaction."""
    last = _LAST.run(connection, {})
    row: dict[str, Any] = {
        "at": at,
        "actor": actor,
        "action": action,
        "subject": subject,
        "facts": dict(facts or {}),
        "previous": last[0] if last else START,
    }
    _APPEND.run(connection, {**row, "hash": _seal(row)})


class AuditTrail:
    """The trail as others read it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, subject: str) -> list[AuditRow]:
        """Everything done to `subject`, oldest first."""
        query = select(audit).where(audit.c.subject == subject).order_by(audit.c.n)
        with self._database.reading() as connection:
            return [
                AuditRow(row["n"], row["at"], row["actor"], row["action"], row["subject"], row["facts"])
                for row in connection.execute(query).mappings()
            ]

    def first_broken(self) -> int | None:
        """The number of the first row that was altered, or that follows one taken out; None for a whole
        chain.
        """
        previous, count = START, 0
        with self._database.reading() as connection:
            for row in connection.execute(select(audit).order_by(audit.c.n)).mappings():
                count += 1
                follows = row["n"] == count and row["previous"] == previous
                if not follows or row["hash"] != _seal(dict(row)):
                    return int(row["n"])
                previous = row["hash"]
        return None


def _seal(row: Mapping[str, Any]) -> str:
    fields = (row["previous"], milliseconds(row["at"]), *(row[name] for name in _SEALED))
    text = json.dumps(fields, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
