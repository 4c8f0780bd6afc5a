"""A slip described in a JSON file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.documents.kinds_file import load_document_kinds
from app.documents.slip_file import SlipFileInvalid, read_slip_file
from app.domain.slips import SlipKind
from app.paths import resources

KINDS = load_document_kinds(resources() / "slips")
LEAST = {"number": "1", "date": "2026-09-22 10:49", "applicant": "某某", "item": "某事项"}


def written(folder: Path, data: Any) -> Path:
    path = folder / "case.json"
    path.write_text(data if isinstance(data, str) else json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return path


def problems(path: Path, kind: SlipKind = SlipKind.RECEIPT) -> str:
    with pytest.raises(SlipFileInvalid) as invalid:
        read_slip_file(path, kind)
    assert invalid.value.file == str(path)
    return "；".join(invalid.value.problems)


@pytest.mark.parametrize("kind", SlipKind)
def test_four_fields_are_enough_for_any_slip(tmp_path: Path, kind: SlipKind) -> None:
    slip = read_slip_file(written(tmp_path, LEAST), kind)
    assert (slip.kind, slip.title, slip.applicant) == (kind, KINDS[kind].title, "某某")
    assert len(slip.signatures) == len(KINDS[kind].signatures)


@pytest.mark.parametrize("kind", SlipKind)
def test_the_shipped_sample_describes_every_slip(kind: SlipKind) -> None:
    slip = read_slip_file(resources() / "slips" / "sample_case.json", kind)
    assert slip.kind is kind and slip.number and slip.title
    assert (slip.reference != "") == KINDS[kind].has_own_number


def test_a_notification_that_lists_what_is_missing_cites_the_law(tmp_path: Path) -> None:
    data = LEAST | {"missing": [{"name": "健康证明"}]}
    slip = read_slip_file(written(tmp_path, data), SlipKind.NOTIFICATION)
    assert slip.legal_basis and "补交" in slip.next_step and slip.missing_title == "须一次补齐 1 件"


def test_fields_of_one_kind_go_before_those_of_the_case(tmp_path: Path) -> None:
    path = written(tmp_path, LEAST | {"reason": "甲", "slips": {"refusal": {"reason": "乙"}}})
    assert read_slip_file(path, SlipKind.REFUSAL).reason == "乙"
    assert read_slip_file(path, SlipKind.RECEIPT).reason == "甲"


def test_every_missing_and_unknown_field_is_named_at_once(tmp_path: Path) -> None:
    data = {"number": "1", "date": "2026-09-22", "aplicant": "某某", "slips": {"refusal": {"reson": ""}, "note": {}}}
    told = problems(written(tmp_path, data))
    for place in ("缺少字段 applicant", "缺少字段 item", "aplicant", "slips.refusal.reson", "slips.note"):
        assert place in told


def test_a_value_of_the_wrong_sort_is_named_with_its_place(tmp_path: Path) -> None:
    data = LEAST | {"number": 7, "taken": [{"name": "甲"}, {"amount": "1 份"}], "seal": "maybe", "signatures": 3}
    told = problems(written(tmp_path, data))
    for place in (
        "number 应当是文字",
        "taken.2.name 没有填写",
        "seal 应当是 true 或 false",
        "signatures 应当是一个列表",
    ):
        assert place in told


@pytest.mark.parametrize(
    ("text", "said"),
    [('{\n  "number": ,\n}', "第 2 行"), ("[]", "对象"), ("7", "对象"), ('{"slips": []}', "slips")],
)  # fmt: skip
def test_what_is_no_slip_at_all_is_said_in_words(tmp_path: Path, text: str, said: str) -> None:
    assert said in problems(written(tmp_path, text))


def test_a_file_that_is_not_there_or_not_text_is_said(tmp_path: Path) -> None:
    assert "打不开" in problems(tmp_path / "none.json")
    (tmp_path / "case.json").write_bytes(b"\xff\xfe\x00")
    assert "UTF-8" in problems(tmp_path / "case.json")
