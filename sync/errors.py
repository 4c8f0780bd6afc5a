"""What can go wrong between a window and the central, sorted by what follows from it.

SyncError                 carries facts; the screen makes the sentence
├── LinkTrouble           nothing is wrong with what is sent: everything waits and nothing is parked
│   ├── Unreachable       no answer at all (network, name, timeout, certificate)
│   ├── NotOurCentral     an answer without the central's signed word: a captive portal or a stranger
│   ├── ForeignRedirect   sent on to another host, refused (host)
│   ├── Busy              the central asks for patience: 408, 425, 429, 502, 503, 504 (status, retry_after)
│   ├── SignInNeeded      401: the window must sign in again
│   └── UpgradeNeeded     426 or an unknown schema: this program is too old or too new
├── SessionEnded          401: the window is known, but the person must sign in again
├── CentralFault          the central failed on this very message, 5xx (status)
├── Refused               the central understood and says no, 4xx (status, code, facts): parked for a person
└── PageLost              a page to be sent is missing or damaged on this disk: parked for a person
"""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from typing import Any


class SyncError(Exception):
    """Something between window and central; never a bug."""


class LinkTrouble(SyncError):
    """The way to the central is closed for now, whatever is sent."""


class Unreachable(LinkTrouble):
    """No answer came."""


class NotOurCentral(LinkTrouble):
    """Somebody answered, but not with our central's signed word."""


class ForeignRedirect(LinkTrouble):
    """The answer sends us to `host`, which is not our central."""

    def __init__(self, host: str) -> None:
        super().__init__(host)
        self.host = host


class Busy(LinkTrouble):
    """The central asks for patience; `retry_after` in seconds, 0 where it named none."""

    def __init__(self, status: int, retry_after: float = 0) -> None:
        super().__init__(f"status {status}")
        self.status, self.retry_after = status, retry_after


class SignInNeeded(LinkTrouble):
    """The token is missing, wrong or has run out."""


class SessionEnded(SyncError):
    """Nobody is signed in at the central from here, or not any more."""


class UpgradeNeeded(LinkTrouble):
    """The central does not take this program's messages."""


class CentralFault(SyncError):
    """The central failed with `status` on what it was sent."""

    def __init__(self, status: int) -> None:
        super().__init__(f"status {status}")
        self.status = status


class Refused(SyncError):
    """The central says no, with a `code` and facts about it."""

    def __init__(self, status: int, code: str, facts: Mapping[str, Any] | None = None) -> None:
        super().__init__(f"status {status}: {code}")
        self.status, self.code, self.facts = status, code, dict(facts or {})


class PageLost(SyncError):
    """A page that should be sent cannot be read here; `code` is "page_missing", "page_damaged" or
    "page_unreadable".
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def places(error: BaseException) -> str:
    """Where an unforeseen error came from, innermost first: what a log may say of it. Its text may hold a name."""
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    return " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames))
