"""What the codes of a rating pad's keys mean: five levels (GB/T 39046 A.8) to whatever a make sends for them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from devices.ports import Level


@dataclass(frozen=True, slots=True)
class Scheme:
    """The code of each level, from very satisfied to very dissatisfied; None where the pad has no such key.

    Its `name` says all of it and can be kept beside a rating: 5-4-3-2-1, or x-1-2-3-x for a pad of three keys.
    """

    codes: tuple[int | None, int | None, int | None, int | None, int | None]

    def __post_init__(self) -> None:
        keys = [code for code in self.codes if code is not None]
        if not keys or len(set(keys)) < len(keys):
            raise ValueError(f"{self.name}: every key of a rating pad has a code of its own")

    @property
    def name(self) -> str:
        return "-".join("x" if code is None else str(code) for code in self.codes)

    @property
    def best(self) -> Level:
        """The highest level that the pad has a key for."""
        return next(level for level in Level if self.code(level) is not None)

    def code(self, level: Level) -> int | None:
        return self.codes[level.value - 1]

    def level(self, raw: int) -> Level | None:
        """What a code means; None where it means nothing."""
        return next((level for level in Level if self.code(level) == raw), None)


KNOWN = (
    Scheme((1, 2, 3, 4, 5)),
    Scheme((5, 4, 3, 2, 1)),
    Scheme((0, 1, 2, 3, 4)),
    Scheme((4, 3, 2, 1, 0)),
    Scheme((None, 1, 2, 3, None)),
    Scheme((None, 3, 2, 1, None)),
    Scheme((None, 0, 1, 2, None)),
    Scheme((None, 2, 1, 0, None)),
)
"""Schemes that pads are likely to have. What a given pad has, only pressing its keys tells."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What the keys pressed so far tell: the `scheme`, or which key to press next; neither, where none fits."""

    scheme: Scheme | None = None
    press: Level | None = None


def find_scheme(best: int, others: Mapping[Level, int] | None = None, known: Iterable[Scheme] = KNOWN) -> Finding:
    """Which of the `known` schemes a pad has, from the code of its best key and of `others` that were pressed."""
    others = others or {}
    fitting = [scheme for scheme in dict.fromkeys(known) if scheme.code(scheme.best) == best]
    fitting = [scheme for scheme in fitting if all(scheme.code(level) == raw for level, raw in others.items())]
    if len(fitting) == 1:
        return Finding(fitting[0])
    return Finding(press=_parting(fitting)) if fitting else Finding()


def _parting(schemes: list[Scheme]) -> Level:
    """The key whose code parts the schemes best: 不满意 where that is as good as any, for every pad has it."""
    preferred = sorted(Level, key=lambda level: level is not Level.DISSATISFIED)
    return max(preferred, key=lambda level: len({scheme.code(level) for scheme in schemes}))
