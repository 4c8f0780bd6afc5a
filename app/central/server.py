"""Runs the central: as a process of its own, or on a thread beside a training window."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType

import uvicorn
from obstore.exceptions import BaseError as StorageError
from sqlalchemy.exc import SQLAlchemyError

from app.central.api import build
from app.central.central import Central, Options, open_central
from app.central.errors import CentralError, Unavailable
from app.domain.errors import CounterError
from app.domain.moments import hall_time
from sync.errors import places

SHUTDOWN_SECONDS = 5
WATCH_SECONDS = 300

log = logging.getLogger("central")

# what a wrong argument leads to: a URL that leads nowhere, a driver that is not here, a catalogue with a hole
REFUSALS = (CentralError, CounterError, SQLAlchemyError, StorageError, ImportError, OSError)


class EmbeddedCentral:
    """A central on a thread of this process: `with EmbeddedCentral(options) as central: central.url`."""

    def __init__(self, options: Options) -> None:
        """`options.listen` is taken as it is; port 0 takes any free one."""
        self._options = options
        self._ready = threading.Event()
        self._central: Central | None = None
        self.url = ""

    def __enter__(self) -> EmbeddedCentral:
        self._central = open_central(self._options)
        try:
            listener = _listener(self._options.listen)
        except OSError:
            self._central.close()
            raise
        self.url = _url(listener, self._options)
        self._server = _Server(self._central, self._options, self._ready.set)
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [listener]}, name="embedded-central"
        )
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.should_exit = True
        self._thread.join()
        self.central.close()

    @property
    def central(self) -> Central:
        """The central itself, for instance to enrol a window: `central.directory.enrol(device_id, number)`."""
        if self._central is None:
            raise RuntimeError("the central was not entered")
        return self._central


def serve(options: Options, announce: Callable[[str], None]) -> None:
    """Run until SIGTERM or Ctrl+C; what was begun is finished. Must be called on the main thread.

    `announce` is given one line when requests are taken: `yichuang central: listening on http://HOST:PORT`.
    """
    central = open_central(options)
    try:
        with _listener(options.listen) as listener:
            ready = f"yichuang central: listening on {_url(listener, options)}"
            server = _Server(central, options, lambda: announce(ready))
            # uvicorn raises the signal again once it has shut down; by then it has been obeyed
            for each in (signal.SIGTERM, signal.SIGINT):
                signal.signal(each, lambda *_: None)
            server.run(sockets=[listener])
    finally:
        central.close()


class _Server(uvicorn.Server):
    """Says when it takes requests."""

    def __init__(self, central: Central, options: Options, on_ready: Callable[[], None]) -> None:
        super().__init__(
            uvicorn.Config(
                build(central),
                log_config=None,
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=SHUTDOWN_SECONDS,
                ssl_certfile=options.tls_certificate,
                ssl_keyfile=options.tls_key,
            )
        )
        # it would write query strings, whoever listens to it; `edge` writes routes instead
        logging.getLogger("uvicorn.access").disabled = True
        self._on_ready, self._central = on_ready, central
        self._watching: asyncio.Task[None] | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._watching = asyncio.create_task(self._watch())
        self._on_ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        if self._watching is not None:
            self._watching.cancel()
            with suppress(asyncio.CancelledError):
                await self._watching
        await super().shutdown(sockets)

    async def _watch(self) -> None:
        """See now and then what the days have changed, on a thread of its own."""
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            try:
                await asyncio.to_thread(self._central.watch.step, hall_time(self._central.clock()))
            except Unavailable as away:
                log.warning("nothing was watched: %s", away.code)
            except Exception as error:  # one case that nobody foresaw must not end the watch over all
                log.error("the watch stumbled: %s in %s", type(error).__name__, places(error))


def _listener(listen: str) -> socket.socket:
    host, _, port = listen.rpartition(":")
    host = host.strip("[]")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio turns Nagle's delay (40 ms an answer) off only where the protocol is named
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":  # elsewhere this would let another program take the port over
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, int(port)))
        listener.listen(128)
    except BaseException:
        listener.close()
        raise
    return listener


def _url(listener: socket.socket, options: Options) -> str:
    host, port = listener.getsockname()[:2]
    return f"{'https' if options.tls_certificate else 'http'}://{f'[{host}]' if ':' in host else host}:{port}"
