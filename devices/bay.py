"""One device in its place: opened when needed, re-opened with back-off when it goes away, and kept count of."""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from statistics import median
from typing import Generic, Protocol, TypeVar

from devices.errors import (
    CardError,
    DeviceAbsent,
    DeviceError,
    DeviceHangs,
    DeviceLost,
    DeviceSilent,
    FeederEmpty,
    NoCard,
)
from devices.setting import DeviceSetting
from devices.wires.ring import FrameRing, Passage, Tally

log = logging.getLogger("devices")


class Device(Protocol):
    """What every device has."""

    def open(self) -> None: ...
    def close(self) -> None: ...


PROBE_SECONDS = 1.5
LONGEST_BACK_OFF = 1.5  # with the watch's own second, a device is back within three seconds of being plugged in
AWAY = (DeviceAbsent, DeviceLost, DeviceSilent)
PASSING = (CardError, FeederEmpty)
"""Troubles of what lies on a device rather than of the device: they end with the card, or the paper."""

USES_KEPT = 400

D = TypeVar("D", bound=Device)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a device said when it was asked how it is; "" where it said nothing of the kind.

    `asked` is False for a device that cannot be asked: that its line is there says nothing of a trouble its use met.
    """

    note: str = ""  # what a person should know though it works: near_end, unknown, doors_open …
    identity: str = ""  # its own number
    detail: str = ""  # what else it says of itself, as it stands there: a version, a size, cells
    asked: bool = True


@dataclass(frozen=True, slots=True)
class Past:
    """A trouble that was, at `at` of the wall clock."""

    at: float
    error: DeviceError


@dataclass(frozen=True, slots=True)
class Health:
    """How a device fares: `trouble` is its standing fault since `since` (wall clock), None while it works."""

    opened: bool = False
    trouble: DeviceError | None = None
    since: float = 0.0
    uses: int = 0
    failures: int = 0
    seconds: float = 0.0  # of the last use
    answer: Answer = Answer()
    where: str = ""  # where it is now: a port name, an address
    last: Past | None = None  # the last trouble, of the card too

    @property
    def note(self) -> str:
        """What a person should know though the device works."""
        return self.answer.note


@dataclass(frozen=True, slots=True)
class Use:
    """One use: when (wall clock), how long in seconds, and whether it succeeded."""

    at: float
    seconds: float
    good: bool


@dataclass(frozen=True, slots=True)
class Statistics:
    """A device's work since the program started: frames, repeated questions, losses, hours open, seconds a use."""

    uses: int = 0
    failures: int = 0
    good: int = 0
    bad: int = 0
    retries: int = 0
    losses: int = 0
    hours: float = 0.0
    median: float | None = None
    slowest: float | None = None


