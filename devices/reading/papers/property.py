"""The property certificate (不动产权证书), and the older house certificate where its labels are alike. No I/O."""

from __future__ import annotations

import re

from devices.reading.papers import checked
from devices.reading.papers.fields import Doubt, Paper, PaperKind, Reading, reading
from devices.reading.papers.form import read_form
from devices.reading.text import Text, certainty

LABELS = {
    "owner": ("权利人", "房屋所有权人"),
    "sharing": ("共有情况",),
    "address": ("坐落", "房屋坐落"),
    "unit_number": ("不动产单元号",),
    "right": ("权利类型",),
    "nature": ("权利性质",),
    "use": ("用途", "规划用途"),
    "area": ("面积", "建筑面积"),
    "term": ("使用期限",),
    "other": ("权利其他状况",),
}
IN_WORDS = ("owner", "sharing", "address", "right", "nature", "use", "area", "term")
NUMBER = re.compile(r".[（(]\d{4}[）)].{1,12}?不动产权第\d{4,}号")
UNIT = re.compile(r"\d{12}[A-Z]{2}\d{5}[A-Z]\d{8}")  # 不动产单元代码 (GB/T 37346): 28 characters, no check digit


def read_property(text: Text) -> Paper:
    """certificate, owner, sharing, address, unit_number, right, nature, use, area, term."""
    form = read_form(text, LABELS)
    found: dict[str, Reading | None] = {
        "certificate": _certificate(text),
        "unit_number": _unit(form.text("unit_number"), certainty(form.glyphs("unit_number"))),
        **{name: checked.words(form.glyphs(name)) for name in IN_WORDS},
    }
    return Paper(PaperKind.PROPERTY, {name: read for name, read in found.items() if read})


def _certificate(text: Text) -> Reading | None:
    for line in text:
        if found := NUMBER.search(line.text):
            return reading(found[0], certainty(line.glyphs[found.start() : found.end()]))
    return None


def _unit(value: str, sure: float) -> Reading | None:
    return reading(value, sure, None if UNIT.fullmatch(value) else Doubt.UNKNOWN) if value else None
