"""Readers see one moment, writers take turns, and a URL is taken as an installer writes it: on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import insert, select, update

from app.central.central import Central
from app.central.store import Store
from app.central.tables import halls, series
from tests.support.postgres import USER, PrivatePostgres


def test_a_reader_sees_one_moment_whatever_is_written_meanwhile(central: Central) -> None:
    with central.store.reading() as reader:
        before = reader.execute(select(halls.c.feed_n)).all()
        with central.store.writing() as writer:
            writer.execute(update(halls).values(feed_n=halls.c.feed_n + 1))
        assert reader.execute(select(halls.c.feed_n)).all() == before
    with central.store.reading() as reader:
        assert reader.execute(select(halls.c.feed_n)).all() != before


def test_what_a_writer_has_read_stands_until_its_end(central: Central) -> None:
    def count_one_more(_: int) -> None:
        with central.store.writing() as writer:
            last = writer.scalar(select(series.c.last).where(series.c.series == "turns")) or 0
            if last:
                writer.execute(update(series).where(series.c.series == "turns").values(last=last + 1))
            else:
                writer.execute(insert(series).values(hall="YC", series="turns", year=2026, last=1))

    with ThreadPoolExecutor(4) as windows:
        list(windows.map(count_one_more, range(40)))
    with central.store.reading() as reader:
        assert reader.scalar(select(series.c.last)) == 40


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_a_server_is_named_as_is_usual(postgres: PrivatePostgres, scheme: str) -> None:
    with postgres.database() as url:
        Store(url.replace("postgresql", scheme, 1), "YC").close()


def test_a_server_is_reached_by_its_socket_too(postgres: PrivatePostgres) -> None:
    with postgres.database() as url:
        name = url.rpartition("/")[2]
        store = Store(f"postgresql://{USER}@/{name}?host={postgres.home}&port={postgres.port}", "YC")
        with store.reading() as connection:
            assert connection.scalar(select(halls.c.hall)) == "YC"
        store.close()
