"""Items of the provincial library (AUDIT_ITEM and the tables around it) mapped to items of this catalogue.

Codes follow the records of 2019 that are known; where a code's meaning is an assumption, a note says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.catalogue.checks import SERVED, item_problems
from app.catalogue.provincial_rows import Findings, Note, Row, rows_of
from app.domain.catalogue import (
    Department,
    Handling,
    Item,
    ItemKind,
    Limit,
    LimitUnit,
    Material,
    MaterialSource,
    Necessity,
    OperatingLevel,
    Option,
    PaperForm,
    Question,
)
from app.domain.errors import CatalogueInvalid

ITEM, EXTEND, MATERIAL = "AUDIT_ITEM", "AUDIT_ITEM_EXTEND", "AUDIT_MATERIAL"
CONDITION, BYLAW, CHARGE = "AUDIT_MATERIAL_CONDITION", "AUDIT_ITEM_BYLAW", "AUDIT_CHARGE"
WITHOUT_PLACE = (
    "AUDIT_ITEM_SPECIAL",
    "AUDIT_ITEM_WINDOW",
    "AUDIT_QA",
    "AUDIT_ACCEPT_CONDITION",
    "AUDIT_ITEM_INTERMEDIARY",
)
_COUNT, _STAMP = "RETURNITEMSUNNUM", "LASTTIMESTAMP"

_KINDS = {kind.value: kind for kind in ItemKind}
_HANDLINGS = {handling.value: handling for handling in Handling}
_UNITS = {"1": LimitUnit.WORKING_DAY, "2": LimitUnit.NATURAL_DAY, "3": LimitUnit.HOUR}
_NECESSITIES = {necessity.value: necessity for necessity in Necessity}
_SOURCES = {
    "10": MaterialSource.APPLICANT,
    "20": MaterialSource.APPLICANT,  # issued by an authority: not the same as fetched from it
    "30": MaterialSource.INTERMEDIARY,
    "99": MaterialSource.APPLICANT,
}
_LEVELS = {"1": OperatingLevel.STATE, "2": OperatingLevel.PROVINCE, "3": OperatingLevel.CITY}
_SITUATION = "situation"


@dataclass(frozen=True, slots=True)
class Import:
    """What the library's records became, and line by line what did not come over as it stands."""

    items: tuple[Item, ...]
    notes: tuple[Note, ...]


def read_provincial(data: object) -> Import:
    """The items of one answer of the provincial library (its JSON, parsed).

    Raises `CatalogueInvalid` with every problem when the shape is wrong, a required column is missing or
    a value is impossible; then nothing may be taken over.
    """
    tables = _tables_of(data)
    findings = Findings()
    library = _Library(tables, findings)
    items = [item for row in rows_of(tables, ITEM, findings) if (item := library.item(row)) is not None]
    library.note_what_is_left()
    if not items and not findings.problems:
        findings.problems.append(f"{ITEM}：没有在用的事项可以导入")
    if findings.problems:
        raise CatalogueInvalid(findings.problems)
    items = _one_department_each(items, findings)
    notes = sorted(findings.notes, key=lambda note: (note.table, note.row))
    return Import(tuple(items), tuple(notes))


def _tables_of(data: object) -> Mapping[str, Any]:
    if not isinstance(data, dict):
        raise CatalogueInvalid(["文件内容应为省级事项库返回的 JSON 对象"])
    status = data.get("STATUS")
    if isinstance(status, dict) and status.get("CODE") not in ("00", None):
        raise CatalogueInvalid([f"省级事项库返回了错误 {status.get('CODE')}：{status.get('TEXT') or '没有说明'}"])
    tables = data.get("CUSTOM", data)
    if not isinstance(tables, dict) or not isinstance(tables.get(ITEM), list):
        raise CatalogueInvalid([f"文件中没有 {ITEM} 表，不是省级事项库的格式"])
    stated, found = tables.get(_COUNT), len(tables[ITEM])
    if stated is not None and str(stated) != str(found):
        raise CatalogueInvalid([f"文件写明有 {stated} 个事项，实际只读到 {found} 个，文件可能不完整"])
    return tables


