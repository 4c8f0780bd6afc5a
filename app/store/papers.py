"""Paper seen: what of a batch was scanned at this window, kept until its case is taken over."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, insert, select

from app.store import audit
from app.store.database import Database
from app.store.tables import papers_seen


class PapersSeen:
    """Pairs of batch and case number; whoever scans the same paper twice changes nothing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> frozenset[tuple[str, str]]:
        """Every (batch, number) that was seen and not forgotten."""
        with self._database.reading() as connection:
            rows = connection.execute(select(papers_seen.c.batch, papers_seen.c.number))
            return frozenset((row.batch, row.number) for row in rows)

    def see(self, batch: str, number: str, *, at: datetime, actor: str, by_hand: bool) -> None:
        """The paper of that case lies here. Audited; `by_hand` where its code could not be scanned."""
        with self._database.writing() as connection:
            row = {"batch": batch, "number": number, "by_hand": by_hand, "seen_at": at}
            connection.execute(insert(papers_seen).prefix_with("OR IGNORE"), row)
            audit.append(connection, at=at, actor=actor, action="papers.seen", subject=batch,
                         facts={"number": number, "by_hand": by_hand})  # fmt: skip

    def wrong(self, batch: str, number: str, *, at: datetime, actor: str) -> None:
        """Paper that does not belong to the batch lay among it. Audited."""
        with self._database.writing() as connection:
            audit.append(connection, at=at, actor=actor, action="papers.wrong", subject=batch,
                         facts={"number": number})  # fmt: skip

    def forget(self, batch: str, number: str) -> None:
        """The case is taken over, or its paper is not what it should be."""
        with self._database.writing() as connection:
            of_case = papers_seen.c.batch == batch, papers_seen.c.number == number
            connection.execute(delete(papers_seen).where(*of_case))
