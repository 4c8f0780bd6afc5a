"""What the cells of a locker hold, as the window knows it that the locker hangs on; the doors say the rest."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, RowMapping, select
from sqlalchemy.dialects.sqlite import insert

from app.domain.lockers import Aim, Cell, CellState, CellWrong, Purpose, Tries
from app.domain.plain import from_plain, to_plain
from app.store.database import Database
from app.store.tables import cells, settings


class Lockers:
    """Cells by bank; changed within `Store.saving`, with the event that belongs to the change."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def cells(self, bank: str, count: int) -> tuple[Cell, ...]:
        """All cells of a bank of `count`, by number; what was never used is free."""
        with self._database.reading() as connection:
            rows = connection.execute(select(cells).where(cells.c.bank == bank)).mappings()
            known = {row["number"]: _cell(row) for row in rows}
        return tuple(known.get(number) or Cell(number) for number in range(1, max((count, *known)) + 1))

    def brought(self) -> tuple[str, ...]:
        """The numbers of the cases whose applicants have laid something in, in whichever bank."""
        lies_there = (cells.c.purpose == Purpose.SUPPLEMENT.value) & (cells.c.state == CellState.OCCUPIED.value)
        with self._database.reading() as connection:
            return tuple(connection.scalars(select(cells.c.case_number).where(lies_there).order_by(cells.c.changed_at)))

    def tries(self, bank: str) -> Tries:
        """How many wrong codes the bank has had."""
        with self._database.reading() as connection:
            kept = connection.scalar(select(settings.c.value).where(settings.c.key == _tries_key(bank)))
        return from_plain(Tries, kept) if kept else Tries()


def change(connection: Connection, bank: str, before: Cell, after: Cell) -> None:
    """Replace a cell within the caller's transaction. Raises `CellWrong` when it is no longer `before`."""
    this = (cells.c.bank == bank) & (cells.c.number == before.number)
    row = connection.execute(select(cells).where(this)).mappings().first()
    now = _cell(row) if row else Cell(before.number)
    if (now.state, now.case_id, now.aim) != (before.state, before.case_id, before.aim):
        raise CellWrong(now.number, now.state)
    query = insert(cells).values(_row(bank, after))
    connection.execute(query.on_conflict_do_update(index_elements=["bank", "number"], set_=_row(bank, after)))


def keep_tries(connection: Connection, bank: str, tries: Tries) -> None:
    """Keep how many wrong codes a bank has had, within the caller's transaction."""
    query = insert(settings).values(key=_tries_key(bank), value=to_plain(tries))
    connection.execute(query.on_conflict_do_update(index_elements=["key"], set_={"value": query.excluded.value}))


def _tries_key(bank: str) -> str:
    return f"locker.tries.{bank}"


def _row(bank: str, cell: Cell) -> dict[str, Any]:
    return {
        "bank": bank,
        "number": cell.number,
        "state": cell.state.value,
        "purpose": cell.purpose.value,
        "case_id": cell.case_id,
        "case_number": cell.case_number,
        "code": cell.code,
        "until": cell.until,
        "aim": cell.aim.value if cell.aim else "",
        "changed_at": cell.changed_at,
    }


def _cell(row: RowMapping) -> Cell:
    return Cell(
        number=row["number"],
        state=CellState(row["state"]),
        purpose=Purpose(row["purpose"]),
        case_id=row["case_id"],
        case_number=row["case_number"],
        code=row["code"],
        until=row["until"],
        aim=Aim(row["aim"]) if row["aim"] else None,
        changed_at=row["changed_at"],
    )
