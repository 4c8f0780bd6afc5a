"""Finding items as a clerk types."""

from __future__ import annotations

import pytest

from app.catalogue.pinyin_lines import READINGS
from app.catalogue.search import Hit, ItemSearch
from app.domain.catalogue import Catalogue, Department, Handling, Item, ItemKind, Limit
from tests.support.pinyin_table import table

FOOD = ("114306-A-1", "食品经营许可（新办）", "市场监管局", "创业开店", ("餐饮", "开店"))
CHANGE = ("114306-A-2", "食品经营许可变更", "市场监管局", "创业开店", ())
CARD = ("114306-B-1", "社会保障卡补换", "人社局", "社保医保", ("补卡",))
PASS = ("114306-C-1", "往来港澳通行证", "公安局", "出境入境", ())
BANK = ("114306-D-1", "银行开户许可", "金融办", "企业开办", ())
LICENCE = ("114306-E-1", "许可", "审批局", "", ())
RARE = ("114306-E-2", "𠮷祥烟花Ａ类许可", "审批局", "", ())
XIAN = ("114306-E-3", "西安先行登记", "审批局", "", ())


def item(code: str, name: str, department: str, theme: str, keywords: tuple[str, ...]) -> Item:
    return Item(
        code=code,
        name=name,
        department=Department(department, department),
        kind=ItemKind.LICENCE,
        handling=Handling.PROMISED,
        statutory=Limit(20),
        promised=Limit(5),
        result="证",
        theme=theme,
        keywords=keywords,
    )


@pytest.fixture(scope="module")
def search() -> ItemSearch:
    rows = (FOOD, CHANGE, CARD, PASS, BANK, LICENCE, RARE, XIAN)
    return ItemSearch(Catalogue("1", tuple(item(*row) for row in rows)))


def names(hits: list[Hit]) -> list[str]:
    return [hit.item.name for hit in hits]


@pytest.mark.parametrize(
    ("typed", "found", "matched", "spans"),
    [
        ("食品经营许可（新办）", FOOD, "name", ((0, 10),)),
        ("经营许可变", CHANGE, "name", ((2, 7),)),
        ("shehuibaozhang", CARD, "pinyin", ((0, 4),)),
        ("shehuibaozh", CARD, "pinyin", ((0, 4),)),
        ("baozhangka", CARD, "pinyin", ((2, 5),)),
        ("shbzk", CARD, "initials", ((0, 5),)),
        ("BZK", CARD, "initials", ((2, 5),)),
        ("114306-b", CARD, "code", ()),
        ("公安", PASS, "department", ()),
        ("gaj", PASS, "department", ()),
        ("出境", PASS, "theme", ()),
        ("chujing", PASS, "theme", ()),
        ("补卡", CARD, "keyword", ()),
        ("食品 新办", FOOD, "name", ((0, 2), (7, 9))),
        ("食品　xinban", FOOD, "name", ((0, 2), (7, 9))),
        ("餐饮 食品", FOOD, "name", ((0, 2),)),
        ("市场 变更", CHANGE, "name", ((6, 8),)),
        ("(新办)", FOOD, "name", ((6, 10),)),
        ("𠮷", RARE, "name", ((0, 1),)),
        ("烟花a类", RARE, "name", ((2, 6),)),
        ("xianxianxing", XIAN, "pinyin", ((0, 4),)),
    ],
)
def test_an_item_is_found_by(
    search: ItemSearch, typed: str, found: tuple[str, ...], matched: str, spans: tuple[tuple[int, int], ...]
) -> None:
    first = search.find(typed)[0]
    assert (first.item.code, first.matched, first.spans) == (found[0], matched, spans)


@pytest.mark.parametrize("typed", ["yinhang", "yinxing", "yh", "yx"])
def test_a_character_of_several_readings_answers_to_each(search: ItemSearch, typed: str) -> None:
    assert BANK[1] in names(search.find(typed))


@pytest.mark.parametrize("typed", ["tongxing", "tonghang"])
def test_the_reading_of_another_word_is_no_obstacle(search: ItemSearch, typed: str) -> None:
    assert search.find(typed)[0].item.name == PASS[1]


def test_whole_names_come_before_beginnings_before_parts(search: ItemSearch) -> None:
    assert names(search.find("许可"))[0] == "许可"
    assert names(search.find("食品经营许可"))[:2] == [FOOD[1], CHANGE[1]]
    assert names(search.find("xk"))[0] == "许可"


def test_every_word_must_be_answered(search: ItemSearch) -> None:
    assert search.find("食品 公安") == []
    assert names(search.find("sp bg")) == [CHANGE[1]]


@pytest.mark.parametrize("typed", ["没有这个", "zzzz", "1143069", "(?:", "[", "\\", "."])
def test_what_is_not_there_is_not_found(search: ItemSearch, typed: str) -> None:
    assert search.find(typed) == []


def test_nothing_typed_shows_pinned_then_recent_then_the_rest(search: ItemSearch) -> None:
    hits = search.find(" ", pinned=[BANK[0]], recent=[PASS[0], BANK[0], "unknown"], limit=4)
    assert names(hits) == [BANK[1], PASS[1], FOOD[1], CHANGE[1]]
    assert all(hit.spans == () for hit in hits)


def test_among_equals_pinned_comes_first_then_recent(search: ItemSearch) -> None:
    assert names(search.find("食品"))[0] == FOOD[1]
    assert names(search.find("食品", recent=[CHANGE[0]]))[0] == CHANGE[1]
    assert names(search.find("食品", pinned=[FOOD[0]], recent=[CHANGE[0]]))[0] == FOOD[1]
    assert names(search.find("许可", pinned=[FOOD[0]]))[0] == "许可", "a better answer beats a pin"


def test_no_more_than_the_limit_is_handed_back(search: ItemSearch) -> None:
    assert len(search.find("许可", limit=2)) == 2


def test_an_empty_catalogue_finds_nothing() -> None:
    empty = ItemSearch(Catalogue("1", ()))
    assert empty.find("") == []
    assert empty.find("shipin 许可") == []


def test_a_very_long_word_is_answered_and_not_spelled_out(search: ItemSearch) -> None:
    assert search.find("xian" * 200) == []


def test_the_readings_kept_here_are_those_of_pypinyin() -> None:
    assert READINGS.read_text(encoding="utf-8") == table(), "python -m tests.support.pinyin_table"
