"""Rows of the provincial item library being mapped: what was read, what is left over, what is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

T = TypeVar("T")

NO_PLACE = "本系统没有对应的字段，未导入"

# Columns that join, order or shard the tables: they carry nothing of the item itself.
_LINKS = frozenset({"rowguid", "task_guid", "task_code", "material_guid", "ordernum", "ordernumber", "partitionguid"})
_SAYS_NOTHING = frozenset({"", "无", "/", "None"})


@dataclass(frozen=True, slots=True)
class Note:
    """One value that was not taken over as it stands; `row` counts from 1, 0 means the whole table."""

    table: str
    row: int
    field: str
    value: str
    why: str

    def __str__(self) -> str:
        place = f"{self.table} 第 {self.row} 行" if self.row else self.table
        return f"{place} {self.field} = {self.value}：{self.why}" if self.field else f"{place}：{self.why}"


@dataclass(slots=True)
class Findings:
    """What the mapping has to say: notes (imported all the same) and problems (nothing is imported)."""

    notes: list[Note] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


class Row:
    """One row of a provincial table. Column names are matched without regard to case."""

    def __init__(self, table: str, number: int, values: Mapping[str, Any], findings: Findings) -> None:
        self.table, self.number = table, number
        self._findings = findings
        self._values = {key.lower(): value for key, value in values.items()}
        self._unread = dict.fromkeys(self._values)

    def text(self, *columns: str) -> str:
        """The first of `columns` that says something, without surrounding blanks; else ""."""
        for column in columns:
            if text := self._said(column):
                self._unread.pop(column, None)
                return text
        return ""

    def required(self, *columns: str) -> str:
        """As `text`; a problem where it says nothing."""
        text = self.text(*columns)
        if not text:
            self.wrong(columns[0], "缺少此列或没有内容")
        return text

    def number_of(self, column: str, *, least: int = 0) -> int:
        """A required whole number."""
        text = self.required(column)
        if text and (not text.isdecimal() or int(text) < least):
            self.wrong(column, f"“{text}”不是可用的数字（至少为 {least}）")
        return int(text) if text.isdecimal() else least

    def amount(self, column: str) -> int:
        """A number of sheets; 0 where nothing is stated."""
        return self.number_of(column) if self._said(column) else 0

    def coded(self, column: str, meanings: Mapping[str, T], fallback: T) -> T:
        """The meaning of a required code."""
        code = self.required(column)
        if code and code not in meanings:
            self.wrong(column, f"没有“{code}”这个代码，可用 {'、'.join(meanings)}")
        return meanings.get(code, fallback)

    def flag(self, column: str, default: bool) -> bool:
        """A column of "0" or "1"."""
        text = self.text(column)
        if text not in ("", "0", "1"):
            self.note(column, "应为 0 或 1，按默认值处理")
        return default if text not in ("0", "1") else text == "1"

    def note(self, column: str, why: str) -> None:
        self._unread.pop(column, None)
        value = " ".join(self._said(column).split()) or "（空）"
        self._findings.notes.append(Note(self.table, self.number, column, value, why))

    def wrong(self, column: str, why: str) -> None:
        self._findings.problems.append(f"{self.table} 第 {self.number} 行 {column}：{why}")

    def note_the_rest(self) -> None:
        """One note for each column that says something and was not read."""
        for column in [each for each in self._unread if each not in _LINKS and self._said(each)]:
            self.note(column, NO_PLACE)

    def order(self) -> int:
        """The place of this row among its sisters."""
        text = self._said("ordernum") or self._said("ordernumber")
        return int(text) if text.isdecimal() else self.number

    def id(self, *columns: str) -> str:
        """A linking id; reading it is never worth a note."""
        return next((text for column in columns if (text := self._said(column))), "")

    def _said(self, column: str) -> str:
        value = self._values.get(column)
        if isinstance(value, (dict, list)):
            return f"（{len(value)} 项嵌套内容）" if value else ""
        text = "" if value is None else str(value).strip()
        return "" if text in _SAYS_NOTHING else text


def rows_of(tables: Mapping[str, Any], table: str, findings: Findings) -> Iterator[Row]:
    """The rows of one table; a table that is missing has none, one of another shape is a problem."""
    rows = tables.get(table, [])
    if not isinstance(rows, list):
        findings.problems.append(f"{table}：应为数组")
        return
    for number, values in enumerate(rows, 1):
        if isinstance(values, dict):
            yield Row(table, number, values, findings)
        else:
            findings.problems.append(f"{table} 第 {number} 行：应为对象")
