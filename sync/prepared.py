"""Statements on the way of every save: written with SQLAlchemy, compiled once, run by SQLite's driver.

A save makes nine small statements. Through `Connection.execute` preparing each of them costs several times
what SQLite needs to run it, and all together more than the durable commit.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ClauseElement, Connection
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql.compiler import SQLCompiler

_DIALECT = sqlite.dialect()


class Prepared:
    """One statement with named parameters."""

    def __init__(self, statement: ClauseElement) -> None:
        compiled = statement.compile(dialect=_DIALECT)
        assert isinstance(compiled, SQLCompiler)
        self._sql = str(compiled)
        self._parameters = [
            (
                name,
                compiled.params[name],
                compiled.binds[name].type.dialect_impl(_DIALECT).bind_processor(_DIALECT),
            )
            for name in compiled.positiontup or ()
        ]

    def run(self, connection: Connection, values: Mapping[str, Any]) -> tuple[Any, ...] | None:
        """Run it within the caller's transaction; its first row, as the driver gives it, if it has any."""
        driver = connection.connection.driver_connection
        assert driver is not None
        given = [
            process(values.get(name, fixed)) if process else values.get(name, fixed)
            for name, fixed, process in self._parameters
        ]
        row: tuple[Any, ...] | None = driver.execute(self._sql, given).fetchone()
        return row
