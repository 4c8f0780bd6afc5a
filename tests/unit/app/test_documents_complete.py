"""Each kind of document carries what the trade asks of it, on every paper, and nothing of it leaves the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageOps

from app.documents.slip_file import read_slip_file
from app.documents.slip_text import slip_text
from app.documents.typesetting import Documents
from app.domain.slips import Certificate, Line, SlipDocument, SlipKind
from app.paths import font_folders, resources
from devices.printing.text_slip import TextLine

LONG = "湖南某某新能源科技有限公司岳阳市岳阳楼区分公司第三营业部" * 2 + "𠮷㐀"
FORTY = tuple(Line(f"材料{n}，名称较长须折行（含附件和说明）", "复印件 2 份", "清晰完整") for n in range(1, 41))
MARGIN = 15  # points that stay white at every edge of A4

EVERY = (
    "number", "hall", "window", "clerk", "next_step", "phone", "supervision_phone", "address", "signatures", "title",
)  # fmt: skip
OF_A_CASE = (*EVERY, "applicant", "item", "limit")
RUNNING = (*OF_A_CASE, "due", "collect", "taken")

REQUIRED: dict[SlipKind, tuple[str, ...]] = {
    SlipKind.RECEIPT: (*RUNNING, "missing"),
    SlipKind.NOTIFICATION: RUNNING,
    SlipKind.ACCEPTANCE: (*RUNNING, "case_number", "explanation", "legal_basis"),
    SlipKind.SUPPLEMENT: (
        *OF_A_CASE, "case_number", "taken", "missing", "missing_title", "legal_basis", "supplement_by",
    ),
    SlipKind.REFUSAL: (*OF_A_CASE, "case_number", "taken", "reason", "legal_basis"),
    SlipKind.COMMITMENT: (*RUNNING, "case_number", "missing"),
    SlipKind.SPECIAL_PROCEDURE: (
        *OF_A_CASE, "case_number", "taken", "collect", "explanation", "reason", "legal_basis", "procedure",
    ),
    SlipKind.EXTENSION: (*RUNNING, "case_number", "explanation", "reason", "legal_basis", "approver", "extension"),
    SlipKind.APPROVAL: (*OF_A_CASE, "case_number", "taken", "collect", "legal_basis", "approver", "certificates"),
    SlipKind.REJECTION: (*OF_A_CASE, "case_number", "taken", "collect", "legal_basis", "approver", "reason"),
    SlipKind.HAND_OVER: (*EVERY, "hand_over"),
    SlipKind.CERTIFICATE_HAND_OVER: (*EVERY, "hand_over"),
    SlipKind.DELIVERY: (*OF_A_CASE, "case_number", "certificates", "hand_out"),
    SlipKind.PICKUP: (*OF_A_CASE, "case_number", "certificates", "hand_out"),
    SlipKind.POST_LABEL: (*OF_A_CASE, "certificates", "hand_out"),
}  # fmt: skip

HAS_NO_SIGNATURES = (SlipKind.APPROVAL, SlipKind.REJECTION)


@pytest.fixture(scope="module")
def documents() -> Documents:
    return Documents(resources() / "slips", font_folders())


def sample(kind: SlipKind) -> SlipDocument:
    return read_slip_file(resources() / "slips" / "sample_case.json", kind)


def texts(value: Any) -> Iterator[str]:
    """All text in a value of the domain."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from texts(part)
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts(getattr(value, field.name))


def squeezed(text: str) -> str:
    return "".join(text.split()).replace("\u200b", "").replace("\ufffe", "").rstrip("。")


