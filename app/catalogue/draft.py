"""What an administrator has changed of the catalogue and not yet published: kept in a file at every change.

Only what was changed is kept, item by item, so that a version published by somebody else meanwhile is built upon and
not undone. A catalogue is public: nothing personal is in it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.domain.catalogue import Catalogue, Department, Item
from app.draft_file import DraftFile


@dataclass(frozen=True, slots=True)
class CatalogueEdits:
    """Items as they shall be, by code, on top of version `base`; `removed` are codes.

    `departments` are new ones: a catalogue knows a department by its items, so they are published with their first.
    """

    base: str = ""
    items: dict[str, Item] = field(default_factory=dict)
    removed: tuple[str, ...] = ()
    departments: dict[str, Department] = field(default_factory=dict)

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
        known = {item.department.code for item in catalogue.items}
        departments = {code: each for code, each in self.departments.items() if code not in known}
        return CatalogueEdits(self.base, items, removed, departments)

    @property
    def any(self) -> bool:
        """Whether there is anything to publish."""
        return bool(self.items or self.removed)


class CatalogueDraft:
    """The edits at this window; a file keeps the newest (see `DraftFile`)."""

    def __init__(self, file: Path, run: Callable[[Callable[[], None]], None]) -> None:
        self._file = DraftFile[CatalogueEdits](file, run)
        self.edits = self._file.read(CatalogueEdits, CatalogueEdits())

    def departments(self, catalogue: Catalogue) -> dict[str, Department]:
        """Every department by code: those with an item as they shall be, and the new ones."""
        of_items = {item.department.code: item.department for item in self.edits.on(catalogue).items}
        return dict(sorted((self.edits.departments | of_items).items()))

    def put(self, catalogue: Catalogue, item: Item) -> None:
        """Have `item` be so, on top of `catalogue`."""
        removed = tuple(code for code in self.edits.removed if code != item.code)
        self._keep(catalogue, replace(
            self.edits, base=self._base(catalogue), items=self.edits.items | {item.code: item}, removed=removed
        ))  # fmt: skip

    def remove(self, catalogue: Catalogue, code: str) -> None:
        """Leave an item out."""
        items = {each: item for each, item in self.edits.items.items() if each != code}
        removed = (*self.edits.removed, code)
        self._keep(catalogue, replace(self.edits, base=self._base(catalogue), items=items, removed=removed))

    def undo(self, catalogue: Catalogue, code: str) -> None:
        """Have an item be again as it is in force."""
        items = {each: item for each, item in self.edits.items.items() if each != code}
        removed = tuple(each for each in self.edits.removed if each != code)
        self._keep(catalogue, replace(self.edits, base=self._base(catalogue), items=items, removed=removed))

    def put_department(self, catalogue: Catalogue, department: Department) -> None:
        """Have the department of that code be so, in every item of it; one without any waits for its first."""
        whole = self.edits.on(catalogue)
        changed = {
            item.code: replace(item, department=department)
            for item in whole.items
            if item.department.code == department.code
        }
        departments = self.edits.departments
        if not changed or department.code in departments:
            departments = departments | {department.code: department}
        self._keep(
            catalogue,
            replace(self.edits, base=self._base(catalogue), items=self.edits.items | changed, departments=departments),
        )

    def rename_department(self, catalogue: Catalogue, code: str, to: str) -> None:
        """Have a department that is in no published item go by another code, in every item of the draft."""
        moved = {
            each: replace(item, department=replace(item.department, code=to))
            for each, item in self.edits.items.items()
            if item.department.code == code
        }
        departments = {
            to if each == code else each: replace(department, code=to) if each == code else department
            for each, department in self.edits.departments.items()
        }
        self._keep(catalogue, replace(self.edits, items=self.edits.items | moved, departments=departments))

    def discard(self) -> None:
        """Nothing is changed any more."""
        self.edits = CatalogueEdits()
        self._file.keep(None)

    def _base(self, catalogue: Catalogue) -> str:
        return self.edits.base if self.edits.any else catalogue.version

    def _keep(self, catalogue: Catalogue, edits: CatalogueEdits) -> None:
        self.edits = edits.cleared_of(catalogue)
        self._file.keep(self.edits if self.edits.any or self.edits.departments else None)
