"""Decides op by op, with the same rules as the window did. Pure: it is given what is stored and says what shall be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from app.central.accounts import Standing, why_not
from app.central.incoming import KIND, FirstBody, Incoming, Refusal, Refused
from app.central.receipts import Stored
from app.central.rows import CaseRow, CaseRows, Catalogued, as_catalogued
from app.domain.bodies import reached_anew
from app.domain.case import MoveKind
from app.domain.custody import may_move
from app.domain.errors import MoveRefused
from app.domain.facts import ProcedureStart
from app.domain.guards import Why
from app.domain.life import Life
from app.domain.moments import milliseconds
from app.domain.moves import commutes, evolve
from sync.wire import Op


@dataclass(frozen=True, slots=True)
class Accepted:
    """An op to be stored, and the case before and after it."""

    incoming: Incoming
    before: CaseRow | None
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
    histories: dict[str, list[tuple[MoveKind, str]]] = field(default_factory=dict)
    """Every move of a case and its device_id, by case: of those cases that an op comes late to."""

    def add(self, accepted: Accepted) -> None:
        """Know of an accepted op when the next one is judged."""
        op = accepted.incoming.op
        self.ops[op.op_id] = accepted.stored
        self.sequences.add((op.device_id, op.device_seq))
        self.cases[op.case_id] = accepted.case
        self.numbers.add(accepted.case.number)
        if op.case_id in self.histories:
            self.histories[op.case_id].append((accepted.incoming.move, op.device_id))


class Judge:
    """The rules of a case, and how it is stored.

    `catalogued` says what a case keeps of its item, as `rows.as_catalogued` uses it. `clock` gives UTC milliseconds.
    """

    def __init__(self, rows: CaseRows, catalogued: Catalogued, clock: Callable[[], int]) -> None:
        self._rows, self._catalogued, self._clock = rows, catalogued, clock

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
        if op.base_version > current:
            return Refused(op.op_id, Refusal.WAIT_PREVIOUS, _state(case), current)
        if op.base_version < current and not self._still_meant(incoming, current, ledger):
            return Refused(op.op_id, Refusal.VERSION_CONFLICT, _state(case), current)
        body = incoming.body
        if why := why_not(ledger.actors.get(body.actor), body.role, milliseconds(body.at)):
            return Refused(op.op_id, Refusal.MOVE_REFUSED, {"why": why, "move": op.kind}, current)
        return self._moved(incoming, case, ledger)

    def _still_meant(self, incoming: Incoming, current: int, ledger: Ledger) -> bool:
        """Whether a move means what it meant, though its window had not seen all that has become of the case.

        A window counts on from its own moves: those of the others since then must mean the same in any order.
        """
        op = incoming.op
        if not op.base_version or commutes(incoming.move):
            return bool(op.base_version)
        own, harmless_from = 0, current
        for move, device_id in reversed(ledger.histories.get(op.case_id, ())):
            if device_id == op.device_id:
                own += 1
            elif not commutes(move):
                break
            harmless_from -= 1
        return op.base_version - own >= harmless_from

    def _moved(self, incoming: Incoming, case: CaseRow | None, ledger: Ledger) -> Verdict:
        op, body = incoming.op, incoming.body
        if case is None and isinstance(body, FirstBody) and body.number in ledger.numbers:
            return Refused(op.op_id, Refusal.NUMBER_TAKEN, {"number": body.number})
        if isinstance(incoming.deed.facts, ProcedureStart) and case and not self._rows.rules.allow(incoming.deed.facts):
            return Refused(op.op_id, Refusal.MOVE_REFUSED, _why(Why.NOT_BY_LAW, case, op), case.version)
        try:
            life = reached_anew(evolve(case.life, incoming.deed), op.body) if case else self._opened(incoming)
        except MoveRefused as refused:
            facts = {"state": refused.state, "move": refused.move, "why": refused.why}
            return Refused(op.op_id, Refusal.MOVE_REFUSED, facts, case.version if case else 0)
        if case and not may_move(case.life, ledger.actors[body.actor].account, body.role):
            return Refused(op.op_id, Refusal.MOVE_REFUSED, _why(Why.WITH_ANOTHER_DESK, case, op), case.version)
        now = self._clock()
        printed = body.due.isoformat() if isinstance(body, FirstBody) and body.due else ""
        after = self._rows.row(
            life,
            case_id=op.case_id,
            device_id=case.device_id if case else op.device_id,
            due_at_window=case.due_at_window if case else printed,
            now_ms=now,
        )
        return Accepted(incoming, case, after, Stored(op.op_id, op.case_id, op.body_sha256, after.version, now))

    def _opened(self, incoming: Incoming) -> Life:
        body = incoming.body
        assert isinstance(body, FirstBody)  # base_version is 0, so it was read as one
        return evolve(None, as_catalogued(incoming.deed, body.catalogue_version, self._catalogued))


def _why(why: Why, case: CaseRow, op: Op) -> dict[str, str]:
    return _state(case) | {"move": op.kind.removeprefix(KIND), "why": why.value}


def _state(case: CaseRow | None) -> dict[str, str]:
    return {"state": case.state} if case else {}
