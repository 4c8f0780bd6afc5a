"""Reading a folder of catalogue files: all of it, or every problem at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.catalogue.files import (
    load_catalogue,
    parse_catalogue,
)
from app.catalogue.toml_text import file_text
from app.domain.catalogue import (
    Catalogue,
    Handling,
    Limit,
    LimitUnit,
    MaterialSource,
    Necessity,
    PaperForm,
)
from app.domain.errors import CatalogueInvalid

TOP = 'version = "7"\n'
DEPARTMENT = '[department]\ncode = "A"\nname = "甲局"\n'
ITEM = """
[[item]]
code = "1"
name = "开店"
kind = "licence"
handling = "promised"
statutory = "20W"
promised = "3N"
result = "许可证"
"""
QUESTION = """
[[item.question]]
code = "place"
text = "在哪里？"
options = { shop = "门店", net = "网上" }
"""
MATERIAL = """
[[item.material]]
code = "01"
name = "申请书"
"""
GOOD = DEPARTMENT + ITEM + QUESTION + MATERIAL


def problems_of(**texts: str) -> tuple[str, ...]:
    with pytest.raises(CatalogueInvalid) as caught:
        parse_catalogue({"catalogue.toml": TOP} | {f"{name}.toml": text for name, text in texts.items()})
    return caught.value.problems


def read(text: str) -> Catalogue:
    return parse_catalogue({"catalogue.toml": TOP, "a.toml": text})


def test_a_folder_is_read(tmp_path: Path) -> None:
    (tmp_path / "catalogue.toml").write_text(TOP + "sample = true\n", encoding="utf-8")
    (tmp_path / "a.toml").write_text(
        GOOD
        + 'necessity = "may_follow"\nfollow_days = 5\nform = "original_seen"\nsource = "intermediary"\n'
        + 'copies = 2\nwhen = { place = ["shop"] }\n',
        encoding="utf-8",
    )
    catalogue = load_catalogue(tmp_path)
    (item,) = catalogue.items
    (material,) = item.materials
    assert (catalogue.version, catalogue.sample) == ("7", True)
    assert (item.handling, item.statutory, item.promised) == (
        Handling.PROMISED,
        Limit(20),
        Limit(3, LimitUnit.NATURAL_DAY),
    )
    assert (material.necessity, material.follow_days, material.copies) == (Necessity.MAY_FOLLOW, 5, 2)
    assert (material.form, material.source) == (PaperForm.ORIGINAL_SEEN, MaterialSource.INTERMEDIARY)
    assert item.materials_for({"place": "net"}) == ()
    assert item.materials_for({"place": "shop"}) == (material,)


def test_every_problem_of_every_file_is_said_at_once() -> None:
    problems = problems_of(
        a=GOOD.replace('result = "许可证"\n', "").replace("3N", "soon") + 'colour = "red"\n',
        b="[department\n",
        c=DEPARTMENT.replace('"A"', '"C"') + ITEM.replace('"1"', '"2"'),
    )
    assert problems == (
        "a.toml：事项“开店”：promised：“soon”不是时限；写法如 8W（工作日）、3N（自然日）、2H（小时）、0（当场）",
        "a.toml：事项“开店”：result：缺少此字段",
        "a.toml：事项“开店”：材料“申请书”：colour：不认识的字段",
        "b.toml：第 1 行第 12 列附近不是有效的 TOML 写法",
        "c.toml：事项“开店”：material：缺少此字段",
    )


@pytest.mark.parametrize(
    ("written", "instead", "said"),
    [
        ('kind = "licence"', 'kind = "joke"', "kind：没有“joke”"),
        ('statutory = "20W"', "statutory = 20", "statutory：应为文字"),
        ('statutory = "20W"', 'statutory = "20"', "statutory：“20”不是时限"),
        ('statutory = "20W"', 'statutory = "2N"', "promised：承诺时限 3 长于法定时限 2"),
        ('promised = "3N"', 'promised = "0"', "promised：承诺件的承诺时限不能为 0"),
        ('result = "许可证"', 'result = " "', "result：不能为空"),
        ('result = "许可证"', 'result = "证"\nonline = "yes"', "online：应为true 或 false"),
        ('result = "许可证"', 'result = "证"\nserved = ["cats"]', "served：没有“cats”"),
        ('result = "许可证"', 'result = "证"\ndelivery = ["dove"]', "delivery：没有“dove”"),
        ('result = "许可证"', 'result = "证"\nkeywords = [1]', "keywords：应为文字列表"),
        (', net = "网上"', "", "options：至少要有两个选项"),
        ('name = "申请书"', 'name = "申请书"\ncopies = 0', "copies：份数至少为 1"),
        ('name = "申请书"', 'name = "申请书"\ncopies = true', "copies：应为整数"),
        ('name = "申请书"', 'name = "申请书"\nfollow_days = 3', "follow_days：只有容缺后补"),
        (
            'name = "申请书"',
            'name = "申请书"\nnecessity = "may_follow"\nfollow_days = 0',
            "follow_days：后补期限至少为 1",
        ),
        (
            'name = "申请书"',
            'name = "申请书"\nnecessity = "may_follow"\nsource = "department"',
            "由部门间核验的材料无须申请人后补",
        ),
        ('name = "申请书"', 'name = "申请书"\nwhen = { where = ["shop"] }', "when：没有情形 where"),
        ('name = "申请书"', 'name = "申请书"\nwhen = { place = ["moon"] }', "when：情形 place 没有选项 moon"),
        ('name = "申请书"', 'name = "申请书"\nwhen = { place = "shop" }', "when：情形 place 后应为选项编码列表"),
        ("[department]", "[bureau]", "[department]"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(written: str, instead: str, said: str) -> None:
    assert written in GOOD
    problems = problems_of(a=GOOD.replace(written, instead))
    assert any(problem.startswith("a.toml：") and said in problem for problem in problems), problems


def test_a_question_leans_only_on_earlier_ones() -> None:
    first = QUESTION + 'when = { later = ["x"] }\n'
    later = '[[item.question]]\ncode = "later"\ntext = "然后？"\noptions = { x = "甲", y = "乙" }\n'
    (problem,) = problems_of(a=DEPARTMENT + ITEM + first + later + MATERIAL)
    assert "情形 place：when：没有情形 later（只能引用前面已列出的情形）" in problem


def test_a_material_that_no_answer_calls_for_is_said() -> None:
    nested = (
        '[[item.question]]\ncode = "size"\ntext = "多大？"\noptions = { s = "小", l = "大" }\n'
        'when = { place = ["shop"] }\n'
    )
    never = 'when = { size = ["l"], place = ["net"] }\n'
    (problem,) = problems_of(a=DEPARTMENT + ITEM + QUESTION + nested + MATERIAL + never)
    assert problem.endswith("材料 01“申请书”：when：没有任何一种回答会用到它")


def test_one_code_in_two_files_names_both() -> None:
    (problem,) = problems_of(a=GOOD, b=GOOD.replace("开店", "开馆"))
    assert problem == "事项编码 1 重复：a.toml 事项“开店”；b.toml 事项“开馆”"


def test_one_department_told_in_two_ways_is_said() -> None:
    (problem,) = problems_of(a=GOOD, b=GOOD.replace("甲局", "乙局").replace('code = "1"', 'code = "2"'))
    assert problem == "部门编码 A 在 a.toml 与 b.toml 中的名称或电话不一致"


def test_repeated_material_codes_are_said() -> None:
    (problem,) = problems_of(a=GOOD + MATERIAL)
    assert problem == "a.toml：事项“开店”：material：材料编码 01 重复"


def test_a_folder_without_a_version_or_missing_altogether_is_said(tmp_path: Path) -> None:
    with pytest.raises(CatalogueInvalid, match=r"缺少 catalogue\.toml"):
        load_catalogue(tmp_path)
    with pytest.raises(CatalogueInvalid, match="没有找到事项库文件夹"):
        load_catalogue(tmp_path / "nowhere")


def test_a_file_in_another_encoding_is_said(tmp_path: Path) -> None:
    (tmp_path / "catalogue.toml").write_text(TOP, encoding="utf-8")
    (tmp_path / "a.toml").write_bytes(GOOD.encode("gb18030"))
    with pytest.raises(CatalogueInvalid, match=r"a\.toml：不是 UTF-8 编码的文本"):
        load_catalogue(tmp_path)


def test_what_the_writer_writes_is_what_was_read() -> None:
    text = GOOD + ('standard = "含\\"引号\\"、反斜线 \\\\ 与\\n换行 \\u007F 𠮷"\nwhen = { place = ["shop", "net"] }\n')
    catalogue = read(text)
    assert read(file_text("一句话\n两句话", catalogue.items)) == catalogue


def test_a_file_may_hold_several_departments() -> None:
    first = read(GOOD).items
    second = read(GOOD.replace('"A"', '"B"').replace("甲局", "乙局").replace('"1"', '"2"')).items
    both = read(file_text("两个部门", first + second))
    assert both.items == first + second


def test_an_item_of_an_unstated_department_is_said() -> None:
    text = GOOD.replace("[department]", "[[department]]").replace("[[item]]\n", '[[item]]\ndepartment = "Z"\n')
    assert "a.toml：事项“开店”：department：本文件没有部门 Z" in problems_of(a=text)
