"""What step 1 shows: the applicant's fields, what the card reader said, what is still open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from app.domain.applicant import ApplicantKind, Delivery, IdKind
from app.presenters.fields import FieldState
from app.presenters.marks import Mark


@dataclass(frozen=True, slots=True)
class Open:
    """One thing still to fill in or put right."""

    field: str
    name: str
    mark: Mark
    hint: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier case of the same person at this window."""

    title: str
    when: str
    state: str


@dataclass(frozen=True, slots=True)
class CardNews:
    """What the reader last said. `mark` DONE, DOUBTFUL (expired) or WRONG; empty title: nothing yet."""

    mark: Mark = Mark.HINT
    title: str = ""
    detail: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class ApplicantState:
    """The page. `fields` by dotted name: person.*, organisation.*, agent.*, phone, delivery_address, remark."""

    kind: ApplicantKind = ApplicantKind.NATURAL
    through_agent: bool = False
    id_kind: IdKind = IdKind.RESIDENT_ID
    agent_id_kind: IdKind = IdKind.RESIDENT_ID
    document: str = ""  # name of the card kind, "" before any reading
    delivery: Delivery = Delivery.WINDOW
    fields: Mapping[str, FieldState] = field(default_factory=dict)
    card: CardNews = CardNews()
    matches_card: bool = False
    may_photograph: bool = False  # there is a camera, and what reads its pictures
    open: tuple[Open, ...] = ()
    earlier: tuple[Earlier, ...] = ()
    focus: str = ""  # dotted name of the field that should take the focus now, "" to leave it


class ApplicantView(Protocol):
    """What the presenter asks of its page."""

    def present(self, state: ApplicantState) -> None: ...
