"""A slip as text says what its picture says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import zxingcpp

from app.documents.slip_file import read_slip_file
from app.documents.slip_text import slip_text
from app.documents.typesetting import Documents
from app.domain.plain import to_plain
from app.domain.slips import SlipDocument, SlipKind
from app.paths import font_folders, resources
from app.services.print_slip import print_on
from devices.ports import Raster, Readiness
from devices.printing.address import slip_printer_at
from devices.printing.profile import PrinterProfile, Text
from devices.printing.text_slip import TextLine, can_be_text, cells_of
from devices.simulators.slip_printer import SimulatedSlipPrinter
from tests.support.printers import shipped_profiles

PROFILE = shipped_profiles().get(PrinterProfile, "generic-80-gb18030")
UNSAID = {"kind", "query", "legal_basis", "provisional", "seal", "reprint", "training", "void", "reference", "bar_code"}


def sample(kind: SlipKind = SlipKind.RECEIPT, applicant: str = "王小明") -> SlipDocument:
    return replace(read_slip_file(resources() / "slips" / "sample_case.json", kind), applicant=applicant)


def texts(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for part in value.values():
                yield from texts(part)
        case list() | tuple():
            for part in value:
                yield from texts(part)


@pytest.mark.parametrize("kind", SlipKind)
@pytest.mark.parametrize("cells", [48, 32])
def test_all_that_a_slip_says_is_there(kind: SlipKind, cells: int) -> None:
    doc = sample(kind)
    said = slip_text(doc, cells).text
    for key, value in to_plain(doc).items():
        if key == "missing_title" and kind is SlipKind.REFUSAL:
            continue
        if key not in UNSAID:
            assert [text for text in texts(value) if text not in said] == []
    assert all(basis in said for basis in doc.legal_basis)
    assert ("（盖章处）" in said) == doc.seal


def test_a_reprint_and_paper_of_the_training_room_are_marked() -> None:
    marked = slip_text(replace(sample(), reprint=2, training=True), 48).text
    assert "补打　第 2 次" in marked and "培训样张，不作凭证" in marked
    assert "补打" not in slip_text(sample(), 48).text


def test_the_code_on_it_can_be_scanned() -> None:
    doc = sample()
    assert printed_codes(doc, 48) == [doc.query]


@pytest.mark.parametrize("cells", [48, 32])
def test_the_bar_codes_on_it_can_be_scanned(cells: int) -> None:
    doc = sample(SlipKind.HAND_OVER)
    assert doc.hand_over
    assert printed_codes(doc, cells) == [doc.number, *(row.number for row in doc.hand_over.rows), doc.query]


def printed_codes(doc: SlipDocument, cells: int) -> list[str]:
    return [text for part in slip_text(doc, cells).parts if isinstance(part, Raster) for text in codes_on(part)]


def codes_on(code: Raster) -> list[str]:
    ink = np.unpackbits(np.frombuffer(code.rows, np.uint8).reshape(code.height, -1), axis=1)
    paper = np.pad(np.where(ink == 1, 0, 255).astype(np.uint8), 40, constant_values=255)
    return [found.text for found in zxingcpp.read_barcodes(paper)]


def test_names_and_amounts_stand_at_the_two_ends_of_a_line() -> None:
    lines = [part.text for part in slip_text(sample(), 48).parts if isinstance(part, TextLine)]
    (number,) = [line for line in lines if line.startswith("编号")]
    assert cells_of(number) == 48 and number.endswith(sample().number)


def test_a_rare_name_makes_it_a_picture() -> None:
    assert can_be_text(slip_text(sample(), PROFILE.cells), PROFILE)
    assert not can_be_text(slip_text(sample(applicant="𠮷田"), PROFILE.cells), PROFILE)


@pytest.mark.parametrize(
    ("profile", "applicant", "as_text"),
    [
        (PROFILE, "王小明", True),
        (PROFILE, "𠮷田", False),
        (replace(PROFILE, text=Text.NONE), "王小明", False),
    ],
)
def test_a_slip_is_printed_as_text_where_the_printer_has_every_character(
    profile: PrinterProfile, applicant: str, as_text: bool
) -> None:
    documents = Documents(resources() / "slips", font_folders())
    with SimulatedSlipPrinter() as simulated:
        printer = slip_printer_at(simulated.address, profile)
        printer.open()
        assert print_on(printer, sample(applicant=applicant), documents) is Readiness.READY
        printer.close()
        (words,) = simulated.machine.texts
        assert (applicant in "".join(words)) is as_text
        assert (simulated.slips == [documents.raster(sample(applicant=applicant))]) is not as_text
