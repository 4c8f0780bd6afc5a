"""The catalogue as a folder of TOML files: one `catalogue.toml` with the version, one file for each department."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from app.catalogue_checks import SERVED, catalogue_problems
from app.domain.catalogue import (
    Catalogue,
    Condition,
    Department,
    Handling,
    Item,
    ItemKind,
    Limit,
    LimitUnit,
    Material,
    MaterialSource,
    Medium,
    Necessity,
    OperatingLevel,
    Option,
    PaperForm,
    Question,
)
from app.domain.errors import CatalogueInvalid
from app.domain.plain import from_plain, to_plain

TOP_FILE = "catalogue.toml"

E = TypeVar("E", bound=Enum)


def load_catalogue(folder: Path) -> Catalogue:
    """The catalogue in `folder`. Raises `CatalogueInvalid` with every problem of every file at once."""
    return parse_catalogue(read_files(folder))


def read_files(folder: Path) -> dict[str, str]:
    """The TOML files of `folder` as text, by name. Raises `CatalogueInvalid` for a file that cannot be read."""
    if not folder.is_dir():
        raise CatalogueInvalid([f"没有找到事项库文件夹 {folder}"])
    texts, problems = dict[str, str](), list[str]()
    for path in sorted(folder.glob("*.toml")):
        try:
            texts[path.name] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            problems.append(f"{path.name}：不是 UTF-8 编码的文本")
        except OSError as error:
            problems.append(f"{path.name}：无法读取（{error.strerror}）")
    if problems:
        raise CatalogueInvalid(problems)
    return texts


def parse_catalogue(texts: Mapping[str, str]) -> Catalogue:
    """The catalogue that `texts` (file name → TOML) make together. Raises `CatalogueInvalid` as `load_catalogue`."""
    problems: list[str] = []
    version, sample, items = "", False, list[Item]()
    if TOP_FILE not in texts:
        problems.append(f"缺少 {TOP_FILE}（写明事项库版本 version）")
    for name, text in texts.items():
        table = _table_of(name, text, problems)
        if table is None:
            continue
        if name == TOP_FILE:
            version, sample = table.text("version"), table.flag("sample", False)
        else:
            items += _items_of(table)
        table.finish()
    catalogue = Catalogue(version, tuple(items), sample)
    if not problems:  # the parts are sound: now see whether they fit each other
        problems += _with_files(catalogue_problems(catalogue), texts, catalogue)
    if problems:
        raise CatalogueInvalid(problems)
    return catalogue


def catalogue_to_plain(catalogue: Catalogue) -> dict[str, Any]:
    """The catalogue as JSON data, for the central to serve."""
    plain: dict[str, Any] = to_plain(catalogue)
    return plain


def catalogue_from_plain(data: object) -> Catalogue:
    """The inverse of `catalogue_to_plain`. Raises `CatalogueInvalid` naming each place that does not fit."""
    try:
        catalogue = from_plain(Catalogue, data)
    except ValidationError as error:
        places = (".".join(str(part) for part in each["loc"]) for each in error.errors())
        raise CatalogueInvalid([f"中心端下发的事项库：{place or '整体'}：内容不符合格式" for place in places]) from error
    if problems := catalogue_problems(catalogue):
        raise CatalogueInvalid(problems)
    return catalogue


class _Table:
    """One TOML table being read: hands out checked values, notes every problem, and names keys nobody asked for."""

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
        value = self._take(key, default and default.name.lower(), str, "文字")
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
        values = self._take(key, {}, dict, "形如 { 情形编码 = [\"选项编码\"] }")
        for code, options in values.items():
            if not isinstance(options, list) or not all(isinstance(option, str) for option in options):
                self.wrong(key, f"情形 {code} 后应为选项编码列表")
                return {}
        return {code: tuple(options) for code, options in values.items()}

    def options(self, key: str) -> tuple[Option, ...]:
        values = self._take(key, None, dict, "形如 { 选项编码 = \"选项文字\" }")
        for code, text in values.items():
            if not isinstance(text, str) or not text.strip():
                self.wrong(key, f"选项 {code} 应为文字")
        return tuple(Option(code, str(text)) for code, text in values.items())

    def tables(self, key: str, called: str, named_by: str, *, required: bool = False) -> list[_Table]:
        """The tables of the array `key`, each placed as `called` and its value of `named_by`."""
        values = self._take(key, None if required else [], list, f"[[{key}]]")
        if not all(isinstance(value, dict) for value in values):
            self.wrong(key, f"应为 [[{key}]]")
            return []
        return [
            _Table(f"{self.place}：{called}“{value.get(named_by, number)}”", value, self.problems)
            for number, value in enumerate(values, 1)
        ]

    def has_array(self, key: str) -> bool:
        return isinstance(self._values.get(key), list)

    def table(self, key: str) -> _Table:
        return _Table(f"{self.place}：[{key}]", self._take(key, None, dict, f"[{key}]"), self.problems)

    def wrong(self, key: str, why: str) -> None:
        self.problems.append(f"{self.place}：{key}：{why}")

    def finish(self) -> None:
        """Say which keys are unknown."""
        for key in sorted(self._unread):
            self.wrong(key, "不认识的字段")

    def _take(self, key: str, default: Any, kind: type[Any], called: str) -> Any:
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


def _table_of(name: str, text: str, problems: list[str]) -> _Table | None:
    try:
        return _Table(name, tomllib.loads(text), problems)
    except tomllib.TOMLDecodeError as error:
        where = re.search(r"line (\d+), column (\d+)", str(error))
        line = f"第 {where[1]} 行第 {where[2]} 列附近" if where else "文件末尾附近"
        problems.append(f"{name}：{line}不是有效的 TOML 写法")
        return None


def _items_of(table: _Table) -> list[Item]:
    """The items of one file. With several departments (`[[department]]`) each item names its own by code."""
    if not table.has_array("department"):
        department = _department_of(table.table("department"))
        return [_item_of(each, department) for each in table.tables("item", "事项", "name", required=True)]
    departments = {each.code: each for each in map(_department_of, table.tables("department", "部门", "name"))}
    items = []
    for each in table.tables("item", "事项", "name", required=True):
        code = each.text("department")
        if code and code not in departments:
            each.wrong("department", f"本文件没有部门 {code}")
        items.append(_item_of(each, departments.get(code, Department(code, code))))
    return items


def _department_of(table: _Table) -> Department:
    department = Department(
        code=table.text("code"),
        name=table.text("name"),
        phone=table.text("phone", ""),
        supervision_phone=table.text("supervision_phone", ""),
    )
    table.finish()
    return department


def _item_of(table: _Table, department: Department) -> Item:
    item = Item(
        code=table.text("code"),
        name=table.text("name"),
        department=department,
        kind=table.word("kind", ItemKind),
        handling=table.word("handling", Handling),
        statutory=table.limit("statutory"),
        promised=table.limit("promised"),
        result=table.text("result"),
        fee=table.text("fee", "不收费"),
        online=table.flag("online", True),
        operating_level=table.word("operating_level", OperatingLevel, OperatingLevel.CITY),
        system=table.text("system", ""),
        served=_served_of(table),
        theme=table.text("theme", ""),
        keywords=table.texts("keywords"),
        legal_basis=table.text("legal_basis", ""),
        acceptance=table.text("acceptance", ""),
        delivery=table.texts("delivery", ("window",)),
        materials=tuple(_material_of(each) for each in table.tables("material", "材料", "name", required=True)),
        questions=tuple(_question_of(each) for each in table.tables("question", "情形", "code")),
    )
    table.finish()
    return item


def _served_of(table: _Table) -> tuple[str, ...]:
    words = table.texts("served", ("natural_person",))
    for word in words:
        if word not in SERVED:
            table.wrong("served", f"没有“{word}”，可用 {'、'.join(SERVED)}")
    return tuple(SERVED[word] for word in words if word in SERVED)


def _question_of(table: _Table) -> Question:
    question = Question(
        code=table.text("code"),
        text=table.text("text"),
        options=table.options("options"),
        when=table.condition("when"),
    )
    table.finish()
    return question


def _material_of(table: _Table) -> Material:
    material = Material(
        code=table.text("code"),
        name=table.text("name"),
        necessity=table.word("necessity", Necessity, Necessity.NEEDED),
        form=table.word("form", PaperForm, PaperForm.ORIGINAL),
        copies=table.count("copies", 1),
        medium=table.word("medium", Medium, Medium.PAPER),
        source=table.word("source", MaterialSource, MaterialSource.APPLICANT),
        standard=table.text("standard", ""),
        fill_notes=table.text("fill_notes", ""),
        sample=table.text("sample", ""),
        legal_basis=table.text("legal_basis", ""),
        follow_days=table.count("follow_days", 15),
        when=table.condition("when"),
    )
    if material.necessity is not Necessity.MAY_FOLLOW and "follow_days" in table._values:
        table.wrong("follow_days", "只有容缺后补（may_follow）的材料才有后补期限")
    table.finish()
    return material
