"""Items a clerk took in last, and those pinned to the top of the list."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from app.store.database import Database
from app.store.tables import item_uses


class ItemUses:
    """Which items each account uses, by item code."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def used(self, code: str, account: str, at: datetime) -> None:
        """`account` took in `code` now."""
        query = insert(item_uses).values(code=code, account=account, used_at=at, uses=1)
        change = {"used_at": at, "uses": item_uses.c.uses + 1}
        with self._database.writing() as connection:
            connection.execute(query.on_conflict_do_update(index_elements=["code", "account"], set_=change))

    def pin(self, code: str, account: str, pinned: bool = True) -> None:
        """Pin an item, or let it go."""
        query = insert(item_uses).values(code=code, account=account, pinned=pinned)
        change = {"pinned": pinned}
        with self._database.writing() as connection:
            connection.execute(query.on_conflict_do_update(index_elements=["code", "account"], set_=change))

    def recent(self, account: str, limit: int = 8) -> list[str]:
        """The codes used last, newest first."""
        query = (
            select(item_uses.c.code)
            .where(item_uses.c.account == account, item_uses.c.used_at.is_not(None))
            .order_by(item_uses.c.used_at.desc())
            .limit(limit)
        )
        with self._database.reading() as connection:
            return list(connection.scalars(query))

    def pinned(self, account: str) -> list[str]:
        """The pinned codes."""
        query = (
            select(item_uses.c.code)
            .where(item_uses.c.account == account, item_uses.c.pinned)
            .order_by(item_uses.c.code)
        )
        with self._database.reading() as connection:
            return list(connection.scalars(query))
