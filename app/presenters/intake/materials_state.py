"""What the materials page shows: the checklist, the pages of the current material, what is lacking, hints."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from app.domain.case import Page, Taken
from app.domain.review import SHARP_ENOUGH, TOO_MUCH_GLARE, Finding, Verdict
from app.presenters.intake.item import amount, group_of
from app.presenters.marks import Mark, Tone
from app.presenters.samples import SampleState
from app.wording import Wording
from devices.reading.title import Likeness, TitleHint
from devices.scanning.clean import Look


@dataclass(frozen=True, slots=True)
class MaterialRow:
    """One line of the checklist."""

    code: str
    mark: Mark
    name: str
    second: str
    count: str
    word: str
    tone: Tone = Tone.INK2
    current: bool = False


@dataclass(frozen=True, slots=True)
class MaterialGroup:
    """必需, 可容缺 or 免提交, with how much of it came in."""

    title: str
    count: str
    rows: tuple[MaterialRow, ...]


@dataclass(frozen=True, slots=True)
class PageThumb:
    """One page in the strip; `picture` is a PNG."""

    number: int
    picture: bytes
    mark: Mark
    word: str
    current: bool


@dataclass(frozen=True, slots=True)
class Lacking:
    """One line of what is still to come."""

    mark: Mark
    name: str
    detail: str


@dataclass(frozen=True, slots=True)
class Check:
    """One automatic hint about the current page."""

    mark: Mark
    text: str


class CardSide(Enum):
    """Which side of a card is taken next, while both come on one page."""

    FRONT = "front"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class MaterialsState:
    """The page. The live picture comes apart, through `MaterialsView.show_frame`."""

    place: tuple[str, str] = ("", "")  # the case and its item
    taken: str = ""
    groups: tuple[MaterialGroup, ...] = ()
    current: str = ""
    title: str = ""
    count: int = 0  # sets of paper taken of the current material
    takes_pages: bool = True
    look: Look = Look.COLOUR
    auto: bool = True
    pages: tuple[PageThumb, ...] = ()
    camera: bool = True
    busy: str = ""
    trouble: str = ""
    note: str = ""  # what was done unasked, or what comes next
    feeder: bool = False  # a scanner is there
    can_merge: bool = False  # the note is of two pages that can be made one again
    card_side: CardSide | None = None
    lacking: tuple[Lacking, ...] = ()
    checks: tuple[Check, ...] = ()
    standard: str = ""
    fill_notes: str = ""
    complete: bool = False
    has_sample: bool = False
    sample: SampleState | None = None  # shown over everything else


def group_state(say: Wording, group: str, findings: tuple[Finding, ...], current: str) -> MaterialGroup:
    """One group of the checklist."""
    own = of_group(findings, group)
    came = sum(f.verdict in (Verdict.COMPLETE, Verdict.DOUBTFUL, Verdict.EXEMPT) for f in own)
    return MaterialGroup(
        say(f"material.group_{group}"),
        say("material.group_count", taken=came, all=len(own)),
        tuple(_row(say, finding, current) for finding in own),
    )


def _row(say: Wording, finding: Finding, current: str) -> MaterialRow:
    taken, here = finding.taken, finding.material.code == current
    count = (
        say("material.sets", count=taken.count)
        if taken.how is Taken.ON_PAPER
        else say("material.pages", count=len(taken.pages))
    )
    mark, word, tone = _standing(say, finding, here)
    return MaterialRow(
        finding.material.code, mark, finding.material.name, amount(say, finding.material),
        "" if finding.verdict is Verdict.EXEMPT else count, word, tone, here,
    )  # fmt: skip


def _standing(say: Wording, finding: Finding, current: bool) -> tuple[Mark, str, Tone]:
    if finding.verdict is Verdict.DOUBTFUL:
        return Mark.DOUBTFUL, say(f"doubt_short.{finding.doubts[0].kind.value}",
                                        page=finding.doubts[0].page), Tone.WARN  # fmt: skip
    if finding.verdict is Verdict.EXEMPT:
        return Mark.NOT_NEEDED, say("material.exempt"), Tone.INK2
    match finding.taken.how:
        case Taken.SCANNED:
            return Mark.DONE, say("material.scanned"), Tone.INK2
        case Taken.ON_PAPER:
            return Mark.DONE, say("material.on_paper"), Tone.INK2
        case Taken.MISSING:
            return Mark.ABSENT, say("material.missing"), Tone.INK2
        case Taken.NOT_YET:
            mark = Mark.RUNNING if current else Mark.MISSING
            return mark, say("material.scanning" if current else "material.not_yet"), Tone.INK2


def lacking_state(say: Wording, finding: Finding) -> Lacking:
    """One line of what is still to come, or waits for the clerk's word."""
    if finding.verdict is Verdict.DOUBTFUL:
        doubt = finding.doubts[0]
        text = say(f"doubt.{doubt.kind.value}", page=doubt.page, found=doubt.found, wanted=doubt.wanted)
        return Lacking(Mark.DOUBTFUL, finding.material.name, text)
    message = "follow_missing" if finding.verdict is Verdict.MAY_FOLLOW else "needed_missing"
    text = say(f"material.{message}", days=finding.material.follow_days)
    return Lacking(Mark.MISSING, finding.material.name, text)


def thumb_state(say: Wording, index: int, page: Page, picture: bytes, current: bool) -> PageThumb:
    """One page in the strip."""
    word = (
        "blank" if page.blank
        else "blurred" if page.sharpness < SHARP_ENOUGH
        else "glaring" if page.glare >= TOO_MUCH_GLARE
        else "sharp"
    )  # fmt: skip
    mark = Mark.DONE if word == "sharp" else Mark.DOUBTFUL
    return PageThumb(index + 1, picture, mark, say(f"material.{word}"),
                     current)  # fmt: skip


def checks_of(
    say: Wording, page: Page, size: int, *, turned: bool = False, title: TitleHint | None = None
) -> tuple[Check, ...]:
    """The automatic hints about a page of `size` bytes (0: not known), `turned` upright unasked, headed `title`."""
    sharp = page.sharpness >= SHARP_ENOUGH
    message = "check.sharp" if sharp else "check.blurred"
    checks = [Check(Mark.DONE if sharp else Mark.DOUBTFUL, say(message, sharpness=f"{page.sharpness:.2f}"))]
    if page.blank:
        checks.append(Check(Mark.DOUBTFUL, say("check.blank")))
    if page.glare >= TOO_MUCH_GLARE:
        checks.append(Check(Mark.DOUBTFUL, say("check.glaring", share=f"{page.glare:.0%}")))
    if title is not None and title.likeness is Likeness.LIKE:
        checks.append(Check(Mark.DONE, say("check.title_like")))
    if title is not None and title.likeness is Likeness.UNLIKE:
        checks.append(Check(Mark.HINT, say("check.title_unlike", title=title.title)))
    if turned:
        checks.append(Check(Mark.HINT, say("check.turned")))
    if page.codes:
        checks.append(Check(Mark.HINT, say("check.codes", text="，".join(page.codes)[:60])))
    if size:
        text = say("check.size", width=page.width, height=page.height, kilobytes=size // 1000)
        checks.append(Check(Mark.HINT, text))
    return tuple(checks)


def of_group(findings: tuple[Finding, ...], group: str) -> tuple[Finding, ...]:
    """The findings listed in `group`."""
    return tuple(finding for finding in findings if group_of(finding.material) == group)


def lacks(finding: Finding) -> bool:
    """Whether something is still to be done for it."""
    return finding.verdict in (Verdict.MISSING, Verdict.MAY_FOLLOW) or finding.open_doubt
