"""The business licence: what its QR code says goes before what is read. No I/O."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from devices.reading.papers import checked
from devices.reading.papers.fields import DOUBTFUL, Doubt, Origin, Paper, PaperKind, Reading
from devices.reading.papers.form import read_form
from devices.reading.text import Text

LABELS = {
    "credit_code": ("统一社会信用代码", "社会信用代码"),
    "name": ("名称", "企业名称"),
    "kind": ("类型", "主体类型", "组成形式"),
    "head": ("法定代表人", "经营者", "负责人", "投资人", "执行事务合伙人"),
    "address": ("住所", "经营场所", "主要经营场所", "营业场所"),
    "scope": ("经营范围",),
    "capital": ("注册资本", "出资额", "成员出资总额"),
    "founded": ("成立日期", "注册日期"),
    "term": ("营业期限", "合伙期限", "经营期限"),
    "issuer": ("登记机关",),
}
IN_CODE = {
    "name": ("企业名称", "名称"),
    "kind": ("主体类型", "类型"),
    "head": ("法定代表人", "经营者", "负责人"),
    "address": ("经营场所", "住所"),
}
CODE_LIKE = re.compile(r"(?<![0-9A-Z])[0-9A-Z]{18}(?![0-9A-Z])")


def read_licence(text: Text, codes: Sequence[str] = ()) -> Paper:
    """credit_code, name, kind, head, address, scope, capital, founded, valid_to.

    `codes` is what the QR codes on it say: the credit code, and perhaps more, then comes from there.
    """
    form = read_form(text, LABELS)
    found: dict[str, Reading | None] = {
        "credit_code": checked.credit_code(form.glyphs("credit_code")) or _loose_code(text),
        "name": checked.words(form.glyphs("name")),
        "kind": checked.words(form.glyphs("kind")),
        "head": checked.words(form.glyphs("head")),
        "address": checked.words(form.glyphs("address")),
        "scope": checked.words(form.glyphs("scope")),
        "capital": checked.words(form.glyphs("capital")),
        "founded": checked.a_date(form.glyphs("founded")),
        "valid_to": checked.end_of_term(form.glyphs("term")),
    }
    fields = {name: read for name, read in found.items() if read}
    for name, said in said_by(codes).items():
        printed = fields.get(name)
        differs = printed is not None and printed.value not in ("", said.value)
        fields[name] = replace(said, certainty=DOUBTFUL, doubt=Doubt.DISAGREES) if differs else said
    return Paper(PaperKind.LICENCE, fields)


def said_by(codes: Sequence[str]) -> dict[str, Reading]:
    """What QR codes say of an organisation: a credit code that holds, and `name：value` pairs beside it."""
    for code in codes:
        held = next((each for each in CODE_LIKE.findall(code) if checked.holds_as_credit_code(each)), "")
        if held:
            pairs = {name: _after(code, words) for name, words in IN_CODE.items()} if "://" not in code else {}
            said = {"credit_code": held} | {name: value for name, value in pairs.items() if value}
            return {name: Reading(value, 100, None, Origin.QR) for name, value in said.items()}
    return {}


def _after(code: str, words: Sequence[str]) -> str:
    """What stands behind one of the words and a colon, up to the next mark."""
    for word in words:
        found = re.search(rf"(?:^|[;；,，\n\s]){word}[:：=]\s*([^;；,，\n]+)", code)
        if found:
            return found[1].strip()
    return ""


def _loose_code(text: Text) -> Reading | None:
    """A code whose label was not read; only one that holds, for nothing says that it is meant to be one."""
    reads = (checked.credit_code(line.glyphs) for line in text)
    return next((read for read in reads if read is not None and read.value), None)
