"""How a command answers: a table for people, JSON with `--json`; trouble in one sentence and exit code 1."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from unicodedata import east_asian_width

from app import paths
from app.domain.errors import CounterError
from app.wording import Wording
from devices.errors import DeviceError
from sync.errors import SyncError

GOOD, TROUBLE, WRONG_USE = 0, 1, 2


def show(facts: Mapping[str, Any], *, as_json: bool) -> int:
    """Print facts, one a line, or as one JSON object."""
    if as_json:
        print(json.dumps(facts, ensure_ascii=False, indent=2))
    else:
        print(table([(str(name), _text(value)) for name, value in facts.items()]))
    return GOOD


def show_rows(rows: Sequence[Mapping[str, Any]], *, as_json: bool) -> int:
    """Print rows with the same keys as a table, or as a JSON list."""
    if as_json:
        print(json.dumps(list(rows), ensure_ascii=False, indent=2))
    elif rows:
        print(table([tuple(rows[0]), *(tuple(_text(value) for value in row.values()) for row in rows)]))
    return GOOD


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows in aligned columns; a Chinese character takes two places."""
    widths = [max(_width(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def answering(work: Callable[[], int], *, as_json: bool = False) -> int:
    """Do `work`. Trouble is said in a sentence on stderr and answered with 1, an argument of no sense with 2."""
    try:
        return work()
    except (CounterError, DeviceError, SyncError) as error:
        say = Wording(paths.resources() / "i18n", "zh_CN")
        return _refused(say.error(error), error, TROUBLE, as_json)
    except ValueError as error:
        return _refused(f"写法不对：{error}", error, WRONG_USE, as_json)
    except OSError as error:
        where = f" {error.filename} " if error.filename else ""
        return _refused(f"文件{where}读写失败（{error.strerror or error}）", error, TROUBLE, as_json)


def _refused(sentence: str, error: Exception, code: int, as_json: bool) -> int:
    if as_json:
        print(json.dumps({"error": type(error).__name__, "sentence": sentence}, ensure_ascii=False))
    print(sentence, file=sys.stderr)
    return code


def _text(value: object) -> str:
    if isinstance(value, dict | list | tuple):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None else str(value)


def _width(text: str) -> int:
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)
