"""Who applies: a natural person or an organisation, perhaps through an agent, and where each word came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum
from typing import Any, TypeVar

from stdnum.cn import ric, uscc


class Source(Enum):
    """Where a field's value came from; the screen marks each."""

    CHIP = "chip"
    TYPED = "typed"
    QR = "qr"
    OCR = "ocr"


class IdKind(Enum):
    """Identity document kinds (domain §5)."""

    RESIDENT_ID = "111"
    HOUSEHOLD_BOOK = "113"
    PASSPORT = "414"
    TAIWAN_PASS = "511"
    HK_MACAU_PASS = "516"
    FOREIGN_PERMANENT = "553"
    HMT_PERMIT = "154"  # 港澳台居民居住证: same 18-digit check as a resident ID


class ApplicantKind(Enum):
    """Natural person or organisation."""

    NATURAL = "natural"
    ORGANISATION = "organisation"


class Delivery(Enum):
    """How the result reaches the applicant."""

    WINDOW = "window"
    LOCKER = "locker"
    POST = "post"


@dataclass(frozen=True, slots=True)
class Person:
    """A person as on the identity document. Dates YYYY-MM-DD, open-ended validity "长期", unknown ""."""

    name: str = ""
    id_kind: IdKind = IdKind.RESIDENT_ID
    id_number: str = ""
    sex: str = ""
    nation: str = ""
    nationality: str = ""
    birth: str = ""
    address: str = ""
    valid_from: str = ""
    valid_to: str = ""
    latin_name: str = ""
    card_name: str = ""  # the name the chip gave, kept beside what was typed
    sources: Mapping[str, Source] = field(default_factory=dict)
    certainties: Mapping[str, int] = field(default_factory=dict)  # percent, of what was read by OCR


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation by its unified social credit code."""

    name: str = ""
    credit_code: str = ""
    kind: str = ""
    address: str = ""
    sources: Mapping[str, Source] = field(default_factory=dict)
    certainties: Mapping[str, int] = field(default_factory=dict)  # percent, of what was read by OCR


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who applies. For an organisation `person` is its legal representative or operator."""

    kind: ApplicantKind = ApplicantKind.NATURAL
    person: Person = field(default_factory=Person)
    organisation: Organisation = field(default_factory=Organisation)
    through_agent: bool = False
    agent: Person = field(default_factory=Person)
    phone: str = ""
    delivery: Delivery = Delivery.WINDOW
    delivery_address: str = ""
    remark: str = ""
    person_matches_card: bool = False

    @property
    def display_name(self) -> str:
        """The name the case goes by."""
        return self.organisation.name if self.kind is ApplicantKind.ORGANISATION else self.person.name


Part = TypeVar("Part", Person, Organisation)

PICTURED = {Source.OCR: 0, Source.QR: 1}
"""Sources that a picture gives, the better one higher; chip and keyboard stand above both."""


@dataclass(frozen=True, slots=True)
class ReadValue:
    """What a picture says of one field; an empty value: it stands there, and could not be read."""

    value: str
    source: Source = Source.OCR
    certainty: int = 0  # percent


def typed(part: Part, **values: str) -> Part:
    """`part` with values put in by hand: marked so, and no longer with a certainty."""
    sources = {**part.sources, **dict.fromkeys(values, Source.TYPED)}
    return _changed(part, values, sources, {n: sure for n, sure in part.certainties.items() if n not in values})


def with_readings(part: Part, read: Mapping[str, ReadValue]) -> Part:
    """`part` with what one picture says of the fields in `read`.

    Chip and keyboard are never overruled. Of two pictures of the same paper the QR code goes before OCR; one of
    another's paper takes the place of all that was pictured before, so that two people never mix. Where it
    `is_anothers`, nothing changes.
    """
    if is_anothers(part, read):
        return part
    if not _same_holder(part, read):
        part = _without_pictured(part)
    taken = {name: new for name, new in read.items() if new.value and _may_take(part, name, new.source)}
    values = {name: new.value for name, new in taken.items()}
    sources = {**part.sources, **{name: new.source for name, new in taken.items()}}
    sure = {**part.certainties, **{name: new.certainty for name, new in taken.items()}}
    by_ocr = {name: percent for name, percent in sure.items() if sources.get(name) is Source.OCR}
    return _changed(part, values, sources, by_ocr)


