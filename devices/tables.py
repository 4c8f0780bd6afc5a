"""TOML into frozen dataclasses: settings and device profiles are read by the same rules, and refused by them.

A field may be str, int, float, bool, an Enum, a `Literal` of choices, another dataclass (a table), or a tuple of any
of these (an array, or an array of tables). `Annotated[int, Between(1, 32)]` bounds a number.
"""

from __future__ import annotations

import dataclasses
import json
import re
import tomllib
import typing
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

T = TypeVar("T")

TYPES: dict[object, str] = {str: '"…"', int: "1, 2, 3 …", float: "1.0, 1.25 …", bool: "true, false"}

_HEADER = re.compile(r"\s*(\[\[?)\s*(.+?)\s*\]\]?\s*(?:#.*)?")
_PART = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9_-]+))\s*(?:\.|$)""")


@dataclass(frozen=True, slots=True)
class Between:
    """The least and the most that a number may be."""

    least: float
    most: float


class TableInvalid(ValueError):
    """A TOML file cannot be used: `file`, the `key` concerned ("" for the whole), and `why`.

    `why` is unreadable, not_toml, unknown_key, missing, not_a_table, wrong_type or wrong_choice; `found` is what stands
    there and `wanted` what should, both as TOML would have them; `line` counts from 1, 0 where it is not known.
    """

    def __init__(self, file: str, key: str, why: str, *, found: str = "", wanted: str = "", line: int = 0) -> None:
        place = f"{file}:{line}" if line else file
        super().__init__(": ".join(part for part in (place, key, why, found) if part))
        self.file, self.key, self.why = file, key, why
        self.found, self.wanted, self.line = found, wanted, line


@dataclass(frozen=True, slots=True)
class Table:
    """What a file holds, with its text: a key's line is looked up only when it is wrong."""

    file: str
    text: str
    values: dict[str, Any]

    def fill(self, of: type[T], *path: str) -> T:
        """The dataclass `of` from the table at `path`. Raises `TableInvalid`."""
        values: Any = self.values
        for part in path:
            values = values[part]
        filled: T = self._filled(of, values, path)
        return filled

    def invalid(self, path: tuple[str, ...], why: str, *, found: str = "", wanted: str = "") -> TableInvalid:
        """The error for what stands at `path`."""
        key = ".".join(path)
        return TableInvalid(self.file, key, why, found=found, wanted=wanted, line=line_of(self.text, path))

    def fields(self, of: Any, values: Any, path: tuple[str, ...]) -> dict[str, Any]:
        """The fields of the dataclass `of` that `values` (the table at `path`) gives. Raises `TableInvalid`."""
        if not isinstance(values, dict):
            raise self.invalid(path, "not_a_table", found=literal(values))
        hints = typing.get_type_hints(of, include_extras=True)
        known = [each.name for each in dataclasses.fields(of)]
        for key in values:
            if key not in known:
                raise self.invalid((*path, key), "unknown_key", wanted=", ".join(known))
        return {key: self._fitted(hints[key], value, (*path, key)) for key, value in values.items()}

    def complete(self, of: type[T], given: dict[str, Any], path: tuple[str, ...]) -> T:
        """The dataclass `of` from its `given` fields. Raises `TableInvalid` naming one that is missing."""
        for each in dataclasses.fields(of):  # type: ignore[arg-type]
            if each.name not in given and each.default is each.default_factory is dataclasses.MISSING:
                raise self.invalid((*path, each.name), "missing")
        return of(**given)

    def _filled(self, of: Any, values: Any, path: tuple[str, ...]) -> Any:
        return self.complete(of, self.fields(of, values, path), path)

    def _fitted(self, hint: Any, value: Any, path: tuple[str, ...]) -> Any:
        if dataclasses.is_dataclass(hint):
            return self._filled(hint, value, path)
        if typing.get_origin(hint) is tuple:
            if not isinstance(value, list):
                raise self.invalid(path, "wrong_type", found=literal(value), wanted="[…]")
            each = typing.get_args(hint)[0]
            return tuple(self._fitted(each, one, (*path, str(place))) for place, one in enumerate(value))
        if isinstance(hint, type) and issubclass(hint, Enum):
            return self._chosen(hint, value, path, [member.value for member in hint])
        if typing.get_origin(hint) is Literal:
            return self._chosen(type(value), value, path, typing.get_args(hint))
        return self._measured(hint, value, path)

    def _chosen(self, of: Any, value: Any, path: tuple[str, ...], choices: Iterable[Any]) -> Any:
        allowed = [(type(choice), choice) for choice in choices]
        if (type(value), value) not in allowed:
            wanted = ", ".join(literal(choice) for _, choice in allowed)
            raise self.invalid(path, "wrong_choice", found=literal(value), wanted=wanted)
        return of(value)

    def _measured(self, hint: Any, value: Any, path: tuple[str, ...]) -> Any:
        bounds: list[Between] = []
        if typing.get_origin(hint) is Annotated:
            hint, *notes = typing.get_args(hint)
            bounds = [note for note in notes if isinstance(note, Between)]
        if hint is float and type(value) is int:
            value = float(value)
        if type(value) is not hint:
            raise self.invalid(path, "wrong_type", found=literal(value), wanted=TYPES.get(hint, str(hint)))
        for bound in bounds:
            if not bound.least <= value <= bound.most:
                wanted = f"{bound.least}–{bound.most}"
                raise self.invalid(path, "wrong_choice", found=literal(value), wanted=wanted)
        return value


