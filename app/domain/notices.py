"""What an applicant is told by text message: templates with named places, their length, and the hours of quiet.

A message never goes out with a hole in it: an unknown place is an error of the template, a missing fact one of whoever
wants it sent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import Enum

from app.domain.errors import NoticeUnfit

UNITS_ALONE, UNITS_A_SEGMENT = 70, 67
"""UTF-16 units that a message in UCS-2 holds, alone and as one of several (3GPP TS 23.040 §9.2.3.24.1)."""

PLACES = frozenset(
    (
        "number",
        "item",
        "due",
        "hall",
        "phone",
        "missing",
        "pickup_code",
        "locker",
        "cell",
        "until",
        "waybill",
        "procedure",
        "days",
    )
)
"""The places a template may have. All are texts as a person reads them."""

_PLACE = re.compile(r"\{(.*?)\}|[{}]")
_MOBILE = re.compile(r"(?:\+?86)?(1[3-9]\d{9})", re.ASCII)


class Notice(Enum):
    """What is told."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    SUPPLEMENT = "supplement"
    SUSPENDED = "suspended"
    EXTENDED = "extended"
    DECIDED_YES = "decided_yes"
    DECIDED_NO = "decided_no"
    READY_AT_WINDOW = "ready_at_window"
    READY_IN_LOCKER = "ready_in_locker"
    CELL_KEPT = "cell_kept"
    DEPOSITED = "deposited"
    CELL_GIVEN_UP = "cell_given_up"
    DEPOSIT_DUE = "deposit_due"
    POSTED = "posted"
    LOCKER_OVERDUE = "locker_overdue"
    FOLLOW_UP_DUE = "follow_up_due"


@dataclass(frozen=True, slots=True)
class MessageTemplate:
    """The text of a notice. `short` stands in where the whole would be too long; `urgent` goes out at night too.

    Raises `NoticeUnfit` (unknown_place) for a place nobody fills, or a brace that is none.
    """

    text: str
    short: str = ""
    urgent: bool = False

    def __post_init__(self) -> None:
        for found in _PLACE.finditer(self.text + self.short):
            if found[1] not in PLACES:
                raise NoticeUnfit("unknown_place", found[0])


@dataclass(frozen=True, slots=True)
class QuietHours:
    """When people are left alone, in hall time; over midnight where `begins` is the later one."""

    begins: time = time(21)
    ends: time = time(8)

    def earliest(self, moment: datetime) -> datetime:
        """`moment`, or the end of the quiet hours it lies in. `moment` is in hall time."""
        at = moment.time()
        over_midnight = self.begins > self.ends
        evening = at >= self.begins and (over_midnight or at < self.ends)
        morning = over_midnight and at < self.ends
        if not (evening or morning):
            return moment
        day = moment.date() + timedelta(days=1 if evening and over_midnight else 0)
        return datetime.combine(day, self.ends, moment.tzinfo)


@dataclass(frozen=True, slots=True)
class MessageBook:
    """All that a hall says of its messages: `resources/sms.toml`. `permanent` are codes that no repeating cures."""

    templates: Mapping[Notice, MessageTemplate]
    signature: str = ""
    hall: str = ""
    phone: str = ""
    quiet: QuietHours = QuietHours()
    most_segments: int = 5
    most_tries: int = 8
    lease_minutes: int = 10
    permanent: frozenset[str] = frozenset()

    def text(self, notice: Notice, facts: Mapping[str, str]) -> str:
        """The signed text of `notice`; the hall's own name and telephone need not be among the facts.

        Raises `NoticeUnfit` (missing_fact, too_long).
        """
        template = self.templates[notice]
        facts = {"hall": self.hall, "phone": self.phone} | dict(facts)
        for text in filter(None, (template.text, template.short)):
            signed = (f"【{self.signature}】" if self.signature else "") + _filled(text, facts)
            if segments(signed) <= self.most_segments:
                return signed
        raise NoticeUnfit("too_long", notice.value)


def segments(text: str) -> int:
    """How many messages the network makes of `text`; a character of two units is never split."""
    units = [len(character.encode("utf-16-be")) // 2 for character in text]
    if sum(units) <= UNITS_ALONE:
        return 1
    count, room = 1, UNITS_A_SEGMENT
    for each in units:
        if each > room:
            count, room = count + 1, UNITS_A_SEGMENT
        room -= each
    return count


def mobile_number(phone: str) -> str:
    """A mobile of the mainland as eleven digits, "" for anything else. Blanks and hyphens are let pass."""
    found = _MOBILE.fullmatch(re.sub(r"[\s-]", "", phone))
    return found[1] if found else ""


def _filled(text: str, facts: Mapping[str, str]) -> str:
    def fact(place: re.Match[str]) -> str:
        said = " ".join(facts.get(place[1], "").split())  # a line break in a name would break the message
        if not said:
            raise NoticeUnfit("missing_fact", place[1])
        return said

    return _PLACE.sub(fact, text)
