"""The central's database: SQLite in a folder when nothing is installed, PostgreSQL by URL; the same SQL on both."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event, insert, select, update
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlcipher3 import dbapi2

from app.central.errors import Unavailable
from app.central.tables import halls, metadata, series

LAYOUT = 1
"""Version of the tables; a database from a newer central is refused.

A table more does not raise it: it is made at the next start, and a central that does not know it works without.
"""

BUSY_SECONDS = 5.0
SAFE_SQLITE = (3, 51, 3)  # 3.7.0 to 3.51.2 can corrupt a WAL database with two connections
SERIALS_SKIPPED = 5000  # more than a hall leases between two backups


class Store:
    """One hall's database. Raises `Unavailable` wherever storage cannot be used now."""

    def __init__(self, url: str, hall: str) -> None:
        """`url` is `sqlite:///PATH` or any SQLAlchemy URL."""
        self.hall = hall
        self._engine = _engine(url)
        with _spoken():
            metadata.create_all(self._engine)
        self.epoch = self._first_row()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one moment of the database."""
        with _spoken(), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is on the disk when the block has ended, or has not happened."""
        with (
            _spoken(),
            self._engine.connect().execution_options(writes=True) as connection,
            connection.begin(),
        ):
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

    def _first_row(self) -> str:
        with self.writing() as connection:
            row = connection.execute(select(halls).where(halls.c.hall == self.hall)).one_or_none()
            if row is None:
                epoch = uuid.uuid4().hex
                connection.execute(insert(halls).values(hall=self.hall, layout=LAYOUT, epoch=epoch, feed_n=0))
                return epoch
            if row.layout > LAYOUT:
                raise Unavailable("newer_database", "The database belongs to a newer central.")
            return str(row.epoch)


def sqlite_url(data_folder: Path) -> str:
    """The embedded database of a data folder."""
    return f"sqlite:///{data_folder / 'central.db'}"


def _engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True, hide_parameters=True)
    if dbapi2.sqlite_version_info < SAFE_SQLITE:
        raise Unavailable("unsafe_sqlite", f"SQLite {dbapi2.sqlite_version} can lose data.")
    path = url.removeprefix("sqlite:///")
    engine = create_engine(
        "sqlite://",
        module=dbapi2,
        creator=_opener(path),
        poolclass=QueuePool,
        hide_parameters=True,  # else an error would carry what was to be stored
    )
    event.listen(engine, "begin", _begin)
    return engine


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


@contextmanager
def _spoken() -> Iterator[None]:
    try:
        yield
    except (OperationalError, InterfaceError, PoolTimeout) as error:
        raise Unavailable("storage", "The database cannot be used at the moment.") from error
    except DBAPIError as error:
        if error.connection_invalidated:
            raise Unavailable("storage", "The connection to the database was lost.") from error
        raise
