"""The window's database: SQLCipher (SQLite encrypted page by page, AES-256) under SQLAlchemy Core.

`journal_mode=WAL` with `synchronous=FULL`: a commit that returned survives a power cut. Every write takes the
write lock at its start (`BEGIN IMMEDIATE`); a deferred one that reads first fails at once under a second
writer.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event, exc
from sqlcipher3 import dbapi2

from app.domain.errors import DiskFull, StoreForeign, StoreUnavailable
from app.store import migrations
from app.store.lock import ProgramLock
from app.store.room import RESERVE_BYTES, Room

KEY_BYTES = 32
BUSY_MS = 5_000
_FULL, _NOT_A_DATABASE = 13, 26  # SQLITE_FULL, SQLITE_NOTADB


class Database:
    """An open database; `reading` and `writing` may be used from any thread."""

    def __init__(self, path: Path, engine: Engine, lock: ProgramLock, room: Room) -> None:
        self.path, self.engine, self.room = path, engine, room
        self._lock = lock

    @classmethod
    def open(cls, path: Path, key: bytes, *, reserve_bytes: int = RESERVE_BYTES) -> Database:
        """Open or create the database at `path` with a raw 32-byte `key`, and bring it to this program's
        schema.

        Raises `StoreInUse`, `StoreForeign` (another key, or a newer program's), `DiskFull`,
        `StoreUnavailable`.
        """
        if len(key) != KEY_BYTES:
            raise ValueError(f"a key has {KEY_BYTES} bytes")
        with _faults_named():
            path.parent.mkdir(parents=True, exist_ok=True)
            lock = ProgramLock(path.with_suffix(".lock"))
        engine = _engine(path, key)
        room = Room(path.parent, reserve_bytes)
        try:
            with _faults_named():
                migrations.bring_up_to_date(engine, path)
        except BaseException:
            engine.dispose()
            lock.release()
            raise
        return cls(path, engine, lock, room)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one consistent state."""
        with _faults_named(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One durable transaction: all of it is on disk when the block has ended, or none of it."""
        self.room.make_way()
        with _faults_named(), self.engine.connect() as connection:
            connection = connection.execution_options(writes=True)
            with connection.begin():
                yield connection

    def close(self) -> None:
        """Close every connection and let other programs in."""
        self.engine.dispose()
        self._lock.release()


def _engine(path: Path, key: bytes) -> Engine:
    def connect() -> Any:
        connection = dbapi2.connect(str(path), isolation_level=None, check_same_thread=False)
        for pragma in (
            f"key = \"x'{key.hex()}'\"",
            f"busy_timeout = {BUSY_MS}",
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            "secure_delete = ON",
            "temp_store = MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}")
        return connection

    engine = create_engine(
        "sqlite://",
        module=dbapi2,
        creator=connect,
        poolclass=QueuePool,
        pool_size=3,
        hide_parameters=True,  # names and ID numbers must not reach a log through an error's text
    )
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def _faults_named() -> Iterator[None]:
    """Turn what the library raises into what happened. A broken constraint is a bug and stays as it is."""
    try:
        yield
    except (exc.IntegrityError, dbapi2.IntegrityError):
        raise
    except exc.DBAPIError as error:
        raise _fault(error.orig) from error
    except dbapi2.DatabaseError as error:
        raise _fault(error) from error
    except OSError as error:
        raise StoreUnavailable(error.strerror or type(error).__name__) from error


def _fault(error: BaseException | None) -> StoreUnavailable:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == _FULL or "disk is full" in str(error):
        return DiskFull(str(error))
    if code == _NOT_A_DATABASE:
        return StoreForeign("another key, or no database of ours")
    return StoreUnavailable(str(error))
