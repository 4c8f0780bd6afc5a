"""A page of the household book: the sheet of one member, or the first page of the household. No I/O."""

from __future__ import annotations

from devices.reading.papers import checked
from devices.reading.papers.fields import Paper, PaperKind, Reading
from devices.reading.papers.form import read_form
from devices.reading.papers.id_card import agreeing_with_number
from devices.reading.text import Text

LABELS = {
    "name": ("姓名",),
    "relation": ("户主或与户主关系", "户主或与", "户主关系"),
    "former_name": ("曾用名",),
    "sex": ("性别",),
    "born_at": ("出生地",),
    "nation": ("民族",),
    "native_place": ("籍贯",),
    "birth": ("出生日期",),
    "other_address": ("本市（县）其他住址", "本市(县)其他住址", "本市县其他住址"),
    "faith": ("宗教信仰",),
    "id_number": ("公民身份证件编号", "公民身份号码", "公民身份证编号"),
    "height": ("身高",),
    "blood": ("血型",),
    "schooling": ("文化程度",),
    "marriage": ("婚姻状况",),
    "service": ("兵役状况",),
    "employer": ("服务处所",),
    "occupation": ("职业",),
    "came_to_town": ("何时由何地迁来本市（县）", "何时由何地迁来本市(县)"),
    "came_here": ("何时由何地迁来本址",),
    "household_kind": ("户别",),
    "householder": ("户主姓名",),
    "household_number": ("户号",),
    "address": ("住址",),
    "clerk": ("承办人签章",),
    "registered": ("登记日期",),
}
IN_WORDS = ("relation", "former_name", "born_at", "native_place", "schooling", "marriage", "employer", "occupation",
            "household_kind", "householder", "household_number", "address")  # fmt: skip


def read_household(text: Text) -> Paper:
    """name, sex, nation, birth, id_number and relation of a member; of a first page householder, number, address."""
    form = read_form(text, LABELS)
    found: dict[str, Reading | None] = {
        "name": checked.words(form.glyphs("name")),
        "sex": checked.sex(form.glyphs("sex")),
        "nation": checked.nation(form.glyphs("nation")),
        "birth": checked.a_date(form.glyphs("birth")),
        "id_number": checked.resident_number(form.glyphs("id_number")),
        **{name: checked.words(form.glyphs(name)) for name in IN_WORDS},
    }
    return Paper(PaperKind.HOUSEHOLD, agreeing_with_number({name: read for name, read in found.items() if read}))
