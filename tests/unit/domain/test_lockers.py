"""Cells, codes and doors of a pickup locker."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from app.domain.calendar import HALL_TIME
from app.domain.lockers import (
    Aim,
    Cell,
    CellState,
    CellWrong,
    Differs,
    NoCellFree,
    Purpose,
    Sight,
    Tries,
    by_code,
    choose_cell,
    differences,
    emptied,
    faulty,
    filled,
    given_up,
    is_code,
    opening,
    pickup_code,
    repaired,
    reserved,
    taken_by_key,
)

NOON = datetime(2026, 9, 17, 12, 0, tzinfo=HALL_TIME)
MINUTE = timedelta(minutes=1)
SHUT = {n: Sight.SHUT for n in range(1, 5)}


def kept(number: int = 3, code: str = "481516", purpose: Purpose = Purpose.RESULT) -> Cell:
    return reserved(Cell(number), case_id="c", case_number="YC1", code=code, until="2026-09-20", at=NOON,
                    purpose=purpose)  # fmt: skip


def laid_in(number: int = 3, code: str = "481516") -> Cell:
    return filled(opening(kept(number, code), Aim.LAY_IN, NOON), NOON)


def test_a_cell_is_kept_opened_filled_collected_and_free_again() -> None:
    cell = laid_in()
    assert (cell.state, cell.code, cell.aim) == (CellState.OCCUPIED, "481516", None)
    collecting = opening(cell, Aim.COLLECT, NOON)
    assert collecting.holds_something
    assert emptied(collecting, NOON) == Cell(3, changed_at=NOON)
    assert filled(collecting, NOON).code == "481516", "who took nothing finds it again"


@pytest.mark.parametrize("aim", [Aim.COLLECT, Aim.TAKE_BACK])
def test_a_cell_does_nothing_from_another_place(aim: Aim) -> None:
    with pytest.raises(CellWrong):
        opening(kept(), aim, NOON)
    with pytest.raises(CellWrong):
        reserved(laid_in(), case_id="d", case_number="YC2", code="1", until="", at=NOON)
    with pytest.raises(CellWrong):
        emptied(laid_in(), NOON)


def test_a_faulty_cell_keeps_what_lies_in_it_and_forgets_who_only_wanted_to_lay_in() -> None:
    assert faulty(opening(kept(), Aim.LAY_IN, NOON), NOON) == Cell(3, CellState.FAULT, changed_at=NOON)
    stuck = faulty(opening(laid_in(), Aim.COLLECT, NOON), NOON)
    assert stuck.holds_something and repaired(stuck, NOON).state is CellState.OCCUPIED
    assert repaired(taken_by_key(stuck, NOON), NOON).state is CellState.FREE


def test_the_lowest_free_cell_that_is_seen_shut_is_taken() -> None:
    cells = [laid_in(1), Cell(2), Cell(3), Cell(4, CellState.FAULT)]
    assert choose_cell(cells, SHUT).number == 2
    assert choose_cell(cells, SHUT | {2: Sight.OPEN}).number == 3
    with pytest.raises(NoCellFree):
        choose_cell(cells, {2: Sight.UNSEEN})


def test_a_code_is_not_in_use_and_not_all_alike() -> None:
    draws = iter([777777, 481516, 42])
    assert pickup_code({"481516"}, lambda _: next(draws)) == "000042"
    assert is_code("000042") and not is_code("４８１５１６") and not is_code("48151")
    assert all(is_code(pickup_code(())) for _ in range(50))


def test_a_code_finds_its_cell_only() -> None:
    cells = [laid_in(1, "111112"), laid_in(2, "481516"), Cell(3)]
    found = by_code(cells, "481516")
    assert found is not None and found.number == 2
    assert by_code(cells, "") is None and by_code(cells, "481517") is None


def test_after_five_wrong_codes_the_locker_waits() -> None:
    tries = Tries()
    for _ in range(4):
        tries = tries.after_wrong(NOON, most=5, wait=10 * MINUTE)
        assert not tries.waits(NOON)
    tries = tries.after_wrong(NOON, most=5, wait=10 * MINUTE)
    assert tries.waits(NOON + 9 * MINUTE) and not tries.waits(NOON + 10 * MINUTE)


def test_doors_that_are_not_as_stored_are_told() -> None:
    open_cell = opening(kept(3), Aim.LAY_IN, NOON)
    cells = [Cell(1), laid_in(2), open_cell, kept(4), Cell(5)]
    doors = {1: Sight.SHUT, 2: Sight.OPEN, 3: Sight.SHUT, 4: Sight.SHUT}
    at_rest = differences(cells, doors, at_work=(), now=NOON, left_after=MINUTE)
    assert at_rest == {2: Differs.STANDS_OPEN, 3: Differs.IN_DOUBT, 4: Differs.IN_DOUBT, 5: Differs.UNSEEN}
    doors |= {3: Sight.OPEN}
    at_work = differences(cells, doors, at_work=(3, 4), now=NOON, left_after=MINUTE)
    assert at_work == {2: Differs.STANDS_OPEN, 5: Differs.UNSEEN}
    later = differences(cells, doors, at_work=(3, 4), now=NOON + MINUTE, left_after=MINUTE)
    assert later[3] is Differs.LEFT_OPEN


def test_a_cell_kept_for_a_supplement_waits_without_doubt() -> None:
    assert not differences([kept(1, purpose=Purpose.SUPPLEMENT)], SHUT, at_work=(), now=NOON, left_after=MINUTE)


def test_a_cell_kept_for_a_supplement_is_kept_on_when_it_is_shut_empty() -> None:
    cell = kept(purpose=Purpose.SUPPLEMENT)
    again = emptied(opening(cell, Aim.LAY_IN, NOON), NOON)
    assert again == cell and not again.holds_something
    full = filled(opening(again, Aim.LAY_IN, NOON), NOON)
    assert full.holds_something and emptied(opening(full, Aim.TAKE_BACK, NOON), NOON) == Cell(3, changed_at=NOON)


def test_a_kept_cell_that_does_not_open_is_known_to_be_empty() -> None:
    stuck = faulty(opening(kept(purpose=Purpose.SUPPLEMENT), Aim.LAY_IN, NOON), NOON)
    assert (stuck.state, stuck.case_number, stuck.holds_something) == (CellState.FAULT, "YC1", False)
    assert repaired(stuck, NOON) == kept(purpose=Purpose.SUPPLEMENT)
    assert given_up(stuck, NOON) == Cell(3, CellState.FAULT, changed_at=NOON)


def test_only_an_empty_cell_is_given_up() -> None:
    cell = kept(purpose=Purpose.SUPPLEMENT)
    assert given_up(cell, NOON) == Cell(3, changed_at=NOON)
    full = filled(opening(cell, Aim.LAY_IN, NOON), NOON)
    for wrong in (full, faulty(opening(full, Aim.TAKE_BACK, NOON), NOON)):
        with pytest.raises(CellWrong):
            given_up(wrong, NOON)


def test_a_cell_nobody_has_used_by_its_last_day_is_overdue_but_not_what_was_brought() -> None:
    cell = kept(purpose=Purpose.SUPPLEMENT)
    full = filled(opening(cell, Aim.LAY_IN, NOON), NOON)
    assert cell.is_overdue(date(2026, 9, 21)) and not cell.is_overdue(date(2026, 9, 20))
    assert not full.is_overdue(date(2026, 9, 21))


def test_what_lies_past_its_day_is_overdue() -> None:
    assert not laid_in().is_overdue(date(2026, 9, 20)) and laid_in().is_overdue(date(2026, 9, 21))
