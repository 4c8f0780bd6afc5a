"""The central tells every desk which papers lie there, and which are under way to it and from it."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from app.central.central import Central
from app.central.directory import Window
from app.central.errors import NotYours, Unprocessable
from app.central.sessions import Acting
from app.central.tables import cases
from app.domain.account import Account
from app.domain.case import Role
from app.domain.facts import Holder
from app.domain.life import Life
from app.domain.plain import from_plain
from sync.wire import CarriageQuery
from tests.support.central_ops import WindowPen
from tests.unit.central.conftest import Push

TO_OFFICE = {"batch": "J1", "to": {"role": "back_office", "name": "D1"}, "sheets": 4}


def acting(*roles: Role, departments: tuple[str, ...] = (), section: str = "") -> Acting:
    held = frozenset(roles)
    return Acting(Account("c18", "另一人", held, frozenset(departments), section), Window("w", "03"), held)


def asked(central: Central, role: Role, who: Acting, window: str = "03") -> tuple[list[str], list[str]]:
    found = central.carrying.of(CarriageQuery(role=role.value, window=window), who)
    return [_number(each.life) for each in found.here], [_number(each.life) for each in found.under_way]


def _number(life: dict[str, Any]) -> str:
    return from_plain(Life, life).number


def test_a_window_sees_its_own_papers_and_then_that_they_are_under_way(
    central: Central, push: Push, pen: WindowPen
) -> None:
    first, second = pen.receive(), pen.receive()
    push(first, second, pen.move(first["case_id"], 1, "hand_over", "intake", facts=TO_OFFICE))
    numbers = [op["body"]["number"] for op in (first, second)]
    intake, office = acting(Role.INTAKE), acting(Role.BACK_OFFICE, departments=("D1",))
    assert asked(central, Role.INTAKE, intake) == ([numbers[1]], [numbers[0]])
    assert asked(central, Role.INTAKE, intake, window="04") == ([], [])
    assert asked(central, Role.BACK_OFFICE, office) == ([], [numbers[0]])
    assert asked(central, Role.BACK_OFFICE, acting(Role.BACK_OFFICE, departments=("D2",))) == ([], [])
    assert asked(central, Role.SUPERVISOR, acting(Role.SUPERVISOR)) == ([], [numbers[0]])
    push(pen.move(first["case_id"], 2, "take_over", "back_office", facts={"batch": "J1"}))
    assert asked(central, Role.BACK_OFFICE, office) == ([numbers[0]], [])


def test_pages_are_counted_as_far_as_they_have_come(central: Central, push: Push, pen: WindowPen) -> None:
    op = pen.receive() | {"attachments": ["a" * 64, "b" * 64]}
    push(op)
    [carried] = central.carrying.of(CarriageQuery(role="intake", window="03"), acting(Role.INTAKE)).here
    assert (carried.pages, carried.pages_here) == (2, 0)
    assert from_plain(Life, carried.life).papers == Holder(Role.INTAKE, "03")


def test_nobody_asks_under_a_role_of_somebody_else(central: Central) -> None:
    with pytest.raises(NotYours):
        central.carrying.of(CarriageQuery(role="issuing"), acting(Role.INTAKE))
    with pytest.raises(Unprocessable):
        central.carrying.of(CarriageQuery(role="administrator"), acting(Role.ADMINISTRATOR))


def test_what_came_later_to_another_window_is_told_there_and_then_to_who_gets_it(
    central: Central, push: Push, pen: WindowPen
) -> None:
    op = pen.receive()
    case_id, number = op["case_id"], op["body"]["number"]
    brought = {"what": ["布局图"], "sheets": 2}
    push(
        op,
        pen.move(case_id, 1, "hand_over", "intake", facts=TO_OFFICE),
        pen.move(case_id, 2, "take_over", "back_office", facts={"batch": "J1"}),
        pen.move(case_id, 3, "ask_supplement", "back_office"),
        pen.move(case_id, 4, "resubmit", "intake", window="04", facts=brought),
    )
    office = acting(Role.BACK_OFFICE, departments=("D1",))
    assert asked(central, Role.INTAKE, acting(Role.INTAKE), window="04") == ([], [number])
    assert asked(central, Role.INTAKE, acting(Role.INTAKE), window="03") == ([], [])
    assert asked(central, Role.BACK_OFFICE, office) == ([number], [])
    by = {"by": {"role": "intake", "name": "04"}}
    push(pen.move(case_id, 5, "hand_over", "intake", facts=TO_OFFICE | by | {"batch": "J2", "sheets": 2}))
    assert asked(central, Role.SUPERVISOR, acting(Role.SUPERVISOR)) == ([], [number])
    told = central.carrying.of(CarriageQuery(role="intake", window="04"), acting(Role.INTAKE))
    assert (len(told.under_way), dict(told.people)) == (1, {"c17": "多面手"})
    push(pen.move(case_id, 6, "take_over", "back_office", facts={"batch": "J2"}))
    assert asked(central, Role.SUPERVISOR, acting(Role.SUPERVISOR)) == ([], [])


def test_what_lies_apart_of_a_case_that_has_ended_crowds_out_nothing(
    central: Central, push: Push, pen: WindowPen
) -> None:
    op = pen.receive()
    case_id = op["case_id"]
    push(
        op,
        pen.move(case_id, 1, "hand_over", "intake", facts=TO_OFFICE),
        pen.move(case_id, 2, "take_over", "back_office", facts={"batch": "J1"}),
        pen.move(case_id, 3, "ask_supplement", "back_office"),
        pen.move(case_id, 4, "resubmit", "intake", window="04", facts={"what": ["布局图"], "sheets": 2}),
    )

    def apart() -> list[bool]:
        with central.store.reading() as connection:
            return list(connection.scalars(select(cases.c.apart)))

    assert apart() == [True]
    push(pen.move(case_id, 5, "withdraw", "intake"))
    assert apart() == [False]
