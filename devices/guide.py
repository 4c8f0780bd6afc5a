"""A conversation with a person about a device: what to do with their hands, and what they see. It reads as a script.

A guide is a generator run on the device's lane. It yields what is to be shown and gets the person's answer; at its end
it returns what it found out, to be kept as the device's calibration ({} for a mere check).

    def calibrate(bank) -> Guide:
        yield Ask("calibrate.close_all_doors")
        before = bank.raw()
        ...
        return {"closed_value": "11"}
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from devices.errors import DeviceError

T = TypeVar("T")

YES, NO = "yes", "no"
PATIENCE = 20.0  # seconds a person is given to lay a card or press a key


@dataclass(frozen=True, slots=True)
class Ask:
    """A request or question: message id, its facts, and the answers that can be chosen (go on, where there is none)."""

    message: str
    facts: Mapping[str, object] = field(default_factory=dict)
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """What came out of a step; `good` is None for news that are neither good nor bad."""

    message: str
    facts: Mapping[str, object] = field(default_factory=dict)
    good: bool | None = True


@dataclass(frozen=True, slots=True)
class Failed:
    """A step that ended in an error of the device."""

    error: DeviceError


@dataclass(frozen=True, slots=True)
class Waiting:
    """The device is being watched for what the person was asked to do; the guide goes on by itself."""


Step = Ask | Told | Failed | Waiting
Guide = Generator[Step, str, Mapping[str, Any]]


def watched(
    look: Callable[[], T | None], *, patience: float = PATIENCE, now: Callable[[], float] = time.monotonic
) -> Generator[Step, str, T | None]:
    """Look again and again, letting the person call the guide off between looks; None when `patience` is over.

    `look` itself waits a moment for the device; so nothing here sleeps.
    """
    deadline = now() + patience
    while now() < deadline:
        if (seen := look()) is not None:
            return seen
        yield Waiting()
    return None
