"""What keeps the database from others: key, lock, version, and room on the disk."""

import os
from pathlib import Path

import pytest
from sqlalchemy import text

from app.domain.account import Account
from app.domain.errors import DiskFull, StoreForeign, StoreInUse, StoreUnavailable
from app.store.database import Database
from app.store.room import Room
from app.store.store import DATABASE
from app.store.tables import settings
from tests.support import counter


def test_a_second_program_is_turned_away_until_the_first_has_closed(tmp_path: Path) -> None:
    first = counter.open_store(tmp_path)
    with pytest.raises(StoreInUse):
        counter.open_store(tmp_path)
    first.close()
    counter.open_store(tmp_path).close()


def test_another_key_opens_nothing_and_harms_nothing(tmp_path: Path) -> None:
    store = counter.open_store(tmp_path)
    store.settings.put("hall", "示例")
    store.close()
    with pytest.raises(StoreForeign):
        counter.open_store(tmp_path, counter.OTHER_KEY)
    again = counter.open_store(tmp_path)
    assert again.settings.get("hall") == "示例"
    again.close()


def test_a_database_from_the_future_is_refused(tmp_path: Path) -> None:
    store = counter.open_store(tmp_path)
    with store.database.writing() as connection:
        connection.execute(text("PRAGMA user_version = 99"))
    store.close()
    with pytest.raises(StoreForeign, match="schema 99"):
        counter.open_store(tmp_path)


def test_a_file_that_is_no_database_is_refused_and_kept(tmp_path: Path) -> None:
    (tmp_path / DATABASE).write_bytes(os.urandom(8192))
    before = (tmp_path / DATABASE).read_bytes()
    with pytest.raises(StoreForeign):
        counter.open_store(tmp_path)
    assert (tmp_path / DATABASE).read_bytes() == before


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreUnavailable):
        Database.open(tmp_path / "file" / "counter.db", bytes(32), reserve_bytes=0)


def test_nothing_personal_stands_in_any_file(tmp_path: Path) -> None:
    store = counter.open_store(tmp_path)
    store.numbers.add_block(counter.block())
    page = counter.put_page(store, "case-1", "张𠮷 11010519491231002X".encode())
    counter.save(store, "case-1", pages=(page,))
    files = [each for each in tmp_path.rglob("*") if each.is_file()]
    assert len(files) >= 3
    for content in (each.read_bytes() for each in files):
        assert "张𠮷".encode() not in content
        assert b"11010519491231002X" not in content
    store.close()


def test_commits_survive_a_power_cut_by_their_settings(tmp_path: Path) -> None:
    store = counter.open_store(tmp_path)
    with store.database.reading() as connection:
        kept = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        ]
    assert kept == ["wal", 2, 1, 1]
    store.close()


def test_an_error_text_holds_no_values(tmp_path: Path) -> None:
    store = counter.open_store(tmp_path)
    with pytest.raises(StoreUnavailable) as caught, store.database.writing() as connection:
        connection.execute(text("INSERT INTO nowhere VALUES (:name)"), {"name": "张𠮷"})
    assert "张𠮷" not in f"{caught.value} {caught.value.__cause__}"
    store.close()


def test_a_full_disk_refuses_the_save_and_what_was_saved_stays(tmp_path: Path) -> None:
    store = counter.open_store(tmp_path)
    store.numbers.add_block(counter.block())
    counter.save(store, "case-1")
    with store.database.reading() as connection:
        pages = int(connection.exec_driver_sql("PRAGMA page_count").scalar_one())
    store.database.engine.dispose()
    limited = store.database.engine
    with limited.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(DiskFull):
        for n in range(200):
            counter.save(store, f"more-{n}", counter.person("名" * 400))
    saved = store.cases.count()
    store.close()
    again = counter.open_store(tmp_path)
    assert again.cases.count() == saved == len(again.outbox.rows())
    assert again.audit.first_broken() is None
    assert counter.save(again, "after").number == f"YC26-03-{saved + 1:05d}"
    again.close()


def test_new_work_is_refused_before_the_disk_is_full(tmp_path: Path) -> None:
    plenty = Room(tmp_path, reserve_bytes=1 << 20)
    plenty.refuse_new_work_when_low()
    assert (tmp_path / "reserve").stat().st_size == 1 << 20
    plenty.make_way()
    assert (tmp_path / "reserve").exists()
    greedy = Room(tmp_path, reserve_bytes=1 << 60)
    with pytest.raises(DiskFull):
        greedy.refuse_new_work_when_low()


def test_rows_written_from_two_connections_wait_for_each_other(tmp_path: Path) -> None:
    store = counter.open_store(tmp_path)
    with store.database.writing() as connection:
        connection.execute(settings.insert(), {"key": "a", "value": 1})
        assert store.settings.get("a") is None  # another connection sees only what was committed
    assert store.settings.get("a") == 1
    store.close()


def test_a_database_of_the_version_before_keeps_its_accounts_and_leaves_a_copy(tmp_path: Path) -> None:
    store = counter.open_store(tmp_path)
    store.accounts.put(Account("li", "李"), "right words")
    with store.database.writing() as connection:
        for column in ("departments", "section", "expires", "stamp"):
            connection.execute(text(f"ALTER TABLE accounts DROP COLUMN {column}"))
        connection.execute(text("ALTER TABLE drafts DROP COLUMN clerk"))
        connection.execute(text("PRAGMA user_version = 1"))
    store.close()
    again = counter.open_store(tmp_path)
    assert again.accounts.sign_in("li", "right words", counter.NOON) == Account("li", "李")
    again.close()
    copy = next(tmp_path.glob("*.version-1"))
    assert not copy.read_bytes().startswith(b"SQLite format 3"), "the copy is as secret as the database"


def test_a_new_database_leaves_no_copy(tmp_path: Path) -> None:
    counter.open_store(tmp_path).close()
    assert list(tmp_path.glob("*.version-*")) == []