def read_table(file: Path) -> Table:
    """The TOML in `file`. Raises `TableInvalid`, why being unreadable or not_toml."""
    text = ""
    try:
        text = file.read_text(encoding="utf-8-sig")  # Windows editors put a mark in front
        return Table(str(file), text, tomllib.loads(text))
    except OSError as error:
        raise TableInvalid(str(file), "", "unreadable", found=error.strerror or type(error).__name__) from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise TableInvalid(str(file), "", "not_toml", line=line) from error
    except tomllib.TOMLDecodeError as error:
        raise TableInvalid(str(file), "", "not_toml", line=_line_told(error, text)) from error


def to_toml(settings: Any) -> str:
    """A dataclass as TOML: its scalars, then its tables, then its arrays of tables. The inverse of `Table.fill`."""
    return "\n".join(_lines(settings, "")).strip() + "\n"


def literal(value: object) -> str:
    """One value as TOML has it."""
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, tuple):
        value = list(value)
    return json.dumps(value, ensure_ascii=False, default=str)


def line_of(text: str, path: tuple[str, ...]) -> int:
    """The line on which the key at `path` stands, or else the table it should stand in; 0 where neither is found.

    tomllib tells no places, so the text is read once more, and only when something is wrong.
    """
    seen: dict[tuple[str, ...], int] = {}
    here: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.fullmatch(line):
            here = _parts(header[2])
            if header[1] == "[[":
                count = sum(each[: len(here)] == here and len(each) == len(here) + 1 for each in seen)
                here = (*here, str(count))
            seen.setdefault(here, number)
        elif "=" in line and not line.lstrip().startswith("#"):
            seen.setdefault((*here, *_parts(line.partition("=")[0])), number)
    while path:
        if path in seen:
            return seen[path]
        path = path[:-1]
    return 0


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(next(part for part in found if part) for found in _PART.findall(dotted.strip()) if any(found))


def _lines(settings: Any, prefix: str) -> list[str]:
    plain = {each.name: getattr(settings, each.name) for each in dataclasses.fields(settings)}
    lines = [f"{key} = {literal(value)}" for key, value in plain.items() if not _is_table(value) and value != ()]
    for key, value in plain.items():
        if dataclasses.is_dataclass(value):
            lines += ["", f"[{prefix}{key}]", *_lines(value, f"{prefix}{key}.")]
        elif _is_table(value):
            for each in value:
                lines += ["", f"[[{prefix}{key}]]", *_lines(each, f"{prefix}{key}.")]
    return lines


def _is_table(value: object) -> bool:
    if isinstance(value, tuple):
        return bool(value) and dataclasses.is_dataclass(value[0])
    return dataclasses.is_dataclass(value)


def _line_told(error: tomllib.TOMLDecodeError, text: str) -> int:
    """The line a TOML error is at: Python 3.11 tells it only within the message, and not for the end of the file."""
    told = re.search(r"at line (\d+)", str(error))
    return int(told[1]) if told else text.count("\n") + 1
