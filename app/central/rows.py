"""A case as it is stored: its life, and beside it the row by which the hall lists and searches it."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from pypinyin import Style, lazy_pinyin
from sqlalchemy import ColumnElement, Select, and_, exists, insert, select, update

from app.central.store import Store
from app.central.tables import NEVER, cases, events, lives
from app.domain.bodies import deed_of, reached_anew
from app.domain.calendar import HALL_TIME, WorkCalendar
from app.domain.case import MoveKind
from app.domain.facts import ItemFacts, Opening
from app.domain.folding import fold
from app.domain.life import Deed, Life
from app.domain.moments import milliseconds
from app.domain.moves import recall
from app.domain.plain import from_json, to_json
from app.domain.rules import Rules
from app.domain.timetable import timetable

log = logging.getLogger("central")


@dataclass(frozen=True, slots=True)
class CaseRow:
    """The columns of table `cases` but for the hall, and the life of table `lives`."""

    case_id: str
    number: str
    state: str
    open: bool
    item_code: str
    item_name: str
    department: str
    applicant: str
    words: str
    window: str
    desk_role: str
    desk_name: str
    batch: str
    papers_role: str
    papers_name: str
    apart: bool
    clock: str
    due_ms: int
    warn_ms: int
    yellow_ms: int
    stopped: bool
    due: str
    due_at_window: str
    provisional: bool
    device_id: str
    version: int
    changed_at_ms: int
    life: Life

    def columns(self) -> dict[str, object]:
        """Every column of table `cases` by its name."""
        return {name: getattr(self, name) for name in COLUMNS}

    def life_columns(self) -> dict[str, object]:
        """Every column of table `lives` by its name."""
        return {"case_id": self.case_id, "life": to_json(self.life)}


_NAMES = tuple(field.name for field in fields(CaseRow))
COLUMNS = tuple(name for name in _NAMES if name != "life")


def whole_cases(*more: ColumnElement[Any]) -> Select[Any]:
    """Cases whole, for `stored_row`; then `more` of each."""
    columns = [lives.c.life if name == "life" else cases.c[name] for name in _NAMES]
    its_life = and_(lives.c.hall == cases.c.hall, lives.c.case_id == cases.c.case_id)
    return select(*columns, *more).join_from(cases, lives, its_life)


def stored_row(row: Sequence[Any]) -> CaseRow:
    """A row of `whole_cases` as it is stored."""
    said = dict(zip(_NAMES, row, strict=True))
    return CaseRow(**said | {"life": from_json(Life, said["life"])})


class CaseRows:
    """Makes rows by the calendar and the rules of the hall."""

    def __init__(self, calendar: WorkCalendar, rules: Rules) -> None:
        self.calendar, self.rules = calendar, rules

    def row(self, life: Life, *, case_id: str, device_id: str, due_at_window: str, now_ms: int) -> CaseRow:
        """The row of a case whose life this is, at `now_ms`."""
        times = timetable(life, self.calendar, self.rules, datetime.fromtimestamp(now_ms / 1000, HALL_TIME))
        return CaseRow(
            case_id=case_id,
            number=life.number,
            state=life.state.value,
            open=life.open,
            item_code=life.item.code,
            item_name=life.item.name,
            department=life.item.department,
            applicant=life.applicant,
            words=words(numbers(life), (life.applicant, life.item.name)),
            window=life.window,
            desk_role=life.assigned.role.value,
            desk_name=life.assigned.name,
            batch=life.transit.batch if life.transit else "",
            papers_role=life.papers.role.value,
            papers_name=life.papers.name,
            apart=any(life.open or lot.transit is not None for lot in life.apart),
            clock=times.clock.value if times.clock else "",
            due_ms=_or_never(times.due),
            warn_ms=_or_never(times.warns),
            yellow_ms=_or_never(times.yellow),
            stopped=times.stopped,
            due=times.promise.isoformat() if times.promise else "",
            due_at_window=due_at_window,
            provisional=times.provisional,
            device_id=device_id,
            version=life.version,
            changed_at_ms=now_ms,
            life=life,
        )


Catalogued = Callable[[str, str], ItemFacts | None]
"""What a case keeps of an item, by version of the catalogue and code; None where that is not known here."""


def as_catalogued(deed: Deed, version: str, catalogued: Catalogued) -> Deed:
    """The first deed of a case, its item as the central's own catalogue of `version` has it.

    Where that is not known the window is believed, and only then: its word would settle who may decide, and by when.
    """
    says = deed.facts
    assert isinstance(says, Opening)
    known = catalogued(version, says.item.code)
    return replace(deed, facts=replace(says, item=known)) if known else deed


def replay_cases_without_life(store: Store, rows: CaseRows, catalogued: Catalogued, now_ms: int) -> int:
    """Make the rows of cases that a central before 0.3 stored, from their events. How many there were."""
    lifeless = select(cases.c.case_id, cases.c.device_id, cases.c.due_at_window).where(
        cases.c.hall == store.hall,
        ~exists().where(lives.c.hall == cases.c.hall, lives.c.case_id == cases.c.case_id),
    )
    with store.writing() as connection:
        found = connection.execute(lifeless).all()
        for each in found:
            of_case = events.c.hall == store.hall, events.c.case_id == each.case_id
            history = connection.execute(
                select(events.c.move, events.c.body).where(*of_case).order_by(events.c.version)
            )
            life = replayed(((row.move, row.body) for row in history), catalogued)
            row = rows.row(
                life, case_id=each.case_id, device_id=each.device_id, due_at_window=each.due_at_window, now_ms=now_ms
            )
            this = cases.c.hall == store.hall, cases.c.case_id == each.case_id
            connection.execute(update(cases).where(*this).values(row.columns()))
            connection.execute(insert(lives).values(hall=store.hall, **row.life_columns()))
    if found:
        log.info("%d cases of an earlier layout replayed", len(found))
    return len(found)


def replayed(history: Iterable[tuple[str, str]], catalogued: Catalogued) -> Life:
    """The life that events leave, each given as its move and the JSON text of its body."""
    life: Life | None = None
    for move, text in history:
        body = json.loads(text)
        deed = deed_of(MoveKind(move), body, first=life is None, stored=True)
        if life is None:
            deed = as_catalogued(deed, body["application"].get("catalogue_version", ""), catalogued)
        life = reached_anew(recall(life, deed), body)
    assert life is not None  # a case is stored with its first event
    return life


def numbers(life: Life) -> Iterator[str]:
    """Every number that a bar code may say of a case: its own, of its certificates, its decision, papers under way."""
    yield life.number
    yield from (each.number for each in life.certificates)
    if life.outcome:
        yield life.outcome.number
    yield from (lot.transit.batch for lot in life.lots if lot.transit)


def words(numbers: Iterable[str], names: Sequence[str]) -> str:
    """What a case is found by, each folded on a line of its own: numbers, names and the names' pinyin initials."""
    return "\n".join(filter(None, map(fold, (*numbers, *names, *map(initials, names)))))


@lru_cache(maxsize=4096)  # the same items again and again, and each applicant with every move
def initials(text: str) -> str:
    """The first letters of the pinyin of `text`."""
    return "".join(lazy_pinyin(text, style=Style.FIRST_LETTER))


def _or_never(moment: datetime | None) -> int:
    return milliseconds(moment) if moment else NEVER
