"""The central's database: SQLite in a folder when nothing is installed, PostgreSQL by URL; the same SQL on both."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    QueuePool,
    Table,
    create_engine,
    event,
    func,
    insert,
    make_url,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlcipher3 import dbapi2

from app.central.errors import Unavailable
from app.central.migrations import LAYOUT, bring_up_to_date
from app.central.tables import halls, series

log = logging.getLogger("central")

BUSY_SECONDS = 5
SAFE_SQLITE = (3, 51, 3)  # 3.7.0 to 3.51.2 can corrupt a WAL database with two connections
SERIALS_SKIPPED = 5000  # more than a hall leases between two backups

WRITERS = 0x59696368
"""The advisory lock of PostgreSQL that a writer holds; any number would do that no other program there uses."""

POSTGRESQL = {
    "connect_timeout": BUSY_SECONDS,
    "options": f"-c lock_timeout={BUSY_SECONDS}s",
    "keepalives_idle": 10,  # seconds; a server whose cable was pulled is noticed in half a minute, not in two hours
    "keepalives_interval": 5,
    "keepalives_count": 4,
}
"""As libpq takes it: https://www.postgresql.org/docs/15/libpq-connect.html."""

SNAPSHOT = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
"""A reader on PostgreSQL would otherwise see a new moment with each statement."""


class Store:
    """One hall's database. Raises `Unavailable` wherever storage cannot be used now."""

    def __init__(self, url: str, hall: str) -> None:
        """`url` is `sqlite:///PATH`, `postgresql://USER:PASSWORD@HOST/NAME` or any SQLAlchemy URL."""
        self.hall = hall
        self._engine = _engine(url)
        self._on_postgresql = self._engine.dialect.name == "postgresql"
        try:
            with self.writing() as connection:
                bring_up_to_date(connection, lambda layout: _keep_copy(url, layout))
                self.epoch = self._epoch(connection)
        except BaseException:
            self.close()
            raise

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one moment of the database."""
        with _spoken(), self._engine.connect() as connection:
            if self._on_postgresql:
                connection.execution_options(**SNAPSHOT)
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is on the disk when the block has ended, or has not happened.

        One writer at a time, on PostgreSQL as on SQLite: what the block has read stands until its end.
        """
        with (
            _spoken(),
            self._engine.connect().execution_options(writes=True) as connection,
            connection.begin(),
        ):
            if self._on_postgresql:
                connection.execute(select(func.pg_advisory_xact_lock(WRITERS)))
            yield connection

    def close(self) -> None:
        """Give all connections back."""
        self._engine.dispose()

    def restored_from_backup(self) -> None:
        """Begin a new epoch, so that windows push again what they kept; leave room for numbers leased since."""
        self.epoch = uuid.uuid4().hex
        with self.writing() as connection:
            connection.execute(update(halls).where(halls.c.hall == self.hall).values(epoch=self.epoch))
            connection.execute(
                update(series).where(series.c.hall == self.hall).values(last=series.c.last + SERIALS_SKIPPED)
            )

    def _epoch(self, connection: Connection) -> str:
        kept = connection.scalar(select(halls.c.epoch).where(halls.c.hall == self.hall))
        if kept is not None:
            return str(kept)
        epoch = uuid.uuid4().hex
        connection.execute(insert(halls).values(hall=self.hall, layout=LAYOUT, epoch=epoch, feed_n=0))
        return epoch


def insert_new(connection: Connection, table: Table) -> postgresql.Insert | sqlite.Insert:
    """An insert that leaves alone what has the same key already."""
    into = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    return into(table).on_conflict_do_nothing()


def sqlite_url(data_folder: Path) -> str:
    """The embedded database of a data folder."""
    return f"{EMBEDDED}{data_folder / 'central.db'}"


EMBEDDED = "sqlite:///"


def _engine(url: str) -> Engine:
    if not url.startswith(EMBEDDED):
        return _server_engine(url)
    if dbapi2.sqlite_version_info < SAFE_SQLITE:
        raise Unavailable("unsafe_sqlite", f"SQLite {dbapi2.sqlite_version} can lose data.")
    engine = create_engine(
        "sqlite://",
        module=dbapi2,
        creator=_opener(url.removeprefix(EMBEDDED)),
        poolclass=QueuePool,
        hide_parameters=True,  # else an error would carry what was to be stored
    )
    event.listen(engine, "begin", _begin)
    return engine


def _server_engine(url: str) -> Engine:
    where = make_url(url)
    if where.drivername not in ("postgres", "postgresql", "postgresql+psycopg"):
        return create_engine(where, pool_pre_ping=True, hide_parameters=True)
    given = POSTGRESQL.keys() - where.query.keys()  # what the installer wrote is taken as it is
    return create_engine(
        where.set(drivername="postgresql+psycopg"),
        connect_args={name: POSTGRESQL[name] for name in given},
        pool_pre_ping=True,  # a connection that a restart of the server has cut is made anew, unnoticed
        hide_parameters=True,
    )


def _opener(path: str) -> Callable[[], Any]:
    def opened() -> Any:
        connection = dbapi2.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")
        return connection

    return opened


def _begin(connection: Connection) -> None:
    # a deferred transaction that reads before it writes fails at once when another one wrote in between
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _keep_copy(url: str, layout: int) -> None:
    """Lay the embedded database, as it was last committed, beside itself. A server's is its keeper's to copy."""
    log.info("bringing the database up from layout %d", layout)
    if not url.startswith(EMBEDDED):
        return
    path = Path(url.removeprefix(EMBEDDED))
    target = path.with_name(f"{path.name}.layout-{layout}")
    target.unlink(missing_ok=True)
    with closing(_opener(str(path))()) as source, closing(dbapi2.connect(target)) as copy:
        source.backup(copy)


@contextmanager
def _spoken() -> Iterator[None]:
    try:
        yield
    except (OperationalError, InterfaceError, PoolTimeout, dbapi2.OperationalError) as error:
        raise Unavailable("storage", "The database cannot be used at the moment.") from error
    except DBAPIError as error:
        if error.connection_invalidated:
            raise Unavailable("storage", "The connection to the database was lost.") from error
        raise
