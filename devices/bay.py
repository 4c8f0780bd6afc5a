"""One device in its place: opened when needed, closed and re-opened with back-off when it goes away."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Generic, Protocol, TypeVar

from devices.errors import CardError, DeviceAbsent, DeviceError, DeviceLost, DeviceSilent

log = logging.getLogger("devices")


class Device(Protocol):
    """What every device has."""

    def open(self) -> None: ...
    def close(self) -> None: ...


PROBE_SECONDS = 3.0
AWAY = (DeviceAbsent, DeviceLost, DeviceSilent)

D = TypeVar("D", bound=Device)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Health:
    """How a device fares: `trouble` is its standing fault, None while it works; counts since start."""

    opened: bool = False
    trouble: DeviceError | None = None
    uses: int = 0
    failures: int = 0
    seconds: float = 0.0  # of the last use
    note: str = ""  # what the device said of itself while working, such as near_end


class Bay(Generic[D]):
    """Holds one device for one lane. Not thread-safe on purpose: a device is touched only from its lane.

    `probe` asks an open device, harmlessly, how it is: "" when well, else a note such as near_end; it may raise.
    """

    def __init__(
        self,
        role: str,
        where: str,
        make: Callable[[], D],
        *,
        probe: Callable[[D], str] = lambda _: "",
        on_health: Callable[[Health], None] = lambda _: None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.role, self.where = role, where
        self._make, self._probe, self._on_health, self._now = make, probe, on_health, now
        self._probe_at = 0.0
        self._device: D | None = None
        self._retry_at = 0.0
        self._patience = 0.5
        self.health = Health()

    def use(self, work: Callable[[D], T], *, patient: bool = False) -> T:
        """Do `work` with the open device. Any `DeviceError` is noted in `health` and raised.

        `patient` work, done again and again, does not knock at a device that is away before its back-off is over.
        """
        started = self._now()
        if patient and self._device is None and started < self._retry_at and self.health.trouble is not None:
            raise self.health.trouble
        try:
            done = work(self._opened())
        except DeviceError as error:
            self._note(error)
            raise
        self._note(None, self._now() - started)
        return done

    def check(self) -> None:
        """Ask the device now how it is, whatever its back-off says. Raises its `DeviceError`."""
        note = self.use(self._probe)
        self._tell(replace(self.health, note=note))

    def watch(self) -> None:
        """Ask now and then how the device is, and try to open it again when it is away; never raises."""
        due = self._retry_at if self._device is None else self._probe_at
        if self._now() < due:
            return
        self._probe_at = self._now() + PROBE_SECONDS
        try:
            note = self._probe(self._opened())
        except DeviceError as error:
            self._note(error)
        else:
            self._tell(replace(self.health, opened=True, trouble=None, note=note))

    def close(self) -> None:
        """Close the device, if it is open."""
        if self._device is not None:
            device, self._device = self._device, None
            try:
                device.close()
            except DeviceError as error:
                log.info("%s: closing: %s", self.role, type(error).__name__)

    def _opened(self) -> D:
        if self._device is None:
            device = self._make()
            device.open()
            self._device = device
            self._patience = 0.5
        return self._device

    def _note(self, error: DeviceError | None, seconds: float = 0.0) -> None:
        error = _placed(error, self.role, self.where)
        gone = isinstance(error, AWAY)
        if gone:
            self.close()
            self._retry_at = self._now() + self._patience
            self._patience = min(self._patience * 2, 3.0)
        standing = None if isinstance(error, CardError) else error
        self._tell(
            replace(
                self.health,
                opened=not gone,
                trouble=standing,
                uses=self.health.uses + (error is None),
                failures=self.health.failures + (standing is not None),
                seconds=seconds or self.health.seconds,
            )
        )

    def _tell(self, health: Health) -> None:
        before, self.health = self.health, health
        if _logged_as(before.trouble) != _logged_as(health.trouble):
            _log_change(self.role, before, health)
        if _shown(before) != _shown(health):
            self._on_health(health)


def _logged_as(trouble: DeviceError | None) -> str:
    """What a device that is lost, then cannot be opened, then is silent has in common: it is away."""
    return "away" if isinstance(trouble, AWAY) else type(trouble).__name__


def _shown(health: Health) -> tuple[bool, type[object], str]:
    return health.opened, type(health.trouble), health.note


def _placed(error: DeviceError | None, role: str, where: str) -> DeviceError | None:
    if error is not None:
        error.role = error.role or role
        error.where = error.where or where
    return error


def _log_change(role: str, before: Health, after: Health) -> None:
    if after.trouble is not None:
        log.warning("%s: %s", role, type(after.trouble).__name__)
    elif before.trouble is not None:
        log.info("%s: back", role)
