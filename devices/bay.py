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


class Bay(Generic[D]):
    """Holds one device for one lane. Not thread-safe on purpose: a device is touched only from its lane."""

    def __init__(
        self,
        role: str,
        where: str,
        make: Callable[[], D],
        *,
        on_health: Callable[[Health], None] = lambda _: None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.role, self.where = role, where
        self._make, self._on_health, self._now = make, on_health, now
        self._device: D | None = None
        self._retry_at = 0.0
        self._patience = 0.5
        self.health = Health()

    def use(self, work: Callable[[D], T]) -> T:
        """Do `work` with the open device. Any `DeviceError` is noted in `health` and raised."""
        started = self._now()
        try:
            done = work(self._opened())
        except DeviceError as error:
            self._note(error)
            raise
        self._note(None, self._now() - started)
        return done

    def check(self) -> None:
        """Open the device now, whatever its back-off says. Raises its `DeviceError`."""
        self.use(lambda _: None)

    def watch(self) -> None:
        """Try to open the device again once its back-off is over; never raises."""
        if self._device is None and self._now() >= self._retry_at:
            try:
                self._opened()
            except DeviceError as error:
                self._note(error)
            else:
                self._tell(replace(self.health, opened=True, trouble=None))

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
        gone = isinstance(error, DeviceAbsent | DeviceLost | DeviceSilent)
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
        if type(before.trouble) is not type(health.trouble):
            _log_change(self.role, before, health)
        if (before.opened, type(before.trouble)) != (health.opened, type(health.trouble)):
            self._on_health(health)


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
