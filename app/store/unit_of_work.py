"""Saving: everything one deed at the window changes, in one durable transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, delete, insert, select
from sqlalchemy import case as either
from sqlalchemy.dialects.sqlite import insert as upsert

from app.domain.case import Application, Event, MoveKind, Page
from app.domain.errors import NotFound
from app.domain.life import Case, Life
from app.domain.lockers import Cell, Tries
from app.domain.moments import milliseconds
from app.domain.numbers import GapReason, NumberGap, gap_of
from app.domain.plain import from_plain, to_json
from app.domain.slips import SlipDocument
from app.store import audit, drafts, lockers, numbers, slips
from app.store.blobs import Pages
from app.store.database import Database
from app.store.search import folded_names
from app.store.tables import JsonText, cases, events
from sync import outbox
from sync.entry import Attachment, Entry
from sync.prepared import Prepared
from sync.take_back import take_back

_RECORD = Prepared(insert(events))
_UPSERT = upsert(cases)
_NEW = _UPSERT.excluded
_PROJECT = Prepared(
    _UPSERT.on_conflict_do_update(
        index_elements=["id"],
        set_={each.name: _NEW[each.name] for each in cases.c if each.name not in ("id", "item_name")}
        | {"item_name": either((_NEW.item_name != "", _NEW.item_name), else_=cases.c.item_name)},
    )
)


class Saving:
    """An open transaction. Nothing of it is saved before its `with` block has ended well, and then all of it
    is.
    """

    def __init__(self, connection: Connection, pages: Pages) -> None:
        self._connection, self._pages = connection, pages

    def take_number(self, *, series: str, year: int, window: str) -> str:
        """The next leased number; given back if the transaction fails. Raises `NumbersExhausted`."""
        return numbers.take(self._connection, series=series, year=year, window=window)

    def record(
        self,
        event: Event,
        case: Case,
        *,
        body: Mapping[str, Any],
        attachments: Sequence[Page] = (),
        item_name: str = "",
    ) -> None:
        """Save `event`, the `case` as it leaves it, the outbox entry carrying `body` (JSON data), and the
        audit row.

        Raises `NotFound` for an attachment that is not in the page store. A second use of an event's id or of
        a case's version is a bug and breaks a constraint.
        """
        for page in attachments:
            self._must_be_here(case.id, page.sha256)
        self._project(case, item_name)
        _RECORD.run(self._connection, _event_row(event, case.version))
        outbox.add(self._connection, _entry(event, case, body, attachments))
        if (gap := _gap(event, case)) is not None:
            numbers.record_gap(self._connection, gap, event.at, told=True)
        audit.append(
            self._connection,
            at=event.at,
            actor=event.actor,
            action=f"case.{event.kind.value}",
            subject=case.id,
            facts={"event": event.id, "number": case.number, "version": case.version},
        )

    def keep(self, case: Case, *, item_name: str, at: datetime, actor: str) -> None:
        """Keep a case as the central has it, to go on with here. One that is here as new is left as it is."""
        here = self._connection.scalar(select(cases.c.version).where(cases.c.id == case.id))
        if here is None or here < case.version:
            self._project(case, item_name)
            audit.append(self._connection, at=at, actor=actor, action="case.kept", subject=case.id,
                         facts={"number": case.number, "version": case.version})  # fmt: skip

    def newest(self, case: Case) -> Case:
        """`case`, or what a move made here since has left of it: what was opened may be behind what was done."""
        row = self._connection.execute(
            select(cases.c.version, cases.c.application, cases.c.life, cases.c.due).where(cases.c.id == case.id)
        ).one_or_none()
        if row is None or row.version <= case.version:
            return case
        return Case(case.id, from_plain(Application, row.application), from_plain(Life, row.life), row.due)

    def take_back(self, case: Case, *, at: datetime, actor: str) -> None:
        """What the central has not of a case is undone here: `case` is as the central has it. Audited, with evidence.

        The outbox keeps the entries, the audit their ids; their events give way to what is done instead.
        """
        before = take_back(self._connection, case.id, milliseconds(at))
        if before is None:
            return
        undone = and_(events.c.case_id == case.id, events.c.version > before)
        ids = list(self._connection.scalars(select(events.c.id).where(undone).order_by(events.c.version)))
        self._connection.execute(delete(events).where(undone))
        self._project(case, "")
        audit.append(self._connection, at=at, actor=actor, action="case.taken_back", subject=case.id,
                     facts={"events": ids, "version": before})  # fmt: skip

    def add_slip(self, case_id: str, document: SlipDocument, made_at: datetime) -> int:
        """Keep a slip of a case recorded here or before; it waits for the printer. Returns its id."""
        return slips.insert_slip(self._connection, case_id, document, made_at)

    def change_cell(self, bank: str, before: Cell, after: Cell) -> None:
        """A cell of a locker is from now on `after`. Raises `CellWrong` when it is no longer `before`."""
        lockers.change(self._connection, bank, before, after)

    def keep_tries(self, bank: str, tries: Tries) -> None:
        """How many wrong codes a locker has had."""
        lockers.keep_tries(self._connection, bank, tries)

    def close_draft(self, draft_id: str) -> None:
        """The draft has become a case."""
        drafts.remove(self._connection, draft_id)

    def audit(
        self, *, at: datetime, actor: str, action: str, subject: str, facts: Mapping[str, Any] | None = None
    ) -> None:
        """One more audit row. `facts` are codes and ids, never names or ID numbers."""
        audit.append(self._connection, at=at, actor=actor, action=action, subject=subject, facts=facts)

    def _must_be_here(self, case_id: str, sha256: str) -> None:
        if not self._pages.has(case_id, sha256) and not outbox.page_sent(self._connection, case_id, sha256):
            raise NotFound(sha256)

    def _project(self, case: Case, item_name: str) -> None:
        _PROJECT.run(self._connection, _case_row(case, item_name))


@contextmanager
def saving(database: Database, pages: Pages) -> Iterator[Saving]:
    """One transaction. Raises `DiskFull` or `StoreUnavailable` when it cannot be made durable."""
    with database.writing() as connection:
        yield Saving(connection, pages)


def _gap(event: Event, case: Case) -> NumberGap | None:
    """The number that `event` makes void."""
    match event.kind:
        case MoveKind.VOID:
            return gap_of(case.number, GapReason.VOID_CASE)
        case MoveKind.VOID_DOCUMENT:
            return gap_of(case.life.void_documents[-1], GapReason.VOID_DOCUMENT)
        case _:
            return None


def _entry(event: Event, case: Case, body: Mapping[str, Any], attachments: Sequence[Page]) -> Entry:
    return Entry(
        op_id=event.id,
        case_id=case.id,
        base_version=case.version - 1,
        kind=f"case.{event.kind.value}",
        body=body,
        recorded_ms=milliseconds(event.at),
        attachments=tuple(Attachment(page.sha256, page.media_type) for page in attachments),
        label=case.number,
    )


def _event_row(event: Event, version: int) -> dict[str, Any]:
    return {
        "id": event.id,
        "case_id": event.case_id,
        "version": version,
        "kind": event.kind.value,
        "at": event.at,
        "actor": event.actor,
        "window": event.window,
        "body": dict(event.body),  # plain already, for it goes into the outbox as it is
        "reason": event.reason,
    }


def _case_row(case: Case, item_name: str) -> dict[str, Any]:
    applicant = case.application.applicant
    return {
        "id": case.id,
        "number": case.number,
        "state": case.state.value,
        "applicant": applicant.display_name,
        "names": folded_names(_names(case.application)),
        "id_number": applicant.person.id_number,
        "credit_code": applicant.organisation.credit_code,
        "agent_id_number": applicant.agent.id_number,
        "item_code": case.application.item_code,
        "item_name": item_name,
        "received_at": case.life.received_at,
        "window": case.life.window,
        "clerk": case.life.received_by,
        "due": case.due,
        "reason": case.life.reason,
        "version": case.version,
        "application": JsonText(to_json(case.application)),
        "life": JsonText(to_json(case.life)),
    }


def _names(application: Application) -> tuple[str, ...]:
    applicant = application.applicant
    person, agent = applicant.person, applicant.agent
    return (
        applicant.organisation.name,
        person.name,
        person.latin_name,
        person.card_name,
        agent.name,
        agent.latin_name,
    )
