"""The tables of the window's database. Times are UTC in epoch milliseconds; SQLite would hand them back
naive.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    TypeDecorator,
)

from app.domain.moments import milliseconds

metadata = MetaData()


class Moment(TypeDecorator[datetime]):
    """An aware datetime, kept as UTC epoch milliseconds. A naive one is refused: it says no moment."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else milliseconds(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromtimestamp(value / 1000, UTC)


class JsonText(str):
    """JSON data that is text already."""

    __slots__ = ()


class Plain(TypeDecorator[Any]):
    """JSON data as text, Chinese left readable."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str:
        if isinstance(value, JsonText):
            return str(value)
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)


cases = Table(
    "cases",
    metadata,
    Column("id", String, primary_key=True),
    Column("number", String, nullable=False, unique=True),
    Column("state", String, nullable=False),
    Column("applicant", String, nullable=False),
    Column("names", String, nullable=False),  # every name concerned, folded for searching
    Column("id_number", String, nullable=False),
    Column("credit_code", String, nullable=False),
    Column("agent_id_number", String, nullable=False),
    Column("item_code", String, nullable=False),
    Column("item_name", String, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("window", String, nullable=False),
    Column("clerk", String, nullable=False),
    Column("due", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("application", Plain, nullable=False),
    Column("life", Plain, nullable=False),
)
Index("cases_by_time", cases.c.received_at)

events = Table(
    "events",
    metadata,
    Column("id", String, nullable=False),  # the outbox, in the same transaction, keeps it from coming twice
    Column("case_id", String, ForeignKey("cases.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("kind", String, nullable=False),
    Column("at", Moment, nullable=False),
    Column("actor", String, nullable=False),
    Column("window", String, nullable=False),
    Column("body", Plain, nullable=False),
    Column("reason", String, nullable=False),
    PrimaryKeyConstraint("case_id", "version"),
    sqlite_with_rowid=False,
)

drafts = Table(
    "drafts",
    metadata,
    Column("id", String, primary_key=True),
    Column("ticket", String, nullable=False),
    Column("step", String, nullable=False),
    Column("application", Plain, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("clerk", String, nullable=False, server_default=""),  # "" for a draft from before there were several
)

slips = Table(
    "slips",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", String, ForeignKey("cases.id"), nullable=False),
    Column("kind", String, nullable=False),
    Column("number", String, nullable=False),
    Column("document", Plain, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("printed_at", Moment),
    Column("reprints", Integer, nullable=False, default=0),
)
Index("slips_of_case", slips.c.case_id)

blocks = Table(
    "number_blocks",
    metadata,
    Column("series", String, nullable=False),
    Column("prefix", String, nullable=False),
    Column("year", Integer, nullable=False),
    Column("first", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    Column("next", Integer, nullable=False),
    PrimaryKeyConstraint("series", "year", "first"),
)

number_gaps = Table(  # append-only
    "number_gaps",
    metadata,
    Column("series", String, nullable=False),
    Column("year", Integer, nullable=False),
    Column("first", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    Column("reason", String, nullable=False),
    Column("recorded_at", Moment, nullable=False),
    Column("told_at", Moment),  # to the central; of what is void the op itself tells
    PrimaryKeyConstraint("series", "year", "first", "reason"),
    sqlite_with_rowid=False,
)

audit = Table(
    "audit",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("actor", String, nullable=False),
    Column("action", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("facts", Plain, nullable=False),
    Column("previous", String, nullable=False),
    Column("hash", String, nullable=False),
)

item_uses = Table(
    "item_uses",
    metadata,
    Column("code", String, nullable=False),
    Column("account", String, nullable=False),
    Column("used_at", Moment),
    Column("uses", Integer, nullable=False, default=0),
    Column("pinned", Boolean, nullable=False, default=False),
    PrimaryKeyConstraint("code", "account"),
)

cells = Table(  # a cell without a row is free
    "cells",
    metadata,
    Column("bank", String, nullable=False),  # name of the device
    Column("number", Integer, nullable=False),
    Column("state", String, nullable=False),
    Column("purpose", String, nullable=False),
    Column("case_id", String, nullable=False),
    Column("case_number", String, nullable=False),
    Column("code", String, nullable=False),
    Column("until", String, nullable=False),
    Column("aim", String, nullable=False),  # "" unless it is open
    Column("changed_at", Moment),
    PrimaryKeyConstraint("bank", "number"),
    sqlite_with_rowid=False,
)

papers_seen = Table(  # paper that was scanned here and is not taken over yet: the file still has to come
    "papers_seen",
    metadata,
    Column("batch", String, nullable=False),
    Column("number", String, nullable=False),
    Column("by_hand", Boolean, nullable=False),
    Column("seen_at", Moment, nullable=False),
    PrimaryKeyConstraint("batch", "number"),
    sqlite_with_rowid=False,
)

accounts = Table(
    "accounts",
    metadata,
    Column("login", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("roles", Plain, nullable=False),
    Column("verifier", String, nullable=False),
    Column("failures", Integer, nullable=False, default=0),
    Column("locked_until", Moment),
    Column("departments", Plain, nullable=False, server_default="[]"),
    Column("section", String, nullable=False, server_default=""),
    Column("expires", Moment),  # None: not known from a central
    Column("stamp", String, nullable=False, server_default=""),  # the central's, "" where it is not known from there
)

settings = Table(
    "settings",
    metadata,
    Column("key", String, primary_key=True),
    Column("value", Plain, nullable=False),
)
