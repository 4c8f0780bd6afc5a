"""The versions of the catalogue that this hall has published. A case keeps the one it was taken in under."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, insert, select

from app.catalogue.checks import catalogue_problems
from app.central.errors import Held, Reused, Unknown, Unprocessable
from app.central.hall_log import THE_CENTRAL, By, log_change
from app.central.store import Store
from app.central.tables import catalogue_withdrawals, catalogues
from app.domain.catalogue import Catalogue, Department, Item, ItemKind
from app.domain.facts import ItemFacts, item_facts
from app.domain.plain import from_plain, to_plain
from sync.wire import CatalogueVersion

VERSION = re.compile(r"[0-9A-Za-z._-]{1,64}")
MOST_PROBLEMS = 100


class Catalogues:
    """Keeps every version for ever; `newest` is in force. The catalogue of the settings is only the first.

    A version withdrawn is in force no more, and the one before it is again; what was taken in under it stands.
    """

    def __init__(self, store: Store, first: Catalogue, clock: Callable[[], int]) -> None:
        self._store, self._clock = store, clock
        self._changing = threading.Lock()
        self._items: dict[tuple[str, str], dict[str, Any]] = {}  # (version, code) as plain data
        self._facts: dict[tuple[str, str], ItemFacts] = {}
        with store.writing() as connection:
            if not self._in_force(connection):
                self._insert(connection, first, THE_CENTRAL)
            for text in connection.scalars(self._kept(catalogues.c.content)):
                self._know(json.loads(text))
            self.newest = self._read(connection, self._in_force(connection))

    def publish(self, catalogue: Catalogue, *, base_version: str, by: By) -> None:
        """Put `catalogue` in force in place of `base_version`, which its maker began with.

        Raises `Unprocessable` (`catalogue_invalid` with the problems, `version_name`) and `Reused`
        (`catalogue_changed` where another version is in force meanwhile, `version_taken`).
        """
        if not VERSION.fullmatch(catalogue.version):
            raise Unprocessable("version_name", "A version has 1 to 64 letters, digits, dots and dashes.")
        if problems := catalogue_problems(catalogue):
            told = list(problems[:MOST_PROBLEMS])
            raise Unprocessable("catalogue_invalid", "The catalogue has faults.", problems=told, total=len(problems))
        with self._changing:
            with self._store.writing() as connection:
                in_force = self._in_force(connection)
                if in_force != base_version:
                    raise Reused("catalogue_changed", "Another version was published meanwhile.", in_force=in_force)
                if catalogue.version in connection.scalars(self._kept(catalogues.c.version)).all():
                    raise Reused("version_taken", "There is a version of that name.", version=catalogue.version)
                self._insert(connection, catalogue, by, base=base_version)
            self._know(to_plain(catalogue))
            self.newest = catalogue

    def withdraw(self, version: str, *, by: By) -> None:
        """Take new cases under `version` no more. Raises `Unknown`, and `Held` (`last_version`) for the only one."""
        with self._changing:
            with self._store.writing() as connection:
                if version not in connection.scalars(self._kept(catalogues.c.version)).all():
                    raise Unknown("not_found", "There is no such version.")
                if version not in self._withdrawn(connection):
                    row = {"version": version, "withdrawn_at_ms": self._clock(), "withdrawn_by": by.login}
                    connection.execute(insert(catalogue_withdrawals).values(hall=self._store.hall, **row))
                    log_change(connection, self._store.hall, self._clock, "catalogue_withdrawn", by, version=version)
                in_force = self._in_force(connection)
                if not in_force:
                    raise Held("last_version", "No version would be left to take cases under.")
                newest = self._read(connection, in_force)
            self.newest = newest

    def versions(self) -> tuple[CatalogueVersion, ...]:
        """Every version, the newest first."""
        columns = catalogues.c["version", "published_at_ms", "published_by"]
        with self._store.reading() as connection:
            rows = connection.execute(self._kept(*columns)).all()
            withdrawn, in_force = self._withdrawn(connection), self._in_force(connection)
        return tuple(
            CatalogueVersion(
                version=row.version,
                published_at_ms=row.published_at_ms,
                published_by=row.published_by,
                withdrawn_at_ms=withdrawn.get(row.version, (0, ""))[0],
                withdrawn_by=withdrawn.get(row.version, (0, ""))[1],
                in_force=row.version == in_force,
            )
            for row in reversed(rows)
        )

    def facts(self, version: str, code: str) -> ItemFacts | None:
        """What a case keeps of that item of that version; None where it is not known here."""
        found = self._facts.get((version, code))
        if found is None and (item := self._items.get((version, code))):
            found = self._facts[version, code] = item_facts(from_plain(Item, item))
        return found

    def item(self, facts: ItemFacts, version: str) -> dict[str, Any]:
        """The item as it stood in `version`, as plain data; what the case itself says of it where none is kept."""
        return self._items.get((version, facts.code)) or _bare(facts)

    def _kept(self, *columns: Any) -> Any:
        """Those columns of every version, the newest last."""
        order = catalogues.c.published_at_ms, catalogues.c.version
        return select(*columns).where(catalogues.c.hall == self._store.hall).order_by(*order)

    def _in_force(self, connection: Connection) -> str:
        """The newest version that was not withdrawn, "" where there is none."""
        withdrawn = self._withdrawn(connection)
        kept = [each for each in connection.scalars(self._kept(catalogues.c.version)) if each not in withdrawn]
        return kept[-1] if kept else ""

    def _withdrawn(self, connection: Connection) -> dict[str, tuple[int, str]]:
        of_hall = select(catalogue_withdrawals).where(catalogue_withdrawals.c.hall == self._store.hall)
        return {row.version: (row.withdrawn_at_ms, row.withdrawn_by) for row in connection.execute(of_hall)}

    def _read(self, connection: Connection, version: str) -> Catalogue:
        this = catalogues.c.hall == self._store.hall, catalogues.c.version == version
        return from_plain(Catalogue, json.loads(connection.scalars(select(catalogues.c.content).where(*this)).one()))

    def _insert(self, connection: Connection, catalogue: Catalogue, by: By, *, base: str = "") -> None:
        last = max(connection.scalars(self._kept(catalogues.c.published_at_ms)), default=-1)
        text = json.dumps(to_plain(catalogue), ensure_ascii=False, separators=(",", ":"))
        row: dict[str, Any] = {"version": catalogue.version, "published_by": by.login, "content": text}
        # later than every other, though a clock was set back: the newest is in force
        row["published_at_ms"] = max(self._clock(), last + 1)
        connection.execute(insert(catalogues).values(hall=self._store.hall, **row))
        facts = {"version": catalogue.version, "base": base, "items": len(catalogue.items)}
        log_change(connection, self._store.hall, self._clock, "catalogue_published", by, **facts)

    def _know(self, content: dict[str, Any]) -> None:
        self._items |= {(content["version"], item["code"]): item for item in content["items"]}


def _bare(facts: ItemFacts) -> dict[str, Any]:
    department = Department(facts.department, facts.department_name)
    item: dict[str, Any] = to_plain(
        Item(facts.code, facts.name, department, ItemKind.OTHER, facts.handling, facts.statutory, facts.promised,
             facts.result)
    )  # fmt: skip
    return item
