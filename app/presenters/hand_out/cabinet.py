"""The locker as the page draws it: every cell with its word, and what has to be seen to before anything else."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.domain.clock_words import day_text
from app.domain.lockers import Cell, CellState, Differs, Purpose, differences
from app.presenters.cases.state import Chip, WorkGroup, WorkLine
from app.presenters.fields import FieldState, Level
from app.presenters.hand_out.state import CabinetState, CellBox, CellLook
from app.presenters.marks import Mark
from app.services.locker import Cabinet
from app.wording import Wording

CELL = "cell:"
"""Begins the id of a line of the list that is a cell."""


@dataclass(frozen=True, slots=True)
class Watching:
    """What the cabinet is read against: the day, the cells being seen to, how long a door may stand open."""

    say: Wording
    title: str
    now: datetime
    at_work: Collection[int]
    left_after: timedelta

    def differences(self, cabinet: Cabinet) -> Mapping[int, Differs]:
        """Which doors are not as stored; nothing is known while the bank says nothing, but what is in doubt."""
        found = differences(
            cabinet.cells, cabinet.doors, at_work=self.at_work, now=self.now, left_after=self.left_after
        )
        if cabinet.doors:
            return found
        return {cell: how for cell, how in found.items() if how is Differs.IN_DOUBT}


def cabinet_state(
    cabinet: Cabinet, on: Watching, *, current: int, code: str, refused: Exception | None
) -> CabinetState:
    """The drawing, its counts, and the most urgent thing to know of it."""
    say, unlike = on.say, on.differences(cabinet)
    boxes = tuple(_box(cell, unlike.get(cell.number), on) for cell in cabinet.cells)
    counts = {look: sum(box.look is look for box in boxes) for look in CellLook}
    full = sum(cell.holds_something for cell in cabinet.cells)
    news, mark = _news(cabinet, unlike, on)
    message = say.error(refused) if refused is not None else ""
    return CabinetState(
        title=say("hand_out.cabinet", title=on.title),
        note=say("hand_out.counts", free=counts[CellLook.FREE], full=full, overdue=counts[CellLook.OVERDUE]),
        cells=boxes,
        current=current,
        news=news,
        news_mark=mark,
        code=FieldState(code, message=message, level=Level.ERROR if message else Level.NEUTRAL),
    )


def groups_of(cabinet: Cabinet, on: Watching) -> tuple[WorkGroup, ...]:
    """What is in doubt, what applicants have brought, and what is past its day: before all else on the list."""
    today = on.now.date()
    unlike = on.differences(cabinet)
    doubted = [cell for cell in cabinet.cells if unlike.get(cell.number) is Differs.IN_DOUBT]
    late = [cell for cell in cabinet.cells if cell.is_overdue(today)]
    groups = []
    for name, cells in (("doubted", doubted), ("brought", brought(cabinet)), ("overdue", late)):
        if cells:
            lines = tuple(_line(cell, on, name, today) for cell in cells)
            groups.append(WorkGroup(on.say(f"hand_out.group_{name}"), str(len(lines)), lines))
    return tuple(groups)


def brought(cabinet: Cabinet) -> list[Cell]:
    """The cells in which papers lie that applicants have brought."""
    kept = (cell for cell in cabinet.cells if cell.purpose is Purpose.SUPPLEMENT)
    return [cell for cell in kept if cell.state is CellState.OCCUPIED]


def place_text(on: Watching, cell: Cell) -> str:
    """A cell as people say it."""
    return on.say("hand_out.place", title=on.title, cell=cell.number)


def _line(cell: Cell, on: Watching, name: str, today: date) -> WorkLine:
    over = (today - date.fromisoformat(cell.until)).days if name == "overdue" else 0
    due = on.say("hand_out.days_over", days=over) if over else ""
    why, mark = {
        "doubted": (on.say("hand_out.look_there"), Mark.DOUBTFUL),
        "brought": (on.say("hand_out.fetch_it"), Mark.WAITING),
        "overdue": (on.say("hand_out.never_laid_in") if cell.state is CellState.RESERVED else "", None),
    }[name]
    return WorkLine(f"{CELL}{cell.number}", place_text(on, cell), cell.case_number, due,
                    Chip.RED if over else Chip.PLAIN, why, mark)  # fmt: skip


def _box(cell: Cell, differs: Differs | None, on: Watching) -> CellBox:
    look = _look(cell, differs, on.now.date())
    waits = cell.holds_something or cell.state is CellState.RESERVED
    until = day_text(date.fromisoformat(cell.until)) if cell.until and waits else ""
    detail = "，".join(filter(None, (cell.case_number, on.say("hand_out.until", day=until) if until else "")))
    return CellBox(cell.number, on.say(f"hand_out_cell.{look.value}"), look, detail)


def _look(cell: Cell, differs: Differs | None, today: date) -> CellLook:
    if differs is Differs.IN_DOUBT:
        return CellLook.DOUBT
    if cell.state is CellState.OPEN or differs is Differs.STANDS_OPEN:
        return CellLook.OPEN
    if cell.is_overdue(today):
        return CellLook.OVERDUE
    if cell.state is CellState.OCCUPIED and cell.purpose is Purpose.SUPPLEMENT:
        return CellLook.BROUGHT
    looks = {CellState.FREE: CellLook.FREE, CellState.RESERVED: CellLook.KEPT, CellState.OCCUPIED: CellLook.FULL}
    return looks.get(cell.state, CellLook.FAULT)


def _news(cabinet: Cabinet, unlike: Mapping[int, Differs], on: Watching) -> tuple[str, Mark | None]:
    if cabinet.trouble is not None:
        return on.say.error(cabinet.trouble), Mark.WRONG
    for how, mark in ((Differs.STANDS_OPEN, Mark.WRONG), (Differs.LEFT_OPEN, Mark.WRONG), (Differs.IN_DOUBT,
                      Mark.DOUBTFUL), (Differs.UNSEEN, Mark.DOUBTFUL)):  # fmt: skip
        cells = [str(cell) for cell, found in unlike.items() if found is how]
        if cells:
            return on.say(f"hand_out_differs.{how.value}", cells=on.say("hand_out.and").join(cells)), mark
    return "", None
