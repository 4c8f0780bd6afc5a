"""Deeds to and from the bodies that carry them: plain JSON data, the same in outbox, wire and event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from app.domain.applicant import Applicant
from app.domain.case import Application, MoveKind, Role, TakenMaterial
from app.domain.facts import FACTS, Demand, ItemFacts, Opening
from app.domain.life import Deed, Life
from app.domain.plain import from_plain, to_plain


@dataclass(frozen=True, slots=True)
class _Given:
    """What counts here of a document that a body carries."""

    number: str = ""


def body_of(deed: Deed) -> dict[str, Any]:
    """What an op says of `deed`; the first op of a case says its opening beside the application (`first_body`)."""
    said = _said(deed)
    return said | {"facts": to_plain(deed.facts)} if deed.kind in FACTS else said


def first_body(deed: Deed, application: Application, *, due: str) -> dict[str, Any]:
    """What the first op of a case says. `due` is the promise as printed, YYYY-MM-DD, "" where none runs."""
    says = deed.facts
    assert isinstance(says, Opening)
    return _said(deed) | {
        "number": says.number,
        "item": to_plain(says.item),
        "demands": [to_plain(demand) for demand in says.demands],
        "application": to_plain(application),
        "due": due or None,
    }


def opening(number: str, item: ItemFacts, application: Application, demands: tuple[Demand, ...] = ()) -> Opening:
    """What the first move of a case says, from what was captured."""
    applicant = application.applicant
    return Opening(
        number, item, demands, applicant.display_name, applicant.phone, applicant.delivery.value, application.sheets
    )


def deed_of(kind: MoveKind, body: Mapping[str, Any], *, first: bool, stored: bool = False) -> Deed:
    """The deed that a body tells of. Raises `pydantic.ValidationError` naming each place that does not fit.

    A `stored` one was taken in before: where a program before 0.3 said no facts, it has none.
    """
    facts: object = None
    if first:
        said: Mapping[str, Any] = body["application"]
        item, demands = from_plain(ItemFacts, body["item"]), from_plain(tuple[Demand, ...], body.get("demands", ()))
        application = Application(
            applicant=from_plain(Applicant, said.get("applicant", {})),
            taken=from_plain(dict[str, TakenMaterial], said.get("taken") or {}),
        )
        facts = opening(body["number"], item, application, demands)
    elif kind in FACTS and not (stored and "facts" not in body):
        facts = from_plain(FACTS[kind], body.get("facts", {}))
    return Deed(
        kind,
        datetime.fromisoformat(body["at"]),
        body["actor"],
        Role(body["role"]),
        body["window"],
        body.get("reason", ""),
        facts,
        body.get("legal_basis", ""),
        tuple(each.number for each in from_plain(tuple[_Given, ...], body.get("documents") or ())),
    )


def reached_anew(life: Life, body: Mapping[str, Any]) -> Life:
    """`life` with the telephone and the delivery of an application that a later move says anew."""
    if "application" not in body:
        return life
    return reached_by(life, from_plain(Applicant, body["application"].get("applicant", {})))


def reached_by(life: Life, applicant: Applicant) -> Life:
    """`life`, whose applicant may have said another telephone, or another way for the result, when coming back."""
    return replace(life, phone=applicant.phone or life.phone, delivery=applicant.delivery.value)


def _said(deed: Deed) -> dict[str, Any]:
    return {
        "at": deed.at.isoformat(),
        "actor": deed.actor,
        "window": deed.window,
        "role": deed.role.value,
        "reason": deed.reason,
    } | ({"legal_basis": deed.legal_basis} if deed.legal_basis else {})
