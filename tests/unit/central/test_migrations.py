"""A database of an earlier central is brought up to today's tables, and keeps its rows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import Connection, select, text

from app.central import migrations
from app.central.central import open_central
from app.central.store import Store, sqlite_url
from app.central.tables import cases, halls, lives, metadata
from app.domain.life import Life
from app.domain.plain import from_json
from tests.support.central_ops import TO_THE_END, WindowPen, options, rewritten
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


PAPER = {"kind": "acceptance", "number": "YC26-03-S00001"}


@pytest.fixture
def of_layout_4(empty: str, tmp_path: Path) -> tuple[str, dict[str, str]]:
    """The URL of a database that a central of layout 4 has left, with cases at each step; their lives as of today."""
    pen = WindowPen()
    central = open_central(options(tmp_path / "central", database_url=empty))
    try:
        for steps in range(len(TO_THE_END) + 1):
            ops = pen.history(*TO_THE_END[:steps])
            if steps:
                ops[1] = rewritten(ops[1], documents=[PAPER])
            assert {each.verdict for each in push_to(central, *ops)} == {"accepted"}
        with central.store.writing() as connection:
            wanted = lives_in(connection)
            for case_id, told in wanted.items():
                later = dict.fromkeys(("sheets", "apart", "documents", "deposit"))
                before = {name: value for name, value in json.loads(told).items() if name not in later}
                if before["state"] == "closed":
                    before["assigned"] = {"role": "issuing", "name": ""}  # as soon as it was closed
                row = {"hall": "YC", "case_id": case_id, "life": json.dumps(before, ensure_ascii=False)}
                connection.execute(text("UPDATE lives SET life = :life WHERE hall = :hall AND case_id = :case_id"), row)
            for statement in ("DROP INDEX cases_of_papers_apart", "ALTER TABLE cases DROP COLUMN apart",
                              "ALTER TABLE cases ADD COLUMN received_ms BIGINT NOT NULL DEFAULT 0",
                              "DROP TABLE rules", "UPDATE halls SET layout = 4"):  # fmt: skip
                connection.exec_driver_sql(statement)
    finally:
        central.close()
    return empty, wanted


def lives_in(connection: Connection) -> dict[str, str]:
    return {row.case_id: row.life for row in connection.execute(select(lives.c.case_id, lives.c.life))}


def started(url: str, folder: Path) -> tuple[dict[str, str], list[tuple[object, ...]]]:
    """The lives and the events that a central started now has."""
    central = open_central(options(folder, database_url=url))
    try:
        with central.store.reading() as connection:
            history = connection.execute(text("SELECT case_id, version, body, body_sha256 FROM events ORDER BY 1, 2"))
            return lives_in(connection), [tuple(row) for row in history]
    finally:
        central.close()


def test_lives_of_layout_4_are_made_anew_from_their_events_once(
    of_layout_4: tuple[str, dict[str, str]], tmp_path: Path
) -> None:
    url, wanted = of_layout_4
    told, history = started(url, tmp_path / "central")
    assert told == wanted and len(history) == sum(range(1, len(TO_THE_END) + 2))
    copies = list(tmp_path.glob("central.db.layout-*"))
    assert [each.name for each in copies] == ([] if url.startswith("postgres") else ["central.db.layout-4"])
    for copy in copies:
        copy.unlink()
    assert started(url, tmp_path / "central") == (wanted, history)
    assert list(tmp_path.glob("central.db.layout-*")) == [], "the second start brings nothing up"


def test_a_central_killed_between_the_step_and_the_lives_makes_them_at_its_next_start(
    of_layout_4: tuple[str, dict[str, str]], tmp_path: Path
) -> None:
    url, wanted = of_layout_4
    store = Store(url, "YC")
    with store.reading() as connection:
        assert lives_in(connection) == {}
    store.close()
    assert started(url, tmp_path / "central")[0] == wanted
