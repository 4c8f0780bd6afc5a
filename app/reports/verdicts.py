"""Keep it, look after it, or replace it: judged by how a device has worked. Every limit has its name here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from sync.wire import DeviceReport, Verdict

FRAMES_TO_JUDGE = 50
USES_TO_JUDGE = 5
HOURS_TO_JUDGE = 1.0

BAD_FRAMES = 0.05  # of all frames
FAILING = 0.10  # of all uses
LOSSES_AN_HOUR = 0.5

WORST_BAD_FRAMES = 0.20
WORST_FAILING = 0.50
WORST_LOSSES_AN_HOUR = 4.0


@dataclass(frozen=True, slots=True)
class Work:
    """What a device, or several of one make, have done. A rate is None where too little was done to speak of one."""

    uses: int = 0
    failures: int = 0
    good: int = 0
    bad: int = 0
    losses: int = 0
    hours: float = 0.0

    @property
    def tried(self) -> bool:
        """Whether there is anything to judge by."""
        return self.bad_frames is not None or self.failing is not None

    @property
    def bad_frames(self) -> float | None:
        """Garbled frames, of all."""
        frames = self.good + self.bad
        return self.bad / frames if frames >= FRAMES_TO_JUDGE else None

    @property
    def failing(self) -> float | None:
        """Uses that failed, of all."""
        tries = self.uses + self.failures
        return self.failures / tries if tries >= USES_TO_JUDGE else None

    @property
    def losses_an_hour(self) -> float | None:
        """How often it went away while it was open."""
        return self.losses / self.hours if self.hours >= HOURS_TO_JUDGE else None

    @property
    def strain(self) -> float:
        """How far the worst of its rates is towards replacing; from 1 on it is there."""
        return max(
            (self.bad_frames or 0.0) / WORST_BAD_FRAMES,
            (self.failing or 0.0) / WORST_FAILING,
            (self.losses_an_hour or 0.0) / WORST_LOSSES_AN_HOUR,
        )


@dataclass(frozen=True, slots=True)
class Judgement:
    """`reason` and `facts` make the sentence why; `reason` is one word of the section [report] of the messages."""

    verdict: Verdict
    reason: str
    facts: Mapping[str, str] = field(default_factory=dict)


def work_of(reports: Iterable[DeviceReport]) -> Work:
    """What the devices of these reports have done, taken together."""
    given = list(reports)
    return Work(
        sum(each.uses for each in given),
        sum(each.failures for each in given),
        sum(each.frames_good for each in given),
        sum(each.frames_bad for each in given),
        sum(each.losses for each in given),
        sum(each.hours for each in given),
    )


def judged(work: Work, *, in_trouble: bool = False, uncalibrated: bool = False) -> Judgement:
    """What to do with a device that has worked like this; `in_trouble`: something ails it now.

    Uses that failed tell nothing against a device in trouble: its paper may be out, its speed not the right one.
    """
    rated = replace(work, uses=0, failures=0) if in_trouble else work
    if found := _by_rates(rated, Verdict.REPLACE, WORST_BAD_FRAMES, WORST_FAILING, WORST_LOSSES_AN_HOUR):
        return found
    if in_trouble:
        return Judgement(Verdict.LOOK_AFTER if work.tried else Verdict.UNTRIED, "trouble")
    if found := _by_rates(work, Verdict.LOOK_AFTER, BAD_FRAMES, FAILING, LOSSES_AN_HOUR):
        return found
    if uncalibrated:
        return Judgement(Verdict.LOOK_AFTER, "uncalibrated")
    return _good(work) if work.tried else Judgement(Verdict.UNTRIED, "untried")


def percent(share: float | None) -> str:
    """A share as people read it: 0.3%, 12%; "—" where there is none."""
    if share is None:
        return "—"
    match share * 100:
        case 0:
            return "0%"
        case of_hundred if of_hundred < 0.1:
            return "<0.1%"
        case of_hundred if of_hundred < 10:
            return f"{of_hundred:.2g}%"
        case of_hundred if 99 < of_hundred < 100:
            return ">99%"
        case of_hundred:
            return f"{of_hundred:.0f}%"


def amount(number: float) -> str:
    """Hours or seconds to a tenth: 0, <0.1, 0.8, 1,204.0."""
    return "<0.1" if 0 < number < 0.05 else f"{number:,.1f}" if number else "0"


def _by_rates(work: Work, verdict: Verdict, bad: float, failing: float, lost: float) -> Judgement | None:
    """The judgement by the first rate that is over its limit, what the clerk feels most first."""
    if work.failing is not None and work.failing >= failing:
        facts = {"share": percent(work.failing), "count": f"{work.failures:,}", "all": f"{work.uses + work.failures:,}"}
        return Judgement(verdict, "failing", facts | {"limit": percent(failing)})
    if work.bad_frames is not None and work.bad_frames >= bad:
        facts = {"share": percent(work.bad_frames), "count": f"{work.bad:,}", "all": f"{work.good + work.bad:,}"}
        return Judgement(verdict, "bad_frames", facts | {"limit": percent(bad)})
    if work.losses_an_hour is not None and work.losses_an_hour >= lost:
        facts = {"rate": f"{work.losses_an_hour:.1f}", "count": f"{work.losses:,}", "all": f"{work.hours:,.1f}"}
        return Judgement(verdict, "losses", facts | {"limit": f"{lost:g}"})
    return None


def _good(work: Work) -> Judgement:
    return Judgement(Verdict.KEEP, "good", {"share": percent(work.failing), "bad": percent(work.bad_frames)})
