"""What the devices page shows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from app.presenters.marks import Mark, Tone


class IssueAct(Enum):
    """What can be done about an issue; the page knows the key of each."""

    RETRY = "retry"
    GUIDE = "guide"
    PRINT_A4 = "print_a4"
    IGNORE = "ignore"


@dataclass(frozen=True, slots=True)
class Issue:
    """What ails a device, and what to do. `id` is stable, so that it can be put aside."""

    id: str
    device: str
    mark: Mark
    title: str
    cure: str
    acts: tuple[IssueAct, ...] = (IssueAct.RETRY,)


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """One device: `device` is its name in the settings, `name` what people call it, `kind` what make it is of."""

    device: str
    icon: str
    name: str
    kind: str
    where: str
    mark: Mark
    word: str
    last: str
    uses: int
    failures: int
    current: bool = False


@dataclass(frozen=True, slots=True)
class Dot:
    """One use in the figure: minutes since midnight, seconds it took, and whether it succeeded."""

    minute: float
    seconds: float
    good: bool


@dataclass(frozen=True, slots=True)
class FrameLine:
    """One passage on the wire, without anything personal."""

    time: str
    way: str
    shown: str


@dataclass(frozen=True, slots=True)
class DeviceDetail:
    """The current device."""

    title: str = ""
    mark: Mark = Mark.DONE
    word: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    dots: tuple[Dot, ...] = ()
    figure: str = ""  # the figure in words
    counts: tuple[tuple[str, str], ...] = ()
    frames: tuple[FrameLine, ...] = ()
    frames_note: str = ""
    can_guide: bool = False


@dataclass(frozen=True, slots=True)
class GuideLine:
    """One line of the conversation so far."""

    text: str
    mark: Mark
    tone: Tone = Tone.INK


@dataclass(frozen=True, slots=True)
class GuideState:
    """A check or a calibration under way. `choices` are answered by digit; none means Enter goes on."""

    title: str
    lines: tuple[GuideLine, ...]
    question: str = ""
    choices: tuple[str, ...] = ()
    over: bool = False


@dataclass(frozen=True, slots=True)
class FoundRow:
    """Something plugged in: `how_sure` in words, `hint` what to do; it can be added where `can_add`."""

    id: str
    icon: str
    name: str
    where: str
    how_sure: str
    hint: str
    mark: Mark
    can_add: bool = False
    current: bool = False


@dataclass(frozen=True, slots=True)
class FoundState:
    """What a search has found so far."""

    note: str
    rows: tuple[FoundRow, ...]
    busy: bool = False


@dataclass(frozen=True, slots=True)
class DevicesState:
    """The page. At the right stands the current device, or a guide, or what was found."""

    summary: str = ""
    issues: tuple[Issue, ...] = ()
    rows: tuple[DeviceRow, ...] = ()
    detail: DeviceDetail | None = None
    guide: GuideState | None = None
    found: FoundState | None = None
    note: str = ""  # beside the keys: when it was last looked for devices, or where the report went


class DevicesView(Protocol):
    """What the presenter asks of its page."""

    def present(self, state: DevicesState) -> None: ...
