"""What the frame round every page shows: header, rail, stepper, banner, key bar."""

from dataclasses import dataclass
from enum import Enum

from app.presenters.marks import Mark


@dataclass(frozen=True, slots=True)
class DevicePill:
    """One device in the header. `trouble` is a word such as "缺纸", empty while healthy."""

    id: str
    name: str
    mark: Mark = Mark.DONE
    trouble: str = ""

    @property
    def healthy(self) -> bool:
        return self.mark is Mark.DONE


@dataclass(frozen=True, slots=True)
class SyncPill:
    """The outbox in three facts; the header makes the word."""

    online: bool = True
    waiting: int = 0
    parked: int = 0


@dataclass(frozen=True, slots=True)
class HeaderState:
    """`window` is a number such as "03"; `subject` the ticket or case, `note` what is said of it in small."""

    window: str = ""
    desk: str = ""
    clerk: str = ""
    subject: str = ""
    note: str = ""
    devices: tuple[DevicePill, ...] = ()
    sync: SyncPill | None = None
    clock: str = ""


@dataclass(frozen=True, slots=True)
class RailEntry:
    """A page this role may open; `badge` counts what waits for a person."""

    id: str
    name: str
    icon: str
    badge: int = 0


class StepProgress(Enum):
    DONE = "done"
    CURRENT = "current"
    TO_COME = "to_come"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the case; `note` is its result so far. `locked` is only ever the last one."""

    name: str
    progress: StepProgress = StepProgress.TO_COME
    note: str = ""
    locked: bool = False


class Severity(Enum):
    """Banners, most severe last; only the most severe is shown."""

    NEUTRAL = 0
    WARN = 1
    BAD = 2


@dataclass(frozen=True, slots=True)
class BannerState:
    """What happened, what to do, and at most one action with its key: in the frame by the key's id in the key table."""

    id: str
    title: str
    detail: str = ""
    severity: Severity = Severity.NEUTRAL
    action: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class KeyHint:
    """A key shown in the key bar: its id in the key table, and a word if this page words it otherwise."""

    id: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class ShellState:
    """The whole frame at one moment; no steps means no stepper."""

    header: HeaderState = HeaderState()
    rail: tuple[RailEntry, ...] = ()
    page: str = ""
    steps: tuple[Step, ...] = ()
    banners: tuple[BannerState, ...] = ()
    keys: tuple[KeyHint, ...] = ()
    foot: str = ""
    foot_mark: Mark | None = None

    @property
    def banner(self) -> BannerState | None:
        """The most severe banner, the earliest of equals."""
        return max(self.banners, key=lambda banner: banner.severity.value, default=None)
