"""The outbox: every event until the central's signed receipt is in hand, and after that as evidence.

A row is acknowledged, parked or waiting, and nothing else: there is no "sending" to be stuck in. Rows are
added inside the transaction that saves the event (`add`). Next to go is the first row of each case that is
not acknowledged, unless it is parked: a parked row holds back its own case and no other. A page goes once its
form has been acknowledged.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from typing import Any, Protocol

from sqlalchemy import (
    Column,
    Connection,
    Index,
    Integer,
    MetaData,
    RowMapping,
    Select,
    String,
    Table,
    UniqueConstraint,
    exists,
    func,
    insert,
    null,
    or_,
    select,
    update,
)

from sync import wire
from sync.entry import Attachment, Counts, Entry, EntryState, Queued, QueuedPage, Row
from sync.policy import LONGEST_WAIT_MS
from sync.prepared import Prepared

metadata = MetaData()

entries = Table(
    "outbox",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("op_id", String, nullable=False, unique=True),
    Column("case_id", String, nullable=False),
    Column("label", String, nullable=False),
    Column("base_version", Integer, nullable=False),
    Column("kind", String, nullable=False),
    Column("schema_version", Integer, nullable=False),
    Column("body", String, nullable=False),  # canonical JSON: the bytes that body_sha256 covers
    Column("body_sha256", String, nullable=False),
    Column("attachments", String, nullable=False),
    Column("recorded_ms", Integer, nullable=False),
    Column("tries", Integer, nullable=False, default=0),
    Column("next_ms", Integer, nullable=False, default=0),
    Column("last_error", String, nullable=False, default=""),
    Column("parked_ms", Integer),
    Column("facts", String, nullable=False, default="{}"),
    Column("acked_ms", Integer),
    Column("receipt", String),
    sqlite_autoincrement=True,  # a number is never given again, also not after a purge
)
Index("outbox_open", entries.c.case_id, entries.c.seq, sqlite_where=entries.c.acked_ms.is_(None))

pages = Table(
    "outbox_pages",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("case_id", String, nullable=False),
    Column("sha256", String, nullable=False),
    Column("media_type", String, nullable=False),
    Column("tries", Integer, nullable=False, default=0),
    Column("next_ms", Integer, nullable=False, default=0),
    Column("last_error", String, nullable=False, default=""),
    Column("parked_ms", Integer),
    Column("done_ms", Integer),
    UniqueConstraint("case_id", "sha256"),
)
Index("outbox_pages_open", pages.c.id, sqlite_where=pages.c.done_ms.is_(None))

_earlier = entries.alias("earlier")
_first_of_its_case = ~exists(
    select(null()).where(
        _earlier.c.case_id == entries.c.case_id,
        _earlier.c.acked_ms.is_(None),
        _earlier.c.seq < entries.c.seq,
    )
)


_ADD = Prepared(insert(entries).returning(entries.c.seq))


_UNTRIED = {"tries": 0, "next_ms": 0, "last_error": "", "facts": "{}"}


class Transactions(Protocol):
    """Where the rows live; `writing` is one durable transaction."""

    def reading(self) -> AbstractContextManager[Connection]: ...

    def writing(self) -> AbstractContextManager[Connection]: ...


def add(connection: Connection, entry: Entry) -> int:
    """Put `entry` into the outbox within the caller's transaction. Returns its place `seq`."""
    body = wire.canonical(dict(entry.body))
    row = {
        "op_id": entry.op_id,
        "case_id": entry.case_id,
        "label": entry.label,
        "base_version": entry.base_version,
        "kind": entry.kind,
        "schema_version": entry.schema_version,
        "body": body.decode(),
        "body_sha256": hashlib.sha256(body).hexdigest(),
        "attachments": json.dumps([[each.sha256, each.media_type] for each in entry.attachments]),
        "recorded_ms": entry.recorded_ms,
    } | _UNTRIED
    [seq] = _ADD.run(connection, row) or ()
    _add_pages(connection, seq, entry)
    return int(seq)


def _add_pages(connection: Connection, seq: int, entry: Entry) -> None:
    if not entry.attachments:
        return
    known = set(connection.scalars(select(pages.c.sha256).where(pages.c.case_id == entry.case_id)))
    fresh = {each.sha256: each for each in entry.attachments if each.sha256 not in known}
    if fresh:
        connection.execute(
            insert(pages),
            [
                {"seq": seq, "case_id": entry.case_id, "sha256": sha256, "media_type": each.media_type}
                for sha256, each in fresh.items()
            ],
        )


def page_sent(connection: Connection, case_id: str, sha256: str) -> bool:
    """Whether the central has this page of the case."""
    query = select(pages.c.done_ms).where(pages.c.case_id == case_id, pages.c.sha256 == sha256)
    return connection.scalar(query) is not None