class _Library:
    """The tables of one answer, their rows grouped by the item they belong to."""

    def __init__(self, tables: Mapping[str, Any], findings: Findings) -> None:
        self._tables, self._findings = tables, findings
        self._rows = {
            table: list(rows_of(tables, table, findings))
            for table in (EXTEND, MATERIAL, CONDITION, BYLAW, CHARGE, *WITHOUT_PLACE)
        }
        self._taken: set[int] = set()

    def item(self, row: Row) -> Item | None:
        """The item of one row; None, with a note, for one that is not in force."""
        if row.text("task_state") not in ("", "1"):
            row.note("task_state", "事项不在用，未导入")
            for table in self._rows:
                self._of(table, row)
            return None
        problems_before = len(self._findings.problems)
        item = _Mapping(row, {table: self._of(table, row) for table in self._rows}).item()
        row.note_the_rest()
        if len(self._findings.problems) == problems_before:
            self._findings.problems += [f"{ITEM} 第 {row.number} 行：{each}" for each in item_problems(item)]
        return item

    def note_what_is_left(self) -> None:
        """Rows that belong to no item, and tables nobody knows."""
        for rows in self._rows.values():
            for row in rows:
                if id(row) not in self._taken:
                    row.note("task_guid", "找不到所属的事项，未导入")
        for table in self._tables.keys() - self._rows.keys() - {ITEM, _COUNT, _STAMP}:
            if content := self._tables[table]:
                size = f"{len(content)} 行" if isinstance(content, list) else "有内容"
                self._findings.notes.append(Note(table, 0, "", size, f"不认识的表（{size}），未导入"))

    def _of(self, table: str, item: Row) -> list[Row]:
        ids = {item.id("rowguid"), item.id("task_code")} - {""}
        rows = [row for row in self._rows[table] if row.id("task_guid", "task_code") in ids]
        self._taken.update(map(id, rows))
        return sorted(rows, key=Row.order)


class _Mapping:
    """One item being mapped from its row and the rows that belong to it."""

    def __init__(self, row: Row, rows: Mapping[str, Sequence[Row]]) -> None:
        self._row, self._rows = row, rows

    def item(self) -> Item:
        row = self._row
        extend = self._extend()
        questions, options_of = self._situation()
        item = Item(
            code=row.required("task_code"),
            name=row.required("task_name"),
            department=self._department(),
            kind=row.coded("task_type", _KINDS, ItemKind.OTHER),
            handling=row.coded("project_type", _HANDLINGS, Handling.OTHER),
            statutory=_limit(row, "anticipate_day", "anticipate_type"),
            promised=_limit(row, "promise_day", "promise_type"),
            result=extend.text("result_name") if extend else "",
            fee=self._fee(),
            online=extend.flag("is_online_handle", False) if extend else False,
            operating_level=_operating_level(row),
            served=_served(row),
            legal_basis="；".join(filter(None, map(_law, self._rows[BYLAW]))),
            acceptance=row.text("accept_name"),
            delivery=("window", "post") if extend and extend.flag("is_express", False) else ("window",),
            materials=self._materials(options_of),
            questions=questions,
        )
        if not item.result:
            row.note("result_name", "没有写明办理结果，暂记为“无”")
            item = replace(item, result="无")
        for rows in self._rows.values():
            for each in rows:
                each.note_the_rest()
        return item

    def _extend(self) -> Row | None:
        extends = self._rows[EXTEND]
        for extra in extends[1:]:
            extra.note("rowguid", "一个事项只取第一行扩展信息")
        return extends[0] if extends else None

    def _department(self) -> Department:
        return Department(
            code=self._row.required("dept_code"),
            name=self._row.required("dept_name", "contractor"),
            phone=self._row.text("link_way"),
            supervision_phone=self._row.text("supervise_way"),
        )

    def _fee(self) -> str:
        charged = self._row.flag("is_fee", False)
        charges = [
            " ".join(filter(None, (row.text("charge_name"), row.text("charge_standard")))) for row in self._rows[CHARGE]
        ]
        if not charged:
            return "不收费"
        if not any(charges):
            self._row.note("is_fee", "收费但没有读到收费标准，请补写")
        return "；".join(filter(None, charges)) or "收费（标准请补写）"

    def _situation(self) -> tuple[tuple[Question, ...], dict[str, tuple[str, ...]]]:
        """The situations as one question, and for each material (its rowguid) the options that need it."""
        texts: dict[str, str] = {}
        named: dict[str, list[str]] = {}
        for row in self._rows[CONDITION]:
            condition, text = row.text("condition_guid"), row.text("condition_name", "condition_desc")
            if not condition or not text:
                row.note("condition_guid", "没有情形编号或名称，未导入")
                continue
            texts.setdefault(condition, text)
            if material := row.id("material_guid"):
                named.setdefault(material, []).append(condition)
        if len(texts) < 2:
            for row in self._rows[CONDITION][:1]:
                row.note("condition_guid", "只有一种情形，不成为提问；材料一律列出")
            return (), {}
        codes = {condition: f"s{number}" for number, condition in enumerate(texts, 1)}
        options = tuple(Option(codes[condition], text) for condition, text in texts.items())
        question = Question(_SITUATION, "属于哪种情形？", options)
        return (question,), {material: tuple(codes[each] for each in named[material]) for material in named}

    def _materials(self, options_of: Mapping[str, tuple[str, ...]]) -> tuple[Material, ...]:
        rows = self._rows[MATERIAL]
        if not rows:
            self._row.wrong("task_code", f"{MATERIAL} 中没有这个事项的材料")
        known = {row.id("rowguid") for row in rows}
        for row in self._rows[CONDITION]:
            if (material := row.id("material_guid")) and material not in known:
                row.wrong("material_guid", f"{MATERIAL} 中没有材料 {material}")
        return tuple(
            _material(row, f"{number:02d}", options_of.get(row.id("rowguid"), ())) for number, row in enumerate(rows, 1)
        )


