"""The versions of the catalogue that this hall has published. A case keeps the one it was taken in under."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from sqlalchemy import insert, select

from app.central.store import Store
from app.central.tables import catalogues
from app.domain.catalogue import Catalogue, Department, Item, ItemKind, Limit
from app.domain.facts import ItemFacts
from app.domain.plain import from_plain, to_plain


class Catalogues:
    """Keeps every version for ever; `newest` is in force. The catalogue of the settings is only the first."""

    def __init__(self, store: Store, first: Catalogue, clock: Callable[[], int]) -> None:
        self._store, self._clock = store, clock
        self._items: dict[tuple[str, str], dict[str, Any]] = {}  # (version, code) as plain data
        kept = self._kept()
        for content in kept:
            self._know(content)
        self.newest = from_plain(Catalogue, kept[-1]) if kept else first
        if not kept:
            self.publish(first, by="")

    def publish(self, catalogue: Catalogue, *, by: str) -> None:
        """Put `catalogue` in force; its version must be a new one."""
        content = to_plain(catalogue)
        row = {"version": catalogue.version, "published_at_ms": self._clock(), "published_by": by}
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        with self._store.writing() as connection:
            connection.execute(insert(catalogues).values(hall=self._store.hall, content=text, **row))
        self._know(content)
        self.newest = catalogue

    def promised(self, version: str, code: str) -> Limit | None:
        """What that item promises in that version; None where it is not known here."""
        item = self._items.get((version, code))
        return from_plain(Limit, item["promised"]) if item else None

    def item(self, facts: ItemFacts, version: str) -> dict[str, Any]:
        """The item as it stood in `version`, as plain data; what the case itself says of it where none is kept."""
        return self._items.get((version, facts.code)) or _bare(facts)

    def _kept(self) -> list[dict[str, Any]]:
        """Every version's content, the newest last."""
        of_hall = (
            select(catalogues.c.content)
            .where(catalogues.c.hall == self._store.hall)
            .order_by(catalogues.c.published_at_ms, catalogues.c.version)
        )
        with self._store.reading() as connection:
            return [json.loads(content) for content in connection.scalars(of_hall)]

    def _know(self, content: dict[str, Any]) -> None:
        self._items |= {(content["version"], item["code"]): item for item in content["items"]}


def _bare(facts: ItemFacts) -> dict[str, Any]:
    department = Department(facts.department, facts.department_name)
    item: dict[str, Any] = to_plain(
        Item(facts.code, facts.name, department, ItemKind.OTHER, facts.handling, facts.statutory, facts.promised,
             facts.result)
    )  # fmt: skip
    return item
