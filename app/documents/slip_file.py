"""A slip given as a JSON file, for `yichuang slip render` and `device print-slip`.

The file holds the fields of `SlipDocument`; what is left out gets what a hall would print. Fields under
"slips" → kind apply to that kind only, so that one file can describe every slip of one case.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from app import paths
from app.documents.kinds_file import load_document_kinds
from app.domain.documents import SIGNER_WORDS, DocumentKind
from app.domain.errors import CounterError
from app.domain.numbers import formal_number
from app.domain.plain import from_plain
from app.domain.slips import SlipDocument, SlipKind

REQUIRED = ("number", "date", "applicant", "item")
PER_KIND = "slips"

_LICENSING_LAW = "《中华人民共和国行政许可法》第三十二条"
_LEGAL_BASIS = {
    SlipKind.SUPPLEMENT: (f"{_LICENSING_LAW}第一款第四项",),
    SlipKind.REFUSAL: (_LICENSING_LAW,),
}
_NEXT_STEP = {
    SlipKind.RECEIPT: "承诺件在 1 个工作日内决定是否受理，短信告知。",
    SlipKind.NOTIFICATION: "承诺件在 1 个工作日内决定是否受理，短信告知。",
    SlipKind.SUPPLEMENT: "请备齐上列全部材料，到任一综合窗口补交。",
    SlipKind.REFUSAL: "如不服本决定，可自收到之日起六十日内申请行政复议，或六个月内提起行政诉讼。",
    SlipKind.COMMITMENT: "本人承诺在期限内补齐上列材料；逾期未补，愿承担由此产生的后果。",
}
_PROBLEMS = {
    "string_type": "应当是文字",
    "bool_type": "应当是 true 或 false",
    "bool_parsing": "应当是 true 或 false",
    "int_type": "应当是整数",
    "int_parsing": "应当是整数",
    "tuple_type": "应当是一个列表",
    "missing": "没有填写",
    "dataclass_type": "应当是一个对象，至少有 name",
}


class SlipFileInvalid(CounterError):
    """A slip file cannot be used: `file`, and `problems`, each naming its place."""

    def __init__(self, file: str, problems: tuple[str, ...]) -> None:
        super().__init__(f"{file}：{'；'.join(problems)}")
        self.file, self.problems = file, problems


def read_slip_file(path: Path, kind: SlipKind) -> SlipDocument:
    """The slip of `kind` that the file describes. Raises SlipFileInvalid saying all that is wrong with it."""
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise SlipFileInvalid(str(path), (f"打不开（{error.strerror}）",)) from error
    except UnicodeDecodeError as error:
        raise SlipFileInvalid(str(path), ("不是 UTF-8 文字",)) from error
    except json.JSONDecodeError as error:
        where = f"第 {error.lineno} 行第 {error.colno} 字不合 JSON 写法"
        raise SlipFileInvalid(str(path), (where,)) from error
    problems = tuple(_problems(data))
    if problems:
        raise SlipFileInvalid(str(path), problems)
    given = data | data.pop(PER_KIND, {}).get(kind.value, {})
    told = load_document_kinds(paths.resources() / "slips")[kind]
    try:
        return from_plain(SlipDocument, _defaults(told, given) | given | {"kind": kind.value})
    except ValidationError as error:
        wrong = tuple(_told(detail) for detail in error.errors(include_url=False, include_input=False))
        raise SlipFileInvalid(str(path), wrong) from error


def _problems(data: Any) -> Iterator[str]:
    """What is wrong with the keys of the file."""
    if not isinstance(data, dict):
        yield "最外层应当是一个对象（{ … }）"
        return
    known = {field.name for field in fields(SlipDocument)}
    kinds = {kind.value for kind in SlipKind}
    per_kind = data.get(PER_KIND, {})
    if not isinstance(per_kind, dict) or not all(isinstance(part, dict) for part in per_kind.values()):
        yield f"{PER_KIND} 应当是一个对象，其中每种单据又是一个对象"
        return
    for key in data.keys() - known - {PER_KIND}:
        yield f"不认识的字段 {key}"
    for kind in per_kind.keys() - kinds:
        yield f"{PER_KIND}.{kind} 不是单据种类（{'、'.join(sorted(kinds))}）"
    for kind, part in per_kind.items():
        for key in part.keys() - known:
            yield f"不认识的字段 {PER_KIND}.{kind}.{key}"
    for key in REQUIRED:
        if key not in data:
            yield f"缺少字段 {key}"


def _defaults(told: DocumentKind, given: Mapping[str, Any]) -> dict[str, Any]:
    kind, number = told.code, str(given["number"])
    empty: dict[str, Any] = {field.name: "" for field in fields(SlipDocument) if field.default is MISSING}
    missing = given.get("missing", ())
    count = len(missing) if isinstance(missing, list | tuple) else 0
    told_once = kind is SlipKind.NOTIFICATION and count > 0
    return empty | {
        "title": told.title,
        "subtitle": "容缺受理" if kind is SlipKind.RECEIPT and count else "",
        "provisional": False,
        "taken": (),
        "missing": (),
        "missing_title": _missing_title(kind, count),
        "legal_basis": _LEGAL_BASIS.get(SlipKind.SUPPLEMENT if told_once else kind, ()),
        "next_step": _NEXT_STEP.get(SlipKind.SUPPLEMENT if told_once else kind, ""),
        "signatures": tuple(SIGNER_WORDS[signer] for signer in told.signatures),
        "seal": told.seal,
        "reference": formal_number(number, told.mark, _year(given["date"])) if told.has_own_number else "",
        "bar_code": number if told.must_be_signed else "",
    }


def _year(date: object) -> int:
    year = str(date)[:4]
    return int(year) if year.isdecimal() else 0


def _missing_title(kind: SlipKind, count: int) -> str:
    if not count:
        return ""
    return f"须补 {count} 件" if kind in (SlipKind.RECEIPT, SlipKind.COMMITMENT) else f"须一次补齐 {count} 件"


def _told(detail: Mapping[str, Any]) -> str:
    place = ".".join(str(part + 1) if isinstance(part, int) else part for part in detail["loc"])
    return f"{place} {_PROBLEMS.get(detail['type'], detail['msg'])}"
