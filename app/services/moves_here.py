"""Moves of cases that were opened at this window: saved for good, and the case as they leave it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.case import Role
from app.domain.facts import HandingOver
from app.domain.slips import SlipDocument
from app.services.move_case import Opened, Saying, hand_over_cases, move_case
from app.services.open_case import OpenedCase, file_event, with_moves
from app.services.submit_case import Desk, Submitted
from app.store.store import Store


@dataclass(frozen=True, slots=True)
class Done:
    """A case after the moves that were made of it, and the documents to print."""

    opened: OpenedCase
    slips: tuple[SlipDocument, ...] = ()
    slip_ids: tuple[int, ...] = ()


class MovesHere:
    """Everything is done by whoever sits at the window, in the role in which the page is open."""

    def __init__(
        self,
        store: Store,
        *,
        desk: Callable[[], Desk],
        role: Callable[[], Role],
        now: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        self._store, self._desk, self._role, self._now, self._new_id = store, desk, role, now, new_id

    def make(self, opened: OpenedCase, says: Sequence[Saying]) -> Done:
        """Make `says` in turn, all or none. Raises `MoveRefused`, `NumbersExhausted`, `StoreUnavailable`."""
        moved = move_case(
            self._store, self._desk(), self._role(), _kept(opened), says, at=self._now(), new_id=self._new_id
        )
        return self.after(opened, moved)

    def hand_over(self, says: Sequence[tuple[OpenedCase, HandingOver]]) -> Sequence[Done]:
        """Papers leave together for where all of them say, on one slip. Raises as `make` does; then none has left."""
        going = [(_kept(opened), facts) for opened, facts in says]
        moved, _ = hand_over_cases(self._store, self._desk(), self._role(), going, at=self._now(), new_id=self._new_id)
        return [self.after(opened, each) for (opened, _), each in zip(says, moved, strict=True)]

    def take_back(self, opened: OpenedCase) -> None:
        """What the central refused of a case is undone here; `opened` is the case as the central has it."""
        with self._store.saving() as work:
            work.take_back(opened.case, at=self._now(), actor=self._desk().clerk_id)

    def after(self, opened: OpenedCase, moved: Submitted) -> Done:
        """The case with the events that were just saved, by these moves or by others made here."""
        _, events = self._store.cases.open(opened.case_id)
        new = moved.case.version - opened.version
        told = tuple(
            file_event(event, version, self._desk().clerk_name)
            for version, event in enumerate(events[-new:], start=opened.version + 1)
        )
        return Done(with_moves(opened, moved.case.life, told, moved.slips), moved.slips, moved.slip_ids)


def _kept(opened: OpenedCase) -> Opened:
    return Opened(opened.case, opened.item)
