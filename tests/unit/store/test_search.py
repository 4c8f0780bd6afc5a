"""Finding a case again."""

from datetime import timedelta

import pytest

from app.domain.applicant import Applicant, Person
from app.domain.case import Application, CaseState
from app.store.search import CaseQuery
from app.store.store import Store
from sync.entry import EntryState
from tests.support import counter

LONG_NAME = "阿布都热合曼·阿布都克力木·艾山江"
LATIN = "MARIA DAS DORES FERREIRA VASCONCELOS DE ALMEIDA"


def found(store: Store, **query: object) -> list[str]:
    return [row.id for row in store.cases.find(CaseQuery(**query))]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("张𠮷", "𠮷"),
        ("㐀三", "㐀"),
        (LONG_NAME, "克力木"),
        (LONG_NAME, "阿布都热合曼•阿布都"),
        (LONG_NAME, "曼・阿"),
        (LATIN, "ferreira vasconcelos"),
        (LATIN, "DasDores"),
        ("100%_纯", "%_"),
        ("株式会社ｱｲｳ", "アイウ"),
    ],
)
def test_a_rare_or_long_name_is_found_by_part_of_it(store: Store, name: str, typed: str) -> None:
    counter.save(store, "wanted", counter.person(name))
    counter.save(store, "other", counter.person("王小明"))
    assert found(store, text=typed) == ["wanted"]
    assert store.cases.find(CaseQuery(typed))[0].applicant == name


@pytest.mark.parametrize("typed", ["11010519491231002X", "11010519491231002x", "110105", "002X", "002x 张"])
def test_an_id_number_is_found_whole_or_by_either_end(store: Store, typed: str) -> None:
    counter.save(store, "wanted", counter.person())
    counter.save(store, "other", counter.person("李四", "440524188001010014"))
    assert found(store, text=typed) == ["wanted"]


@pytest.mark.parametrize("typed", ["1949", "%", "_", "02X", "'; --", "李四张三"])
def test_the_middle_or_a_crumb_of_an_id_number_finds_nobody(store: Store, typed: str) -> None:
    counter.save(store, "case-1", counter.person())
    assert found(store, text=typed) == []


def test_number_item_organisation_and_agent_are_searched(store: Store) -> None:
    applicant = Applicant(person=Person(name="张三"), through_agent=True, agent=Person(name="代办员甲"))
    counter.save(store, "one", Application(applicant), item_name="道路运输经营许可")
    counter.save(store, "two", counter.organisation("示例餐饮有限公司", "91110105MA0000000X"))
    assert found(store, text="03-00001") == ["one"]
    assert found(store, text="运输") == found(store, text="代办") == ["one"]
    assert found(store, text="餐饮") == found(store, text="91110105ma") == ["two"]
    assert found(store, item_code="B-2") == ["two"]


def test_words_days_and_states_narrow_together_newest_first(store: Store) -> None:
    for day in range(4):
        counter.save(store, f"case-{day}", counter.person(), minutes=day * 24 * 60)
    since, until = counter.NOON + timedelta(days=1), counter.NOON + timedelta(days=3)
    assert found(store, text="张 食品", since=since, until=until) == ["case-2", "case-1"]
    assert found(store, states=(CaseState.REFUSED,)) == []
    assert found(store, limit=2, offset=1) == ["case-2", "case-1"]
    assert store.cases.count(CaseQuery("张", limit=1)) == 4


def test_a_row_says_what_has_not_reached_the_central(store: Store) -> None:
    page = counter.put_page(store, "case-1", b"page")
    counter.save(store, "case-1", pages=(page,))
    counter.save(store, "case-2", minutes=1)
    second = next(row for row in store.outbox.rows() if row.case_id == "case-2")
    store.outbox.park(second.id, "number_taken", {}, 0)
    told = [(row.id, row.sync, row.pages_waiting) for row in store.cases.find()]
    assert told == [("case-2", EntryState.PARKED, 0), ("case-1", EntryState.READY, 1)]
