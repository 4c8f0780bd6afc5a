"""A case lived step by step, for the tests of its rules. All people are invented."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from app.domain.calendar import HALL_TIME
from app.domain.case import CaseState, MoveKind, Role
from app.domain.catalogue import Handling, Limit
from app.domain.facts import Certificate, Demand, Holder, ItemFacts, Opening
from app.domain.life import Deed, Life
from app.domain.moves import evolve, move_of

MORNING = datetime(2026, 9, 17, 9, 0, tzinfo=HALL_TIME)
CLERK, OFFICER, REVIEWER, ISSUER = "0317", "0522", "0610", "0705"
ACTORS = {Role.INTAKE: CLERK, Role.BACK_OFFICE: OFFICER, Role.SECTION: REVIEWER, Role.ISSUING: ISSUER}
LICENCE = ItemFacts("I-FOOD", "食品经营许可", Handling.PROMISED, Limit(8), Limit(20), "SCJG", "市场监管局", "许可证")
ON_THE_SPOT = ItemFacts("I-POP", "户口信息变更", Handling.AT_ONCE, Limit(0), Limit(1), "GA", "公安局")
BACK_OFFICE, SECTION, ISSUING = Holder(Role.BACK_OFFICE, "SCJG"), Holder(Role.SECTION, "审批科"), Holder(Role.ISSUING)
CERTIFICATES = (Certificate("食品经营许可证", "JY24306000000001"),)


def next_state(state: CaseState, kind: MoveKind, role: Role) -> CaseState:
    """The state that the table of moves leads to. Raises `MoveRefused`."""
    return move_of(state, kind, role).then or state


def opens(item: ItemFacts = LICENCE, demands: tuple[Demand, ...] = (), *, sheets: int = 8) -> Opening:
    """What the first move of a case says."""
    return Opening("YC26-03-00417", item, demands, "某某餐饮店", "13800000000", sheets=sheets)


@dataclass(slots=True)
class Diary:
    """Does one deed after the other, an hour apart, by whoever has the role."""

    life: Life | None = None
    now: datetime = MORNING
    deeds: list[Deed] = field(default_factory=list)

    @property
    def so_far(self) -> Life:
        """What has become of it."""
        assert self.life is not None
        return self.life

    def do(
        self,
        kind: MoveKind,
        role: Role,
        facts: object = None,
        *,
        actor: str = "",
        reason: str = "依规办理",
        basis: str = "《行政许可法》第三十二条",
        window: str = "03",
        documents: tuple[str, ...] = (),
    ) -> Life:
        """Do it. Raises `MoveRefused`; then nothing has changed."""
        self.now += timedelta(hours=1)
        who = actor or ACTORS.get(role, "0008")
        deed = Deed(kind, self.now, who, role, window, reason, facts, basis, documents)
        self.life = evolve(self.life, deed)
        self.deeds.append(deed)
        return self.life


def received(item: ItemFacts = LICENCE) -> Diary:
    """A case just received at the window."""
    diary = Diary()
    diary.do(MoveKind.RECEIVE, Role.INTAKE, opens(item))
    return diary


def accepted() -> Diary:
    """A promised case accepted by the back office."""
    diary = received()
    diary.do(MoveKind.ACCEPT, Role.BACK_OFFICE)
    return diary
