"""Formal review (形式初审): what is complete, missing and doubtful, and which decisions that leaves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from app.domain.applicant import Applicant, Person
from app.domain.case import Application, Decision, Taken, TakenMaterial
from app.domain.catalogue import Item, Material, MaterialSource, Necessity

SHARP_ENOUGH = 0.5
TOO_MUCH_GLARE = 0.01  # share of a page


class Verdict(Enum):
    """How a material stands."""

    COMPLETE = "complete"
    EXEMPT = "exempt"  # another department supplies it
    MAY_FOLLOW = "may_follow"
    MISSING = "missing"
    DOUBTFUL = "doubtful"


class DoubtKind(Enum):
    """Why something is doubtful."""

    WRONG_COUNT = "wrong_count"
    BLURRED_PAGE = "blurred_page"
    BLANK_PAGE = "blank_page"
    GLARING_PAGE = "glaring_page"
    CARD_EXPIRED = "card_expired"
    NAME_UNLIKE_CARD = "name_unlike_card"


@dataclass(frozen=True, slots=True)
class Doubt:
    """One doubt with its evidence: the page (from 1) it is on, what was found and what should be."""

    kind: DoubtKind
    page: int = 0
    found: str = ""
    wanted: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """How one material stands."""

    material: Material
    taken: TakenMaterial
    verdict: Verdict
    doubts: tuple[Doubt, ...] = ()

    @property
    def open_doubt(self) -> bool:
        """Whether a doubt waits for the clerk's word."""
        return self.verdict is Verdict.DOUBTFUL and not self.taken.doubts_accepted


@dataclass(frozen=True, slots=True)
class Review:
    """The findings in list order, and doubts about the applicant's own papers."""

    findings: tuple[Finding, ...]
    applicant_doubts: tuple[Doubt, ...] = ()
    applicant_doubts_accepted: bool = False

    def of(self, verdict: Verdict) -> tuple[Finding, ...]:
        """The findings of one verdict."""
        return tuple(finding for finding in self.findings if finding.verdict is verdict)

    @property
    def lacking(self) -> tuple[Finding, ...]:
        """What is not here: first what must come now, then what may follow."""
        return (*self.of(Verdict.MISSING), *self.of(Verdict.MAY_FOLLOW))

    @property
    def open_doubts(self) -> int:
        """How many doubts wait for the clerk's word."""
        own = 1 if self.applicant_doubts and not self.applicant_doubts_accepted else 0
        return own + sum(finding.open_doubt for finding in self.findings)


class Bar(Enum):
    """Why a decision cannot be taken."""

    MATERIALS_MISSING = "materials_missing"
    NOTHING_MISSING = "nothing_missing"
    CANNOT_FOLLOW = "cannot_follow"  # a missing material is not one that may follow


def review(item: Item, application: Application, today: date) -> Review:
    """Review `application` for `item` as of `today`."""
    findings = tuple(
        _finding(material, application.taken.get(material.code, TakenMaterial()))
        for material in item.materials_for(application.answers)
    )
    accepted = application.taken.get("", TakenMaterial()).doubts_accepted
    return Review(findings, tuple(_doubts_about(application.applicant, today)), accepted)


def decisions(reviewed: Review) -> Mapping[Decision, Bar | None]:
    """Each decision, and what bars it."""
    missing, may_follow = reviewed.of(Verdict.MISSING), reviewed.of(Verdict.MAY_FOLLOW)
    anything = bool(missing or may_follow)
    conditional = Bar.CANNOT_FOLLOW if missing else None if may_follow else Bar.NOTHING_MISSING
    return {
        Decision.RECEIVE: Bar.MATERIALS_MISSING if anything else None,
        Decision.SUPPLEMENT: None if anything else Bar.NOTHING_MISSING,
        Decision.REFUSE: None,
        Decision.CONDITIONAL: conditional,
    }


def proposed(reviewed: Review) -> Decision:
    """The decision that the findings suggest."""
    allowed = decisions(reviewed)
    order = (Decision.RECEIVE, Decision.CONDITIONAL, Decision.SUPPLEMENT)
    return next(decision for decision in order if allowed[decision] is None)


def _finding(material: Material, taken: TakenMaterial) -> Finding:
    if material.source is MaterialSource.DEPARTMENT:
        return Finding(material, taken, Verdict.EXEMPT)
    if taken.how in (Taken.NOT_YET, Taken.MISSING) or (taken.how is Taken.SCANNED and not taken.pages):
        follows = material.necessity is Necessity.MAY_FOLLOW
        return Finding(material, taken, Verdict.MAY_FOLLOW if follows else Verdict.MISSING)
    doubts = tuple(_doubts_of(material, taken))
    return Finding(material, taken, Verdict.DOUBTFUL if doubts else Verdict.COMPLETE, doubts)


def _doubts_of(material: Material, taken: TakenMaterial) -> list[Doubt]:
    doubts = []
    if taken.how is Taken.ON_PAPER and taken.count != material.copies:
        doubts.append(Doubt(DoubtKind.WRONG_COUNT, 0, str(taken.count), str(material.copies)))
    for number, page in enumerate(taken.pages, start=1):
        if page.blank:
            doubts.append(Doubt(DoubtKind.BLANK_PAGE, number))
        elif page.sharpness < SHARP_ENOUGH:
            doubts.append(Doubt(DoubtKind.BLURRED_PAGE, number, f"{page.sharpness:.2f}", f"{SHARP_ENOUGH:.2f}"))
        if page.glare >= TOO_MUCH_GLARE:
            doubts.append(Doubt(DoubtKind.GLARING_PAGE, number, f"{page.glare:.0%}", f"{TOO_MUCH_GLARE:.0%}"))
    return doubts


def _doubts_about(applicant: Applicant, today: date) -> list[Doubt]:
    people = (applicant.person, applicant.agent) if applicant.through_agent else (applicant.person,)
    return [doubt for person in people for doubt in _doubts_about_person(person, today)]


def _doubts_about_person(person: Person, today: date) -> list[Doubt]:
    doubts = []
    if person.valid_to and person.valid_to != "长期" and person.valid_to < today.isoformat():
        doubts.append(Doubt(DoubtKind.CARD_EXPIRED, 0, person.valid_to))
    if person.card_name and person.card_name != person.name:
        doubts.append(Doubt(DoubtKind.NAME_UNLIKE_CARD, 0, person.name, person.card_name))
    return doubts
