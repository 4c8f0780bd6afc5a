"""A lane whose work waits, as behind a slow disk or a slow line."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from app.lanes import InlineLane

T = TypeVar("T")


class HeldLane(InlineLane):
    """While it `is_held`, work waits; else it is done at once."""

    def __init__(self, *, is_held: bool = True) -> None:
        self.is_held = is_held
        self.waiting: list[Callable[[], None]] = []

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        if self.is_held:
            self.waiting.append(lambda: InlineLane.run(self, work, done, failed))
        else:
            super().run(work, done, failed)

    def do_next(self) -> None:
        """Do what has waited longest."""
        self.waiting.pop(0)()

    def go(self) -> None:
        """Do what waits by now; what comes of it waits again."""
        for _ in range(len(self.waiting)):
            self.do_next()

    def let_go(self) -> None:
        """Do all that waits, and work at once from now on."""
        self.is_held = False
        self.go()
