"""What follows from each failure. Pure: the caller brings the dice.

network, timeout, 408/425/429/502/503/504   everything waits; full jitter, or what Retry-After says
401, 403 for a whole request                everything waits until the window has signed in again
426, or a schema the central does not know  everything waits for an upgrade
an answer without our central's word        a captive portal or a stranger: everything waits
any other 5xx                               this entry goes again later, others go on
400, 409, 413, 422, or an op refused        parked with the reason; its case waits, others go on
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from sync import wire
from sync.errors import (
    Busy,
    CentralFault,
    LinkTrouble,
    PageLost,
    Refused,
    SignInNeeded,
    SyncError,
    Unreachable,
    UpgradeNeeded,
)

FIRST_WAIT_MS = 1_000
MOST_JITTER_MS = 60_000
LONGEST_WAIT_MS = 15 * 60_000
SIGN_IN_WAIT_MS = 30_000
UPGRADE_WAIT_MS = 10 * 60_000

_AGAIN = frozenset({"wait_previous", "chunk_corrupt", "page_corrupt"})
"""Refusals after which the very same thing may be accepted later."""


class Hold(Enum):
    """Why everything waits."""

    OFFLINE = "offline"
    STRANGER = "stranger"
    SIGN_IN = "sign_in"
    UPGRADE = "upgrade"


@dataclass(frozen=True, slots=True)
class HoldAll:
    """Nothing goes for `after_ms`, whatever it is."""

    why: Hold
    after_ms: int
    reason: str


@dataclass(frozen=True, slots=True)
class Retry:
    """This one goes again after `after_ms`."""

    after_ms: int
    reason: str


@dataclass(frozen=True, slots=True)
class Park:
    """This one waits for a person."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


Verdict = HoldAll | Retry | Park


def full_jitter_ms(tries: int, roll: float) -> int:
    """A delay after `tries` failures: evenly between 0 and min(60 s, 1 s·2ⁿ). `roll` is from [0, 1)."""
    return round(roll * min(MOST_JITTER_MS, FIRST_WAIT_MS << min(tries, 16)))


def judge(error: SyncError, tries: int, roll: float) -> Verdict:
    """What follows from `error` after `tries` failures before it."""
    jitter = full_jitter_ms(tries, roll)
    match error:
        case Busy(retry_after=seconds):
            return HoldAll(Hold.OFFLINE, min(max(jitter, round(seconds * 1000)), LONGEST_WAIT_MS), str(error))
        case SignInNeeded():
            return HoldAll(Hold.SIGN_IN, SIGN_IN_WAIT_MS, str(error))
        case UpgradeNeeded():
            return HoldAll(Hold.UPGRADE, UPGRADE_WAIT_MS, str(error))
        case Unreachable():
            return HoldAll(Hold.OFFLINE, jitter, str(error))
        case LinkTrouble():
            return HoldAll(Hold.STRANGER, jitter, str(error))
        case CentralFault():
            return Retry(jitter, str(error))
        case Refused(code=code) if code in _AGAIN:
            return Retry(jitter, code)
        case Refused(status=403, code=code):  # speaks of the window, not of what it sent
            return HoldAll(Hold.SIGN_IN, SIGN_IN_WAIT_MS, code)
        case Refused(code=code, facts=facts):
            return Park(code, facts)
        case PageLost(code=code):
            return Park(code)
    return Retry(jitter, type(error).__name__)


def judge_refusal(result: wire.OpResult, tries: int, roll: float) -> Verdict:
    """What follows from one op being refused in a push that went through."""
    if result.code == "upgrade":
        return HoldAll(Hold.UPGRADE, UPGRADE_WAIT_MS, result.code)
    if result.code in _AGAIN:
        return Retry(full_jitter_ms(tries, roll), result.code)
    return Park(result.code, {**result.facts, "current_version": result.current_version})
