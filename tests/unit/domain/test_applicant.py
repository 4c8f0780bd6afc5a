"""Numbers of people, organisations and telephones, checked digit by digit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.applicant import (
    Applicant,
    ApplicantKind,
    Delivery,
    Flaw,
    IdKind,
    Organisation,
    Person,
    Problem,
    birth_of,
    check_credit_code,
    check_foreign_id,
    check_id,
    check_phone,
    check_resident_id,
    problems_of,
)
from tests.support.items import applicant

GOOD_ID, GOOD_CODE = "11010519491231002X", "91110000600037341L"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def numbered(seventeen: str) -> str:
    """`seventeen` digits with their check digit (GB 11643), worked out here on its own."""
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, seventeen, strict=True))
    return seventeen + "10X98765432"[total % 11]


def credit_code(seventeen: str) -> str:
    """`seventeen` characters with their check character (GB 32100), worked out here on its own."""
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    total = sum(alphabet.index(char) * pow(3, place, 31) for place, char in enumerate(seventeen))
    return seventeen + alphabet[-total % 31]


@pytest.mark.parametrize(
    ("number", "flaw"),
    [
        (GOOD_ID, None),  # the example of the standard itself
        ("440524188001010014", None),
        ("11010519491231002x", Flaw.CHARACTERS),
        ("110105194912310021", Flaw.CHECK_DIGIT),
        ("11010519491231003X", Flaw.CHECK_DIGIT),
        ("11010519491231002", Flaw.LENGTH),
        ("", Flaw.LENGTH),
        ("1101051949123100２X", Flaw.CHARACTERS),
        ("1101051949123100AX", Flaw.CHARACTERS),
        (numbered("11010519490229002"), Flaw.DATE),  # 1949 had no 29 February
        (numbered("11010519481331002"), Flaw.DATE),
        (numbered("11010500000101002"), Flaw.DATE),
        (numbered("99010519491231002"), Flaw.REGION),
        (numbered("00010519491231002"), Flaw.REGION),
        (numbered("16010519491231002"), Flaw.REGION),
    ],
)
def test_a_resident_id_is_judged_by_length_characters_date_region_and_check_digit(
    number: str, flaw: Flaw | None
) -> None:
    assert check_resident_id(number) is flaw


@pytest.mark.parametrize("region", ["81", "82", "83", "71"])
def test_hong_kong_macau_and_taiwan_are_regions(region: str) -> None:
    number = numbered(f"{region}000019900307003")
    assert check_resident_id(number) is None
    assert check_id(IdKind.HMT_PERMIT, number) is None


def test_a_leap_day_of_a_leap_year_is_a_date() -> None:
    assert check_resident_id(numbered("43060220000229001")) is None


def test_each_changed_digit_is_found() -> None:
    for place in range(17):
        changed = GOOD_ID[:place] + str((int(GOOD_ID[place]) + 1) % 10) + GOOD_ID[place + 1 :]
        assert check_resident_id(changed) is not None


@pytest.mark.parametrize(
    ("number", "flaw"),
    [
        ("USA430090010150", None),
        ("USA43009001015", Flaw.LENGTH),
        ("usa430090010150", Flaw.CHARACTERS),
        ("US1430090010150", Flaw.CHARACTERS),
        ("USA43009001015X", Flaw.CHARACTERS),
        (numbered("91115619901231001"), None),
        (numbered("81115619901231001"), Flaw.CHARACTERS),  # the new number begins with 9
        (numbered("91115619901331001"), Flaw.DATE),
        (numbered("91115619901231001")[:17] + "?", Flaw.CHECK_DIGIT),
    ],
)
def test_a_foreigners_number_is_of_2017_or_of_2023(number: str, flaw: Flaw | None) -> None:
    assert check_foreign_id(number) is flaw
    assert check_id(IdKind.FOREIGN_PERMANENT, number) is flaw


@pytest.mark.parametrize(
    ("code", "flaw"),
    [
        (GOOD_CODE, None),
        ("91110000600037341K", Flaw.CHECK_DIGIT),
        ("91110000600037341", Flaw.LENGTH),
        ("9111000060003734IL", Flaw.CHARACTERS),
        ("91110000600037341l", Flaw.CHARACTERS),  # small letters are not what stands in the register
        ("９1110000600037341L", Flaw.CHARACTERS),  # full-width, from an input method
        ("91110000 60003734L", Flaw.CHARACTERS),
        ("911A0000600037341L", Flaw.CHARACTERS),
        (credit_code("N2430602MF1234567"), None),  # a farmers' collective
        (credit_code("A1110000600037341"), None),
        ("A1110000600037341L", Flaw.CHECK_DIGIT),
    ],
)
def test_a_credit_code_is_judged(code: str, flaw: Flaw | None) -> None:
    assert check_credit_code(code) is flaw


@pytest.mark.parametrize(
    ("phone", "flaw"),
    [
        ("13800001234", None),
        ("138 0000 1234", None),
        ("1380000123", Flaw.LENGTH),
        ("138000012345", Flaw.LENGTH),
        ("0730-8880000", None),
        ("0731-88800000", None),
        ("010 88880000", None),
        ("4008001234", None),
        ("8880000", Flaw.LENGTH),
        ("0730-888000a", Flaw.CHARACTERS),
        ("１３８00001234", Flaw.CHARACTERS),
        ("+8613800001234", Flaw.CHARACTERS),
    ],
)
def test_a_telephone_is_a_mobile_or_a_land_line_with_its_area(phone: str, flaw: Flaw | None) -> None:
    assert check_phone(phone) is flaw


@pytest.mark.parametrize(("number", "flaw"), [("E12345678", None), ("C1234", None), ("AB12", Flaw.LENGTH)])
def test_a_passport_is_held_to_the_width_of_its_field_only(number: str, flaw: Flaw | None) -> None:
    assert check_id(IdKind.PASSPORT, number) is flaw


def test_a_household_book_carries_a_resident_id() -> None:
    assert check_id(IdKind.HOUSEHOLD_BOOK, GOOD_ID) is None
    assert check_id(IdKind.HOUSEHOLD_BOOK, "110105194912310021") is Flaw.CHECK_DIGIT


@pytest.mark.parametrize(
    ("number", "birth"),
    [(GOOD_ID, "1949-12-31"), ("USA430090010150", ""), ("110105194913310021", ""), ("", "")],
)
def test_a_birth_date_is_read_from_an_18_character_number_only(number: str, birth: str) -> None:
    assert birth_of(number) == birth


def test_an_empty_applicant_lacks_name_number_and_telephone() -> None:
    assert problems_of(Applicant()) == (
        Problem("person.name", Flaw.EMPTY),
        Problem("person.id_number", Flaw.EMPTY),
        Problem("phone", Flaw.EMPTY),
    )


def test_a_complete_applicant_has_no_problem() -> None:
    assert problems_of(applicant()) == ()


def test_problems_come_in_the_order_of_the_page() -> None:
    everything = Applicant(kind=ApplicantKind.ORGANISATION, through_agent=True, delivery=Delivery.POST)
    assert [problem.field for problem in problems_of(everything)] == [
        "person.name",
        "person.id_number",
        "organisation.name",
        "organisation.credit_code",
        "agent.name",
        "agent.id_number",
        "phone",
        "delivery_address",
    ]


def test_an_agent_is_asked_for_only_where_there_is_one() -> None:
    agent = Person(name="李四", id_number="440524188001010014")
    assert problems_of(applicant(through_agent=True, agent=agent)) == ()
    assert [problem.field for problem in problems_of(applicant(through_agent=True))] == [
        "agent.name",
        "agent.id_number",
    ]


def test_an_address_is_asked_for_only_by_post() -> None:
    assert problems_of(applicant(delivery=Delivery.LOCKER)) == ()
    assert problems_of(applicant(delivery=Delivery.POST, delivery_address="示例路 1 号")) == ()


def test_blanks_alone_are_empty() -> None:
    assert Problem("person.name", Flaw.EMPTY) in problems_of(applicant(person=Person(name="  ", id_number=GOOD_ID)))


@pytest.mark.parametrize(
    ("kind", "number", "has", "wants"),
    [
        (IdKind.RESIDENT_ID, "1101051949", 10, 18),
        (IdKind.FOREIGN_PERMANENT, "USA4300", 7, 15),
        (IdKind.FOREIGN_PERMANENT, "91115", 5, 18),
        (IdKind.PASSPORT, "E12", 3, 5),
        (IdKind.PASSPORT, "E" * 19, 19, 18),
    ],
)
def test_a_wrong_length_says_how_many_there_are_and_should_be(kind: IdKind, number: str, has: int, wants: int) -> None:
    someone = applicant(person=Person(name="张三", id_kind=kind, id_number=number))
    assert problems_of(someone) == (Problem("person.id_number", Flaw.LENGTH, has, wants),)


def test_the_length_of_a_telephone_counts_digits_and_not_dashes() -> None:
    assert problems_of(applicant(phone="138-0000-123")) == (Problem("phone", Flaw.LENGTH, 10, 11),)


def test_an_organisation_needs_a_good_code_and_goes_by_its_own_name() -> None:
    company = Organisation(name="示例有限公司", credit_code="91110000600037341K")
    firm = applicant(kind=ApplicantKind.ORGANISATION, organisation=company)
    assert problems_of(firm) == (Problem("organisation.credit_code", Flaw.CHECK_DIGIT, 18, 18),)
    assert problems_of(replace(firm, organisation=replace(company, credit_code=GOOD_CODE))) == ()
    assert firm.display_name == "示例有限公司"
    assert applicant().display_name == "张𠮷"