class Outbox:
    """The outbox of one window over its database."""

    def __init__(self, database: Transactions) -> None:
        self._database = database

    def heads(self, now_ms: int, limit: int = wire.MAX_OPS) -> list[Queued]:
        """The entries that may go now, oldest first: at most one a case."""
        query = (
            select(entries)
            .where(entries.c.acked_ms.is_(None), entries.c.parked_ms.is_(None))
            .where(_due(entries, now_ms), _first_of_its_case)
            .order_by(entries.c.seq)
            .limit(limit)
        )
        with self._database.reading() as connection:
            return [_queued(row) for row in connection.execute(query).mappings()]

    def next_page(self, now_ms: int) -> QueuedPage | None:
        """The oldest page that may go now: its form is acknowledged."""
        query = (
            select(pages)
            .where(pages.c.done_ms.is_(None), pages.c.parked_ms.is_(None), _due(pages, now_ms), _form_arrived())
            .order_by(pages.c.id)
            .limit(1)
        )
        with self._database.reading() as connection:
            row = connection.execute(query).mappings().first()
        if row is None:
            return None
        page = Attachment(row["sha256"], row["media_type"])
        return QueuedPage(row["id"], row["case_id"], page, row["tries"])

    def next_due_ms(self) -> int | None:
        """When the next entry or page may go, None where nothing waits."""
        heads = select(func.min(entries.c.next_ms)).where(
            entries.c.acked_ms.is_(None), entries.c.parked_ms.is_(None), _first_of_its_case
        )
        trailing = select(func.min(pages.c.next_ms)).where(
            pages.c.done_ms.is_(None), pages.c.parked_ms.is_(None), _form_arrived()
        )
        with self._database.reading() as connection:
            due = [connection.scalar(query) for query in (heads, trailing)]
        return min((each for each in due if each is not None), default=None)

    def acknowledge(self, receipts: Mapping[int, wire.Receipt], now_ms: int) -> None:
        """The central has these entries, by place; its receipts are kept as evidence."""
        with self._database.writing() as connection:
            for seq, receipt in receipts.items():
                connection.execute(
                    update(entries)
                    .where(entries.c.seq == seq)
                    .values(acked_ms=now_ms, receipt=receipt.model_dump_json(), parked_ms=None, last_error="")
                )

    def postpone(self, seqs: Iterable[int], error: str, next_ms: int) -> None:
        """An attempt failed; the entries go again at `next_ms`."""
        self._postpone(entries, entries.c.seq, seqs, error, next_ms)

    def park(self, seq: int, code: str, facts: Mapping[str, Any], now_ms: int) -> None:
        """The central refused the entry with `code`; it waits for a person, and so does its case."""
        with self._database.writing() as connection:
            connection.execute(
                update(entries)
                .where(entries.c.seq == seq)
                .values(
                    parked_ms=now_ms,
                    last_error=code,
                    facts=json.dumps(dict(facts), ensure_ascii=False, default=str),
                    tries=entries.c.tries + 1,
                )
            )

    def retry(self, seq: int) -> None:
        """A person lets a parked entry go again, at once."""
        self._retry(entries, entries.c.seq, seq)

    def page_done(self, page_id: int, now_ms: int) -> None:
        """The central has put the page together and checked it."""
        with self._database.writing() as connection:
            connection.execute(update(pages).where(pages.c.id == page_id).values(done_ms=now_ms, last_error=""))

    def postpone_page(self, page_id: int, error: str, next_ms: int) -> None:
        """Sending the page failed; it goes again at `next_ms`."""
        self._postpone(pages, pages.c.id, [page_id], error, next_ms)

    def park_page(self, page_id: int, code: str, now_ms: int) -> None:
        """The page was refused or is not here any more; it waits for a person."""
        with self._database.writing() as connection:
            connection.execute(
                update(pages)
                .where(pages.c.id == page_id)
                .values(parked_ms=now_ms, last_error=code, tries=pages.c.tries + 1)
            )

    def retry_page(self, page_id: int) -> None:
        """A person lets a parked page go again, at once."""
        self._retry(pages, pages.c.id, page_id)

    def counts(self) -> Counts:
        """What waits, what is parked, and since when the oldest of them is here."""
        open_entries = select(func.count(), func.count(entries.c.parked_ms), func.min(entries.c.recorded_ms)).where(
            entries.c.acked_ms.is_(None)
        )
        open_pages = (
            select(func.count(), func.count(pages.c.parked_ms), func.min(entries.c.recorded_ms))
            .join_from(pages, entries, entries.c.seq == pages.c.seq)
            .where(pages.c.done_ms.is_(None))
        )
        with self._database.reading() as connection:
            waiting, parked, oldest = connection.execute(open_entries).one()
            pages_waiting, pages_parked, oldest_page = connection.execute(open_pages).one()
        ages = [each for each in (oldest, oldest_page) if each is not None]
        return Counts(
            ready=waiting - parked,
            parked=parked + pages_parked,
            pages=pages_waiting - pages_parked,
            oldest_ms=min(ages, default=None),
        )

    def rows(self, *, sent: int = 50) -> list[Row]:
        """Everything that is not yet at the central, oldest first, then the last `sent` that are."""
        still_open = select(entries, _first_of_its_case.label("first")).where(entries.c.acked_ms.is_(None))
        trailing = (
            select(pages, entries.c.label, entries.c.recorded_ms, entries.c.acked_ms)
            .join_from(pages, entries, entries.c.seq == pages.c.seq)
            .where(pages.c.done_ms.is_(None))
            .order_by(pages.c.id)
        )
        done = (
            select(entries, null().label("first"))
            .where(entries.c.acked_ms.is_not(None))
            .order_by(entries.c.seq.desc())
            .limit(sent)
        )
        with self._database.reading() as connection:
            waiting = [_entry_row(row) for row in _rows(connection, still_open.order_by(entries.c.seq))]
            waiting += [_page_row(row) for row in _rows(connection, trailing)]
            return waiting + [_entry_row(row) for row in _rows(connection, done)]

    def export(self, seq: int) -> dict[str, Any]:
        """One entry whole, as plain data, for a person to carry: op, state, reason, receipt. `KeyError` if
        unknown.
        """
        with self._database.reading() as connection:
            row = connection.execute(select(entries).where(entries.c.seq == seq)).mappings().first()
        if row is None:
            raise KeyError(seq)
        plain = dict(row)
        for name in ("body", "attachments", "facts", "receipt"):
            plain[name] = json.loads(row[name]) if row[name] is not None else None
        return plain

    def _postpone(self, table: Table, key: Column[int], ids: Iterable[int], error: str, next_ms: int) -> None:
        with self._database.writing() as connection:
            connection.execute(
                update(table)
                .where(key.in_(list(ids)))
                .values(tries=table.c.tries + 1, next_ms=next_ms, last_error=error)
            )

    def _retry(self, table: Table, key: Column[int], row_id: int) -> None:
        with self._database.writing() as connection:
            connection.execute(update(table).where(key == row_id).values(parked_ms=None, next_ms=0))


