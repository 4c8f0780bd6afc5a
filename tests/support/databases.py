"""The databases that a central can be tried on, and what only tests do with one."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import URL, Connection, create_engine, inspect, make_url
from sqlalchemy.pool import NullPool

LAYOUT_1 = Path(__file__).with_name("central_layout_1.sql")
"""The tables of a central of version 0.2 with a few rows, in SQL that both back ends take."""

Structure = dict[str, tuple[list[str], list[str]]]


def run_script(url: str, script: Path) -> None:
    """Run a file of SQL statements, each ended by `;` at the end of a line, on a database no central has opened."""
    statements = [each for each in script.read_text(encoding="utf-8").split(";\n") if each.strip()]
    engine = create_engine(with_driver(url), poolclass=NullPool)
    with engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def with_driver(url: str) -> URL:
    """As SQLAlchemy wants it."""
    made = make_url(url)
    return made.set(drivername="postgresql+psycopg") if made.drivername == "postgresql" else made


def structure(connection: Connection) -> Structure:
    """Each table with its columns and its keys and indexes, in words that can be compared."""
    seen = inspect(connection)
    return {
        table: (
            sorted(f"{each['name']} {each['type']}{'' if each['nullable'] else ' NOT NULL'}"
                   for each in seen.get_columns(table)),
            sorted([f"{each['name']} {each['column_names']}" for each in seen.get_indexes(table)]
                   + [f"unique {each['column_names']}" for each in seen.get_unique_constraints(table)]),
        )
        for table in seen.get_table_names()
    }  # fmt: skip
