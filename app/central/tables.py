"""The tables of the central. Every key begins with the hall, so that halls can be split over databases later.

Times are UTC milliseconds since 1970. An event row is also the idempotency row of its op: what was stored and that
it was stored cannot come apart.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()

NEVER = 2**53 - 1
"""A moment that does not come, so that what has no deadline sorts behind everything that has one."""

LOOKED_THROUGH = (
    "hall", "open", "due_ms", "case_id", "department", "desk_role", "desk_name", "state", "warn_ms", "yellow_ms",
    "words",
)  # fmt: skip
"""Columns of `cases` that whatever looks through all open ones reads, the order of a work list first.

An index of SQLite has them all. One of PostgreSQL takes no long words; it reads the rows instead.
"""


def _hall() -> Column[str]:
    return Column("hall", String(32), primary_key=True)


halls = Table(
    "halls",
    metadata,
    _hall(),
    Column("layout", Integer, nullable=False),  # version of these tables
    Column("epoch", String(32), nullable=False),
    Column("feed_n", BigInteger, nullable=False),  # last row of the feed
)

windows = Table(
    "windows",
    metadata,
    _hall(),
    Column("device_id", String(64), primary_key=True),
    Column("window", String(16), nullable=False),
    Column("roles", String(128), nullable=False),  # comma-separated
    Column("token_sha256", String(64), nullable=False),
    Column("enrolled_at_ms", BigInteger, nullable=False),
    UniqueConstraint("hall", "token_sha256"),
)

contacts = Table(
    "contacts",
    metadata,
    _hall(),
    Column("device_id", String(64), primary_key=True),
    Column("seen_at_ms", BigInteger, nullable=False),  # of its last hello
    Column("waiting", Integer, nullable=False),  # events in its outbox, as it said then
    Column("parked", Integer, nullable=False),
    Column("oldest_ms", BigInteger, nullable=False),  # since when its oldest waits, by the clock here; 0 if none does
)

accounts = Table(
    "accounts",
    metadata,
    _hall(),
    Column("login", String(32), primary_key=True),
    Column("name", String(64), nullable=False),
    Column("roles", String(128), nullable=False),  # comma-separated
    Column("departments", Text, nullable=False),  # comma-separated codes, "" for all
    Column("section", String(64), nullable=False),
    Column("verifier", String(256), nullable=False),  # Argon2id
    Column("must_change", Boolean, nullable=False),  # the password was made by somebody else
    Column("stamp", String(32), nullable=False),  # another whenever the password, the rights or the disabling change
    Column("failures", Integer, nullable=False),
    Column("locked_until_ms", BigInteger, nullable=False),
    Column("disabled_at_ms", BigInteger, nullable=False),  # 0 while it may sign in
    Column("changed_at_ms", BigInteger, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    _hall(),
    Column("token_sha256", String(64), primary_key=True),
    Column("login", String(32), nullable=False),
    Column("device_id", String(64), nullable=False),
    Column("expires_at_ms", BigInteger, nullable=False),
    Index("sessions_by_login", "hall", "login"),
)

account_log = Table(  # append-only
    "account_log",
    metadata,
    _hall(),
    Column("n", BigInteger, primary_key=True, autoincrement=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("login", String(32), nullable=False),  # "" where no account has what was typed: it may be a name
    Column("what", String(32), nullable=False),
    Column("actor", String(32), nullable=False),  # who did it, "" for the central itself
    Column("device_id", String(64), nullable=False),
    Column("facts", Text, nullable=False),  # JSON: rights as they are since, no names
)

cases = Table(
    "cases",
    metadata,
    _hall(),
    Column("case_id", String(36), primary_key=True),
    Column("number", String(64), nullable=False),
    Column("state", String(32), nullable=False),
    Column("open", Boolean, nullable=False),  # somebody still has something to do
    Column("item_code", String(64), nullable=False),
    Column("item_name", Text, nullable=False),
    Column("department", String(64), nullable=False),
    Column("applicant", Text, nullable=False),
    Column("words", Text, nullable=False),  # numbers and names that find it, folded: see `rows.words`
    Column("window", String(16), nullable=False),
    Column("desk_role", String(32), nullable=False),  # whose turn it is
    Column("desk_name", String(64), nullable=False),
    Column("batch", String(64), nullable=False),  # of papers under way, "" while none are
    Column("papers_role", String(32), nullable=False),  # where its own papers are, or were before they went under way
    Column("papers_name", String(64), nullable=False),
    Column("apart", Boolean, nullable=False),  # papers that came later lie or go apart from them: its life says where
    Column("clock", String(32), nullable=False),  # the clock that presses most, "" where none runs
    Column("due_ms", BigInteger, nullable=False),  # when it runs out; NEVER where none runs or it is stopped
    Column("warn_ms", BigInteger, nullable=False),
    Column("yellow_ms", BigInteger, nullable=False),
    Column("stopped", Boolean, nullable=False),  # a special procedure has stopped the clock
    Column("due", String(10), nullable=False),  # of the promise, as computed here
    Column("due_at_window", String(10), nullable=False),  # as printed on the slip
    Column("provisional", Boolean, nullable=False),
    Column("device_id", String(64), nullable=False),
    Column("version", Integer, nullable=False),
    Column("changed_at_ms", BigInteger, nullable=False),
    UniqueConstraint("hall", "number"),
    Index("cases_by_urgency", "hall", "open", "due_ms"),
    Index("cases_by_words", *LOOKED_THROUGH).ddl_if(dialect="sqlite"),
    Index("cases_of_department", "hall", "open", "department", "due_ms"),
    Index("cases_of_desk", "hall", "open", "desk_role", "desk_name", "due_ms"),
    Index("cases_of_batch", "hall", "batch"),
    Index("cases_of_papers", "hall", "papers_role", "papers_name"),
    Index("cases_of_papers_apart", "hall", "apart"),
)

lives = Table(  # beside the rows of `cases`, so that looking through those reads little
    "lives",
    metadata,
    _hall(),
    Column("case_id", String(36), primary_key=True),
    Column("life", Text, nullable=False),  # app.domain.life.Life as JSON: what the events have made of the case
)

events = Table(
    "events",
    metadata,
    _hall(),
    Column("case_id", String(36), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("op_id", String(36), nullable=False),
    Column("device_id", String(64), nullable=False),
    Column("device_seq", BigInteger, nullable=False),
    Column("move", String(64), nullable=False),
    Column("at_ms", BigInteger, nullable=False),  # by the window's clock; never used for ordering
    Column("actor", String(64), nullable=False),
    Column("window", String(16), nullable=False),
    Column("reason", Text, nullable=False),
    Column("schema_version", Integer, nullable=False),
    Column("body", Text, nullable=False),  # canonical JSON: the very bytes that `body_sha256` covers
    Column("body_sha256", String(64), nullable=False),
    Column("stored_at_ms", BigInteger, nullable=False),
    UniqueConstraint("hall", "op_id"),
    UniqueConstraint("hall", "device_id", "device_seq"),
    # all that the figures of a year count by, so that they need not fetch half a million bodies
    Index("events_by_time", "hall", "at_ms", "move", "version", "window", "case_id"),
    ForeignKeyConstraint(["hall", "case_id"], ["cases.hall", "cases.case_id"]),
)

feed = Table(
    "feed",
    metadata,
    _hall(),
    Column("n", BigInteger, primary_key=True, autoincrement=False),
    Column("case_id", String(36), nullable=False),
    Column("version", Integer, nullable=False),
    Column("what", String(64), nullable=False),
    Column("stored_at_ms", BigInteger, nullable=False),
)

case_pages = Table(
    "case_pages",
    metadata,
    _hall(),
    Column("case_id", String(36), primary_key=True),
    Column("sha256", String(64), primary_key=True),
    Column("version", Integer, nullable=False),  # the event that first named the page
    Index("case_pages_by_page", "hall", "sha256"),
)

pages = Table(
    "pages",
    metadata,
    _hall(),
    Column("sha256", String(64), primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("media_type", String(64), nullable=False),
    Column("stored_at_ms", BigInteger, nullable=False),
)

device_reports = Table(
    "device_reports",
    metadata,
    _hall(),
    Column("device_id", String(64), primary_key=True),
    Column("report", Text, nullable=False),  # as it came, so that what a newer window says is not lost
    Column("kept_at_ms", BigInteger, nullable=False),
)

series = Table(
    "series",
    metadata,
    _hall(),
    Column("series", String(64), primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("last", BigInteger, nullable=False),  # last serial leased
)

leases = Table(
    "leases",
    metadata,
    _hall(),
    Column("request_id", String(64), primary_key=True),
    Column("device_id", String(64), nullable=False),
    Column("series", String(64), nullable=False),
    Column("prefix", String(16), nullable=False),
    Column("year", Integer, nullable=False),
    Column("first", BigInteger, nullable=False),
    Column("last", BigInteger, nullable=False),
    Column("leased_at_ms", BigInteger, nullable=False),
)

number_gaps = Table(  # append-only: the serials that no case or document in force has
    "number_gaps",
    metadata,
    _hall(),
    Column("series", String(64), primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("first", BigInteger, primary_key=True, autoincrement=False),
    Column("reason", String(16), primary_key=True),
    Column("last", BigInteger, nullable=False),
    Column("device_id", String(64), nullable=False),  # the window that told it
    Column("recorded_at_ms", BigInteger, nullable=False),
)

messages = Table(
    "messages",
    metadata,
    _hall(),
    Column("id", String(36), primary_key=True),
    Column("dedupe_key", String(64), nullable=False),  # of case, event, notice and telephone, hashed
    Column("case_id", String(36), nullable=False),
    Column("event", String(64), nullable=False),  # the op that it tells of, or what the clock found
    Column("notice", String(32), nullable=False),
    Column("phone", String(32), nullable=False),
    Column("text", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("tries", Integer, nullable=False),  # since a person last had it sent again
    Column("asks", Integer, nullable=False),  # how often a gateway was asked what became of it
    Column("not_before_ms", BigInteger, nullable=False),
    Column("leased_until_ms", BigInteger, nullable=False),
    Column("leased_by", String(64), nullable=False),  # the device that sends, or sent it last
    Column("lease_id", String(36), nullable=False),  # of its last lease: only who holds it may say what became of it
    Column("sent_as", String(36), nullable=False),  # what its last sending is known by at a gateway
    Column("reference", Text, nullable=False),  # of the network or the gateway
    Column("last_code", String(64), nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    Column("changed_ms", BigInteger, nullable=False),
    UniqueConstraint("hall", "dedupe_key"),
    Index("messages_due", "hall", "state", "not_before_ms"),
)

message_decisions = Table(
    "message_decisions",
    metadata,
    _hall(),
    Column("id", String(36), primary_key=True),
    Column("message_id", String(36), nullable=False),
    Column("decision", String(16), nullable=False),
    Column("actor", String(64), nullable=False),
    Column("reason", Text, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    ForeignKeyConstraint(["hall", "message_id"], ["messages.hall", "messages.id"]),
)

catalogues = Table(
    "catalogues",
    metadata,
    _hall(),
    Column("version", String(64), primary_key=True),
    Column("content", Text, nullable=False),  # app.domain.catalogue.Catalogue as JSON
    Column("published_at_ms", BigInteger, nullable=False),
    Column("published_by", String(64), nullable=False),
)

catalogue_withdrawals = Table(
    "catalogue_withdrawals",
    metadata,
    _hall(),
    Column("version", String(64), primary_key=True),
    Column("withdrawn_at_ms", BigInteger, nullable=False),
    Column("withdrawn_by", String(64), nullable=False),
)

calendars = Table(
    "calendars",
    metadata,
    _hall(),
    Column("version", String(64), primary_key=True),
    Column("content", Text, nullable=False),  # app.domain.calendar.WorkCalendar as JSON
    Column("published_at_ms", BigInteger, nullable=False),
    Column("published_by", String(64), nullable=False),
)

rules = Table(  # append-only
    "rules",
    metadata,
    _hall(),
    Column("since_ms", BigInteger, primary_key=True, autoincrement=False),
    Column("content", Text, nullable=False),  # app.domain.rules.Rules as JSON
)

hall_log = Table(  # append-only
    "hall_log",
    metadata,
    _hall(),
    Column("n", BigInteger, primary_key=True, autoincrement=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("what", String(32), nullable=False),
    Column("actor", String(32), nullable=False),  # who did it, "" for the central itself
    Column("device_id", String(64), nullable=False),
    Column("facts", Text, nullable=False),  # JSON: versions, years, windows; no names
)
