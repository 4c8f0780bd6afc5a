"""Work lists: what is found by text, and that the groups count what fits however it is counted."""

from __future__ import annotations

from typing import Any

import pytest

from app.central.central import Central
from app.central.directory import Window
from app.central.sessions import Acting
from app.domain.account import Account
from app.domain.case import Role
from sync.wire import WorkQuery
from tests.support.central_ops import WindowPen
from tests.unit.central.conftest import Push

SUPERVISOR = Acting(
    Account("c18", "另一人", frozenset({Role.SUPERVISOR})), Window("w", "03"), frozenset({Role.SUPERVISOR})
)
NAMES = ("欧阳㐀", "张𠮷", "买买提·艾力", "Anna de Vries")


def of(name: str) -> dict[str, Any]:
    return {"application": {"applicant": {"person": {"name": name, "id_number": "430602199003071234"}}}}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("㐀", NAMES[:1]),
        ("𠮷", NAMES[1:2]),
        ("买买提•艾力", NAMES[2:3]),
        ("mmt", NAMES[2:3]),
        ("OY", NAMES[:1]),
        ("anna DE vries", NAMES[3:]),
        ("ａｎｎａ", NAMES[3:]),
        ("YC26-03-00002", NAMES[1:2]),
        ("食品 张", NAMES[1:2]),
        ("spjyxk", NAMES),
        ("%", ()),
        ("_", ()),
        ("张欧", ()),
    ],
)
def test_a_case_is_found_by_every_word_of_number_name_item_or_initials(
    central: Central, push: Push, pen: WindowPen, text: str, found: tuple[str, ...]
) -> None:
    ops = [pen.receive(**of(name)) for name in NAMES]
    assert {each.verdict for each in push(*ops)} == {"accepted"}
    numbers = {op["body"]["number"]: name for op, name in zip(ops, NAMES, strict=True)}
    listed = central.work.of(WorkQuery(text=text), SUPERVISOR)
    assert {numbers[row.number] for row in listed.rows} == set(found)
    assert listed.total == len(found)


@pytest.mark.parametrize("text", ["", "spjy"])
def test_the_groups_are_the_same_on_every_page_of_a_list(
    central: Central, push: Push, pen: WindowPen, text: str
) -> None:
    ops = [pen.receive() for _ in range(3)]
    asked = pen.move(ops[0]["case_id"], 1, "accept", "back_office")
    push(*ops, asked)
    whole = central.work.of(WorkQuery(text=text), SUPERVISOR)
    assert whole.total == sum(dict(whole.groups).values()) == 3
    for limit, offset in ((1, 0), (2, 0), (3, 0), (1, 1), (3, 2), (3, 9)):
        page = central.work.of(WorkQuery(text=text, limit=limit, offset=offset), SUPERVISOR)
        assert (page.groups, page.total) == (whole.groups, 3)
        assert page.rows == whole.rows[offset : offset + limit]


def test_a_closed_case_leaves_the_list_of_its_department_when_its_result_does(
    central: Central, push: Push, pen: WindowPen
) -> None:
    moves = (("accept", "back_office"), ("decide", "back_office"), ("close", "back_office"))
    still_here, gone = pen.history(*moves), pen.history(*moves, ("hand_over", "intake"))
    assert {each.verdict for each in push(*still_here, *gone)} == {"accepted"}
    [row] = central.work.of(WorkQuery(at_issuing=False), SUPERVISOR).rows
    assert row.case_id == still_here[0]["case_id"]
    assert central.work.of(WorkQuery(state="closed"), SUPERVISOR).total == 2