def is_anothers(part: Person | Organisation, read: Mapping[str, ReadValue]) -> bool:
    """Whether the paper is someone else's, and nothing of it may be taken.

    Its number contradicts one that came from the chip or by hand; or it could not be read, so that it cannot take the
    other's place, while name or birth are not those that stand with the number here.
    """
    number = _number_field(part)
    if number not in read or not getattr(part, number) or _same_holder(part, read):
        return False
    return not read[number].value or part.sources.get(number) not in PICTURED


def _same_holder(part: Person | Organisation, read: Mapping[str, ReadValue]) -> bool:
    """By the number; where one of the two is unknown, by what else tells people apart. A card's back tells nothing."""
    number = _number_field(part)
    if number not in read:
        return True
    if getattr(part, number) and read[number].value:
        return bool(getattr(part, number) == read[number].value)
    return not any(_contradicts(part, name, read) for name in ("name", "birth") if name in read)


def _contradicts(part: Person | Organisation, name: str, read: Mapping[str, ReadValue]) -> bool:
    return bool(getattr(part, name) and read[name].value and getattr(part, name) != read[name].value)


def _number_field(part: Person | Organisation) -> str:
    return "id_number" if isinstance(part, Person) else "credit_code"


def _may_take(part: Person | Organisation, name: str, source: Source) -> bool:
    has = part.sources.get(name)
    return not getattr(part, name) or (has in PICTURED and PICTURED[has] <= PICTURED[source])


def _without_pictured(part: Part) -> Part:
    gone = {name for name, source in part.sources.items() if source in PICTURED}
    sources = {name: source for name, source in part.sources.items() if name not in gone}
    sure = {name: each for name, each in part.certainties.items() if name not in gone}
    return _changed(part, dict.fromkeys(gone, ""), sources, sure)


def _changed(part: Part, values: Mapping[str, str], sources: Mapping[str, Source], sure: Mapping[str, int]) -> Part:
    changes: dict[str, Any] = {**values, "sources": sources, "certainties": sure}
    return replace(part, **changes)


class Flaw(Enum):
    """What is wrong with a typed value."""

    EMPTY = "empty"
    LENGTH = "length"
    CHARACTERS = "characters"
    DATE = "date"
    REGION = "region"
    CHECK_DIGIT = "check_digit"


@dataclass(frozen=True, slots=True)
class Problem:
    """A flaw in one field: its dotted name, and for LENGTH how many characters there are and should be."""

    field: str
    flaw: Flaw
    has: int = 0
    wants: int = 0


PROVINCES = frozenset(
    str(code)
    for first, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83))
    for code in range(first, last + 1)
)
"""GB/T 2260 province codes. Counties are not checked: abolished and moved ones are still on valid cards."""

OTHER_SHORTEST, OTHER_LONGEST = 5, 18
"""Characters of a passport or pass: countries differ, so only the field's width is held."""

CREDIT_CHARACTERS = frozenset("0123456789ABCDEFGHJKLMNPQRTUWXY")
"""GB 32100: digits and capitals without I, O, S, V, Z."""


def check_resident_id(number: str) -> Flaw | None:
    """What is wrong with an 18-character resident ID (GB 11643: region, date, MOD 11-2), or None."""
    if len(number) != 18:
        return Flaw.LENGTH
    if not (number[:17].isascii() and number[:17].isdigit() and number[17] in "0123456789X"):
        return Flaw.CHARACTERS
    if _date_of(number[6:14]) is None:
        return Flaw.DATE
    if number[:2] not in PROVINCES:
        return Flaw.REGION
    return None if ric.calc_check_digit(number) == number[17] else Flaw.CHECK_DIGIT


def check_foreign_id(number: str) -> Flaw | None:
    """What is wrong with a foreign permanent-residence number: 15 characters (2017) or 18 from 9 (2023)."""
    if len(number) == 15:
        letters, digits = number[:3], number[3:]
        fits = number.isascii() and letters.isalpha() and letters.isupper() and digits.isdigit()
        return None if fits else Flaw.CHARACTERS
    if len(number) != 18:
        return Flaw.LENGTH
    if not (number[0] == "9" and number[:17].isascii() and number[:17].isdigit()):
        return Flaw.CHARACTERS
    if _date_of(number[6:14]) is None:
        return Flaw.DATE
    return None if ric.calc_check_digit(number) == number[17] else Flaw.CHECK_DIGIT