def _due(table: Table, now_ms: int) -> Any:
    # no delay is longer: a time further ahead means that the clock was set back, and is not waited for
    return or_(table.c.next_ms <= now_ms, table.c.next_ms > now_ms + LONGEST_WAIT_MS)


def _form_arrived() -> Any:
    return exists(select(null()).where(entries.c.seq == pages.c.seq, entries.c.acked_ms.is_not(None)))


def _rows(connection: Connection, query: Select[Any]) -> Iterable[RowMapping]:
    return connection.execute(query).mappings()


def _queued(row: RowMapping) -> Queued:
    entry = Entry(
        op_id=row["op_id"],
        case_id=row["case_id"],
        base_version=row["base_version"],
        kind=row["kind"],
        body=json.loads(row["body"]),
        recorded_ms=row["recorded_ms"],
        attachments=tuple(Attachment(*pair) for pair in json.loads(row["attachments"])),
        label=row["label"],
        schema_version=row["schema_version"],
    )
    return Queued(row["seq"], row["tries"], entry, row["body_sha256"], len(row["body"].encode()))


def _entry_row(row: RowMapping) -> Row:
    if row["acked_ms"] is not None:
        state = EntryState.TAKEN_BACK if row["receipt"] is None else EntryState.SENT
    elif row["parked_ms"] is not None:
        state = EntryState.PARKED
    else:
        state = EntryState.READY if row["first"] else EntryState.HELD
    return Row(
        id=row["seq"],
        is_page=False,
        case_id=row["case_id"],
        label=row["label"],
        kind=row["kind"],
        recorded_ms=row["recorded_ms"],
        state=state,
        tries=row["tries"],
        reason=row["last_error"],
        facts=json.loads(row["facts"]),
        next_ms=row["next_ms"],
    )


def _page_row(row: RowMapping) -> Row:
    if row["parked_ms"] is not None:
        state = EntryState.PARKED
    else:
        state = EntryState.READY if row["acked_ms"] is not None else EntryState.HELD
    return Row(
        id=row["id"],
        is_page=True,
        case_id=row["case_id"],
        label=row["label"],
        kind="page",
        recorded_ms=row["recorded_ms"],
        state=state,
        tries=row["tries"],
        reason=row["last_error"],
        next_ms=row["next_ms"],
    )
