"""The devices of a whole hall, from the latest report of each window: figures, makes compared, the worst first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from app.reports.verdicts import Work, work_of
from sync.wire import DeviceReport, Verdict, WindowReport

STALE = timedelta(days=7)
"""A report older than this says little of today."""

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class HallWindow:
    """A window of the hall and its latest report; None where it has never sent one."""

    number: str
    device_id: str
    report: WindowReport | None


@dataclass(frozen=True, slots=True)
class Placed:
    """A device and the window it is at."""

    window: str
    device: DeviceReport


@dataclass(frozen=True, slots=True)
class RoleFigures:
    """The devices of one role."""

    role: str
    all: int
    well: int
    verdicts: dict[Verdict, int]


@dataclass(frozen=True, slots=True)
class MakeFigures:
    """The devices of one make and profile, whatever the window."""

    role: str
    make: str
    profile: str
    count: int
    work: Work
    verdicts: dict[Verdict, int]

    @property
    def strain(self) -> float:
        """How badly it fares; less is better."""
        return self.work.strain


@dataclass(frozen=True, slots=True)
class Fleet:
    """One hall at one moment. Windows and makes are in their order; the devices to replace, the worst first."""

    hall: str
    made_at: datetime
    windows: tuple[HallWindow, ...]

    @property
    def devices(self) -> tuple[Placed, ...]:
        """Every device that was reported."""
        return tuple(
            Placed(each.number, device) for each in self.windows if each.report for device in each.report.devices
        )

    @property
    def reported(self) -> int:
        """How many windows have ever sent a report."""
        return sum(each.report is not None for each in self.windows)

    @property
    def missing(self) -> tuple[HallWindow, ...]:
        """Windows that have not reported, or not for a week."""
        return tuple(each for each in self.windows if self.age(each) is None or self.is_stale(each))

    @property
    def roles(self) -> tuple[RoleFigures, ...]:
        """Figures by role, in the order in which roles first come."""
        return tuple(
            RoleFigures(role, len(devices), sum(each.well for each in devices), _verdicts(devices))
            for role, devices in _grouped((each.device for each in self.devices), lambda device: device.role)
        )

    @property
    def makes(self) -> tuple[MakeFigures, ...]:
        """Figures by make and profile: role by role, the worst first, those with too little to judge last."""
        order = [each.role for each in self.roles]
        key: Callable[[DeviceReport], tuple[str, str, str]] = lambda device: (device.role, device.make, device.profile)  # noqa: E731
        found = [
            MakeFigures(*make, len(devices), work_of(devices), _verdicts(devices))
            for make, devices in _grouped((each.device for each in self.devices), key)
        ]
        return tuple(
            sorted(found, key=lambda each: (order.index(each.role), not each.work.tried, -each.strain, each.profile))
        )

    def with_verdict(self, verdict: Verdict) -> tuple[Placed, ...]:
        """The devices of a verdict, the worst first."""
        found = (each for each in self.devices if each.device.verdict is verdict)
        return tuple(sorted(found, key=lambda each: -work_of([each.device]).strain))

    def age(self, window: HallWindow) -> timedelta | None:
        """How old its report is; None where there is none."""
        return None if window.report is None else self.made_at - window.report.made_at

    def is_stale(self, window: HallWindow) -> bool:
        """Whether its report is too old to say much."""
        age = self.age(window)
        return age is not None and age > STALE

    def to_plain(self) -> dict[str, Any]:
        """For JSON: the figures, and every report as its window sent it."""
        verdicts = _verdicts([each.device for each in self.devices])
        return {
            "hall": self.hall,
            "made_at": self.made_at.isoformat(timespec="minutes"),
            "windows": len(self.windows),
            "reported": self.reported,
            "devices": len(self.devices),
            "well": sum(each.device.well for each in self.devices),
            "verdicts": verdicts,
            "roles": [
                {"role": each.role, "devices": each.all, "well": each.well, **each.verdicts} for each in self.roles
            ],
            "makes": [
                {
                    "role": each.role,
                    "make": each.make,
                    "profile": each.profile,
                    "devices": each.count,
                    "uses": each.work.uses,
                    "failures": each.work.failures,
                    "failing": each.work.failing,
                    "bad_frames": each.work.bad_frames,
                    "losses": each.work.losses,
                    "losses_an_hour": each.work.losses_an_hour,
                    "hours": round(each.work.hours, 1),
                    **each.verdicts,
                }
                for each in self.makes
            ],
            "replace_first": [
                {"window": each.window, "name": each.device.name, "why": each.device.why}
                for each in self.with_verdict(Verdict.REPLACE)
            ],
            "not_reported": [each.number for each in self.missing],
            "reports": [each.report.model_dump(mode="json") for each in self.windows if each.report],
        }


def hall_name(reports: Iterable[WindowReport], otherwise: str) -> str:
    """What most windows call their hall; a central knows only its code."""
    names = Counter(each.hall for each in reports if each.hall)
    return names.most_common(1)[0][0] if names else otherwise


def _verdicts(devices: Sequence[DeviceReport]) -> dict[Verdict, int]:
    counts = Counter(each.verdict for each in devices)
    return {verdict: counts[verdict] for verdict in Verdict}


def _grouped(devices: Iterable[DeviceReport], key: Callable[[DeviceReport], K]) -> list[tuple[K, list[DeviceReport]]]:
    groups: dict[K, list[DeviceReport]] = defaultdict(list)
    for device in devices:
        groups[key(device)].append(device)
    return list(groups.items())