class Bay(Generic[D]):
    """Holds one device for one lane. Not thread-safe on purpose: a device is touched only from its lane.

    `probe` asks an open device, harmlessly, how it is; it may raise. `health` and `uses` may be read from anywhere.
    """

    def __init__(
        self,
        setting: DeviceSetting,
        make: Callable[[], D],
        *,
        probe: Callable[[D], Answer] = lambda _: Answer(),
        on_health: Callable[[Health], None] = lambda _: None,
        now: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self.setting = setting
        self.name, self.role = setting.name, setting.role
        self._make, self._probe, self._on_health = make, probe, on_health
        self._now, self._wall = now, wall
        self._probe_at = 0.0
        self._device: D | None = None
        self._met: DeviceError | None = None  # what its last use met, until one succeeds or the line is lost
        self._retry_at = 0.0
        self._patience = 0.5
        self._losses = 0
        self._opened_at: float | None = None
        self._open_before = 0.0  # seconds
        self._tally_before = Tally()
        self.health = Health(where=setting.place)
        self.uses: deque[Use] = deque(maxlen=USES_KEPT)

    def use(self, work: Callable[[D], T], *, patient: bool = False, counted: bool = True) -> T:
        """Do `work` with the open device. Any `DeviceError` is noted in `health` and raised.

        A device that was away is asked first how it is: a printer switched off prints nothing on a port that is there.
        `patient` work, done again and again, does not knock at a device that is away before its back-off is over.
        A use that is not `counted`, such as a live picture, is none in the statistics.
        """
        started = self._now()
        if patient and self._device is None and started < self._retry_at and self.health.trouble is not None:
            raise self.health.trouble
        at_work = False
        try:
            device = self._opened()
            if isinstance(self.health.trouble, AWAY):
                self._probe(device)
            at_work = True
            done = work(device)
        except DeviceError as error:
            self._fail(error, self._now() - started if counted else None, at_work=at_work)
            raise
        self._succeed(self._now() - started if counted else None)
        return done

    def check(self) -> Answer:
        """Ask the device now how it is, whatever its back-off says. Raises its `DeviceError`."""
        try:
            answer = self._probe(self._opened())
        except DeviceError as error:
            self._fail(error, None)
            raise
        trouble = None if answer.asked else self._met
        self._tell(replace(self.health, opened=True, trouble=trouble, answer=answer))
        return answer

    def at_hand(self) -> D:
        """The open device, for a conversation that sees for itself how it fares. Raises its `DeviceError`."""
        try:
            return self._opened()
        except DeviceError as error:
            self._fail(error, None)
            raise

    def seen_working(self) -> None:
        """A person has seen it work: what its last use met holds no more. Raises its `DeviceError`."""
        self._met = None
        self.check()

    def watch(self) -> None:
        """Ask now and then how the device is, and try to open it again when it is away; never raises."""
        due = self._retry_at if self._device is None else self._probe_at
        if self._now() < due:
            return
        self._probe_at = self._now() + PROBE_SECONDS
        was_open = self._device is not None
        if not self._is_well() and was_open and self._device is None:
            self._is_well()  # it may have been plugged in elsewhere meanwhile

    def hangs(self, seconds: float) -> None:
        """Say of a device whose lane has not come back for so long that it may hang. The only word from elsewhere.

        It holds until the lane's own next word.
        """
        error = DeviceHangs(seconds=seconds, role=self.role.value, where=self.health.where)
        self._tell(replace(self.health, trouble=error))

    def close(self) -> None:
        """Close the device, if it is open."""
        if self._device is None:
            return
        self._open_before, self._opened_at = self._seconds_open(), None
        self._tally_before = self._tally()
        device, self._device = self._device, None
        try:
            device.close()
        except DeviceError as error:
            log.info("%s: closing: %s", self.name, type(error).__name__)

    def passages(self) -> tuple[Passage, ...]:
        """The last frames on its wire, redacted, oldest first; none while it is closed. Call it on the lane."""
        ring = self._ring()
        return ring.passages() if ring is not None else ()

    def statistics(self) -> Statistics:
        """Its work so far."""
        tally, times = self._tally(), [use.seconds for use in list(self.uses) if use.good]
        return Statistics(
            self.health.uses,
            self.health.failures,
            tally.good,
            tally.bad,
            tally.retries,
            self._losses,
            self._seconds_open() / 3600,
            median(times) if times else None,
            max(times) if times else None,
        )

    def _is_well(self) -> bool:
        """Whether the device says that it is well, opened if need be; what it says is noted."""
        try:
            self.check()
        except DeviceError:
            return False
        return True

    def _opened(self) -> D:
        if self._device is None:
            device = self._make()
            device.open()
            self._device, self._opened_at = device, self._now()
            self._patience = 0.5
        return self._device

    def _succeed(self, seconds: float | None) -> None:
        self._met = None
        health = replace(self.health, opened=True, trouble=None)
        if seconds is not None:
            self.uses.append(Use(self._wall(), seconds, True))
            health = replace(health, uses=health.uses + 1, seconds=seconds)
        self._tell(health)

    def _fail(self, error: DeviceError, seconds: float | None, *, at_work: bool = False) -> None:
        """Note an error; `seconds` it took, or None where nobody used the device; `at_work` if amidst its work."""
        self._met = error if at_work and not isinstance(error, (DeviceLost, *PASSING)) else None
        error.role = error.role or self.role.value
        error.where = error.where or self.health.where
        gone = isinstance(error, AWAY)
        if gone:
            self._losses += self._device is not None
            self.close()
            self._retry_at = self._now() + self._patience
            self._patience = min(self._patience * 2, LONGEST_BACK_OFF)
        standing = None if isinstance(error, PASSING) else error
        before = self.health
        if standing is not None and seconds is not None:
            self.uses.append(Use(self._wall(), seconds, False))
        self._tell(
            replace(
                before,
                opened=not gone,
                trouble=standing,
                failures=before.failures + (standing is not None and seconds is not None),
                last=_remembered(before, error, self._wall()),
            )
        )

    def _tell(self, health: Health) -> None:
        before = self.health
        if health.trouble is not None:
            same = _logged_as(before.trouble) == _logged_as(health.trouble)
            health = replace(health, since=before.since if same else self._wall())
        self.health = replace(health, where=self._where())
        if _logged_as(before.trouble) != _logged_as(health.trouble):
            _log_change(self.name, before, health)
        if _shown(before) != _shown(self.health):
            self._on_health(self.health)

    def _where(self) -> str:
        """Where the device is now, which its wire knows while it is open."""
        wire = getattr(self._device, "wire", None)
        return str(getattr(wire, "where", "")) or self.health.where

    def _ring(self) -> FrameRing | None:
        ring = getattr(getattr(self._device, "wire", None), "ring", None)
        return ring if isinstance(ring, FrameRing) else None

    def _tally(self) -> Tally:
        before, ring = self._tally_before, self._ring()
        if ring is None:
            return before
        tally = ring.tally
        return Tally(before.good + tally.good, before.bad + tally.bad, before.retries + tally.retries)

    def _seconds_open(self) -> float:
        return self._open_before + (self._now() - self._opened_at if self._opened_at is not None else 0.0)


def _remembered(before: Health, error: DeviceError, at: float) -> Past | None:
    """The last trouble worth remembering: an empty reader is none, and one that goes on is remembered by its begin."""
    if isinstance(error, NoCard):
        return before.last
    if before.trouble is not None and _logged_as(before.trouble) == _logged_as(error):
        return before.last
    return Past(at, error)


def _logged_as(trouble: DeviceError | None) -> str:
    """What a device that is lost, then cannot be opened, then is silent has in common: it is away."""
    return "away" if isinstance(trouble, AWAY) else type(trouble).__name__


def _shown(health: Health) -> tuple[bool, type[object], Answer]:
    return health.opened, type(health.trouble), health.answer


def _log_change(name: str, before: Health, after: Health) -> None:
    if after.trouble is not None:
        log.warning("%s: %s", name, type(after.trouble).__name__)
    elif before.trouble is not None:
        log.info("%s: back", name)