def _material(row: Row, code: str, options: tuple[str, ...]) -> Material:
    necessity = row.coded("is_need", _NECESSITIES, Necessity.NEEDED)
    if necessity is Necessity.MAY_FOLLOW:
        row.note("is_need", "省库没有后补期限，按 15 个工作日；如为“视情形需要”，请改为情形")
    form, copies = _form(row)
    return Material(
        code=code,
        name=row.required("material_name"),
        necessity=necessity,
        form=form,
        copies=copies,
        source=_source(row),
        standard=_joined(
            ("", row.text("accept_stand")), ("签章：", row.text("sign_ask")), ("备注：", row.text("remark"))
        ),
        fill_notes=row.text("fill_explian", "fill_explain"),
        legal_basis=row.text("by_law"),
        when={_SITUATION: options} if options else {},
    )


def _form(row: Row) -> tuple[PaperForm, int]:
    """Original or copy, and how many: from the amounts, whose meaning is sure."""
    originals, copies = row.amount("original_amount"), row.amount("copy_amount")
    if originals and copies:
        row.note("original_amount", f"同时要原件 {originals} 份和复印件 {copies} 份，记为核原件、留复印件，请核对")
        return PaperForm.ORIGINAL_SEEN, copies
    if row.id("material_form") == ("2" if copies else "1"):
        row.text("material_form")  # says again what the amounts say
    if copies:
        return PaperForm.COPY, copies
    if not originals:
        row.note("original_amount", "没有写明份数，按原件 1 份")
    return PaperForm.ORIGINAL, originals or 1


def _source(row: Row) -> MaterialSource:
    code = row.text("source_type") or "10"
    if code == "20":
        row.note("source_type", "由政府部门核发，仍按申请人提交；如可由部门间核验，请改为 department")
    elif code not in _SOURCES or code == "99":
        row.note("source_type", "来源不明，按申请人提交")
    if code == "10" and row.id("source_explain") == "申请人自备":
        row.text("source_explain")  # says again what the code says
    return _SOURCES.get(code, MaterialSource.APPLICANT)


def _limit(row: Row, days: str, unit: str) -> Limit:
    amount = row.number_of(days)
    code = row.text(unit) or "1"
    if code == "4":  # 当场
        return Limit(0)
    if code not in _UNITS:
        row.wrong(unit, f"没有“{code}”这个时限单位，可用 {'、'.join([*_UNITS, '4'])}")
    elif code != "1":
        row.note(unit, "按 2 自然日、3 小时理解，请核对")
    return Limit(amount, _UNITS.get(code, LimitUnit.WORKING_DAY))


def _operating_level(row: Row) -> OperatingLevel:
    level = row.text("use_level")
    row.note("use_level", "省库没有运行系统层级，暂按行使层级填写；对接垂管系统的请改")
    return _LEVELS.get(level, OperatingLevel.COUNTY)


def _served(row: Row) -> tuple[str, ...]:
    codes = row.required("serve_type").replace("，", ",").split(",")
    unknown = [code for code in codes if code and code not in SERVED.values()]
    if unknown:
        row.wrong("serve_type", f"没有“{'、'.join(unknown)}”这种服务对象")
    return tuple(dict.fromkeys(code for code in codes if code))


def _law(row: Row) -> str:
    name, number, clause = row.text("law_name"), row.text("law_number"), row.text("clause_number")
    return f"{name}{f'（{number}）' if number else ''}{clause}"


def _joined(*parts: tuple[str, str]) -> str:
    return "；".join(label + text for label, text in parts if text)


def _one_department_each(items: Iterable[Item], findings: Findings) -> list[Item]:
    """The library states telephones with each item; here a department has one, so the first stands."""
    first: dict[str, Department] = {}
    agreed: list[Item] = []
    for item in items:
        department = first.setdefault(item.department.code, item.department)
        if department != item.department:
            why = f"同一部门的名称或电话不一致，以先出现的为准（{department.name} {department.phone}）"
            findings.notes.append(Note(ITEM, 0, "dept_code", item.code, why))
        agreed.append(replace(item, department=department))
    return agreed
