"""What a hall has settled about time: its promises, the law's limits, when a card is shown, what stops a clock."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from app.domain.catalogue import Limit, LimitUnit
from app.domain.deadline import ACCEPTANCE_PROMISE, TOLD_ONCE
from app.domain.facts import ProcedureStart


class PromiseFrom(Enum):
    """From when a promise is counted. From receipt is stricter: a citizen reads a date that does not move away."""

    RECEIPT = "receipt"
    ACCEPTANCE = "acceptance"


class ConditionalClock(Enum):
    """From when the main clock of a conditional acceptance (容缺受理) runs."""

    AT_ACCEPTANCE = "at_acceptance"
    WHEN_COMPLETE = "when_complete"


@dataclass(frozen=True, slots=True)
class ProcedureKind:
    """A special procedure (特别程序). `cap` is the longest it may stop the clock, None without a limit."""

    code: str
    name: str
    stops: bool
    cap: Limit | None = None
    legal_basis: str = ""


ART_45 = "《行政许可法》第 45 条"
_WORKING_10, _WORKING_15, _WORKING_20 = Limit(10), Limit(15), Limit(20)
_WORKING_30, _WORKING_45, _NATURAL_3 = Limit(30), Limit(45), Limit(3, LimitUnit.NATURAL_DAY)

PROCEDURES = (
    ProcedureKind("hearing", "听证", True, _WORKING_20, ART_45),
    ProcedureKind("tender", "招标", True, _WORKING_30, ART_45),
    ProcedureKind("auction", "拍卖", True, _WORKING_30, ART_45),
    ProcedureKind("inspection", "检验", True, _WORKING_15, ART_45),
    ProcedureKind("testing", "检测", True, _WORKING_15, ART_45),
    ProcedureKind("quarantine", "检疫", True, _WORKING_15, ART_45),
    ProcedureKind("appraisal", "鉴定", True, _WORKING_15, ART_45),
    ProcedureKind("expert_review", "专家评审", True, _WORKING_10, ART_45),
    ProcedureKind("survey", "勘验", False, _WORKING_10),
    ProcedureKind("publication", "公示", False, Limit(7, LimitUnit.NATURAL_DAY)),
    ProcedureKind("verification", "核实", False, _WORKING_10),
)
"""art. 45 names the first eight; the others stop a clock only where a hall has its own basis for it (a setting)."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The hall's rules; what they are by default is the law, or the seed's promise where there is no law."""

    version: str = "1"
    acceptance: Limit = ACCEPTANCE_PROMISE
    told_once: Limit = TOLD_ONCE
    supplement: Limit = _WORKING_15  # what an applicant has to bring what is missing
    promise_from: PromiseFrom = PromiseFrom.RECEIPT
    conditional: ConditionalClock = ConditionalClock.AT_ACCEPTANCE
    warning_days: int = 1  # a clock warns on its last so many working days
    yellow_share: float = 0.9  # of the limit: from then on a yellow card
    extension: Limit = _WORKING_10  # art. 42: once, at most
    statutory: Limit = _WORKING_20  # art. 42: where an item states none
    joint_statutory: Limit = _WORKING_45
    delivery: Limit = _WORKING_10  # art. 44: a decision is delivered within it
    hand_over_hours: int = 4  # working hours that papers may be under way: half a day, so that none stay overnight
    locker: Limit = _NATURAL_3  # how long a locker keeps a certificate
    locker_tries: int = 5  # wrong pickup codes, then no code is taken for a while
    locker_wait_minutes: int = 10
    locker_door_seconds: int = 60  # how long a cell may stand open
    procedures: tuple[ProcedureKind, ...] = PROCEDURES
    sections: tuple[str, ...] = ("审批科",)  # where the back office may pass a case to

    def allow(self, start: ProcedureStart) -> bool:
        """Whether a procedure may stop the clock for as long as it says it does; one that does not stop it may run."""
        kind = self.procedure(start.kind)
        if kind is None or not start.stops:
            return not start.stops
        too_long = kind.cap is not None and kind.cap.unit is start.cap.unit and start.cap.amount > kind.cap.amount
        return kind.stops and not too_long

    def procedure(self, named: str) -> ProcedureKind | None:
        """The kind of special procedure of that code or name."""
        return next((kind for kind in self.procedures if named in (kind.code, kind.name)), None)
