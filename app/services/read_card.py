"""Lay a card on the reader: what its chip says becomes a person of the case."""

from __future__ import annotations

from typing import Any

from app.domain.applicant import IdKind, Person, Source
from devices.ports import Card, CardKind, CardReader

ID_KINDS = {
    CardKind.RESIDENT: IdKind.RESIDENT_ID,
    CardKind.HMT_PERMIT: IdKind.HMT_PERMIT,
    CardKind.FOREIGN_2017: IdKind.FOREIGN_PERMANENT,
    CardKind.FOREIGN_2023: IdKind.FOREIGN_PERMANENT,
}


def read_card(reader: CardReader) -> tuple[Person, CardKind]:
    """Read the card on `reader`. Raises a `DeviceError`; `NoCard` when nothing lies there."""
    card = reader.read()
    return person_of(card), card.kind


def person_of(card: Card) -> Person:
    """The person a card names, every field that the chip gave marked as such."""
    name = card.name or card.latin_name
    given: dict[str, Any] = {
        "name": name,
        "id_number": card.number,
        "sex": card.sex,
        "nation": card.nation,
        "nationality": card.nationality,
        "birth": card.birth,
        "address": card.new_address or card.address,
        "valid_from": card.valid_from,
        "valid_to": card.valid_to,
        "latin_name": card.latin_name,
    }
    sources = {field: Source.CHIP for field, value in given.items() if value}
    return Person(**given, id_kind=ID_KINDS[card.kind], card_name=name, sources=sources)
