"""The way to the central: open or closed, since when, and when to knock again. Values only."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from sync.policy import LONGEST_WAIT_MS

TEN_MINUTES_MS = 600_000


class LinkState(Enum):
    """How the window stands with its central."""

    UNKNOWN = "unknown"  # not asked yet
    ONLINE = "online"
    OFFLINE = "offline"
    STRANGER = "stranger"  # somebody answers, but it is not our central
    SIGN_IN = "sign_in"
    UPGRADE = "upgrade"


@dataclass(frozen=True, slots=True)
class Link:
    """One state of the link. Times in UTC milliseconds; `round_trip_ms` is of the last answer."""

    state: LinkState = LinkState.UNKNOWN
    since_ms: int = 0
    failures: int = 0
    retry_ms: int = 0
    round_trip_ms: float = 0.0
    reason: str = ""
    central_ms: int = 0  # the central's clock when it was last heard, to ten minutes
    ahead_minutes: int = 0  # by how much that clock is ahead of this one; behind where negative

    @property
    def online(self) -> bool:
        """Whether the central answered last."""
        return self.state is LinkState.ONLINE

    def due(self, now_ms: int) -> bool:
        """Whether to knock now. A time further off than any delay means that the clock was set back."""
        return not now_ms < self.retry_ms <= now_ms + LONGEST_WAIT_MS

    def answered(self, now_ms: int, round_trip_ms: float) -> Link:
        """The central answered."""
        since = self.since_ms if self.online else now_ms
        return Link(LinkState.ONLINE, since, 0, 0, round_trip_ms, "", self.central_ms, self.ahead_minutes)

    def heard(self, central_ms: int, now_ms: int) -> Link:
        """The central said what time it is."""
        heard = central_ms - central_ms % TEN_MINUTES_MS  # not each time another state, of which the screen is told
        return replace(self, central_ms=heard, ahead_minutes=round((central_ms - now_ms) / 60_000))

    def failed(self, state: LinkState, now_ms: int, after_ms: int, reason: str) -> Link:
        """It did not; knock again `after_ms` from now."""
        since = self.since_ms if self.state is state else now_ms
        return replace(
            self, state=state, since_ms=since, failures=self.failures + 1, retry_ms=now_ms + after_ms, reason=reason
        )

    def hurried(self) -> Link:
        """Somebody wants it tried at once."""
        return replace(self, retry_ms=0)
