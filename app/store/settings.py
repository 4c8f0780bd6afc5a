"""Settings and small facts of this window, by key, as JSON data."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from app.store.database import Database
from app.store.tables import settings


class Settings:
    """Key and value rows."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, key: str, default: Any = None) -> Any:
        """The value of `key`, or `default`."""
        with self._database.reading() as connection:
            row = connection.execute(select(settings.c.value).where(settings.c.key == key)).first()
        return default if row is None else row.value

    def put(self, key: str, value: Any) -> None:
        """Keep `value` (JSON data) under `key`; durable when this returns."""
        query = insert(settings)
        query = query.on_conflict_do_update(index_elements=["key"], set_={"value": query.excluded.value})
        with self._database.writing() as connection:
            connection.execute(query, {"key": key, "value": value})
