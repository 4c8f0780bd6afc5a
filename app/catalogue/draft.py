"""What an administrator has changed of the catalogue and not yet published: kept in a file at every change.

Only what was changed is kept, item by item, so that a version published by somebody else meanwhile is built upon and
not undone. A catalogue is public: nothing personal is in it.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from pydantic import ValidationError

from app.domain.catalogue import Catalogue, Department, Item
from app.domain.plain import from_plain, to_plain

log = logging.getLogger("counter")


@dataclass(frozen=True, slots=True)
class CatalogueEdits:
    """Items as they shall be, by code, on top of version `base`; `removed` are codes."""

    base: str = ""
    items: dict[str, Item] = field(default_factory=dict)
    removed: tuple[str, ...] = ()

    def on(self, catalogue: Catalogue, version: str = "") -> Catalogue:
        """`catalogue` with these edits; an item that is new comes last."""
        known = {item.code for item in catalogue.items}
        kept = [self.items.get(item.code, item) for item in catalogue.items if item.code not in self.removed]
        new = [item for code, item in self.items.items() if code not in known]
        return replace(catalogue, version=version or catalogue.version, items=(*kept, *new))

    def cleared_of(self, catalogue: Catalogue) -> CatalogueEdits:
        """Without what `catalogue` says already."""
        items = {code: item for code, item in self.items.items() if catalogue.item(code) != item}
        removed = tuple(code for code in self.removed if catalogue.item(code) is not None)
        return CatalogueEdits(self.base, items, removed)

    @property
    def any(self) -> bool:
        """Whether anything was changed."""
        return bool(self.items or self.removed)


class CatalogueDraft:
    """The edits at this window. `file` holds the newest; a crash loses what `run` has not come to.

    `run` does what takes as long as the disk does, in the order given.
    """

    def __init__(self, file: Path, run: Callable[[Callable[[], None]], None]) -> None:
        self._file, self._run = file, run
        self.edits = CatalogueEdits()
        try:
            self.edits = from_plain(CatalogueEdits, json.loads(file.read_bytes()))
        except FileNotFoundError:
            pass
        except (OSError, ValueError, ValidationError) as error:
            log.warning("the kept catalogue draft is unreadable: %s", type(error).__name__)

    def put(self, catalogue: Catalogue, item: Item) -> None:
        """Have `item` be so, on top of `catalogue`."""
        removed = tuple(code for code in self.edits.removed if code != item.code)
        self._keep(catalogue, CatalogueEdits(self._base(catalogue), self.edits.items | {item.code: item}, removed))

    def remove(self, catalogue: Catalogue, code: str) -> None:
        """Leave an item out."""
        items = {each: item for each, item in self.edits.items.items() if each != code}
        self._keep(catalogue, CatalogueEdits(self._base(catalogue), items, (*self.edits.removed, code)))

    def undo(self, catalogue: Catalogue, code: str) -> None:
        """Have an item be again as it is in force."""
        items = {each: item for each, item in self.edits.items.items() if each != code}
        removed = tuple(each for each in self.edits.removed if each != code)
        self._keep(catalogue, CatalogueEdits(self._base(catalogue), items, removed))

    def put_department(self, catalogue: Catalogue, department: Department) -> None:
        """Have the department of that code be so, in every item of it."""
        whole = self.edits.on(catalogue)
        changed = {
            item.code: replace(item, department=department)
            for item in whole.items
            if item.department.code == department.code
        }
        self._keep(catalogue, CatalogueEdits(self._base(catalogue), self.edits.items | changed, self.edits.removed))

    def discard(self) -> None:
        """Nothing is changed any more."""
        self.edits = CatalogueEdits()
        self._run(self._save)

    def _base(self, catalogue: Catalogue) -> str:
        return self.edits.base if self.edits.any else catalogue.version

    def _keep(self, catalogue: Catalogue, edits: CatalogueEdits) -> None:
        self.edits = edits.cleared_of(catalogue)
        self._run(self._save)

    def _save(self) -> None:
        edits = self.edits
        if not edits.any:
            self._file.unlink(missing_ok=True)
            return
        new = self._file.with_suffix(".new")
        with new.open("w", encoding="utf-8") as out:
            json.dump(to_plain(edits), out, ensure_ascii=False)
            out.flush()
            os.fsync(out.fileno())
        new.replace(self._file)
