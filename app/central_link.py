"""The window's line to the central: the engine that empties the outbox, and transports for one question."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

from app.config import Counter
from app.store.numbers import Leasing
from app.store.store import Store
from sync.engine import Engine
from sync.link import Link
from sync.loop import SyncLoop
from sync.ports import Mirror
from sync.transport import Transport

CENTRAL_KEY = "central.public_key"
LAST_HEARD = "central.last_heard_ms"
"""The moment of the central's clock when it last answered, kept for a window that starts off line."""

CLOCK_MAY_BE_OFF = timedelta(minutes=5)

log = logging.getLogger("sync")


class CentralLink:
    """Nothing of it does anything where the settings name no central.

    `on_news` is told, on the engine's thread, when the state of the line has changed.
    """

    def __init__(
        self,
        settings: Counter,
        store: Store,
        mirrors: Mapping[str, Mirror],
        series: Sequence[str],
        *,
        on_news: Callable[[], None],
    ) -> None:
        self._settings, self._store = settings, store
        self.session = ""  # of who is signed in at the central, to be shown with every question
        self._heard_ms = int(store.settings.get(LAST_HEARD, 0)) if settings.central.url else 0
        self._engine: Engine | None = None
        self._loop: SyncLoop | None = None
        if settings.central.url:
            transport = self.transport()
            self._engine = Engine(
                device_id=settings.window.device_id,
                outbox=store.outbox,
                central=transport,
                page_bytes=store.page_bytes,
                numbers=Leasing(store.numbers, store.settings, settings.window.device_id, series=series),
                mirrors=mirrors,
                on_change=lambda status: self._changed(status.link, on_news),
            )
            self._loop = SyncLoop(self._engine, abandon=transport.abandon, on_end=transport.close)

    @property
    def exists(self) -> bool:
        """Whether this window has a central."""
        return self._engine is not None

    @property
    def online(self) -> bool | None:
        """Whether the central answers; None where there is none."""
        return None if self._engine is None else self._engine.status.link.online

    @property
    def link(self) -> Link | None:
        """How the line fares; None where there is no central."""
        return self._engine.status.link if self._engine else None

    def clock_off(self, now_ms: int) -> timedelta | None:
        """By how much this computer's clock is behind the central's (ahead of it where negative), if it matters.

        Off line it can only be told that a clock runs behind what the central's was when it was last heard.
        """
        if not self.exists:
            return None
        link = self.link
        behind = timedelta(milliseconds=max(0, self._heard_ms - now_ms))
        off = timedelta(minutes=link.ahead_minutes) if link is not None and link.online else behind
        return off if abs(off) > CLOCK_MAY_BE_OFF else None

    def _changed(self, link: Link, on_news: Callable[[], None]) -> None:
        if link.central_ms > self._heard_ms:
            self._heard_ms = link.central_ms
            self._store.settings.put(LAST_HEARD, link.central_ms)
            if abs(timedelta(minutes=link.ahead_minutes)) > CLOCK_MAY_BE_OFF:
                log.warning("this computer's clock is off by %d min", link.ahead_minutes)
        on_news()

    def transport(self) -> Transport:
        """A line for one question, to be closed by who asked."""
        link, kept = self._settings.central, self._store.settings
        return Transport(
            link.url,
            link.token,
            public_key=kept.get(CENTRAL_KEY, ""),
            on_pinned=lambda key: kept.put(CENTRAL_KEY, key),
            device_id=self._settings.window.device_id,
            session=self.session,
        )

    def start(self) -> None:
        """Begin to sync."""
        if self._loop is not None:
            self._loop.start()

    def stop(self) -> None:
        """Sync no more; a transport under way is abandoned."""
        if self._loop is not None:
            self._loop.stop()

    def wake(self, *, at_once: bool = False) -> None:
        """There is something to send; `at_once` does not wait for the pause after a failure to end."""
        if self._loop is not None:
            self._loop.wake(at_once=at_once)
