"""Taking in the provincial library's own file: everything mapped or noted, and never by halves."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from app.catalogue.files import load_catalogue
from app.catalogue.provincial import Import, import_into, read_provincial
from app.domain.catalogue import (
    Department,
    Handling,
    Item,
    ItemKind,
    Limit,
    LimitUnit,
    MaterialSource,
    Necessity,
    OperatingLevel,
    PaperForm,
)
from app.domain.errors import CatalogueInvalid
from tests.support.shared import SHARED_DATA

SYNTHETIC = Path(__file__).resolve().parents[2] / "support" / "provincial_item.json"
REAL = SHARED_DATA / "catalogue" / "audit-item-450721.json"

TABLES_AND_COLUMNS = [
    ("AUDIT_ITEM", "task_code"),
    ("AUDIT_ITEM", "task_name"),
    ("AUDIT_ITEM", "task_type"),
    ("AUDIT_ITEM", "project_type"),
    ("AUDIT_ITEM", "dept_code"),
    ("AUDIT_ITEM", "contractor"),
    ("AUDIT_ITEM", "serve_type"),
    ("AUDIT_ITEM", "anticipate_day"),
    ("AUDIT_ITEM", "promise_day"),
    ("AUDIT_MATERIAL", "material_name"),
    ("AUDIT_MATERIAL", "is_need"),
]


@pytest.fixture
def record() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(SYNTHETIC.read_text(encoding="utf-8"))
    return loaded


def tables(record: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = record["CUSTOM"]
    return found


def problems_of(data: object) -> tuple[str, ...]:
    with pytest.raises(CatalogueInvalid) as caught:
        read_provincial(data)
    return caught.value.problems


def noted(imported: Import) -> list[str]:
    return [str(note) for note in imported.notes]


def licence_of(imported: Import) -> Item:
    return imported.items[0]


def contents(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}


def test_an_item_is_mapped_column_by_column(record: dict[str, Any]) -> None:
    item = licence_of(read_provincial(record))
    assert (item.code, item.name) == ("1143000000000000003430000000100", "示例许可（情形、收费）")
    assert item.department == Department("114300000000000000", "示例市某局", "0730-0009901", "0730-0009909")
    assert (item.kind, item.handling, item.served) == (ItemKind.LICENCE, Handling.PROMISED, ("1", "2"))
    assert (item.statutory, item.promised) == (Limit(20), Limit(7, LimitUnit.NATURAL_DAY))
    assert (item.result, item.fee, item.online) == ("示例许可证", "工本费 10元／证", True)
    assert (item.operating_level, item.delivery) == (OperatingLevel.CITY, ("window", "post"))
    assert (item.legal_basis, item.acceptance) == ("《示例法》（示例令第1号）第二条", "符合示例条件。")


def test_materials_come_in_their_order_with_form_and_count(record: dict[str, Any]) -> None:
    form, place, health = licence_of(read_provincial(record)).materials
    assert (form.code, form.name, form.form, form.copies) == ("01", "申请书", PaperForm.ORIGINAL, 1)
    assert form.standard == "填写完整；签章：本人签名"
    assert (place.name, place.form, place.copies) == ("场所证明", PaperForm.COPY, 2)
    assert (health.form, health.necessity) == (PaperForm.ORIGINAL_SEEN, Necessity.MAY_FOLLOW)
    assert (health.legal_basis, health.source) == ("《示例法》第一条", MaterialSource.APPLICANT)


def test_material_conditions_become_a_question(record: dict[str, Any]) -> None:
    item = licence_of(read_provincial(record))
    (question,) = item.questions
    assert [(option.code, option.text) for option in question.options] == [
        ("s1", "有实体场所"),
        ("s2", "只在网上经营"),
    ]
    assert "场所证明" in [each.name for each in item.materials_for({"situation": "s1"})]
    assert "场所证明" not in [each.name for each in item.materials_for({"situation": "s2"})]


def test_an_item_done_at_once_has_no_limit(record: dict[str, Any]) -> None:
    item = read_provincial(record).items[1]
    assert (item.handling, item.promised, item.result) == (Handling.AT_ONCE, Limit(0), "无")


@pytest.mark.parametrize(
    "line",
    [
        "AUDIT_ITEM 第 1 行 task_version = 3：本系统没有对应的字段，未导入",
        "AUDIT_ITEM 第 1 行 use_level = 3：省库没有运行系统层级，暂按行使层级填写；对接垂管系统的请改",
        "AUDIT_ITEM 第 1 行 promise_type = 2：按 2 自然日、3 小时理解，请核对",
        "AUDIT_ITEM 第 2 行 result_name = （空）：没有写明办理结果，暂记为“无”",
        "AUDIT_ITEM_EXTEND 第 1 行 theme_legal_type = 040：本系统没有对应的字段，未导入",
        "AUDIT_MATERIAL 第 2 行 page_format = A4：本系统没有对应的字段，未导入",
        "AUDIT_MATERIAL 第 3 行 original_amount = 1：同时要原件 1 份和复印件 1 份，记为核原件、留复印件，请核对",
        "AUDIT_MATERIAL 第 4 行 original_amount = 0：没有写明份数，按原件 1 份",
        "AUDIT_ITEM_SPECIAL 第 1 行 special_name = 9：本系统没有对应的字段，未导入",
        "AUDIT_QA 第 1 行 answer = 七日。：本系统没有对应的字段，未导入",
        "AUDIT_CHARGE 第 1 行 charge_basis = 示例文件：本系统没有对应的字段，未导入",
        "AUDIT_ITEM_WINDOW 第 1 行 task_guid = gone：找不到所属的事项，未导入",
        "AUDIT_FLOWCHART：不认识的表（1 行），未导入",
    ],
)
def test_what_has_no_place_is_said_line_by_line(record: dict[str, Any], line: str) -> None:
    assert line in noted(read_provincial(record))


def test_a_blank_or_none_is_not_worth_a_note(record: dict[str, Any]) -> None:
    assert not [note for note in read_provincial(record).notes if note.field == "query_url"]


def test_a_second_telephone_of_one_department_is_noted(record: dict[str, Any]) -> None:
    imported = read_provincial(record)
    assert len({item.department for item in imported.items}) == 1
    assert any("以先出现的为准" in line for line in noted(imported))


def test_an_item_no_longer_in_force_stays_out(record: dict[str, Any]) -> None:
    tables(record)["AUDIT_ITEM"][1]["task_state"] = "3"
    imported = read_provincial(record)
    assert len(imported.items) == 1
    assert "AUDIT_ITEM 第 2 行 task_state = 3：事项不在用，未导入" in noted(imported)


@pytest.mark.parametrize(("table", "column"), TABLES_AND_COLUMNS)
def test_a_missing_column_is_named(record: dict[str, Any], table: str, column: str) -> None:
    del tables(record)[table][0][column]
    assert f"{table} 第 1 行 {column.replace('contractor', 'dept_name')}：缺少此列或没有内容" in problems_of(record)


@pytest.mark.parametrize(
    ("table", "column", "value", "said"),
    [
        ("AUDIT_ITEM", "promise_day", -3, "promise_day：“-3”不是可用的数字"),
        ("AUDIT_ITEM", "anticipate_day", "soon", "anticipate_day：“soon”不是可用的数字"),
        ("AUDIT_ITEM", "task_type", "77", "task_type：没有“77”这个代码"),
        ("AUDIT_ITEM", "project_type", "5", "project_type：没有“5”这个代码"),
        ("AUDIT_ITEM", "anticipate_type", "9", "anticipate_type：没有“9”这个时限单位"),
        ("AUDIT_ITEM", "serve_type", "1,x", "serve_type：没有“x”这种服务对象"),
        ("AUDIT_ITEM", "promise_day", 0, "承诺件的承诺时限不能为 0"),
        ("AUDIT_MATERIAL", "is_need", "7", "is_need：没有“7”这个代码"),
        ("AUDIT_MATERIAL", "copy_amount", "two", "copy_amount：“two”不是可用的数字"),
        ("AUDIT_MATERIAL_CONDITION", "material_guid", "m9", "material_guid：AUDIT_MATERIAL 中没有材料 m9"),
    ],
)
def test_an_impossible_value_is_named(
    record: dict[str, Any], table: str, column: str, value: object, said: str
) -> None:
    tables(record)[table][0][column] = value
    assert any(said in problem for problem in problems_of(record)), problems_of(record)


def test_all_problems_are_said_together(record: dict[str, Any]) -> None:
    del tables(record)["AUDIT_ITEM"][0]["task_name"]
    tables(record)["AUDIT_ITEM"][1]["promise_day"] = "x"
    tables(record)["AUDIT_MATERIAL"][3]["material_name"] = "无"
    assert len(problems_of(record)) == 3


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ([], "应为省级事项库返回的 JSON 对象"),
        ("text", "应为省级事项库返回的 JSON 对象"),
        ({}, "没有 AUDIT_ITEM 表"),
        ({"CUSTOM": []}, "没有 AUDIT_ITEM 表"),
        ({"CUSTOM": {"AUDIT_ITEM": []}}, "没有在用的事项"),
        ({"CUSTOM": {"AUDIT_ITEM": ["x"]}}, "AUDIT_ITEM 第 1 行：应为对象"),
        ({"STATUS": {"CODE": "99", "TEXT": "超时"}}, "返回了错误 99：超时"),
        ({"CUSTOM": {"AUDIT_ITEM": [], "RETURNITEMSUNNUM": 2}}, "写明有 2 个事项，实际只读到 0 个"),
    ],
)
def test_a_file_of_another_shape_is_refused_in_a_sentence(data: object, said: str) -> None:
    assert said in problems_of(data)[0]


def test_a_table_that_is_no_list_is_named(record: dict[str, Any]) -> None:
    tables(record)["AUDIT_QA"] = {"a": 1}
    assert "AUDIT_QA：应为数组" in problems_of(record)


def test_an_import_is_read_back_with_the_folder(tmp_path: Path) -> None:
    imported = import_into(tmp_path / "site", SYNTHETIC)
    catalogue = load_catalogue(tmp_path / "site")
    assert catalogue.items == imported.items
    assert (catalogue.version, catalogue.sample) == ("1", False)


def test_importing_the_same_again_changes_nothing_and_news_counts_up(tmp_path: Path, record: dict[str, Any]) -> None:
    file = tmp_path / "file.json"
    file.write_text(json.dumps(record), encoding="utf-8")
    site = tmp_path / "site"
    import_into(site, file)
    before = contents(site)
    import_into(site, file)
    assert contents(site) == before
    tables(record)["AUDIT_ITEM"][0]["task_name"] = "新名称"
    file.write_text(json.dumps(record), encoding="utf-8")
    import_into(site, file)
    catalogue = load_catalogue(site)
    assert [item.name for item in catalogue.items] == ["新名称", "示例登记（即办）"]
    assert catalogue.version == "2"


def test_the_version_of_a_folder_keeps_its_form_and_comments(tmp_path: Path) -> None:
    (tmp_path / "catalogue.toml").write_text('# 我的\nversion = "2026.3"\nsample = true\n', encoding="utf-8")
    import_into(tmp_path, SYNTHETIC)
    assert contents(tmp_path)["catalogue.toml"] == '# 我的\nversion = "2026.4"\nsample = true\n'


def test_a_department_of_the_folder_keeps_its_telephones(tmp_path: Path, record: dict[str, Any]) -> None:
    import_into(tmp_path, SYNTHETIC)
    for number, item in enumerate(tables(record)["AUDIT_ITEM"]):
        item["task_code"] = f"another-{number}"
        item["link_way"] = "0730-0008888"
    second = tmp_path / "second.json"
    second.write_text(json.dumps(record), encoding="utf-8")
    imported = import_into(tmp_path, second)
    assert {item.department.phone for item in load_catalogue(tmp_path).items} == {"0730-0009901"}
    assert any("名称和电话以原有为准" in line for line in noted(imported))


def test_an_item_that_another_file_holds_is_refused_and_nothing_changes(tmp_path: Path) -> None:
    site = tmp_path / "site"
    import_into(site, SYNTHETIC)
    before = contents(site)
    again = tmp_path / "again.json"
    again.write_bytes(SYNTHETIC.read_bytes())
    with pytest.raises(CatalogueInvalid, match="事项编码 1143000000000000003430000000100 重复"):
        import_into(site, again)
    assert contents(site) == before


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{"CUSTOM": {"AUDIT_ITEM": [', "第 1 行第 28 列不是有效的 JSON"),
        (b"", "第 1 行第 1 列不是有效的 JSON"),
        ("{}".encode("utf-16"), "不是 UTF-8 编码的文本"),
        (b'{"CUSTOM": {"AUDIT_ITEM": [{"task_name": "\\ud842"}]}}', "残缺字符"),
        (b"[" * 100_000, "嵌套过深"),
    ],
)
def test_a_broken_file_is_said_and_the_folder_untouched(tmp_path: Path, content: bytes, said: str) -> None:
    site, file = tmp_path / "site", tmp_path / "broken.json"
    import_into(site, SYNTHETIC)
    before = contents(site)
    file.write_bytes(content)
    with pytest.raises(CatalogueInvalid, match=said):
        import_into(site, file)
    assert contents(site) == before


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(CatalogueInvalid, match=r"gone\.json：无法读取"):
        import_into(tmp_path, tmp_path / "gone.json")
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder", encoding="utf-8")
    with pytest.raises(CatalogueInvalid, match="无法写入"):
        import_into(blocked / "site", SYNTHETIC)
    assert blocked.read_text(encoding="utf-8") == "not a folder"


def test_one_bad_item_keeps_all_items_out(tmp_path: Path, record: dict[str, Any]) -> None:
    bad = deepcopy(record)
    del tables(bad)["AUDIT_ITEM"][1]["task_code"]
    file = tmp_path / "bad.json"
    file.write_text(json.dumps(bad), encoding="utf-8")
    with pytest.raises(CatalogueInvalid):
        import_into(tmp_path / "site", file)
    assert not (tmp_path / "site").exists()


def test_what_was_imported_can_be_read_by_every_account(tmp_path: Path) -> None:
    import_into(tmp_path, SYNTHETIC)
    assert {path.stat().st_mode & 0o444 for path in tmp_path.iterdir()} == {0o444}


@pytest.mark.skipif(not REAL.exists(), reason="the provincial record is not beside this checkout")
def test_a_real_record_of_the_library_is_taken_in(tmp_path: Path) -> None:
    imported = import_into(tmp_path, REAL)
    (item,) = load_catalogue(tmp_path).items
    assert (item,) == imported.items
    assert item.name == "政府投资项目审批——可行性研究报告审批"
    assert (item.kind, item.handling) == (ItemKind.PUBLIC_SERVICE, Handling.PROMISED)
    assert (item.statutory, item.promised, item.served) == (Limit(20), Limit(5), ("3", "6"))
    assert item.online and item.fee == "不收费"
    assert item.legal_basis.startswith("《中央预算内直接投资项目管理办法》（国家发展改革委令2014年第7号）")
    assert [(each.form, each.copies) for each in item.materials][:3] == [
        (PaperForm.COPY, 3),
        (PaperForm.ORIGINAL, 3),
        (PaperForm.ORIGINAL, 1),
    ]
    assert [each.necessity for each in item.materials].count(Necessity.MAY_FOLLOW) == 1
    assert "AUDIT_ITEM_EXTEND 第 1 行 handle_area = 4：本系统没有对应的字段，未导入" in noted(imported)
    assert {note.table for note in imported.notes} == {
        "AUDIT_ITEM",
        "AUDIT_ITEM_BYLAW",
        "AUDIT_ITEM_EXTEND",
        "AUDIT_ITEM_SPECIAL",
        "AUDIT_ITEM_WINDOW",
        "AUDIT_MATERIAL",
        "AUDIT_QA",
    }
