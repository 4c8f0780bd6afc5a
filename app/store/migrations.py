"""The schema, version by version, forward only. The version stands in the file itself (`PRAGMA
user_version`).

A new version is one more function at the end of `STEPS`. Before a step changes a database that holds
anything, an encrypted copy is laid beside it. A database from a newer program is refused, never touched.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Connection, Engine, insert, inspect, text

from app.domain.bodies import deed_of
from app.domain.case import MoveKind
from app.domain.errors import StoreForeign
from app.domain.life import Life
from app.domain.moves import recall
from app.domain.plain import to_json
from app.store import tables
from sync import outbox


def _first(connection: Connection) -> None:
    tables.metadata.create_all(connection)
    outbox.metadata.create_all(connection)
    connection.execute(insert(tables.settings), {"key": DATABASE_ID, "value": str(uuid4())})
    # The central never takes one op number of a window twice. Counting from the second of its birth, a
    # database made anew after a lost disk begins above every number of the one before it.
    connection.execute(
        text("INSERT INTO sqlite_sequence (name, seq) VALUES ('outbox', :born)"), {"born": int(time.time())}
    )


def _accounts_of_the_central(connection: Connection) -> None:
    """0.3: what the central said of an account, and how long that is believed."""
    _add_columns(
        connection,
        "accounts",
        departments="VARCHAR DEFAULT '[]' NOT NULL",
        section="VARCHAR DEFAULT '' NOT NULL",
        expires="INTEGER",
        stamp="VARCHAR DEFAULT '' NOT NULL",
    )


def _drafts_of_each_clerk(connection: Connection) -> None:
    """0.3: who left a draft, so that nobody else is shown it."""
    _add_columns(connection, "drafts", clerk="VARCHAR DEFAULT '' NOT NULL")


def _add_columns(connection: Connection, table: str, **columns: str) -> None:
    """Those that are not there: a database made now has today's tables from its first step."""
    there = _columns(connection, table)
    for column, kind in columns.items():
        if column not in there:
            connection.exec_driver_sql(f"ALTER TABLE {table} ADD COLUMN {column} {kind}")


DATABASE_ID = "database_id"
"""The setting that holds a UUID made with the database."""


def _lives(connection: Connection) -> None:
    """0.3: a case carries its life, which its events tell."""
    if "life" in _columns(connection, "cases"):
        return
    connection.execute(text("ALTER TABLE cases ADD COLUMN life VARCHAR NOT NULL DEFAULT '{}'"))
    history = "SELECT case_id, kind, body FROM events ORDER BY case_id, version"
    lives: dict[str, Life] = {}
    for case_id, kind, body in connection.execute(text(history)):
        before = lives.get(case_id)
        deed = deed_of(MoveKind(kind), json.loads(body), first=before is None, stored=True)
        lives[case_id] = recall(before, deed)
    for case_id, life in lives.items():
        connection.execute(text("UPDATE cases SET life = :life WHERE id = :id"), {"life": to_json(life), "id": case_id})


def _documents_of_lives(connection: Connection) -> None:
    """0.3: a life knows the numbers of the documents that its case has given out, as its events here tell."""
    numbers: dict[str, list[str]] = {}
    for case_id, body in connection.execute(text("SELECT case_id, body FROM events ORDER BY case_id, version")):
        numbers.setdefault(case_id, []).extend(each["number"] for each in json.loads(body).get("documents", ()))
    for case_id, found in numbers.items():
        told = connection.execute(text("SELECT number, life FROM cases WHERE id = :id"), {"id": case_id}).one()
        own = [number for number in found if number != told.number]
        life = json.loads(told.life) | {"documents": own}
        connection.execute(text("UPDATE cases SET life = :life WHERE id = :id"),
                           {"life": json.dumps(life, ensure_ascii=False), "id": case_id})  # fmt: skip


def _columns(connection: Connection, table: str) -> set[str]:
    """A database made now has today's columns from its first step."""
    return {column["name"] for column in inspect(connection).get_columns(table)}


def _locker_cells(connection: Connection) -> None:
    """0.3: the cells of the lock bank that hangs on this window."""
    tables.cells.create(connection, checkfirst=True)


def _papers_seen(connection: Connection) -> None:
    """0.3: paper of a batch that was scanned before its file came."""
    tables.papers_seen.create(connection, checkfirst=True)


def _number_gaps(connection: Connection) -> None:
    """0.3: the serials that no case or document has, for the register of numbers."""
    tables.number_gaps.create(connection, checkfirst=True)


STEPS: tuple[Callable[[Connection], None], ...] = (
    _first, _accounts_of_the_central, _lives, _drafts_of_each_clerk, _locker_cells, _papers_seen, _number_gaps,
    _documents_of_lives,
)  # fmt: skip


def bring_up_to_date(engine: Engine, path: Path) -> None:
    """Take the database at `path` to the last of `STEPS`. Raises `StoreForeign` for one from the future."""
    with engine.connect() as connection:
        have = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
    if have > len(STEPS):
        raise StoreForeign(f"schema {have}, this program knows {len(STEPS)}")
    for version in range(have, len(STEPS)):
        if version == have > 0:
            _copy(engine, path, version)
        with engine.connect() as connection:
            writer = connection.execution_options(writes=True)
            with writer.begin():
                STEPS[version](writer)
                writer.exec_driver_sql(f"PRAGMA user_version = {version + 1}")


def _copy(engine: Engine, path: Path, version: int) -> None:
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    shutil.copy2(path, path.with_name(f"{path.name}.version-{version}"))
