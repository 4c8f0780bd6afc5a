"""What a picture says of an applicant goes below chip and keyboard, and never mixes two people."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from app.domain.applicant import Organisation, Person, ReadValue, Source, is_anothers, typed, with_readings
from app.domain.plain import from_plain, to_plain

NUMBER, OTHER = "11010519491231002X", "430602199003074512"


def read(**values: str) -> dict[str, ReadValue]:
    return {name: ReadValue(value, Source.OCR, 95) for name, value in values.items()}


def test_an_empty_field_takes_what_was_read_with_its_certainty() -> None:
    person = with_readings(Person(), read(name="张三"))
    assert (person.name, person.sources["name"], person.certainties["name"]) == ("张三", Source.OCR, 95)


def test_a_value_from_the_chip_or_by_hand_stays() -> None:
    for source in (Source.CHIP, Source.TYPED):
        person = Person(name="张叁", sources={"name": source})
        assert with_readings(person, read(name="张三", sex="女")).name == "张叁"
        assert with_readings(person, read(name="张三", sex="女")).sex == "女"


def test_a_value_of_unknown_origin_stays() -> None:
    assert with_readings(Person(name="张叁"), read(name="张三")).name == "张叁"


def test_a_second_picture_is_believed_before_the_first() -> None:
    person = with_readings(with_readings(Person(), read(name="张王")), read(name="张三"))
    assert person.name == "张三"


def test_an_unread_field_of_a_second_picture_of_the_same_card_leaves_the_first() -> None:
    person = with_readings(Person(), read(name="张三", id_number=NUMBER))
    assert with_readings(person, {"name": ReadValue(""), "id_number": ReadValue(NUMBER)}).name == "张三"


def test_another_persons_card_takes_the_place_of_all_that_was_pictured() -> None:
    first = with_readings(Person(), read(name="张三", sex="女", address="测试路1号", id_number=NUMBER))
    second = with_readings(
        first, {**read(name="李四", id_number=OTHER), "sex": ReadValue(""), "address": ReadValue("")}
    )
    assert (second.name, second.sex, second.address, second.id_number) == ("李四", "", "", OTHER)
    assert set(second.sources) == set(second.certainties) == {"name", "id_number"}


def test_a_qr_code_goes_before_ocr_of_the_same_licence() -> None:
    organisation = with_readings(Organisation(), {"name": ReadValue("甲公司", Source.QR, 100)})
    assert with_readings(organisation, read(name="甲么司")).name == "甲公司"
    assert "name" not in organisation.certainties, "a certainty is told of OCR only"


def test_ocr_gives_way_to_a_qr_code() -> None:
    organisation = with_readings(Organisation(), read(name="甲么司"))
    after = with_readings(organisation, {"name": ReadValue("甲公司", Source.QR, 100)})
    assert (after.name, after.sources["name"], dict(after.certainties)) == ("甲公司", Source.QR, {})


def test_typing_over_a_reading_makes_it_the_clerks() -> None:
    person = typed(with_readings(Person(), read(name="张王", sex="女")), name="张三")
    assert (person.name, person.sources["name"]) == ("张三", Source.TYPED)
    assert set(person.certainties) == {"sex"}


def test_a_card_with_another_number_than_chip_or_clerk_gave_is_anothers() -> None:
    for source in (Source.CHIP, Source.TYPED):
        assert is_anothers(Person(id_number=OTHER, sources={"id_number": source}), read(id_number=NUMBER))
    assert not is_anothers(Person(id_number=OTHER, sources={"id_number": Source.OCR}), read(id_number=NUMBER))
    assert not is_anothers(Person(id_number=NUMBER, sources={"id_number": Source.CHIP}), read(id_number=NUMBER))
    assert not is_anothers(Person(), read(id_number=NUMBER))
    assert not is_anothers(Person(id_number=OTHER, sources={"id_number": Source.TYPED}), read(valid_to="长期"))


def test_certainties_survive_the_draft_and_drafts_without_them_are_read() -> None:
    person = with_readings(Person(), read(name="张三"))
    assert from_plain(Person, to_plain(person)) == person
    plain = to_plain(Person(name="张三"))
    del plain["certainties"]
    assert from_plain(Person, plain) == Person(name="张三")


VALUES = st.dictionaries(st.sampled_from(["name", "sex", "id_number", "address"]), st.sampled_from(["", "甲", "乙"]))


@given(VALUES, st.sampled_from(list(Source)), st.lists(st.tuples(VALUES, st.sampled_from([Source.OCR, Source.QR]))))
def test_no_run_of_pictures_ever_changes_what_chip_or_clerk_gave(
    first: Mapping[str, str], source: Source, pictures: list[tuple[Mapping[str, str], Source]]
) -> None:
    person = Person(**first, sources=dict.fromkeys(first, source))  # type: ignore[arg-type]
    after = person
    for values, by in pictures:
        after = with_readings(after, {name: ReadValue(value, by, 90) for name, value in values.items()})
        assert all(after.sources[name] is Source.OCR for name in after.certainties)
    if source in (Source.CHIP, Source.TYPED):
        assert all(getattr(after, name) == value for name, value in first.items() if value)


def test_a_card_whose_number_could_not_be_read_is_anothers_when_name_or_birth_are_not_those_of_the_number() -> None:
    first = with_readings(Person(), read(name="张三", sex="女", birth="1949-12-31", id_number=NUMBER))
    for other in (read(name="李四", sex="男"), read(name="张三", birth="1990-03-07")):
        unread = {**other, "id_number": ReadValue("")}
        assert is_anothers(first, unread)
        assert with_readings(first, unread) == first
    assert not is_anothers(first, {**read(name="张三", sex="女"), "id_number": ReadValue("")})
    assert not is_anothers(first, read(valid_to="长期")), "a back has no number"


def test_a_licence_whose_code_could_not_be_read_is_anothers_when_the_name_is() -> None:
    first = with_readings(Organisation(), read(name="甲公司", credit_code="1"))
    assert is_anothers(first, {**read(name="乙公司"), "credit_code": ReadValue("")})


def test_nothing_of_a_card_without_its_number_stays_beside_anothers_front() -> None:
    first = with_readings(Person(), {**read(name="张三", address="测试路1号"), "id_number": ReadValue("")})
    first = with_readings(first, read(valid_to="2030-04-08"))
    second = with_readings(first, {**read(name="李四", id_number=OTHER), "address": ReadValue("")})
    assert (second.name, second.address, second.valid_to, second.id_number) == ("李四", "", "", OTHER)
