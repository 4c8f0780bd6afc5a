"""What may be done with a case now, and why what may not be done may not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.domain.case import CaseState, MoveKind, Role
from app.domain.catalogue import Limit
from app.domain.errors import MoveRefused
from app.domain.facts import (
    Asking,
    Call,
    Closing,
    Deciding,
    Demand,
    Extending,
    HandingOver,
    Holder,
    ProcedureEnd,
    ProcedureStart,
)
from app.domain.life import Deed, Life
from app.domain.moves import evolve
from app.presenters.cases.state import ActButton
from app.wording import Wording

_SAMPLES: dict[MoveKind, object] = {
    MoveKind.ASK_SUPPLEMENT: Asking((Demand("", ""),)),
    MoveKind.CALL: Call(reached=True),
    MoveKind.SUSPEND: ProcedureStart("", "", Limit(1), stops=False),
    MoveKind.RESUME: ProcedureEnd(passed=True, conclusion="-"),
    MoveKind.EXTEND: Extending(1, "-"),
    MoveKind.DECIDE: Deciding(approved=True),
    MoveKind.CLOSE: Closing(none_issued=True),
    MoveKind.HAND_OVER: HandingOver("", Holder(Role.SECTION)),
}
"""Facts with which a move can be tried: whether it may be made does not hang on what exactly it says."""

_KINDS = {
    "accept_case": MoveKind.ACCEPT,
    "refuse": MoveKind.REFUSE,
    "supplement": MoveKind.ASK_SUPPLEMENT,
    "record_call": MoveKind.CALL,
    "special": MoveKind.SUSPEND,
    "result": MoveKind.RESUME,
    "extend": MoveKind.EXTEND,
    "transfer": MoveKind.HAND_OVER,
    "decide": MoveKind.DECIDE,
    "close_case": MoveKind.CLOSE,
    "return_case": MoveKind.RETURN,
    "withdraw": MoveKind.WITHDRAW,
}

_OFFERED: dict[tuple[CaseState, Role], tuple[str, ...]] = {
    (CaseState.RECEIVED, Role.BACK_OFFICE): ("refuse", "supplement", "transfer", "accept_case"),
    (CaseState.AWAITING_SUPPLEMENT, Role.BACK_OFFICE): ("return_case", "record_call"),
    (CaseState.ACCEPTED, Role.BACK_OFFICE): ("special", "extend", "transfer", "decide"),
    (CaseState.SUSPENDED, Role.BACK_OFFICE): ("transfer", "result"),
    (CaseState.DECIDED, Role.BACK_OFFICE): ("close_case",),
    (CaseState.CLOSED, Role.BACK_OFFICE): ("transfer",),
    (CaseState.ACCEPTED, Role.SECTION): ("special", "transfer"),
    (CaseState.SUSPENDED, Role.SECTION): ("transfer", "result"),
}
"""Buttons of a case, the expected one last. What else there is has its key only."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: login, as what, and where; for one section or department, "" for all."""

    login: str
    role: Role
    window: str
    section: str = ""
    department: str = ""


def _offered(life: Life, actor: Actor) -> tuple[str, ...]:
    """What the state leaves to the role; nothing where the result has gone to the issuing window."""
    bound_for = life.transit.to if life.transit is not None else life.papers
    if life.state is CaseState.CLOSED and bound_for.role is Role.ISSUING:
        return ()
    return _OFFERED.get((life.state, actor.role), ())


def act_named(key: str, life: Life) -> str:
    """The act that a key means for this case: P begins a special procedure, or records what it has found."""
    return "result" if key == "special" and life.running_procedure is not None else key


def act_of(kind: str) -> str:
    """The act that makes that kind of move, "" where none of this page does."""
    return next((act for act, each in _KINDS.items() if each.value == kind), "")


def barred(life: Life, act: str, actor: Actor, now: datetime) -> MoveRefused | None:
    """Why `actor` may not do that; None where it may be done. The rules themselves are asked."""
    kind = _KINDS[act]
    try:
        evolve(life, Deed(kind, now, actor.login, actor.role, actor.window, "-", _SAMPLES.get(kind), "-"))
    except MoveRefused as refused:
        return refused
    return None


def buttons(
    life: Life, actor: Actor, now: datetime, say: Wording, *, owed_overdue: bool = False
) -> tuple[ActButton, ...]:
    """The buttons of the case, the expected act last. What was to follow and is overdue lets the case go back."""
    acts = _offered(life, actor)
    if owed_overdue and (life.state, actor.role) == (CaseState.ACCEPTED, Role.BACK_OFFICE):
        acts = ("special", "extend", "transfer", "return_case")
    made = []
    for place, act in enumerate(acts):
        main = place == len(acts) - 1
        why = barred(life, act, actor, now)
        key = "act" if main else "special" if act == "result" else act
        made.append(ActButton(act, _text(act, life, actor, say), key, main, say.what_and_cure(why)[0] if why else ""))
    return tuple(made)


def why_not(life: Life, actor: Actor, now: datetime) -> MoveRefused | None:
    """What keeps the actor from the expected act."""
    acts = _offered(life, actor)
    return barred(life, acts[-1], actor, now) if acts else None


def _text(act: str, life: Life, actor: Actor, say: Wording) -> str:
    if act == "transfer":
        return say(f"case_act.transfer_{goal_of(life, actor).role.value}")
    return say(f"case_act.{act}")


def goal_of(life: Life, actor: Actor) -> Holder:
    """To which desk a hand-over from here goes by itself; a section's name is chosen by the clerk."""
    if actor.role is Role.SECTION:
        return Holder(Role.BACK_OFFICE, life.item.department)
    if life.state is CaseState.CLOSED:
        return Holder(Role.ISSUING)
    return Holder(Role.SECTION)
