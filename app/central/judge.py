"""Decides op by op, with the same rules as the window did. Pure: it is given what is stored and says what shall be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, timezone

from app.central.accounts import Standing, why_not
from app.central.incoming import FirstBody, Incoming, Refusal, Refused
from app.central.receipts import Stored
from app.domain.calendar import WorkCalendar
from app.domain.case import CaseState, MoveKind, next_state
from app.domain.catalogue import Catalogue, Limit, LimitUnit
from app.domain.deadline import Deadline, deadline
from app.domain.errors import MoveRefused

HALL_TIME = timezone(timedelta(hours=8))
"""All of China keeps one time; days of a deadline are days of the hall."""

_STARTS_CLOCK = frozenset({MoveKind.RECEIVE, MoveKind.ACCEPT_CONDITIONALLY, MoveKind.RESUBMIT})
_STOPS_CLOCK = frozenset({MoveKind.ASK_SUPPLEMENT, MoveKind.REFUSE, MoveKind.WITHDRAW, MoveKind.VOID, MoveKind.RETURN})


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case as its events leave it: the columns of table `cases` but for the hall."""

    case_id: str
    number: str
    state: str
    item_code: str
    item_name: str
    handling: str
    limit_amount: int
    limit_unit: str
    counted_from_ms: int
    due: str
    due_at_window: str
    provisional: bool
    device_id: str
    version: int
    changed_at_ms: int

    def columns(self) -> dict[str, object]:
        """Every column by its name."""
        return {name: getattr(self, name) for name in CaseRow.__slots__}

    @property
    def limit(self) -> Limit:
        """The promise that is counted."""
        return Limit(self.limit_amount, LimitUnit(self.limit_unit))


@dataclass(frozen=True, slots=True)
class Accepted:
    """An op to be stored, and the case after it."""

    incoming: Incoming
    case: CaseRow
    stored: Stored


@dataclass(frozen=True, slots=True)
class Duplicate:
    """An op that is stored already."""

    stored: Stored


Verdict = Accepted | Duplicate | Refused


@dataclass(slots=True)
class Ledger:
    """What is stored of everything a group of ops touches; grows as they are accepted."""

    ops: dict[str, Stored] = field(default_factory=dict)  # by op_id
    sequences: set[tuple[str, int]] = field(default_factory=set)  # (device_id, device_seq)
    cases: dict[str, CaseRow] = field(default_factory=dict)
    numbers: set[str] = field(default_factory=set)
    actors: dict[str, Standing] = field(default_factory=dict)  # by login

    def add(self, accepted: Accepted) -> None:
        """Know of an accepted op when the next one is judged."""
        op = accepted.incoming.op
        self.ops[op.op_id] = accepted.stored
        self.sequences.add((op.device_id, op.device_seq))
        self.cases[op.case_id] = accepted.case
        self.numbers.add(accepted.case.number)


class Judge:
    """The rules, the catalogue and the calendar. `clock` gives UTC milliseconds."""

    def __init__(self, catalogue: Catalogue, calendar: WorkCalendar, clock: Callable[[], int]) -> None:
        self._promises = {item.code: item.promised for item in catalogue.items}
        self._catalogue_version = catalogue.version
        self._calendar, self._clock = calendar, clock

    def judge(self, incoming: Incoming, ledger: Ledger) -> Verdict:
        """What becomes of the op; the ledger is not changed."""
        op = incoming.op
        if (stored := ledger.ops.get(op.op_id)) is not None:
            if (stored.body_sha256, stored.case_id) != (op.body_sha256, op.case_id):
                return Refused(op.op_id, Refusal.REUSED, {"field": "op_id"})
            return Duplicate(stored)
        if (op.device_id, op.device_seq) in ledger.sequences:
            return Refused(op.op_id, Refusal.REUSED, {"field": "device_seq"})
        case = ledger.cases.get(op.case_id)
        current = case.version if case else 0
        if op.base_version != current:
            ahead = op.base_version > current
            code = Refusal.WAIT_PREVIOUS if ahead else Refusal.VERSION_CONFLICT
            facts = {"state": case.state} if case else {}
            return Refused(op.op_id, code, facts, current)
        body = incoming.body
        if why := why_not(ledger.actors.get(body.actor), body.role, milliseconds(body.at)):
            return Refused(op.op_id, Refusal.MOVE_REFUSED, {"why": why, "move": op.kind}, current)
        return self._moved(incoming, case, ledger)

    def deadline_of(self, case: CaseRow) -> Deadline:
        """The deadline of a case whose clock was started, by the calendar of now."""
        return deadline(_hall_time(case.counted_from_ms), case.limit, self._calendar)

    def _moved(self, incoming: Incoming, case: CaseRow | None, ledger: Ledger) -> Verdict:
        op, body = incoming.op, incoming.body
        before = CaseState(case.state) if case else CaseState.DRAFT
        current = case.version if case else 0
        try:
            then = next_state(before, incoming.move, body.role)
        except MoveRefused as refused:
            facts = {"state": refused.state, "move": refused.move, "why": refused.why}
            return Refused(op.op_id, Refusal.MOVE_REFUSED, facts, current)
        if case is None:
            assert isinstance(body, FirstBody)  # base_version is 0, so it was read as one
            if body.number in ledger.numbers:
                return Refused(op.op_id, Refusal.NUMBER_TAKEN, {"number": body.number})
            case = self._opened(incoming, body)
        now = self._clock()
        moved = replace(case, state=then.value, version=current + 1, changed_at_ms=now)
        stored = Stored(op.op_id, op.case_id, op.body_sha256, moved.version, now)
        return Accepted(incoming, self._clocked(moved, incoming), stored)

    def _opened(self, incoming: Incoming, body: FirstBody) -> CaseRow:
        limit = Limit(body.item.promised.amount, body.item.promised.unit)
        if body.catalogue_version == self._catalogue_version:
            limit = self._promises.get(body.item.code, limit)
        return CaseRow(
            case_id=incoming.op.case_id,
            number=body.number,
            state=CaseState.DRAFT.value,
            item_code=body.item.code,
            item_name=body.item.name,
            handling=body.item.handling.value,
            limit_amount=limit.amount,
            limit_unit=limit.unit.value,
            counted_from_ms=0,
            due="",
            due_at_window=body.due.isoformat() if body.due else "",
            provisional=False,
            device_id=incoming.op.device_id,
            version=0,
            changed_at_ms=0,
        )

    def _clocked(self, case: CaseRow, incoming: Incoming) -> CaseRow:
        if incoming.move in _STOPS_CLOCK:
            return replace(case, counted_from_ms=0, due="", provisional=False)
        if incoming.move not in _STARTS_CLOCK:
            return case
        started = replace(case, counted_from_ms=milliseconds(incoming.body.at))
        computed = self.deadline_of(started)
        return replace(started, due=computed.due.isoformat(), provisional=computed.provisional)


def milliseconds(moment: datetime) -> int:
    """UTC milliseconds since 1970."""
    return round(moment.astimezone(UTC).timestamp() * 1000)


def _hall_time(moment_ms: int) -> datetime:
    return datetime.fromtimestamp(moment_ms / 1000, HALL_TIME)
