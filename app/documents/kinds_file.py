"""The kinds of documents as data: `resources/slips/documents.toml`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from app.domain.documents import DocumentKind, DocumentKinds
from app.domain.numbers import CASES
from app.domain.slips import SlipKind
from app.refused_tables import refusing_tables
from devices.tables import Table, literal, read_table

FILE = "documents.toml"
MOST_COPIES = 9

_SERIES = re.compile(f"{CASES}|[a-z]")


@dataclass(frozen=True, slots=True)
class _File:
    document: tuple[DocumentKind, ...]


def load_document_kinds(slips_folder: Path) -> DocumentKinds:
    """Every kind that documents.toml in `slips_folder` describes. Raises `SettingsInvalid` naming file, key and why."""
    with refusing_tables():
        table = read_table(slips_folder / FILE)
        kinds = table.fill(_File).document
        for place, kind in enumerate(kinds):
            _check(table, kind, place, slips_folder)
            for other in kinds[:place]:
                _check_apart(table, kind, other, place)
        lacking = [kind.value for kind in SlipKind if kind not in {each.code for each in kinds}]
        if lacking:
            raise table.invalid(("document", lacking[0]), "missing")
    return {kind.code: kind for kind in kinds}


def _check(table: Table, kind: DocumentKind, place: int, slips_folder: Path) -> None:
    """What the types do not say."""
    at = ("document", str(place))
    if not kind.papers:
        raise table.invalid((*at, "papers"), "wrong_choice", found="[]", wanted='["roll", "a4"]')
    if not _SERIES.fullmatch(kind.series):
        raise table.invalid((*at, "series"), "wrong_choice", found=literal(kind.series), wanted='"case", "a" … "z"')
    if kind.has_own_number != bool(kind.mark):
        raise table.invalid((*at, "mark"), "wrong_choice", found=literal(kind.mark), wanted='"受" …')
    if not 1 <= kind.copies <= MOST_COPIES:
        raise table.invalid((*at, "copies"), "wrong_choice", found=literal(kind.copies), wanted=f"1–{MOST_COPIES}")
    if not (slips_folder / f"{kind.template}.typ").is_file():
        raise table.invalid((*at, "template"), "wrong_choice", found=literal(kind.template), wanted="….typ")


def _check_apart(table: Table, kind: DocumentKind, other: DocumentKind, place: int) -> None:
    """A code comes once; kinds of one series have one mark, and no other series has it."""
    at = ("document", str(place))
    if kind.code is other.code:
        raise table.invalid((*at, "code"), "wrong_choice", found=literal(kind.code.value), wanted="…")
    if (kind.series == other.series) != (kind.mark == other.mark):
        wanted = literal(other.mark) if kind.series == other.series else "…"
        raise table.invalid((*at, "mark"), "wrong_choice", found=literal(kind.mark), wanted=wanted)
