"""A database of an earlier central is brought up to today's tables, and keeps its rows."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Connection, select, text

from app.central import migrations
from app.central.central import open_central
from app.central.store import Store, sqlite_url
from app.central.tables import cases, halls, lives, metadata
from app.domain.life import Life
from app.domain.plain import from_json
from tests.support.central_ops import WindowPen, options
from tests.support.databases import LAYOUT_1, run_script, structure
from tests.unit.central.conftest import push_to

KEPT = ("cases", "events", "feed", "case_pages", "windows", "leases", "series")


@pytest.fixture
def empty(tmp_path: Path, database_url: str) -> str:
    """The URL of a database without tables."""
    return database_url or sqlite_url(tmp_path)


@pytest.fixture
def of_0_2(empty: str) -> str:
    """The URL of a database that a central of 0.2 has left."""
    run_script(empty, LAYOUT_1)
    return empty


@pytest.fixture
def embedded_of_0_2(tmp_path: Path) -> str:
    """The same in a file."""
    url = sqlite_url(tmp_path)
    run_script(url, LAYOUT_1)
    return url


def test_tables_of_0_2_become_those_of_a_database_made_now(empty: str) -> None:
    made = Store(empty, "YC")
    with made.writing() as connection:
        wanted = structure(connection)
        metadata.drop_all(connection)
    made.close()
    run_script(empty, LAYOUT_1)
    store = Store(empty, "YC")
    with store.reading() as connection:
        assert structure(connection) == wanted, "tables.py changed a table of 0.2 without a step in migrations.py"
        assert set(connection.scalars(select(halls.c.layout))) == {migrations.LAYOUT}
    store.close()


def test_every_row_of_0_2_is_kept(of_0_2: str) -> None:
    written = LAYOUT_1.read_text(encoding="utf-8")
    store = Store(of_0_2, "YC")
    with store.reading() as connection:
        for table in KEPT:
            count = connection.scalar(text(f"SELECT count(*) FROM {table}"))
            assert count == written.count(f"INSERT INTO {table} ") > 0
        for number, state in connection.execute(text("SELECT number, state FROM cases")):
            assert f"'{number}', '{state}'" in written
        for body, sha256 in connection.execute(text("SELECT body, body_sha256 FROM events")):
            assert f"'{body}', '{sha256}'" in written
    assert store.epoch in written
    store.close()


def test_a_step_that_fails_leaves_the_database_as_it_was(of_0_2: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def half(connection: Connection) -> None:
        connection.exec_driver_sql("ALTER TABLE cases ADD COLUMN half INTEGER")
        connection.exec_driver_sql("UPDATE cases SET number = case_id")
        raise KeyError("in the middle")

    with monkeypatch.context() as patched:
        patched.setattr(migrations, "STEPS", (*migrations.STEPS, half))
        patched.setattr(migrations, "LAYOUT", migrations.LAYOUT + 1)
        with pytest.raises(KeyError):
            Store(of_0_2, "YC")
    test_every_row_of_0_2_is_kept(of_0_2)


def test_the_embedded_database_is_copied_before_it_is_changed(embedded_of_0_2: str, tmp_path: Path) -> None:
    Store(embedded_of_0_2, "YC").close()
    (copy,) = tmp_path.glob("central.db.layout-*")
    assert copy.name == "central.db.layout-1"
    again = f"sqlite:///{copy}"
    test_every_row_of_0_2_is_kept(again)
    Store(embedded_of_0_2, "YC").close()
    assert [each.name for each in tmp_path.glob("central.db.layout-*.layout-*")] == ["central.db.layout-1.layout-1"]


def test_tables_that_0_2_left_without_a_hall_are_brought_up_too(empty: str, tmp_path: Path) -> None:
    """It made its tables first and the hall's row in a second transaction; it may have been killed between."""
    bare = tmp_path / "bare.sql"
    tables = [line for line in LAYOUT_1.read_text(encoding="utf-8").split(";\n") if "INSERT INTO" not in line]
    bare.write_text(";\n".join(tables), encoding="utf-8")
    run_script(empty, bare)
    store = Store(empty, "YC")
    with store.reading() as connection:
        assert set(connection.scalars(select(halls.c.layout))) == {migrations.LAYOUT}
    store.close()


def test_cases_of_0_2_stand_where_they_stood_and_go_on(of_0_2: str, tmp_path: Path) -> None:
    """Its events say no facts, and one clerk did everything: by the rules of today that would not be allowed."""
    central = open_central(options(tmp_path / "central", database_url=of_0_2))
    try:
        with central.store.reading() as connection:
            stored = {
                row.case_id: row
                for row in connection.execute(
                    select(cases, lives.c.life).join_from(cases, lives, lives.c.case_id == cases.c.case_id)
                )
            }
        written = LAYOUT_1.read_text(encoding="utf-8")
        for row in stored.values():
            assert f"'{row.number}', '{row.state}'" in written
            life = from_json(Life, row.life)
            assert (life.state.value, life.version, life.received_by) == (row.state, row.version, "c17")
        waiting = next(row.case_id for row in stored.values() if row.state == "awaiting_supplement")
        pen = WindowPen(seq=100)
        moved = [
            pen.move(waiting, 2, "call", "intake", facts={"reached": True}),
            pen.move(waiting, 3, "resubmit", "intake"),
        ]
        assert [result.verdict for op in moved for result in push_to(central, op)] == ["accepted", "accepted"]
    finally:
        central.close()
