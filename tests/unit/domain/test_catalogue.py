"""Items narrow their questions and materials by what was answered."""

from __future__ import annotations

import pytest

from app.domain.catalogue import Catalogue, Material, Necessity, Option, Question, holds
from tests.support.items import LICENCE, item

KIND = Question("kind", "经营项目", (Option("cold", "冷食"), Option("hot", "热食")))
ROOM = Question("room", "有无专间", (Option("yes", "有"), Option("no", "无")), when={"kind": ("cold",)})
SHOP = item(
    questions=(KIND, ROOM),
    materials=(
        Material("form", "申请表"),
        Material("room-plan", "专间图", when={"kind": ("cold",), "room": ("yes",)}),
        Material("either", "说明", when={"kind": ("cold", "hot")}),
        Material("old", "旧表", necessity=Necessity.NOT_NEEDED),
    ),
)


@pytest.mark.parametrize(
    ("answers", "open_questions", "materials"),
    [
        ({}, ["kind"], ["form"]),
        ({"kind": "hot"}, [], ["form", "either"]),
        ({"kind": "cold"}, ["room"], ["form", "either"]),
        ({"kind": "cold", "room": "no"}, [], ["form", "either"]),
        ({"kind": "cold", "room": "yes"}, [], ["form", "room-plan", "either"]),
    ],
)
def test_answers_narrow_questions_and_materials(
    answers: dict[str, str], open_questions: list[str], materials: list[str]
) -> None:
    assert [question.code for question in SHOP.unanswered(answers)] == open_questions
    assert [material.code for material in SHOP.materials_for(answers)] == materials


def test_a_material_that_is_not_needed_is_never_listed() -> None:
    assert "old" not in [material.code for material in SHOP.materials_for({"kind": "cold", "room": "yes"})]


def test_a_question_is_asked_only_where_its_condition_holds() -> None:
    assert SHOP.questions_for({"kind": "hot"}) == (KIND,)
    assert SHOP.questions_for({"kind": "cold"}) == (KIND, ROOM)


@pytest.mark.parametrize(
    ("condition", "answers", "held"),
    [
        ({}, {}, True),
        ({"a": ("1",)}, {}, False),
        ({"a": ("1", "2")}, {"a": "2"}, True),
        ({"a": ("1",), "b": ("1",)}, {"a": "1"}, False),
        ({"a": ()}, {"a": "1"}, False),
    ],
)
def test_a_condition_holds_when_every_question_it_names_fits(
    condition: dict[str, tuple[str, ...]], answers: dict[str, str], held: bool
) -> None:
    assert holds(condition, answers) is held


def test_a_catalogue_finds_an_item_by_its_code() -> None:
    catalogue = Catalogue("2026", (LICENCE,))
    assert catalogue.item("A-1") is LICENCE
    assert catalogue.item("B-2") is None