def check_credit_code(code: str) -> Flaw | None:
    """What is wrong with a unified social credit code (GB 32100, MOD 31), or None."""
    if len(code) != 18:
        return Flaw.LENGTH
    if not (CREDIT_CHARACTERS.issuperset(code) and code[2:8].isdigit()):
        return Flaw.CHARACTERS
    # not uscc.validate: it folds small and full-width letters, and knows no register A, N or Y (farmers' collectives)
    return None if uscc.calc_check_digit(code) == code[17] else Flaw.CHECK_DIGIT


def check_id(kind: IdKind, number: str) -> Flaw | None:
    """What is wrong with `number` as a document of `kind`, or None."""
    match kind:
        case IdKind.RESIDENT_ID | IdKind.HMT_PERMIT | IdKind.HOUSEHOLD_BOOK:
            return check_resident_id(number)
        case IdKind.FOREIGN_PERMANENT:
            return check_foreign_id(number)
        case _:
            return None if OTHER_SHORTEST <= len(number) <= OTHER_LONGEST else Flaw.LENGTH


def check_phone(phone: str) -> Flaw | None:
    """What is wrong with a telephone: a mobile of 11 digits, or a land line with area code."""
    digits = _dialled(phone)
    if not (digits.isascii() and digits.isdigit()):
        return Flaw.CHARACTERS
    wanted = (11,) if digits.startswith("1") else (10, 11, 12)
    return None if len(digits) in wanted else Flaw.LENGTH


def birth_of(id_number: str) -> str:
    """The birth date inside an 18-character number, as YYYY-MM-DD, or ""."""
    found = _date_of(id_number[6:14]) if len(id_number) == 18 else None
    return found.isoformat() if found else ""


def problems_of(applicant: Applicant) -> tuple[Problem, ...]:
    """Everything that must still be filled in or put right, in the order of the page."""
    found = _problems_of_person("person", applicant.person)
    if applicant.kind is ApplicantKind.ORGANISATION:
        organisation = applicant.organisation
        found += _required("organisation.name", organisation.name)
        found += _checked(
            "organisation.credit_code",
            organisation.credit_code,
            check_credit_code(organisation.credit_code),
            wants=18,
        )
    if applicant.through_agent:
        found += _problems_of_person("agent", applicant.agent)
    phone = applicant.phone
    found += _checked("phone", phone, check_phone(phone), wants=11, has=len(_dialled(phone)))
    if applicant.delivery is Delivery.POST:
        found += _required("delivery_address", applicant.delivery_address)
    return tuple(found)


def _problems_of_person(prefix: str, person: Person) -> list[Problem]:
    kind, number = person.id_kind, person.id_number
    wants = _length_of(kind, number)
    return [
        *_required(f"{prefix}.name", person.name),
        *_checked(f"{prefix}.id_number", number, check_id(kind, number), wants=wants),
    ]


def _length_of(kind: IdKind, number: str) -> int:
    """How many characters a number of that kind should have, as far as `number` tells."""
    match kind:
        case IdKind.RESIDENT_ID | IdKind.HMT_PERMIT | IdKind.HOUSEHOLD_BOOK:
            return 18
        case IdKind.FOREIGN_PERMANENT:
            return 15 if number[:1].isalpha() else 18
        case _:
            return OTHER_SHORTEST if len(number) < OTHER_SHORTEST else OTHER_LONGEST


def _required(name: str, value: str) -> list[Problem]:
    return [] if value.strip() else [Problem(name, Flaw.EMPTY)]


def _checked(name: str, value: str, flaw: Flaw | None, *, wants: int, has: int | None = None) -> list[Problem]:
    if not value.strip():
        return [Problem(name, Flaw.EMPTY)]
    return [Problem(name, flaw, len(value) if has is None else has, wants)] if flaw else []


def _dialled(phone: str) -> str:
    return phone.replace(" ", "").replace("-", "")


def _date_of(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None
