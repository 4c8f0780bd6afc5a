"""Cells of a locker in the window's store."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from app.domain.lockers import Aim, Cell, CellState, CellWrong, Purpose, Tries, filled, opening, reserved
from app.store.store import Store
from tests.support import counter
from tests.support.counter import NOON

KEPT = reserved(Cell(3), case_id="c", case_number="YC1", code="481516", until="2026-09-25", at=NOON)


def test_what_a_cell_holds_is_there_after_a_restart(tmp_path: Path) -> None:
    store = counter.open_store(tmp_path)
    opened = opening(KEPT, Aim.LAY_IN, NOON)
    with store.saving() as work:
        work.change_cell("lockers", Cell(3), KEPT)
        work.change_cell("lockers", KEPT, opened)
        work.keep_tries("lockers", Tries(2, NOON))
    store.close()
    again = counter.open_store(tmp_path)
    assert again.lockers.cells("lockers", 4) == (Cell(1), Cell(2), opened, Cell(4))
    assert again.lockers.cells("other", 1) == (Cell(1),)
    assert again.lockers.tries("lockers") == Tries(2, NOON) and again.lockers.tries("other") == Tries()
    again.close()


def test_a_cell_changed_meanwhile_is_not_changed_again(store: Store) -> None:
    with store.saving() as work:
        work.change_cell("lockers", Cell(3), KEPT)
    with pytest.raises(CellWrong), store.saving() as work:
        work.change_cell("lockers", Cell(3), Cell(3, CellState.FAULT))
    assert store.lockers.cells("lockers", 3)[2] == KEPT


def test_cells_seen_before_are_shown_though_the_bank_says_nothing(store: Store) -> None:
    with store.saving() as work:
        work.change_cell("lockers", Cell(3), KEPT)
    assert len(store.lockers.cells("lockers", 0)) == 3


def test_a_database_from_before_gets_the_table(tmp_path: Path) -> None:
    store = counter.open_store(tmp_path)
    with store.database.writing() as connection:
        connection.execute(text("DROP TABLE cells"))
        connection.execute(text("PRAGMA user_version = 4"))
    store.close()
    again = counter.open_store(tmp_path)
    assert again.lockers.cells("lockers", 1) == (Cell(1),)
    again.close()


def test_what_applicants_have_laid_in_is_told_by_case(store: Store) -> None:
    kept = reserved(Cell(3), case_id="c", case_number="YC1", code="481516", until="2026-09-25", at=NOON,
                    purpose=Purpose.SUPPLEMENT)  # fmt: skip
    result = filled(opening(reserved(Cell(4), case_id="d", case_number="YC2", code="481517", until="2026-09-25",
                                     at=NOON), Aim.LAY_IN, NOON), NOON)  # fmt: skip
    with store.saving() as work:
        work.change_cell("lockers", Cell(3), kept)
        work.change_cell("lockers", Cell(4), result)
    assert store.lockers.brought() == ()
    with store.saving() as work:
        work.change_cell("lockers", kept, filled(opening(kept, Aim.LAY_IN, NOON), NOON))
    assert store.lockers.brought() == ("YC1",)
