"""Slips on paper: complete, readable by a telephone, and right for every name."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageOps

from app.documents.font_cover import FontCover
from app.documents.slip_file import read_slip_file
from app.documents.typesetting import Documents, SlipNotSet
from app.domain.slip_words import date_text
from app.domain.slips import Line, SlipDocument, SlipKind
from app.paths import font_folders, resources
from devices.ports import Raster

ROLLS = (576, 384)
LONG_NAME = "WOLFESCHLEGELSTEINHAUSENBERGERDORFFWELCHEVORAL"  # 46 letters without a place to break
FORTY = tuple(Line(f"材料{n}，名称较长须折行（含附件和说明）", "复印件 2 份", "清晰完整") for n in range(1, 41))


@pytest.fixture(scope="module")
def documents() -> Documents:
    return Documents(resources() / "slips", font_folders())


@pytest.fixture(scope="module")
def whole(documents: Documents) -> Raster:
    return documents.raster(sample(SlipKind.RECEIPT), 384)


def sample(kind: SlipKind) -> SlipDocument:
    return read_slip_file(resources() / "slips" / "sample_case.json", kind)


def pdf_text(pdf: bytes) -> str:
    """All text of a PDF, without blanks, for lines break where they like."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        text = "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()
    return "".join(text.split()).replace("\u200b", "").replace("\ufffe", "")


def squeezed(*texts: str) -> list[str]:
    return ["".join(text.split()) for text in texts if text]


def codes(picture: Image.Image) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(picture)]


def all_codes(slip: SlipDocument) -> list[str]:
    rows = slip.hand_over.rows if slip.hand_over else ()
    return sorted(text for text in (slip.query, slip.bar_code, *(row.number for row in rows)) if text)


def day_of(slip: SlipDocument) -> str:
    return date_text(date.fromisoformat(slip.date[:10]))


def as_picture(documents: Documents, slip: SlipDocument, dots: int) -> Image.Image:
    return Image.open(io.BytesIO(documents.png(documents.raster(slip, dots)))).convert("L")


@pytest.mark.parametrize("kind", SlipKind)
def test_an_a4_slip_carries_all_that_a_slip_must(documents: Documents, kind: SlipKind) -> None:
    slip = sample(kind)
    told = pdf_text(documents.pdf(slip))
    lines = [text for line in slip.taken + slip.missing for text in (line.name, line.amount, line.note)]
    must = squeezed(
        slip.title, slip.number, slip.hall, slip.window, slip.clerk, slip.applicant, slip.agent, slip.item,
        slip.limit, slip.due, slip.due_note, slip.missing_title, slip.next_step, slip.reason.rstrip("。"),
        slip.collect, slip.phone, slip.supervision_phone, slip.address, day_of(slip),
        *lines, *slip.legal_basis, *slip.signatures,
    )  # fmt: skip
    assert [text for text in must if text not in told] == []
    assert ("（盖章）" in told) == slip.seal


@pytest.mark.parametrize("dots", ROLLS)
@pytest.mark.parametrize("kind", SlipKind)
def test_the_code_on_a_roll_reads_back(documents: Documents, kind: SlipKind, dots: int) -> None:
    slip = sample(kind)
    picture = as_picture(documents, slip, dots)
    assert picture.width == dots
    edges = ImageOps.expand(picture, 40, 255)  # the paper is wider than what is printed on it
    assert sorted(codes(edges)) == all_codes(slip)


@pytest.mark.parametrize("kind", SlipKind)
def test_the_code_on_a4_reads_back(documents: Documents, kind: SlipKind) -> None:
    slip = sample(kind)
    document = pypdfium2.PdfDocument(documents.pdf(slip))
    page = document[0].render(scale=200 / 72).to_pil()
    document.close()
    assert sorted(codes(page)) == all_codes(slip)


