"""People and scanners at one keyboard, as streams of keys with their times."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

from devices.code_scanners.wedge import Scanned, Verdict, WedgeJudge, WedgeProfile

Key = tuple[str, float]
"""What a key writes, and when it was pressed, in seconds."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a stream: keys given back as typing, codes, and how long each typed key was held, in seconds."""

    typed: str
    codes: tuple[str, ...]
    delays: tuple[float, ...]
    order: str  # everything as it came out, a code in ⟨⟩


def judged(keys: Sequence[Key], profile: WedgeProfile | None = None) -> Outcome:
    """Let a judge hear the keys, and the silences between them at the very moment they are due."""
    judge = WedgeJudge(profile)
    queue = list(keys)
    typed, codes, delays, order = "", [], [], ""

    def settle(verdicts: Iterable[Verdict], at: float) -> None:
        nonlocal typed, order
        for verdict in verdicts:
            own, queue[: verdict.count] = queue[: verdict.count], []
            if isinstance(verdict, Scanned):
                codes.append(verdict.code)
                order += f"⟨{verdict.code}⟩"
            else:
                typed += "".join(text for text, _ in own)
                order += "".join(text for text, _ in own)
                delays.extend(at - pressed for _, pressed in own)

    for text, at in keys:
        while judge.due is not None and judge.due < at:
            due = judge.due
            settle(judge.quiet_until(due + 1e-9), due)
        settle(judge.key(text, at), at)
    if (due := judge.due) is not None:
        settle(judge.quiet_until(due + 1e-9), due)
    assert not queue, "keys were swallowed"
    return Outcome(typed, tuple(codes), tuple(delays), order)


def scan(code: str, at: float, gaps: Iterator[float], end: str = "\r") -> list[Key]:
    """The keys of a scanner that begins at `at`."""
    keys = []
    for text in code + end:
        keys.append((text, at))
        at += next(gaps)
    return keys


def uniform(chance: Random, least: float, most: float) -> Iterator[float]:
    """Gaps between keys, in seconds, for limits in milliseconds."""
    while True:
        yield chance.uniform(least, most) / 1000


def hurried(chance: Random) -> Iterator[float]:
    """A very fast typist who rolls keys: every sixth gap or so is 3 to 25 ms, some are pauses."""
    while True:
        kind = chance.random()
        if kind < 0.17:
            yield chance.uniform(3, 25) / 1000
        elif kind < 0.95:
            yield max(0.026, chance.lognormvariate(4.1, 0.35) / 1000)  # about 60 ms
        else:
            yield chance.uniform(150, 900) / 1000


def polled(gaps: Iterator[float], every: float) -> Iterator[float]:
    """The same keys as a computer sees that looks every `every` seconds."""
    at = seen = 0.0
    for gap in gaps:
        at += gap
        then = -(-at // every) * every
        yield then - seen
        seen = then
