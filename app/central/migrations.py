"""The tables of the central, layout by layout, forward only; the same steps on SQLite and PostgreSQL.

A database made now has today's tables at once; one of an earlier central takes the steps it lacks. Both happen in the
transaction that writes the layout, so a central killed meanwhile finds the database as it was.

A new layout is one more function at the end of `STEPS`, in SQL that both take. A step is never changed later and names
no `Table` of today: the next layout would change under it what it does. Tables that are new need no step and no layout:
they are made after the steps, and a central that does not know them works without.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, func, inspect, select, update

from app.central.errors import Unavailable
from app.central.tables import halls, metadata


def _to_layout_2(connection: Connection) -> None:
    """0.3: what the hall lists a case by. The rows, and the lives beside them, are filled by replaying the events."""
    flag, moment = "BOOLEAN NOT NULL DEFAULT FALSE", "BIGINT NOT NULL DEFAULT 0"
    added = {
        **dict.fromkeys(('"open"', "stopped"), flag),
        **dict.fromkeys(("department", "desk_name", "batch"), "VARCHAR(64) NOT NULL DEFAULT ''"),
        **dict.fromkeys(("desk_role", "clock"), "VARCHAR(32) NOT NULL DEFAULT ''"),
        '"window"': "VARCHAR(16) NOT NULL DEFAULT ''",
        **dict.fromkeys(("received_ms", "due_ms", "warn_ms", "yellow_ms"), moment),
        **dict.fromkeys(("applicant", "words"), "TEXT NOT NULL DEFAULT ''"),
    }
    for column, kind in added.items():
        connection.exec_driver_sql(f"ALTER TABLE cases ADD COLUMN {column} {kind}")
    for column in ("handling", "limit_amount", "limit_unit", "counted_from_ms"):
        connection.exec_driver_sql(f"ALTER TABLE cases DROP COLUMN {column}")
    for name, columns in {
        "cases_by_urgency": 'hall, "open", due_ms',
        "cases_of_department": 'hall, "open", department, due_ms',
        "cases_of_desk": 'hall, "open", desk_role, desk_name, due_ms',
        "cases_of_batch": "hall, batch",
    }.items():
        connection.exec_driver_sql(f"CREATE INDEX {name} ON cases ({columns})")
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(
            'CREATE INDEX cases_by_words ON cases (hall, "open", due_ms, case_id, department, desk_role, desk_name, '
            "state, warn_ms, yellow_ms, words)"
        )


def _to_layout_3(connection: Connection) -> None:
    """0.3: events are counted by the hour in which they happened."""
    connection.exec_driver_sql('CREATE INDEX events_by_time ON events (hall, at_ms, move, version, "window", case_id)')


def _to_layout_4(connection: Connection) -> None:
    """0.3: where the papers of a case lie."""
    connection.exec_driver_sql("ALTER TABLE cases ADD COLUMN papers_role VARCHAR(32) NOT NULL DEFAULT ''")
    connection.exec_driver_sql("ALTER TABLE cases ADD COLUMN papers_name VARCHAR(64) NOT NULL DEFAULT ''")
    connection.exec_driver_sql("CREATE INDEX cases_of_papers ON cases (hall, papers_role, papers_name)")


def _to_layout_5(connection: Connection) -> None:
    """0.3: which cases have papers that came later and lie apart. Until today there were none."""
    connection.exec_driver_sql("ALTER TABLE cases ADD COLUMN apart BOOLEAN NOT NULL DEFAULT FALSE")
    connection.exec_driver_sql("CREATE INDEX cases_of_papers_apart ON cases (hall, apart)")


def _to_layout_6(connection: Connection) -> None:
    """0.3: a life knows the documents of its case, and how many sheets came in. All are made anew from the events."""
    if inspect(connection).has_table("lives"):  # 0.2 had none
        connection.exec_driver_sql("DELETE FROM lives")


def _to_layout_7(connection: Connection) -> None:
    """0.3: when a case was received is read from its life."""
    connection.exec_driver_sql("ALTER TABLE cases DROP COLUMN received_ms")


STEPS: tuple[Callable[[Connection], None], ...] = (
    _to_layout_2, _to_layout_3, _to_layout_4, _to_layout_5, _to_layout_6, _to_layout_7,
)  # fmt: skip
"""The first leads from layout 1 to layout 2."""

FIRST_LAYOUT = 1
LAYOUT = FIRST_LAYOUT + len(STEPS)
"""Version of the tables; a database from a newer central is refused."""


def bring_up_to_date(connection: Connection, keep_copy: Callable[[int], None]) -> None:
    """Take the database behind a writing `connection` to `LAYOUT`; its user commits.

    `keep_copy` is called with the layout there is before anything of it is changed. Raises `Unavailable` for a
    database from a newer central.
    """
    have = _layout(connection)
    if have > LAYOUT:
        raise Unavailable("newer_database", "The database belongs to a newer central.")
    if have < LAYOUT:
        keep_copy(have)
        for step in STEPS[have - FIRST_LAYOUT :]:
            step(connection)
        connection.execute(update(halls).values(layout=LAYOUT))  # of every hall: they share the tables
    metadata.create_all(connection)


def _layout(connection: Connection) -> int:
    """The layout there is; an empty database has today's, once its tables are made."""
    if not inspect(connection).has_table(halls.name):
        return LAYOUT
    # a central of 0.2 killed at its very first start has left tables without a hall
    return int(connection.scalar(select(func.max(halls.c.layout))) or FIRST_LAYOUT)
