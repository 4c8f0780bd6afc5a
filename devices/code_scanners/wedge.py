"""Tells a scanner that types as a keyboard from a person who types, by nothing but the time between keys. Pure.

Keys are held back while they may be a scan, and given back in their order when they are none. What a scan looks like:

    a pause · keys one upon the other, no two further apart than `KEY_GAP` and on the whole not slower than `PACE`,
    `shortest` or more of them · Enter, within `END_GAP`

A scanner sends a key every 1 to 15 ms; the fastest typists need 30 ms and more, though two or three keys may be
rolled into less. So a person's key is held for `KEY_GAP`, and only the first one after a pause. Three or more that
come faster than any hand are held until they end; then they are typing again. A scan with a hiccup in it is given back
as typing, all of it: part of a code is never taken for a code. A person who types into a scan spoils it unseen; only
the check digits of the code can tell.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from devices.tables import Between

ENDS = {"enter": "\r", "tab": "\t"}
KEY_GAP = 0.025
PACE = 0.020
END_GAP = 0.050
PATIENCE = 0.050
"""Seconds that the first key waits while it has not two companions yet."""

PAUSE = 0.200
"""A scan begins after so long without a key; what follows sooner belongs to the typing, or the broken scan, before."""

_COMPANY = 3


@dataclass(frozen=True, slots=True)
class WedgeProfile:
    """How a scanner that types has been set up.

    `ends_with` is the key it presses last, enter or tab. `shortest` and `longest` are the characters of a code.
    `prefix` and `suffix` are what it was told, by a bar code of its manual, to put round every code: with a prefix
    that nobody types, a person's keys are hardly ever held.
    """

    ends_with: Literal["enter", "tab"] = "enter"
    shortest: Annotated[int, Between(4, 100)] = 6
    longest: Annotated[int, Between(4, 8000)] = 3000
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """The next `count` keys were typed by a person."""

    count: int


@dataclass(frozen=True, slots=True)
class Scanned:
    """The next `count` keys, Enter among them, were typed by a scanner: this `code`."""

    count: int
    code: str


Verdict = Typed | Scanned


class WedgeJudge:
    """Takes keys with their times (seconds, of any clock) and says, in their order, whose each was.

    Keys not spoken of yet are held; `due` is when the judge has to be told that no further key came.
    """

    def __init__(self, profile: WedgeProfile | None = None) -> None:
        self._profile = profile or WedgeProfile()
        self._held: list[str] = []
        self._first = self._last = 0.0
        self._is_rested = True  # there was a pause, or a scan, before the next key

    @property
    def held(self) -> int:
        """How many keys are held."""
        return len(self._held)

    @property
    def due(self) -> float | None:
        """When what is held is typing, if nothing comes until then; None when nothing is held."""
        if not self._held:
            return None
        patient = self._last + (END_GAP if len(self._held) >= self._least() else KEY_GAP)
        return patient if len(self._held) >= _COMPANY else min(patient, self._first + PATIENCE)

    def key(self, text: str, at: float) -> list[Verdict]:
        """A key that writes `text` ("" for one that writes nothing) was pressed."""
        is_end = text == ENDS[self._profile.ends_with]
        gap = at - self._last
        verdicts = self.quiet_until(at)
        if gap < 0 or (gap > KEY_GAP and not is_end):  # less than nothing: the clock was set back
            verdicts += self.release()
        is_rested = self._is_rested or not 0 <= gap < PAUSE
        self._last = at
        if is_end and (code := self._code()) is not None:
            count = len(self._held) + 1
            self._held.clear()
            self._is_rested = True
            return [*verdicts, Scanned(count, code)]
        self._is_rested = False
        may_begin = is_rested or self._held
        if may_begin and text.isprintable() and text:
            self._hold(text, at)
            return [*verdicts, *([] if self._may_be_a_scan() else self.release())]
        return _joined([*verdicts, *self.release(), Typed(1)])

    def quiet_until(self, at: float) -> list[Verdict]:
        """No key came before `at`."""
        due = self.due
        return self.release() if due is not None and at > due else []

    def release(self) -> list[Verdict]:
        """Something else happened, such as a click: what is held is typing."""
        count = len(self._held)
        self._held.clear()
        return [Typed(count)] if count else []

    def _hold(self, text: str, at: float) -> None:
        if not self._held:
            self._first = at
        self._held.append(text)

    def _may_be_a_scan(self) -> bool:
        count, prefix = len(self._held), self._profile.prefix
        is_slow = count > _COMPANY and self._last - self._first > PACE * (count - 1)
        is_marked = (head := "".join(self._held[: len(prefix)])) == prefix[: len(head)]
        return is_marked and not is_slow and count <= self._profile.longest + len(prefix + self._profile.suffix)

    def _code(self) -> str | None:
        """The code, when what is held is one."""
        text, prefix, suffix = "".join(self._held), self._profile.prefix, self._profile.suffix
        is_whole = len(self._held) >= self._least() and text.startswith(prefix) and text.endswith(suffix)
        return text.removeprefix(prefix).removesuffix(suffix) if is_whole else None

    def _least(self) -> int:
        return self._profile.shortest + len(self._profile.prefix) + len(self._profile.suffix)


def _joined(verdicts: list[Verdict]) -> list[Verdict]:
    """Typing next to typing, told as one."""
    joined: list[Verdict] = []
    for verdict in verdicts:
        if joined and isinstance(verdict, Typed) and isinstance(before := joined[-1], Typed):
            joined[-1] = Typed(before.count + verdict.count)
        else:
            joined.append(verdict)
    return joined
