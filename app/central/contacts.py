"""When each window was last heard of, and what it then said of its outbox."""

from __future__ import annotations

import logging
from collections.abc import Callable

from sqlalchemy import and_, insert, select, update

from app.central.directory import Window
from app.central.errors import Unavailable
from app.central.store import Store
from app.central.tables import contacts, windows
from sync.wire import Backlog, WindowContact

log = logging.getLogger("central")


class Contacts:
    """The windows of one hall as they are heard of. `clock` gives UTC milliseconds."""

    def __init__(self, store: Store, clock: Callable[[], int]) -> None:
        self._store, self._clock = store, clock

    def heard(self, window: Window, backlog: Backlog) -> None:
        """Note that `window` is there. It is let in even where that cannot be noted."""
        now = self._clock()
        oldest = now - backlog.oldest_seconds * 1000 if backlog.waiting or backlog.parked else 0
        said = {"seen_at_ms": now, "waiting": backlog.waiting, "parked": backlog.parked, "oldest_ms": oldest}
        known = update(contacts).where(contacts.c.hall == self._store.hall, contacts.c.device_id == window.device_id)
        try:
            with self._store.writing() as connection:
                if not connection.execute(known.values(**said)).rowcount:
                    new = insert(contacts).values(hall=self._store.hall, device_id=window.device_id, **said)
                    connection.execute(new)
        except Unavailable as error:
            log.warning("not noted that a window is there: %s", error.code)

    def list(self) -> tuple[WindowContact, ...]:
        """Every enrolled window, by its number; one that was never heard of was seen at 0."""
        of_window = and_(contacts.c.hall == windows.c.hall, contacts.c.device_id == windows.c.device_id)
        known = (
            select(windows.c.device_id, windows.c.window, *contacts.c["seen_at_ms", "waiting", "parked", "oldest_ms"])
            .select_from(windows.outerjoin(contacts, of_window))
            .where(windows.c.hall == self._store.hall)
            .order_by(windows.c.window, windows.c.device_id)
        )
        with self._store.reading() as connection:
            rows = connection.execute(known).all()
        return tuple(
            WindowContact(
                device_id=row.device_id,
                window=row.window,
                seen_at_ms=row.seen_at_ms or 0,
                waiting=row.waiting or 0,
                parked=row.parked or 0,
                oldest_ms=row.oldest_ms or 0,
            )
            for row in rows
        )