def pages(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [squeezed(page.get_textpage().get_text_range()) for page in document]
    finally:
        document.close()


def outside(pdf: bytes) -> list[str]:
    """The characters that stand outside what every printer can print."""
    found = []
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        width, height = page.get_size()
        text = page.get_textpage()
        for place in range(text.count_chars()):
            left, bottom, right, top = text.get_charbox(place)
            inside = left >= MARGIN and right <= width - MARGIN and bottom >= MARGIN and top <= height - MARGIN
            found += [] if inside else [text.get_text_range(place, 1)]
    document.close()
    return found


def named_longer(doc: SlipDocument) -> SlipDocument:
    """The document with names as long as they come."""
    longer = replace(
        doc, applicant=LONG, item=LONG, department=LONG, agent=LONG, reason=LONG, approver=LONG, collect=LONG,
        certificates=tuple(replace(each, name=LONG, number="A1" * 40) for each in doc.certificates),
    )  # fmt: skip
    if doc.hand_out:
        longer = replace(longer, hand_out=replace(doc.hand_out, recipient=LONG, address=LONG, identity=LONG))
    if doc.hand_over:
        rows = tuple(replace(row, applicant=LONG, item=LONG, note=LONG, papers=FORTY) for row in doc.hand_over.rows)
        longer = replace(longer, hand_over=replace(doc.hand_over, sender=LONG, receiver=LONG, rows=rows))
    return longer


@pytest.mark.parametrize("kind", SlipKind)
def test_the_sample_has_every_fact_that_its_kind_must_carry(kind: SlipKind) -> None:
    doc = sample(kind)
    lacking = [name for name in REQUIRED[kind] if not getattr(doc, name)]
    assert lacking == (["signatures"] if kind in HAS_NO_SIGNATURES else [])
    assert doc.query


@pytest.mark.parametrize("kind", SlipKind)
def test_a4_carries_every_fact_that_its_kind_must(documents: Documents, kind: SlipKind) -> None:
    doc, told = sample(kind), "".join(pages(documents.pdf(sample(kind))))
    for name in (*REQUIRED[kind], "reference"):
        assert [text for text in texts(getattr(doc, name)) if squeezed(text) not in told] == [], name


@pytest.mark.parametrize("kind", SlipKind)
def test_a_roll_carries_every_fact_that_its_kind_must(documents: Documents, kind: SlipKind) -> None:
    doc = sample(kind)
    whole = documents.raster(doc, 384)
    for name in REQUIRED[kind]:
        value = getattr(doc, name)
        nothing: dict[str, Any] = {name: "" if isinstance(value, str) else () if isinstance(value, tuple) else None}
        assert not value or documents.raster(replace(doc, **nothing), 384) != whole, name


@pytest.mark.parametrize("kind", SlipKind)
def test_text_for_old_printers_carries_every_fact_that_its_kind_must(kind: SlipKind) -> None:
    doc = sample(kind)
    said = squeezed("".join(part.text for part in slip_text(doc, 32).parts if isinstance(part, TextLine)))
    for name in REQUIRED[kind]:
        assert [text for text in texts(getattr(doc, name)) if squeezed(text) not in said] == [], name


@pytest.mark.parametrize("kind", SlipKind)
def test_every_character_of_a_sample_can_be_drawn(documents: Documents, kind: SlipKind) -> None:
    assert documents.missing_glyphs(sample(kind)) == ""


@pytest.mark.parametrize("kind", SlipKind)
def test_a_usual_document_ends_on_its_first_page(documents: Documents, kind: SlipKind) -> None:
    assert len(pages(documents.pdf(sample(kind)))) == 1


@pytest.mark.parametrize("kind", SlipKind)
def test_rare_and_long_names_stay_on_the_page(documents: Documents, kind: SlipKind) -> None:
    pdf = documents.pdf(named_longer(sample(kind)))
    assert outside(pdf) == []
    assert "𠮷" in "".join(pages(pdf))


@pytest.mark.parametrize("kind", [kind for kind in SlipKind if "taken" in REQUIRED[kind]])
def test_forty_materials_run_over_pages_under_their_heads(documents: Documents, kind: SlipKind) -> None:
    pdf = documents.pdf(replace(sample(kind), taken=FORTY))
    told = pages(pdf)
    assert len(told) > 1 and outside(pdf) == []
    assert [line.name for line in FORTY if line.name not in "".join(told)] == []
    assert all("材料名称" in page for page in told if "名称较长须折行" in page)
    assert f"第{len(told)}页，共{len(told)}页" in told[-1]


def test_a_row_of_a_hand_over_sheet_stays_on_one_page(documents: Documents) -> None:
    doc = sample(SlipKind.HAND_OVER)
    assert doc.hand_over
    rows = tuple(
        replace(row, number=f"YC26-03-{place:05d}", note=f"甲{place:05d}")
        for place, row in enumerate(doc.hand_over.rows * 5)
    )
    told = pages(documents.pdf(replace(doc, hand_over=replace(doc.hand_over, rows=rows))))
    assert len(told) > 1
    for row in rows:
        (page,) = [page for page in told if row.number in page]
        assert row.note in page
    assert "移交人" in told[-1]


@pytest.mark.parametrize("kind", SlipKind)
def test_a_void_document_says_so_on_every_paper(documents: Documents, kind: SlipKind) -> None:
    doc = sample(kind)
    void = replace(doc, void=True)
    assert "作废" in "".join(pages(documents.pdf(void))) and "作废" not in "".join(pages(documents.pdf(doc)))
    assert documents.raster(void, 384).height > documents.raster(doc, 384).height
    assert "作　废" in slip_text(void, 32).text


@pytest.mark.parametrize("dots", [576, 384])
@pytest.mark.parametrize("number", ["YC26-03-J00021", "YYLQ26-A1234567-J123456"])
def test_a_bar_code_too_long_for_the_roll_stands_upright(documents: Documents, number: str, dots: int) -> None:
    doc = replace(sample(SlipKind.DELIVERY), bar_code=number)
    raster = documents.raster(doc, dots)
    picture = Image.frombytes("1", (raster.width, raster.height), bytes(byte ^ 0xFF for byte in raster.rows))
    on_paper = ImageOps.expand(picture.convert("L"), 40, 255)
    assert number in [code.text for code in zxingcpp.read_barcodes(on_paper)]


def test_a_certificate_without_number_or_days_leaves_no_empty_words(documents: Documents) -> None:
    doc = replace(sample(SlipKind.PICKUP), certificates=(Certificate("批复"),))
    said = slip_text(doc, 48).text
    assert "批复" in said and "有效期" not in said
    assert documents.raster(doc) != documents.raster(replace(doc, certificates=()))
