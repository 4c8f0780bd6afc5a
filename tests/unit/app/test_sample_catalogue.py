"""The catalogue that is shipped as an example: large enough, sound, and answerable to the last question."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.catalogue.files import load_catalogue
from app.domain.catalogue import (
    Answers,
    Catalogue,
    Handling,
    Item,
    Limit,
    MaterialSource,
    Necessity,
    OperatingLevel,
    PaperForm,
)

FOLDER = Path(__file__).resolve().parents[3] / "resources" / "catalogue"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(FOLDER)


def every_answer(item: Item, answers: Answers | None = None) -> Iterator[Answers]:
    """Every complete way to answer the questions of `item`, asked one after the other as at the window."""
    answers = answers or {}
    still_open = item.unanswered(answers)
    if not still_open:
        yield answers
        return
    for option in still_open[0].options:
        yield from every_answer(item, {**answers, still_open[0].code: option.code})


def test_there_are_enough_items_departments_and_questions(catalogue: Catalogue) -> None:
    assert len(catalogue.items) >= 40
    assert len({item.department for item in catalogue.items}) >= 12
    assert sum(bool(item.questions) for item in catalogue.items) >= 25
    assert any(question.when for item in catalogue.items for question in item.questions)


def test_both_kinds_of_handling_and_every_operating_level_but_county_occur(catalogue: Catalogue) -> None:
    assert {item.handling for item in catalogue.items} == {Handling.AT_ONCE, Handling.PROMISED}
    levels = {item.operating_level for item in catalogue.items}
    assert levels >= {OperatingLevel.STATE, OperatingLevel.PROVINCE, OperatingLevel.CITY}
    assert all(
        item.system
        for item in catalogue.items
        if item.operating_level in (OperatingLevel.STATE, OperatingLevel.PROVINCE)
    )


def test_it_says_that_it_is_a_sample(catalogue: Catalogue) -> None:
    assert catalogue.sample
    assert catalogue.version == "2026.3"
    for path in FOLDER.glob("*.toml"):
        head = path.read_text(encoding="utf-8")[:200]
        assert "示例数据，上线前须由大厅以本地实施清单替换" in head, path.name


def test_telephones_are_visibly_invented(catalogue: Catalogue) -> None:
    for department in {item.department for item in catalogue.items}:
        assert department.phone.startswith("0730-000")
        assert department.supervision_phone.startswith("0730-000")


def test_every_answer_leaves_at_least_one_needed_material(catalogue: Catalogue) -> None:
    for item in catalogue.items:
        for answers in every_answer(item):
            needed = [each for each in item.materials_for(answers) if each.necessity is Necessity.NEEDED]
            assert any(each.source is not MaterialSource.DEPARTMENT for each in needed), (item.name, answers)


def test_every_question_and_every_material_is_reached_by_some_answer(catalogue: Catalogue) -> None:
    for item in catalogue.items:
        ways = list(every_answer(item))
        asked = {question.code for answers in ways for question in item.questions_for(answers)}
        listed = {material.code for answers in ways for material in item.materials_for(answers)}
        assert asked == {question.code for question in item.questions}, item.name
        assert listed == {material.code for material in item.materials}, item.name


def test_every_item_can_be_told_to_an_applicant(catalogue: Catalogue) -> None:
    for item in catalogue.items:
        assert len(item.code) == 31, item.name
        assert 3 <= len(item.materials) <= 9, item.name
        assert item.theme and item.keywords and item.legal_basis and item.acceptance, item.name
        assert all(2 <= len(question.options) <= 5 for question in item.questions), item.name


def test_the_food_licence_is_as_the_counter_knows_it(catalogue: Catalogue) -> None:
    food = next(item for item in catalogue.items if item.name == "食品经营许可（新办）")
    assert (food.statutory, food.promised) == (Limit(20), Limit(8))
    listed = food.materials_for({"place": "shop", "business": "retail"})
    assert [(each.name, each.form, each.copies) for each in listed] == [
        ("食品经营许可申请书", PaperForm.ORIGINAL, 1),
        ("经营场所布局图", PaperForm.COPY, 1),
        ("经营者身份证明", PaperForm.ORIGINAL_SEEN, 1),
        ("食品安全管理制度", PaperForm.COPY, 1),
        ("主要设备设施清单", PaperForm.ORIGINAL, 1),
        ("从业人员健康证明", PaperForm.COPY, 1),
        ("营业执照", PaperForm.COPY, 1),
    ]
    assert (listed[5].necessity, listed[5].follow_days) == (Necessity.MAY_FOLLOW, 15)
    assert listed[6].source is MaterialSource.DEPARTMENT


def test_the_social_security_card_is_replaced_at_once(catalogue: Catalogue) -> None:
    card = next(item for item in catalogue.items if item.name == "社会保障卡补换")
    assert (card.handling, card.promised) == (Handling.AT_ONCE, Limit(0))