@pytest.mark.parametrize(
    "field",
    ["number", "hall", "date", "window", "clerk", "applicant", "agent", "item", "department", "handling", "limit",
     "due", "due_note", "missing_title", "next_step", "collect", "phone", "supervision_phone", "address", "subtitle"],
)  # fmt: skip
def test_every_field_of_a_receipt_is_on_the_roll(documents: Documents, whole: Raster, field: str) -> None:
    slip = sample(SlipKind.RECEIPT)
    assert getattr(slip, field)
    without: dict[str, Any] = {field: ""}
    assert documents.raster(replace(slip, **without), 384) != whole


@pytest.mark.parametrize("dots", ROLLS)
def test_every_material_makes_the_roll_longer(documents: Documents, dots: int) -> None:
    slip = replace(sample(SlipKind.SUPPLEMENT), taken=FORTY, missing=FORTY)
    heights = [
        documents.raster(replace(slip, taken=FORTY[:n], missing=FORTY[:m]), dots).height
        for n, m in ((39, 40), (40, 39), (40, 40))
    ]
    assert max(heights[:2]) < heights[2]


def test_forty_materials_run_over_pages_and_all_are_there(documents: Documents) -> None:
    told = pdf_text(documents.pdf(replace(sample(SlipKind.SUPPLEMENT), taken=(), missing=FORTY)))
    assert [line.name for line in FORTY if line.name not in told] == []
    assert "第2页，共" in told


@pytest.mark.parametrize("kind", SlipKind)
def test_a_slip_without_materials_or_anything_optional_is_set(documents: Documents, kind: SlipKind) -> None:
    slip = sample(kind)
    texts: dict[str, Any] = {part.name: "" for part in fields(slip) if isinstance(getattr(slip, part.name), str)}
    needed = {"title": "单据", "number": "1", "date": "2026-09-22 10:49", "applicant": "某某", "item": "事项"}
    lists: dict[str, Any] = {"taken": (), "missing": (), "legal_basis": (), "signatures": ()}
    bare = replace(slip, **(texts | needed), **lists, seal=False)
    assert "单据" in pdf_text(documents.pdf(bare))
    assert all(any(documents.raster(bare, dots).rows) for dots in ROLLS)


@pytest.mark.parametrize("dots", ROLLS)
@pytest.mark.parametrize("name", ["𠮷㐀龦·阿卜杜拉", LONG_NAME, "Ⅲ号（北京）有限公司—甲、乙"])
def test_a_rare_or_long_name_is_drawn_inside_the_paper(documents: Documents, name: str, dots: int) -> None:
    slip = replace(sample(SlipKind.RECEIPT), applicant=name)
    assert documents.missing_glyphs(slip) == ""
    assert name in pdf_text(documents.pdf(slip))
    longer = documents.raster(replace(slip, applicant=name + name), dots)
    assert longer != documents.raster(slip, dots)  # the second half is on the paper too


def test_two_rare_characters_are_two_pictures_and_not_one_box(documents: Documents) -> None:
    drawn = {documents.raster(replace(sample(SlipKind.RECEIPT), applicant=char)) for char in "𠮷㐀龦"}
    assert len(drawn) == 3


def test_what_no_font_can_draw_is_named_before_printing(documents: Documents) -> None:
    slip = replace(sample(SlipKind.RECEIPT), applicant="张\U0010fffd三", item="\u0378事项\U0010fffd")
    assert documents.missing_glyphs(slip) == "\U0010fffd\u0378"
    with pytest.raises(SlipNotSet):
        documents.pdf(slip)


def test_what_a_citizen_is_called_is_never_markup(documents: Documents) -> None:
    name = "#panic(1) *粗* $x$ \\ [甲] <乙> @丙 // 丁"
    assert "".join(name.split()) in pdf_text(documents.pdf(replace(sample(SlipKind.RECEIPT), applicant=name)))


