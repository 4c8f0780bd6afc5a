"""The kinds of documents are data, complete, and refused with file, key and reason where they are wrong."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from app.documents.kinds_file import FILE, load_document_kinds
from app.domain.documents import Paper, Signer
from app.domain.errors import SettingsInvalid
from app.domain.slips import SlipKind
from app.paths import resources

SHIPPED = resources() / "slips"


def refused(folder: Path, old: str, new: str) -> SettingsInvalid:
    """What is said of the shipped file with `old` replaced once."""
    for template in SHIPPED.glob("*.typ"):
        shutil.copy(template, folder)
    text = (SHIPPED / FILE).read_text(encoding="utf-8")
    assert old in text
    (folder / FILE).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(SettingsInvalid) as invalid:
        load_document_kinds(folder)
    assert invalid.value.file == str(folder / FILE)
    return invalid.value


def test_the_shipped_file_names_the_kinds_that_the_program_knows() -> None:
    assert list(load_document_kinds(SHIPPED)) == list(SlipKind)


def test_every_series_of_documents_has_a_letter_and_a_mark_of_its_own() -> None:
    own = [kind for kind in load_document_kinds(SHIPPED).values() if kind.has_own_number]
    assert len({kind.series for kind in own}) == len({kind.mark for kind in own}) == len(own) == 12


def test_both_sides_of_a_hand_over_sign_and_the_page_comes_back() -> None:
    kinds = load_document_kinds(SHIPPED)
    for kind in (SlipKind.HAND_OVER, SlipKind.CERTIFICATE_HAND_OVER):
        assert kinds[kind].signatures == (Signer.SENDER, Signer.RECEIVER)
        assert kinds[kind].must_be_signed and kinds[kind].papers[0] is Paper.A4 and kinds[kind].copies == 2


@pytest.mark.parametrize(
    ("old", "new", "key", "why"),
    [
        ('code = "receipt"', 'code = "reciept"', "document.0.code", "wrong_choice"),
        ('code = "notification"', 'code = "receipt"', "document.1.code", "wrong_choice"),
        ('papers = ["roll", "a4"]', 'papers = ["roll", "a5"]', "document.0.papers.1", "wrong_choice"),
        ('papers = ["roll", "a4"]', "papers = []", "document.0.papers", "wrong_choice"),
        ('series = "s"', 'series = "S1"', "document.2.series", "wrong_choice"),
        ('mark = "受"', 'mark = ""', "document.2.mark", "wrong_choice"),
        ('mark = "补"', 'mark = "受"', "document.3.mark", "wrong_choice"),
        ('series = "b"', 'series = "s"', "document.3.mark", "wrong_choice"),
        ("seal = true", 'seal = "yes"', "document.0.seal", "wrong_type"),
        ('signatures = ["applicant", "clerk"]', 'signatures = ["mayor"]', "document.0.signatures.0", "wrong_choice"),
        ("copies = 1", "copies = 0", "document.0.copies", "wrong_choice"),
        ('template = "receipt"', 'template = "none"', "document.0.template", "wrong_choice"),
        ("seal = true", "", "document.0.seal", "missing"),
        ("seal = true", "seal = true\nsael = true", "document.0.sael", "unknown_key"),
        ("[[document]]", "[[document]", "", "not_toml"),
    ],
)
def test_a_wrong_file_is_refused_by_file_key_and_reason(tmp_path: Path, old: str, new: str, key: str, why: str) -> None:
    invalid = refused(tmp_path, old, new)
    assert (invalid.key, invalid.why) == (key, why)


def test_a_kind_left_out_is_named(tmp_path: Path) -> None:
    text = (SHIPPED / FILE).read_text(encoding="utf-8")
    last = text[text.rindex("[[document]]") :]
    assert refused(tmp_path, last, "").key == "document.post_label"


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(SettingsInvalid) as invalid:
        load_document_kinds(tmp_path)
    assert invalid.value.why == "unreadable"
