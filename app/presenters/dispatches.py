"""What is on its way to somebody, an event or a text message, as its page lists it."""

from __future__ import annotations

from dataclasses import dataclass

from app.presenters.marks import Mark


@dataclass(frozen=True, slots=True)
class DispatchRow:
    """One of them. `word` says how it stands, `age` since when."""

    title: str
    second: str
    word: str
    age: str
    mark: Mark
    current: bool = False


@dataclass(frozen=True, slots=True)
class DispatchGroup:
    """Those that stand alike."""

    title: str
    count: int
    rows: tuple[DispatchRow, ...]
