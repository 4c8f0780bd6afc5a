"""Cases that have lived, as the central tells them, for tests. All people are invented."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.domain.bodies import opening
from app.domain.case import Application, MoveKind, Role
from app.domain.catalogue import Limit
from app.domain.facts import (
    Asking,
    Certificate,
    Closing,
    Deciding,
    Demand,
    HandingOver,
    Holder,
    ProcedureStart,
    TakingOver,
    item_facts,
)
from app.domain.life import Deed, Life
from app.domain.moments import milliseconds
from app.domain.moves import evolve
from app.domain.plain import to_plain
from app.services.open_case import OpenedCase
from sync.wire import FileEvent
from tests.support.items import LICENCE, TUESDAY, WITHOUT_HEALTH

Move = tuple[MoveKind, Role, object]

TOOK_IN, HANDLES, EXAMINES = "0317", "0522", "0610"
GIVES_OUT, ISSUING_WINDOW = "0705", "07"
PEOPLE = {Role.INTAKE: TOOK_IN, Role.BACK_OFFICE: HANDLES, Role.SECTION: EXAMINES, Role.ISSUING: GIVES_OUT}
SECTION = Holder(Role.SECTION, "审批科")
OFFICE = Holder(Role.BACK_OFFICE, LICENCE.department.code)

TO_OFFICE: tuple[Move, ...] = (
    (MoveKind.HAND_OVER, Role.INTAKE, HandingOver("J1", OFFICE, 5)),
    (MoveKind.TAKE_OVER, Role.BACK_OFFICE, TakingOver("J1")),
)
ACCEPTED: tuple[Move, ...] = (*TO_OFFICE, (MoveKind.ACCEPT, Role.BACK_OFFICE, None))
TO_SECTION: tuple[Move, ...] = (
    *ACCEPTED,
    (MoveKind.HAND_OVER, Role.BACK_OFFICE, HandingOver("J2", SECTION, 5)),
    (MoveKind.TAKE_OVER, Role.SECTION, TakingOver("J2")),
)
REVIEWED: tuple[Move, ...] = (
    *TO_SECTION,
    (MoveKind.SUSPEND, Role.SECTION, ProcedureStart("expert_review", "专家评审", Limit(10), True, "第 45 条", "T1")),
)
ASKED: tuple[Move, ...] = (
    *TO_OFFICE,
    (MoveKind.ASK_SUPPLEMENT, Role.BACK_OFFICE, Asking((Demand("health", "健康证明", "在有效期内"),), 15)),
)

READY: tuple[Move, ...] = (
    *ACCEPTED,
    (MoveKind.DECIDE, Role.BACK_OFFICE, Deciding(True, "Z1")),
    (MoveKind.CLOSE, Role.BACK_OFFICE, Closing((Certificate("食品经营许可证", "JY14306020001234"),))),
    (MoveKind.HAND_OVER, Role.BACK_OFFICE, HandingOver("J3", Holder(Role.ISSUING), 1)),
    (MoveKind.TAKE_OVER, Role.ISSUING, TakingOver("J3")),
)
"""It waits at the issuing window."""


def lived(*moves: Move, application: Application = WITHOUT_HEALTH, case_id: str = "c-1") -> OpenedCase:
    """A licence taken in on `TUESDAY`, then each move a quarter of an hour after the other."""
    life: Life | None = None
    events = []
    says = opening("YC26-03-00001", item_facts(LICENCE), application)
    for place, (kind, role, facts) in enumerate(((MoveKind.RECEIVE, Role.INTAKE, says), *moves)):
        at = TUESDAY + timedelta(minutes=15 * place)
        window = ISSUING_WINDOW if role is Role.ISSUING else "03"
        life = evolve(life, Deed(kind, at, PEOPLE[role], role, window, "依规办理", facts))
        events.append(_event(place + 1, kind, at, role, facts if place else None))
    assert life is not None
    return OpenedCase(case_id, life.number, life.version, life, application, LICENCE, events=tuple(events))


def _event(version: int, kind: MoveKind, at: datetime, role: Role, facts: object) -> FileEvent:
    said = to_plain(facts) if facts is not None else {}
    return FileEvent(version=version, kind=kind.value, at_ms=milliseconds(at), actor=PEOPLE[role], actor_name="吴某某",
                     window="12", role=role.value, facts=said)  # fmt: skip
