"""Finding cases of this window again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, case, exists, false, func, null, or_, select

from app.domain.case import CaseState
from app.domain.folding import fold
from app.store.tables import cases
from sync import outbox
from sync.entry import EntryState

SHORTEST_ID_PART = 4


@dataclass(frozen=True, slots=True)
class CaseQuery:
    """What to look for. Every word of `text` must be found: in number, a name or the item, or as an ID number
    or credit code, or the first or last four or more characters of one. Times are half open: since ≤ received
    < until.
    """

    text: str = ""
    states: tuple[CaseState, ...] = ()
    item_code: str = ""
    since: datetime | None = None
    until: datetime | None = None
    limit: int = 100
    offset: int = 0


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A line of the list. `sync` is derived from the outbox; `pages_waiting` counts pages not yet at the
    central.
    """

    id: str
    number: str
    state: CaseState
    applicant: str
    id_number: str
    item_code: str
    item_name: str
    received_at: datetime
    window: str
    clerk: str
    due: str
    version: int
    sync: EntryState
    pages_waiting: int


def folded_names(names: Iterable[str]) -> str:
    """All names concerned in one searchable text."""
    return "\n".join(fold(name) for name in names if name)


def select_cases(query: CaseQuery) -> Select[tuple[object, ...]]:
    """The statement that finds `query`, newest first."""
    open_entries = (outbox.entries.c.case_id == cases.c.id) & outbox.entries.c.acked_ms.is_(None)
    parked = exists(select(null()).where(open_entries, outbox.entries.c.parked_ms.is_not(None)))
    waiting = exists(select(null()).where(open_entries))
    pages = (
        select(func.count())
        .where(outbox.pages.c.case_id == cases.c.id, outbox.pages.c.done_ms.is_(None))
        .scalar_subquery()
    )
    sync = case((parked, EntryState.PARKED.value), (waiting, EntryState.READY.value), else_=EntryState.SENT.value)
    columns = [column for column in cases.c if column.name not in ("application", "names")]
    return (
        select(*columns, sync.label("sync"), pages.label("pages_waiting"))
        .where(*conditions(query))
        .order_by(cases.c.received_at.desc(), cases.c.number.desc())
        .limit(query.limit)
        .offset(query.offset)
    )


def conditions(query: CaseQuery) -> list[ColumnElement[bool]]:
    """What a case must fulfil."""
    wanted = [_word(word) for word in query.text.split()]
    if query.states:
        wanted.append(cases.c.state.in_([state.value for state in query.states]))
    if query.item_code:
        wanted.append(cases.c.item_code == query.item_code)
    if query.since:
        wanted.append(cases.c.received_at >= query.since)
    if query.until:
        wanted.append(cases.c.received_at < query.until)
    return wanted


def _word(word: str) -> ColumnElement[bool]:
    folded = fold(word)
    if not folded:
        return false()
    found = [
        cases.c.number.icontains(folded, autoescape=True),
        cases.c.names.contains(folded, autoescape=True),
        cases.c.item_name.contains(word, autoescape=True),
        cases.c.item_code == word,
    ]
    if len(folded) >= SHORTEST_ID_PART and folded.isascii() and folded.isalnum():
        for column in (cases.c.id_number, cases.c.credit_code, cases.c.agent_id_number):
            found += [column.istartswith(folded), column.iendswith(folded)]
    return or_(*found)
