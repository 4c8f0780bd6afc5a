"""The window's line to the central: the engine that empties the outbox, and transports for one question."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from app.config import Counter
from app.store.numbers import Leasing
from app.store.store import Store
from sync.engine import Engine
from sync.link import Link
from sync.loop import SyncLoop
from sync.ports import Mirror
from sync.transport import Transport

CENTRAL_KEY = "central.public_key"


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
                on_change=lambda _status: on_news(),
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
