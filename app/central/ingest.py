"""Takes ops in: what was judged, the event, the case and the feed are stored in one transaction, or none of them."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import BindParameter, Connection, Executable, bindparam, insert, select, tuple_, update
from sqlalchemy.exc import DataError, IntegrityError

from app.central.accounts import standings
from app.central.group_commit import GroupCommit
from app.central.incoming import FirstBody, Incoming, Refusal, Refused
from app.central.judge import Accepted, Duplicate, Judge, Ledger, Verdict
from app.central.messages import Messages
from app.central.numbering import made_void, record_gap
from app.central.receipts import ReceiptPress, Stored
from app.central.rows import COLUMNS, CaseRow, stored_row, whole_cases
from app.central.store import Store, insert_new
from app.central.tables import case_pages, cases, events, feed, halls, lives
from app.central.telling import tell
from app.domain.case import MoveKind
from app.domain.moments import milliseconds
from sync.wire import OpResult

log = logging.getLogger("central")

_HALL: BindParameter[str] = bindparam("hall")


def _listed(name: str) -> BindParameter[Any]:
    return bindparam(name, expanding=True)


# made once and run with each push: SQLAlchemy takes five times as long to build such a question as to ask it
_KNOWN = select(*events.c["op_id", "case_id", "body_sha256", "version", "stored_at_ms"]).where(
    events.c.hall == _HALL, events.c.op_id.in_(_listed("op_ids"))
)
_USED = select(*events.c["device_id", "device_seq"]).where(
    events.c.hall == _HALL, tuple_(*events.c["device_id", "device_seq"]).in_(_listed("sequences"))
)
_CASES = whole_cases().where(cases.c.hall == _HALL, cases.c.case_id.in_(_listed("case_ids")))
_TAKEN = select(cases.c.number).where(cases.c.hall == _HALL, cases.c.number.in_(_listed("numbers")))
_HISTORIES = (
    select(*events.c["case_id", "move", "device_id"])
    .where(events.c.hall == _HALL, events.c.case_id.in_(_listed("case_ids")))
    .order_by(events.c.version)
)
_COUNT_ON = (
    update(halls)
    .where(halls.c.hall == bindparam("of_hall"))
    .values(feed_n=halls.c.feed_n + bindparam("more"))
    .returning(halls.c.feed_n)
)
_UPDATE_CASE = (
    update(cases)
    .where(cases.c.hall == bindparam("of_hall"), cases.c.case_id == bindparam("of_case"))
    .values({name: bindparam(name) for name in COLUMNS})
)
_UPDATE_LIFE = (
    update(lives)
    .where(lives.c.hall == bindparam("of_hall"), lives.c.case_id == bindparam("of_case"))
    .values({name: bindparam(name) for name in ("case_id", "life")})
)


class Ingest:
    """The one door through which cases change."""

    def __init__(self, store: Store, judge: Judge, press: ReceiptPress, messages: Messages) -> None:
        self._store, self._judge, self._press, self._messages = store, judge, press, messages
        self._commits: GroupCommit[Incoming, Verdict] = GroupCommit(self._commit)

    def push(self, asked: Sequence[Incoming | Refused]) -> tuple[OpResult, ...]:
        """One result an op, in order; returns when everything accepted is on the disk. Raises `Unavailable`."""
        readable = [each for each in asked if isinstance(each, Incoming)]
        verdicts = iter(self._commits.submit(readable) if readable else ())
        results = tuple(self._told(next(verdicts) if isinstance(each, Incoming) else each) for each in asked)
        for each, result in zip(asked, results, strict=True):
            if result.verdict == "refused":
                # the id of an op that could not be read may be anything, also a name
                log.warning("op %s refused: %s", result.op_id if isinstance(each, Incoming) else "?", result.code)
        return results

    def close(self) -> None:
        """Finish what was submitted and take nothing more."""
        self._commits.close()

    def _told(self, verdict: Verdict) -> OpResult:
        match verdict:
            case Accepted(incoming=incoming, stored=stored):
                return self._stored(incoming.op.op_id, stored, duplicate=False)
            case Duplicate(stored=stored):
                return self._stored(stored.op_id, stored, duplicate=True)
            case Refused():
                return OpResult(
                    op_id=verdict.op_id,
                    verdict="refused",
                    code=verdict.code.value,
                    facts=dict(verdict.facts),
                    current_version=verdict.current_version,
                )

    def _stored(self, op_id: str, stored: Stored, *, duplicate: bool) -> OpResult:
        return OpResult(
            op_id=op_id,
            verdict="duplicate" if duplicate else "accepted",
            receipt=self._press.receipt(stored),
            current_version=stored.version,
        )

    def _commit(self, group: Sequence[Incoming]) -> list[Verdict]:
        try:
            return self._transaction(group)
        except (IntegrityError, DataError, ArithmeticError, ValueError):
            # the database refused a row that was judged good, or a number in it leads beyond every calendar: find it,
            # so that the others are not held up by it
            if len(group) > 1:
                return [verdict for each in group for verdict in self._commit([each])]
            log.error("op %s cannot be stored", group[0].op.op_id)
            return [Refused(group[0].op.op_id, Refusal.INVALID, {"places": ["op: not storable"]})]

    def _transaction(self, group: Sequence[Incoming]) -> list[Verdict]:
        with self._store.writing() as connection:
            ledger = self._ledger(connection, group)
            stored_before = frozenset(ledger.cases)
            verdicts: list[Verdict] = []
            for incoming in group:
                verdict = self._judge.judge(incoming, ledger)
                if isinstance(verdict, Accepted):
                    ledger.add(verdict)
                verdicts.append(verdict)
            accepted = [verdict for verdict in verdicts if isinstance(verdict, Accepted)]
            if accepted:
                self._write(connection, accepted, stored_before)
        return verdicts

    def _ledger(self, connection: Connection, group: Sequence[Incoming]) -> Ledger:
        ops = [each.op for each in group]
        numbers = [each.body.number for each in group if isinstance(each.body, FirstBody)]

        def kept(question: Executable, **among: Iterable[object]) -> Sequence[Any]:
            listed = {name: list(values) for name, values in among.items()}
            return connection.execute(question, {"hall": self._store.hall} | listed).all()

        stored = {row.case_id: stored_row(row) for row in kept(_CASES, case_ids={op.case_id for op in ops})}
        several = (case_id for case_id, times in Counter(op.case_id for op in ops).items() if times > 1)
        late = {op.case_id for op in ops if op.case_id in stored and stored[op.case_id].version != op.base_version}
        histories: dict[str, list[tuple[MoveKind, str]]] = {case_id: [] for case_id in (*several, *late)}
        for row in kept(_HISTORIES, case_ids=late) if late else ():
            histories[row.case_id].append((MoveKind(row.move), row.device_id))
        return Ledger(
            {row.op_id: Stored(*row) for row in kept(_KNOWN, op_ids=(op.op_id for op in ops))},
            {tuple(row) for row in kept(_USED, sequences=((op.device_id, op.device_seq) for op in ops))},
            stored,
            {row.number for row in kept(_TAKEN, numbers=numbers)} if numbers else set(),
            standings(connection, self._store.hall, {each.body.actor for each in group}),
            histories,
        )

    def _write(self, connection: Connection, accepted: list[Accepted], stored_before: frozenset[str]) -> None:
        hall = self._store.hall
        last = {each.case.case_id: each.case for each in accepted}  # the case after its last accepted op
        opened = [case for id, case in last.items() if id not in stored_before]
        moved = [case for id, case in last.items() if id in stored_before]
        if opened:
            connection.execute(insert(cases), [{"hall": hall} | case.columns() for case in opened])
            connection.execute(insert(lives), [{"hall": hall} | case.life_columns() for case in opened])
        if moved:
            connection.execute(_UPDATE_CASE, [_which(hall, case) | case.columns() for case in moved])
            connection.execute(_UPDATE_LIFE, [_which(hall, case) | case.life_columns() for case in moved])
        connection.execute(insert(events), [_event_row(hall, each) for each in accepted])
        end = connection.scalar(_COUNT_ON, {"of_hall": hall, "more": len(accepted)})
        first = int(end or 0) - len(accepted) + 1
        connection.execute(insert(feed), [_feed_row(hall, n, each) for n, each in enumerate(accepted, first)])
        if named := [page for each in accepted for page in _page_rows(hall, each)]:
            connection.execute(insert_new(connection, case_pages), named)
        for each in accepted:
            tell(self._messages, connection, each)
            if (gap := made_void(each.incoming.move, each.case.life)) is not None:
                record_gap(connection, hall, gap, each.incoming.op.device_id, each.stored.stored_at_ms)


def _page_rows(hall: str, accepted: Accepted) -> Iterator[dict[str, object]]:
    """The pages that an op names, with the event that does; only the first to name a page is kept."""
    case_id, version = accepted.case.case_id, accepted.stored.version
    for sha256 in accepted.incoming.op.attachments:
        yield {"hall": hall, "case_id": case_id, "sha256": sha256, "version": version}


def _which(hall: str, case: CaseRow) -> dict[str, object]:
    return {"of_hall": hall, "of_case": case.case_id}


def _event_row(hall: str, accepted: Accepted) -> dict[str, object]:
    op, body = accepted.incoming.op, accepted.incoming.body
    return {
        "hall": hall,
        "case_id": op.case_id,
        "version": accepted.stored.version,
        "op_id": op.op_id,
        "device_id": op.device_id,
        "device_seq": op.device_seq,
        "move": accepted.incoming.move.value,
        "at_ms": milliseconds(body.at),
        "actor": body.actor,
        "window": body.window,
        "reason": body.reason,
        "schema_version": op.schema_version,
        "body": accepted.incoming.text,
        "body_sha256": op.body_sha256,
        "stored_at_ms": accepted.stored.stored_at_ms,
    }


def _feed_row(hall: str, n: int, accepted: Accepted) -> dict[str, object]:
    return {
        "hall": hall,
        "n": n,
        "case_id": accepted.case.case_id,
        "version": accepted.stored.version,
        "what": f"case.{accepted.incoming.move.value}",
        "stored_at_ms": accepted.stored.stored_at_ms,
    }
