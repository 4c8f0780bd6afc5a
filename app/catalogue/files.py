"""The catalogue as a folder of TOML files: `catalogue.toml` with the version, one for each department."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

from app.catalogue.checks import SERVED, item_problems, shared_problems
from app.catalogue.table import Table
from app.domain.catalogue import (
    Catalogue,
    Department,
    Handling,
    Item,
    ItemKind,
    Material,
    MaterialSource,
    Medium,
    Necessity,
    OperatingLevel,
    PaperForm,
    Question,
)
from app.domain.errors import CatalogueInvalid

TOP_FILE = "catalogue.toml"


def load_catalogue(folder: Path) -> Catalogue:
    """The catalogue in `folder`. Raises `CatalogueInvalid` with every problem of every file at once."""
    return parse_catalogue(read_files(folder))


def read_files(folder: Path) -> dict[str, str]:
    """The TOML files of `folder`, name → text. Raises `CatalogueInvalid` for any that cannot be read."""
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
    """The catalogue that `texts` (file name → TOML) make together. Raises as `load_catalogue` does."""
    problems: list[str] = []
    version, sample, placed = "", False, list[tuple[str, Item]]()
    if TOP_FILE not in texts:
        problems.append(f"缺少 {TOP_FILE}（写明事项库版本 version）")
    for name, text in texts.items():
        table = _table_of(name, text, problems)
        if table is None:
            continue
        if name == TOP_FILE:
            version, sample = table.text("version"), table.flag("sample", False)
        else:
            placed += [(name, item) for item in _items_of(table)]
        table.finish()
    problems += shared_problems(placed)
    if problems:
        raise CatalogueInvalid(problems)
    return Catalogue(version, tuple(item for _, item in placed), sample)


def _table_of(name: str, text: str, problems: list[str]) -> Table | None:
    try:
        return Table(name, tomllib.loads(text), problems)
    except tomllib.TOMLDecodeError as error:
        where = re.search(r"line (\d+), column (\d+)", str(error))
        line = f"第 {where[1]} 行第 {where[2]} 列附近" if where else "文件末尾附近"
        problems.append(f"{name}：{line}不是有效的 TOML 写法")
        return None


def _items_of(table: Table) -> list[Item]:
    """The items of one file. With several departments (`[[department]]`) each item names its own by code."""
    if not table.has_array("department"):
        department = _department_of(table.table("department"))
        return [_item_of(each, department) for each in table.tables("item", "事项", "name", required=True)]
    stated = [_department_of(each) for each in table.tables("department", "部门", "name")]
    departments = {each.code: each for each in stated}
    items = []
    for each in table.tables("item", "事项", "name", required=True):
        code = each.text("department")
        if code and code not in departments:
            each.wrong("department", f"本文件没有部门 {code}")
        items.append(_item_of(each, departments.get(code, Department(code, code))))
    return items


def _department_of(table: Table) -> Department:
    department = Department(
        code=table.text("code"),
        name=table.text("name"),
        phone=table.text("phone", ""),
        supervision_phone=table.text("supervision_phone", ""),
    )
    table.finish()
    return department


def _item_of(table: Table, department: Department) -> Item:
    said_before = len(table.problems)
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
        materials=tuple(map(_material_of, table.tables("material", "材料", "name", required=True))),
        questions=tuple(map(_question_of, table.tables("question", "情形", "code"))),
    )
    table.finish()
    if len(table.problems) == said_before:  # every value is sound: do they fit each other?
        table.problems += [f"{table.place}：{problem}" for problem in item_problems(item)]
    return item


def _served_of(table: Table) -> tuple[str, ...]:
    words = table.texts("served", ("natural_person",))
    for word in words:
        if word not in SERVED:
            table.wrong("served", f"没有“{word}”，可用 {'、'.join(SERVED)}")
    return tuple(SERVED[word] for word in words if word in SERVED)


def _question_of(table: Table) -> Question:
    question = Question(
        code=table.text("code"),
        text=table.text("text"),
        options=table.options("options"),
        when=table.condition("when"),
    )
    table.finish()
    return question


def _material_of(table: Table) -> Material:
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
    if material.necessity is not Necessity.MAY_FOLLOW and table.states("follow_days"):
        table.wrong("follow_days", "只有容缺后补（may_follow）的材料才有后补期限")
    table.finish()
    return material
