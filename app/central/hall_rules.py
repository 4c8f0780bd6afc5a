"""The rules about time that this hall has gone by, one after another; the last ones are in force."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from sqlalchemy import Connection, insert, select

from app.central.hall_log import log_change
from app.central.store import Store
from app.central.tables import rules
from app.domain.plain import from_json, to_json
from app.domain.rules import Rules
from app.rules_file import shipped_rules


class HallRules:
    """The rules of this start: those `given`, without any the ones kept last, and at first the program's own."""

    def __init__(self, store: Store, given: Rules | None, clock: Callable[[], int]) -> None:
        self._store, self._clock = store, clock
        with store.reading() as connection:
            kept = _kept(connection, store.hall)
        self.in_force = _under_a_version_of_their_own(given, kept) if given else _last(kept)
        self.are_new = not kept or kept[-1] != self.in_force

    def keep(self) -> None:
        """Note from when these rules are in force, once everything in the database goes by them."""
        if not self.are_new:
            return
        hall = self._store.hall
        with self._store.writing() as connection:
            last = connection.scalars(select(rules.c.since_ms).where(rules.c.hall == hall))
            since = max([self._clock(), *(each + 1 for each in last)])  # also where a clock was set back
            connection.execute(insert(rules).values(hall=hall, since_ms=since, content=to_json(self.in_force)))
            log_change(connection, hall, self._clock, "rules_in_force", version=self.in_force.version)
        self.are_new = False


def rules_in_force(connection: Connection, hall: str) -> Rules:
    """What the hall's central went by when it last ran."""
    return _last(_kept(connection, hall))


def _kept(connection: Connection, hall: str) -> Sequence[Rules]:
    in_order = select(rules.c.content).where(rules.c.hall == hall).order_by(rules.c.since_ms)
    return [from_json(Rules, text) for text in connection.scalars(in_order)]


def _last(kept: Sequence[Rules]) -> Rules:
    return kept[-1] if kept else shipped_rules()


def _under_a_version_of_their_own(given: Rules, kept: Sequence[Rules]) -> Rules:
    """A version shall say which rules are meant, also where the file was edited and its version was not."""
    known = {each.version: each for each in kept}
    names = (given.version, *(f"{given.version}.{n}" for n in range(2, len(kept) + 3)))
    named = (replace(given, version=name) for name in names)
    return next(each for each in named if known.get(each.version, each) == each)
