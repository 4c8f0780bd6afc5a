"""What every panel of the hand-out page is about, whichever it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.wording import Wording


@dataclass(frozen=True, slots=True)
class About:
    """Words, the moment, who acts, and the locker, "" where there is none here."""

    say: Wording
    now: datetime
    login: str
    window: str
    locker: str
    locker_trouble: str = ""  # why nothing can be laid in now
    takes_in: bool = False  # the clerk may take up the case of an applicant who has brought something

    @property
    def no_cell(self) -> str:
        """Why no cell can be opened or kept now."""
        return self.locker_trouble if self.locker else self.say("hand_out.no_locker")
