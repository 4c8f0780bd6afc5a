"""What was read off a card or licence becomes part of the applicant, where nothing better stands there already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from app.domain.applicant import (
    Applicant,
    ApplicantKind,
    IdKind,
    Organisation,
    Person,
    ReadValue,
    Source,
    is_anothers,
    with_readings,
)
from devices.reading.papers.fields import Doubt, Origin, Paper, PaperKind, Reading

FRONT = ("name", "sex", "nation", "birth", "address", "id_number")
BACK = ("valid_from", "valid_to")
LICENCE = ("name", "credit_code", "kind", "address")
NUMBERS = ("person.id_number", "agent.id_number", "organisation.credit_code")
HMT = ("81", "82", "83")  # a residence permit for people of Hong Kong, Macau and Taiwan, laid out like the card
SURE_ENOUGH = 90  # percent; what is less sure is to be checked
SOURCES = {Origin.OCR: Source.OCR, Origin.QR: Source.QR}


@dataclass(frozen=True, slots=True)
class Filled:
    """What came of a reading; fields by dotted name.

    `filled` now hold what was read; `doubts` says what speaks against a reading, also of one that was not filled in;
    `kept` hold something else, from the chip or by hand. `anothers`: the paper is someone else's, nothing was filled;
    `doubts` then says why its number could not be read, where that is so.
    """

    applicant: Applicant
    filled: tuple[str, ...] = ()
    doubts: Mapping[str, Doubt] = field(default_factory=dict)
    kept: tuple[str, ...] = ()
    anothers: bool = False

    @property
    def empty(self) -> tuple[str, ...]:
        """Fields that stand on the paper and were not filled, for the reading did not hold."""
        return tuple(name for name in self.doubts if name not in self.filled and name not in self.kept)


def fill_applicant(applicant: Applicant, paper: Paper, *, into_agent: bool = False) -> Filled:
    """`applicant` with the fields of an ID card (of the agent's, where so) or of a licence."""
    if paper.kind is PaperKind.LICENCE:
        return _fill_organisation(replace(applicant, kind=ApplicantKind.ORGANISATION), paper.fields)
    owner = "agent" if into_agent else "person"
    sides = [side for side in (FRONT, BACK) if any(name in paper.fields for name in side)]
    wanted = tuple(name for side in sides for name in side)
    done = _fill(applicant, owner, wanted, paper.fields)
    if f"{owner}.id_number" not in done.filled:
        return done
    person: Person = getattr(done.applicant, owner)
    kind = IdKind.HMT_PERMIT if person.id_number.startswith(HMT) else IdKind.RESIDENT_ID
    return replace(done, applicant=replace(done.applicant, **{owner: replace(person, id_kind=kind)}))  # type: ignore[arg-type]


def _fill_organisation(applicant: Applicant, fields: Mapping[str, Reading]) -> Filled:
    done = _fill(applicant, "organisation", LICENCE, fields)
    if done.anothers or "head" not in fields or applicant.person.name:
        return done
    head = _fill(done.applicant, "person", ("name",), {"name": fields["head"]})
    return replace(done, applicant=head.applicant, filled=(*done.filled, *head.filled))


def _fill(applicant: Applicant, owner: str, wanted: tuple[str, ...], fields: Mapping[str, Reading]) -> Filled:
    part: Person = getattr(applicant, owner)  # or an Organisation: both are filled alike
    read = {name: _value(fields.get(name)) for name in wanted}
    after = with_readings(part, read)
    doubts = {f"{owner}.{name}": doubt for name in wanted if (doubt := _doubt(fields.get(name), after, name))}
    if is_anothers(part, read):
        return Filled(applicant, doubts={name: doubts[name] for name in doubts if name in NUMBERS}, anothers=True)
    filled = [name for name in wanted if read[name].value and _holds(after, name, read[name])]
    kept = [name for name in wanted if read[name].value not in ("", getattr(after, name))]
    return Filled(
        replace(applicant, **{owner: after}),  # type: ignore[arg-type]
        tuple(f"{owner}.{name}" for name in filled),
        doubts,
        tuple(f"{owner}.{name}" for name in kept),
    )


def _holds(part: Person | Organisation, name: str, read: ReadValue) -> bool:
    return bool(getattr(part, name) == read.value and part.sources.get(name) is read.source)


def _doubt(read: Reading | None, part: Person | Organisation, name: str) -> Doubt | None:
    """What speaks against a reading, unless something better than it stands in the field.

    Of one that could not be read it is said though an earlier picture filled the field.
    """
    if read is None or part.sources.get(name) in (Source.CHIP, Source.TYPED):
        return None
    if read.value not in ("", getattr(part, name)):
        return None
    return read.doubt


def _value(read: Reading | None) -> ReadValue:
    return ReadValue(read.value, SOURCES[read.origin], read.certainty) if read else ReadValue("")
