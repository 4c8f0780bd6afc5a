"""`make bench`: every bench beside it, one table, and `build/bench.json`. A missed target is told, not an error."""

from __future__ import annotations

import json
import pkgutil
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import tests.bench
from app.commands.answer import table

OUT = Path("build/bench.json")
COLUMNS = ("name", "value", "unit", "baseline", "ratio", "target", "holds")


def main() -> None:
    """Measure, tell, keep."""
    rows = [{column: row[column] for column in COLUMNS} for row in measured()]
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(table([COLUMNS, *([told(row[column]) for column in COLUMNS] for row in rows)]))
    print(f"{sum(row['holds'] for row in rows)} of {len(rows)} hold; {OUT} has them")


def measured() -> Iterator[dict[str, Any]]:
    """The rows of every `bench_*.py` here, one bench after the other so that none slows another."""
    for bench in sorted(found.name for found in pkgutil.iter_modules(tests.bench.__path__)):
        if bench.startswith("bench_"):
            print(f"{bench} …", file=sys.stderr, flush=True)
            yield from import_module(f"tests.bench.{bench}").measure()


def told(value: object) -> str:
    """A cell of the table."""
    match value:
        case None:
            return "—"
        case bool():
            return "yes" if value else "NO"
        case _:
            return str(value)


if __name__ == "__main__":
    main()
