"""One table of a catalogue's TOML being read: checked values out, every problem noted with its place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum
from typing import Any, TypeVar

from app.domain.catalogue import Condition, Limit, LimitUnit, Option

E = TypeVar("E", bound=Enum)
T = TypeVar("T")


class Table:
    """Hands out the checked values of a TOML table, notes every problem, names keys nobody asked for."""

    def __init__(self, place: str, values: Mapping[str, Any], problems: list[str]) -> None:
        self.place, self.problems = place, problems
        self._values = dict(values)
        self._unread = set(values)

    def text(self, key: str, default: str | None = None) -> str:
        value = self._take(key, default, str, "文字")
        if default is None and key in self._values and not value.strip():
            self.wrong(key, "不能为空")
        return value

    def flag(self, key: str, default: bool) -> bool:
        return self._take(key, default, bool, "true 或 false")

    def count(self, key: str, default: int) -> int:
        value = self._take(key, default, int, "整数")
        if isinstance(value, bool):  # TOML's true is Python's 1
            self.wrong(key, "应为整数")
            return default
        return value

    def texts(self, key: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        values = self._take(key, list(default), list, "文字列表")
        if not all(isinstance(value, str) for value in values):
            self.wrong(key, "应为文字列表")
            return default
        return tuple(values)

    def word(self, key: str, of: type[E], default: E | None = None) -> E:
        words = {member.name.lower(): member for member in of}
        fallback = default or next(iter(of))
        value = self._take(key, default.name.lower() if default else None, str, "文字")
        if value and value not in words:
            self.wrong(key, f"没有“{value}”，可用 {'、'.join(words)}")
        return words.get(value, fallback)

    def limit(self, key: str) -> Limit:
        value = self.text(key)
        found = re.fullmatch(r"(\d{1,4})([WNH]?)", value)
        if value and (not found or (not found[2] and int(found[1]))):
            self.wrong(key, f"“{value}”不是时限；写法如 8W（工作日）、3N（自然日）、2H（小时）、0（当场）")
        return Limit(int(found[1]), LimitUnit(found[2] or "W")) if found else Limit(0)

    def condition(self, key: str) -> Condition:
        values = self._take(key, {}, dict, '形如 { 情形编码 = ["选项编码"] }')
        for code, options in values.items():
            if not isinstance(options, list) or not all(isinstance(option, str) for option in options):
                self.wrong(key, f"情形 {code} 后应为选项编码列表")
                return {}
        return {code: tuple(options) for code, options in values.items()}

    def options(self, key: str) -> tuple[Option, ...]:
        values = self._take(key, None, dict, '形如 { 选项编码 = "选项文字" }')
        for code, text in values.items():
            if not isinstance(text, str) or not text.strip():
                self.wrong(key, f"选项 {code} 应为文字")
        return tuple(Option(code, str(text)) for code, text in values.items())

    def tables(self, key: str, called: str, named_by: str, *, required: bool = False) -> list[Table]:
        """The tables of the array `key`, each placed as `called` and its value of `named_by`."""
        values = self._take(key, None if required else [], list, f"[[{key}]]")
        if not all(isinstance(value, dict) for value in values):
            self.wrong(key, f"应为 [[{key}]]")
            return []
        return [
            Table(f"{self.place}：{called}“{value.get(named_by, number)}”", value, self.problems)
            for number, value in enumerate(values, 1)
        ]

    def states(self, key: str) -> bool:
        """Whether `key` is written out."""
        return key in self._values

    def has_array(self, key: str) -> bool:
        return isinstance(self._values.get(key), list)

    def table(self, key: str) -> Table:
        return Table(f"{self.place}：[{key}]", self._take(key, None, dict, f"[{key}]"), self.problems)

    def wrong(self, key: str, why: str) -> None:
        self.problems.append(f"{self.place}：{key}：{why}")

    def finish(self) -> None:
        """Say which keys are unknown."""
        for key in sorted(self._unread):
            self.wrong(key, "不认识的字段")

    def _take(self, key: str, default: T | None, kind: type[T], called: str) -> T:
        self._unread.discard(key)
        if key not in self._values:
            if default is None:
                self.wrong(key, "缺少此字段")
            return kind() if default is None else default
        value = self._values[key]
        if isinstance(value, kind):
            return value
        self.wrong(key, f"应为{called}")
        return kind() if default is None else default
