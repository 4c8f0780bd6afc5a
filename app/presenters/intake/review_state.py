"""What the review page shows: every material with its evidence, the decisions, and the slips they would give out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from app.domain.case import Decision
from app.domain.clock_words import day_text
from app.domain.review import Doubt, Finding, Review, Verdict
from app.presenters.intake.item import amount
from app.presenters.marks import Mark, Tone
from app.wording import Wording
from devices.ports import Raster

MARKS = {
    Verdict.DOUBTFUL: Mark.DOUBTFUL,
    Verdict.MISSING: Mark.MISSING,
    Verdict.MAY_FOLLOW: Mark.MISSING,
    Verdict.COMPLETE: Mark.DONE,
    Verdict.EXEMPT: Mark.NOT_NEEDED,
}
ORDER = tuple(MARKS)
APPLICANT = ""  # the row about the applicant's own papers


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One material, doubtful first. `detail` is the evidence in words, `thumb` the page it is seen on (PNG)."""

    code: str
    mark: Mark
    name: str
    wanted: str
    received: str
    detail: str
    tone: Tone
    settled: str  # what is said at the right where nothing is to be done
    can_accept: bool = False
    can_retake: bool = False
    thumb: bytes = b""
    current: bool = False


@dataclass(frozen=True, slots=True)
class DecisionTile:
    """One decision; `barred` says why it cannot be taken."""

    decision: Decision
    name: str
    hint: str
    key: str
    barred: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class SlipTab:
    """One slip the decision would give out."""

    title: str
    raster: Raster
    current: bool


@dataclass(frozen=True, slots=True)
class ReviewState:
    """The page."""

    doubtful: int = 0
    missing: int = 0
    complete: int = 0
    catalogue: str = ""
    rows: tuple[ReviewRow, ...] = ()
    tiles: tuple[DecisionTile, ...] = ()
    reason: str = ""
    reason_wanted: bool = False
    clocks: str = ""
    hold: str = ""  # why the decision cannot be confirmed yet
    act: str = ""  # what the filled button says
    busy: bool = False
    slips: tuple[SlipTab, ...] = ()
    dots: int = 576


class ReviewView(Protocol):
    """What the presenter asks of its page."""

    def present(self, state: ReviewState) -> None: ...


def review_rows(
    reviewed: Review, say: Wording, thumb: Callable[[str], bytes], last_day: Callable[[int], date]
) -> list[ReviewRow]:
    """The rows, doubtful first. `thumb` gives a page's picture by SHA-256, `last_day` the day so many days from now."""
    rows = [_applicant_row(reviewed, say)] if reviewed.applicant_doubts else []
    for verdict in ORDER:
        rows += [_row(finding, say, thumb, last_day) for finding in reviewed.of(verdict)]
    return rows


def _applicant_row(reviewed: Review, say: Wording) -> ReviewRow:
    accepted = reviewed.applicant_doubts_accepted
    return ReviewRow(
        APPLICANT, Mark.DONE if accepted else Mark.DOUBTFUL, say("review.applicant"), "", "",
        "；".join(_doubt(doubt, say) for doubt in reviewed.applicant_doubts), Tone.WARN,
        say("review.accepted") if accepted else "", can_accept=not accepted,
    )  # fmt: skip


def _row(finding: Finding, say: Wording, thumb: Callable[[str], bytes], last_day: Callable[[int], date]) -> ReviewRow:
    material, taken = finding.material, finding.taken
    counted, count = ("pages", len(taken.pages)) if taken.pages else ("sets", taken.count)
    settled = finding.verdict is Verdict.DOUBTFUL and not finding.open_doubt
    doubted = next((doubt.page for doubt in finding.doubts if doubt.page), 0)
    return ReviewRow(
        code=material.code,
        mark=Mark.DONE if settled else MARKS[finding.verdict],
        name=material.name,
        wanted=amount(say, material),
        received=say(f"material.{counted}", count=count),
        detail=_detail(finding, say, last_day),
        tone=Tone.WARN if finding.open_doubt else Tone.INK2,
        settled=_settled(finding, say),
        can_accept=finding.open_doubt,
        can_retake=finding.verdict in (Verdict.DOUBTFUL, Verdict.MISSING, Verdict.MAY_FOLLOW),
        thumb=thumb(taken.pages[doubted - 1].sha256) if doubted else b"",
    )


def _detail(finding: Finding, say: Wording, last_day: Callable[[int], date]) -> str:
    match finding.verdict:
        case Verdict.DOUBTFUL:
            return "；".join(_doubt(doubt, say) for doubt in finding.doubts)
        case Verdict.MAY_FOLLOW:
            days = finding.material.follow_days
            return say("review.may_follow", days=days, due=day_text(last_day(days)))
        case Verdict.MISSING:
            return say("review.missing")
        case _:
            return ""


def _doubt(doubt: Doubt, say: Wording) -> str:
    return say(f"doubt.{doubt.kind.value}", page=doubt.page, found=doubt.found, wanted=doubt.wanted)


def _settled(finding: Finding, say: Wording) -> str:
    if finding.verdict is Verdict.DOUBTFUL:
        return "" if finding.open_doubt else say("review.accepted")
    words = {Verdict.COMPLETE: "review.complete", Verdict.EXEMPT: "review.exempt"}
    return say(words[finding.verdict]) if finding.verdict in words else ""