def test_a_reprint_and_paper_of_the_training_room_are_marked(documents: Documents) -> None:
    plain, marked = sample(SlipKind.RECEIPT), replace(sample(SlipKind.RECEIPT), reprint=2, training=True)
    assert "补打" not in pdf_text(documents.pdf(plain)) and "培训样张" not in pdf_text(documents.pdf(plain))
    assert "补打第2次" in pdf_text(documents.pdf(marked)) and "培训样张" in pdf_text(documents.pdf(marked))
    assert all(documents.raster(marked, dots).height > documents.raster(plain, dots).height for dots in ROLLS)


def test_a_date_not_yet_certain_is_called_provisional(documents: Documents) -> None:
    slip = replace(sample(SlipKind.RECEIPT), provisional=True)
    assert "最迟办结（暂定）" in pdf_text(documents.pdf(slip))
    assert documents.raster(slip) != documents.raster(sample(SlipKind.RECEIPT))


def test_a_notification_says_either_that_all_is_there_or_what_is_missing(documents: Documents) -> None:
    passed = sample(SlipKind.NOTIFICATION)
    lacking = replace(passed, missing=(Line("健康证明", "原件 1 份", "有效期内"),), missing_title="须一次补齐 1 件")
    assert "申请材料齐全" in pdf_text(documents.pdf(passed))
    assert "申请材料齐全" not in pdf_text(documents.pdf(lacking)) and "健康证明" in pdf_text(documents.pdf(lacking))


def test_the_same_slip_is_the_same_dots(documents: Documents) -> None:
    assert documents.raster(sample(SlipKind.RECEIPT)) == documents.raster(sample(SlipKind.RECEIPT))


def test_a_pdf_says_when_its_slip_was_made_and_not_when_it_was_set(documents: Documents) -> None:
    slip = replace(sample(SlipKind.RECEIPT), date="2025-12-31 16:05")
    document = pypdfium2.PdfDocument(documents.pdf(slip))
    try:
        assert document.get_metadata_value("CreationDate") == "D:20251231080500Z"
    finally:
        document.close()


def test_two_lanes_may_ask_at_the_same_time(documents: Documents) -> None:
    kinds = list(SlipKind)
    with ThreadPoolExecutor(4) as lanes:
        together = list(lanes.map(lambda kind: documents.raster(sample(kind), 384), kinds * 2))
    assert together == [documents.raster(sample(kind), 384) for kind in kinds] * 2


def test_a_warmed_compiler_sets_the_same_slip(documents: Documents) -> None:
    warmed = Documents(resources() / "slips", font_folders())
    warmed.warm_up()
    slip = sample(SlipKind.NOTIFICATION)
    assert warmed.raster(slip, 384) == documents.raster(slip, 384)


def test_the_picture_shows_the_dots_and_nothing_else(documents: Documents) -> None:
    raster = documents.raster(sample(SlipKind.REFUSAL), 384)
    with Image.open(io.BytesIO(documents.png(raster))) as picture:
        assert picture.mode == "1" and picture.size == (384, raster.height)
        assert bytes(byte ^ 0xFF for byte in picture.tobytes()) == raster.rows


def test_a_broken_template_is_said_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "roll.typ").write_text("#nothing-of-that-name")
    with pytest.raises(SlipNotSet) as broken:
        Documents(tmp_path, font_folders()).raster(sample(SlipKind.RECEIPT))
    assert broken.value.template == "roll.typ" and "unknown variable" in broken.value.why


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("family", ["HanaMinA.ttf", "HanaMinB.ttf", "DejaVuSans.ttf"])
def test_a_font_covers_what_qt_says_it_covers(family: str) -> None:
    from PySide6.QtGui import QRawFont

    path = next((found for folder in font_folders() for found in folder.rglob(family)), None)
    if path is None:
        pytest.skip(f"{family} is not installed")
    cover, font = FontCover.of(path), QRawFont(str(path), 16)
    asked = [*range(0x20, 0x3000, 7), *range(0x3400, 0xA000, 31), *range(0x20000, 0x2B000, 97)]
    ours = [code for code in asked if cover.has(chr(code))]
    assert ours == [code for code in asked if font.supportsCharacter(code)]
    assert ours
