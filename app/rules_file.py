"""The hall's rules about time as data: `resources/rules.toml`. A limit is written 15W (working days), 3N or 24H."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, TypeVar

from app import paths
from app.domain.catalogue import Limit, LimitUnit
from app.domain.rules import ProcedureKind, Rules
from app.refused_tables import refusing_tables
from devices.tables import Table, literal, read_table

T = TypeVar("T")

_LIMIT = re.compile(r"(\d{1,4})([WNH])")
LONGEST = 3660
"""Units of a limit beyond which it is a slip of the pen."""


def shipped_rules() -> Rules:
    """Those that come with the program."""
    return load_rules(paths.resources() / "rules.toml")


def load_rules(file: Path) -> Rules:
    """The rules in `file`; what it leaves out is as by default. Raises `SettingsInvalid` naming file and key."""
    with refusing_tables():
        table = read_table(file)
        values = dict(table.values)
        kinds = values.pop("procedure", None)
        given = _given(table, Rules, values, ())
        if kinds is not None:
            given["procedures"] = _kinds(table, kinds)
        _within(table, given, "yellow_share", 0.1, 1.0)
        _within(table, given, "warning_days", 0, 30)
        _within(table, given, "locker_tries", 1, 20)
        _within(table, given, "locker_wait_minutes", 1, 1440)
        _within(table, given, "locker_door_seconds", 10, 3600)
        _within(table, given, "hand_over_hours", 1, 80)
        return table.complete(Rules, given, ())


def limit_of(text: str) -> Limit:
    """The limit written as 15W, 3N or 24H. Raises `ValueError`."""
    written = _LIMIT.fullmatch(text.strip().upper())
    if written is None or int(written[1]) > LONGEST:
        raise ValueError(text)
    return Limit(int(written[1]), LimitUnit(written[2]))


def _kinds(table: Table, rows: Any) -> tuple[ProcedureKind, ...]:
    if not isinstance(rows, list):
        raise table.invalid(("procedure",), "wrong_type", found=literal(rows), wanted="[[procedure]]")
    kinds: list[ProcedureKind] = []
    for place, row in enumerate(rows):
        path = ("procedure", str(place))
        if not isinstance(row, dict):
            raise table.invalid(path, "not_a_table", found=literal(row))
        kind = table.complete(ProcedureKind, _given(table, ProcedureKind, row, path), path)
        if any({kind.code, kind.name} & {other.code, other.name} for other in kinds):
            raise table.invalid((*path, "code"), "wrong_choice", found=literal(kind.code), wanted="…")
        kinds.append(kind)
    return tuple(kinds)


def _given(table: Table, of: type[T], values: dict[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
    """The fields that `values` gives: limits from their short form, the rest as any settings."""
    short = {key for key, hint in of.__annotations__.items() if hint in ("Limit", "Limit | None")}
    given = table.fields(of, {key: value for key, value in values.items() if key not in short}, path)
    return given | {key: _limit(table, values[key], (*path, key)) for key in short & values.keys()}


def _within(table: Table, given: dict[str, Any], key: str, least: float, most: float) -> None:
    if key in given and not least <= given[key] <= most:
        raise table.invalid((key,), "wrong_choice", found=literal(given[key]), wanted=f"{least}–{most}")


def _limit(table: Table, written: Any, path: tuple[str, ...]) -> Limit:
    try:
        return limit_of(written)
    except (AttributeError, ValueError) as error:
        wanted = '"15W", "3N", "24H"'
        raise table.invalid(path, "wrong_type", found=literal(written), wanted=wanted) from error
