"""What is particular to a make of device, as data: `resources/devices/*.toml`, and a site's own files over them.

    [printer.acme-80]            family and name
    based_on = "generic-80"      what is not said here is as there
    text = "gb18030"

A new name in a site's file is a new make, without any code; a name of ours there changes what it says, and no more.
Which families there are, and what may stand in them, is said by the dataclasses named in `devices.catalogue`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from devices.tables import Table, literal, read_table

P = TypeVar("P")
Make = tuple[str, str]
"""Family and name."""

BASED_ON = "based_on"


@dataclass(frozen=True, slots=True)
class Profile:
    """One make: its values, and the files that speak of it, ours first."""

    files: tuple[str, ...]
    values: Any


class Profiles:
    """All profiles, by family and name. Reading them raises `TableInvalid` with file, line and key."""

    def __init__(self, families: Mapping[str, type[Any]], folders: Iterable[Path]) -> None:
        self._families = families
        self._tables: dict[Make, list[Table]] = defaultdict(list)
        for folder in folders:
            for file in sorted(folder.glob("*.toml")):
                self._take(read_table(file))
        self._profiles = {make: self._read(make, ()) for make in list(self._tables)}

    def names(self, family: str) -> tuple[str, ...]:
        """The makes of a family, in the order of their names."""
        return tuple(sorted(name for each, name in self._profiles if each == family))

    def get(self, of: type[P], name: str) -> P:
        """The profile `name` as a value of its family's dataclass `of`. Raises ValueError naming those there are."""
        family = next(family for family, each in self._families.items() if each is of)
        profile = self._profiles.get((family, name))
        if profile is None:
            raise ValueError(f"{name} is no {family} profile (known: {', '.join(self.names(family))})")
        values: P = profile.values
        return values

    def files_of(self, family: str, name: str) -> tuple[str, ...]:
        """The names of the files that speak of a profile, ours first."""
        profile = self._profiles.get((family, name))
        return tuple(Path(file).name for file in profile.files) if profile else ()

    def _take(self, table: Table) -> None:
        for family, makes in table.values.items():
            if family not in self._families:
                raise table.invalid((family,), "unknown_key", wanted=", ".join(self._families))
            if not isinstance(makes, dict):
                raise table.invalid((family,), "not_a_table", found=literal(makes))
            for name in makes:
                self._tables[family, name].append(table)

    def _read(self, make: Make, above: tuple[Make, ...]) -> Profile:
        of, tables = self._families[make[0]], self._tables[make]
        given: dict[str, Any] = {}
        below = None
        for table in tables:
            own = table.values[make[0]][make[1]]
            if isinstance(own, dict) and BASED_ON in own:
                below = self._below(table, make, (make[0], own[BASED_ON]), (*above, make))
                own = {key: value for key, value in own.items() if key != BASED_ON}
            given |= table.fields(of, own, make)
        values = replace(below, **given) if below is not None else tables[0].complete(of, given, make)
        return Profile(tuple(table.file for table in tables), values)

    def _below(self, table: Table, make: Make, base: Make, above: tuple[Make, ...]) -> Any:
        if not isinstance(base[1], str) or base not in self._tables or base in above:
            known = ", ".join(name for family, name in self._tables if family == make[0] and (family, name) != make)
            raise table.invalid((*make, BASED_ON), "wrong_choice", found=literal(base[1]), wanted=known)
        return self._read(base, above).values
