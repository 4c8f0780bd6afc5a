"""Runs the central: as a process of its own, or on a thread beside a training window."""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import signal
import socket
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType

import uvicorn
from obstore.exceptions import BaseError as StorageError
from sqlalchemy.exc import SQLAlchemyError

from app import paths
from app.calendar_files import load_calendar
from app.catalogue.files import load_catalogue
from app.central.api import build
from app.central.central import Central, Options, open_central
from app.central.errors import CentralError, Unavailable, Unprocessable, why
from app.domain.account import LOGIN, roles_of
from app.domain.case import Role
from app.domain.errors import CounterError
from app.domain.moments import hall_time
from app.message_file import load_message_book
from app.rules_file import load_rules
from app.training.accounts import TRAINING_ACCOUNTS

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


def say(line: str) -> None:
    """Print a line at once, also into a pipe."""
    print(line, flush=True)


def serve(options: Options, announce: Callable[[str], None] = say) -> None:
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


def main(arguments: Sequence[str] | None = None) -> int:
    """`python -m app.central.server --listen HOST:PORT --data FOLDER`."""
    parser = argparse.ArgumentParser(prog="yichuang central", description="The central server of one hall.")
    parser.add_argument(
        "--listen", type=_host_and_port, default="127.0.0.1:8470", metavar="HOST:PORT", help="port 0: any free one"
    )
    parser.add_argument("--data", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--database", default="", metavar="URL", help="SQLAlchemy URL; SQLite in FOLDER if none")
    parser.add_argument("--blobs", default="", metavar="URL", help="file:// or s3:// URL; in FOLDER if none")
    parser.add_argument("--hall", default="YC")
    parser.add_argument("--catalogue", type=Path, default=paths.resources() / "catalogue", metavar="FOLDER")
    parser.add_argument("--rules", type=Path, metavar="FILE",
                        help="put these rules about time in force; those kept if none")  # fmt: skip
    parser.add_argument("--messages", type=Path, default=paths.resources() / "sms.toml", metavar="FILE",
                        help="text messages: signature, quiet hours, templates")  # fmt: skip
    parser.add_argument("--tls-certificate", type=Path, metavar="FILE", help="PEM; with it the central speaks https")
    parser.add_argument("--tls-key", type=Path, metavar="FILE", help="PEM; if it is not in the certificate's file")
    parser.add_argument("--restored", action="store_true", help="first start after a restore from backup")
    parser.add_argument("--enrol", action="append", default=[], metavar="DEVICE=WINDOW",
                        help="print a new token for a window and exit")  # fmt: skip
    parser.add_argument("--account", action="append", default=[], metavar="LOGIN=ROLE[,ROLE]",
                        help="print a password for one sign-in of a new or forgotten account and exit")  # fmt: skip
    parser.add_argument("--training", action="store_true", help="begin with accounts that everybody knows")
    given = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    try:
        options = Options(
            data_folder=given.data,
            catalogue=load_catalogue(given.catalogue),
            calendar=load_calendar(paths.resources() / "calendars"),
            rules=load_rules(given.rules) if given.rules else None,
            message_book=load_message_book(given.messages),
            hall=given.hall,
            database_url=given.database,
            blobs_url=given.blobs,
            listen=given.listen,
            accounts=TRAINING_ACCOUNTS if given.training else (),
            restored=given.restored,
            tls_certificate=given.tls_certificate,
            tls_key=given.tls_key,
        )
        if given.enrol or given.account:
            _admit(options, windows=given.enrol, people=given.account)
        else:
            serve(options)
    except REFUSALS as error:
        parser.exit(1, f"中心端没有启动：{why(error)}\n")
    return 0


def _host_and_port(text: str) -> str:
    host, _, port = text.rpartition(":")
    if not (host and port.isascii() and port.isdigit() and int(port) < 65536):
        raise argparse.ArgumentTypeError(f"{text}：应写成 HOST:PORT，如 0.0.0.0:8470")
    return text


def _admit(options: Options, *, windows: Sequence[str], people: Sequence[str]) -> None:
    central = open_central(replace(options, restored=False))
    try:
        for each in windows:
            device_id, _, number = each.partition("=")
            say(f"{device_id} {central.directory.enrol(device_id, number or device_id)}")
        for each in people:
            login, roles = _login_and_roles(each)
            say(f"{login} {central.accounts.reset(login, roles)}")
    finally:
        central.close()


def _login_and_roles(text: str) -> tuple[str, frozenset[Role]]:
    login, _, listed = text.partition("=")
    roles, asked = roles_of(listed.split(",")), set(listed.split(","))
    if not LOGIN.fullmatch(login) or len(roles) != len(asked):
        wanted = ", ".join(role.value for role in Role)
        raise Unprocessable("invalid", f"--account {text}：应写成 工号=角色，角色为 {wanted}")
    return login, roles


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


if __name__ == "__main__":
    raise SystemExit(main())
