"""A line to the central that can be cut and joined again: for the training hall and the fault tests."""

from __future__ import annotations

import contextlib
import selectors
import socket
import threading
from types import TracebackType
from urllib.parse import urlsplit

PIECE = 65536


class CuttableLine:
    """Listens on a loopback port and passes bytes on to `url`'s host. Cut, it drops what is open and refuses more."""

    def __init__(self, url: str) -> None:
        target = urlsplit(url)
        self._target = (target.hostname or "127.0.0.1", target.port or 80)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._wake_in, self._wake_out = socket.socketpair()
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._listener, selectors.EVENT_READ)
        self._selector.register(self._wake_out, selectors.EVENT_READ)
        self._peers: dict[socket.socket, socket.socket] = {}
        self._whole, self._stopping = True, False
        self._thread = threading.Thread(target=self._serve, name="cuttable-line")

    @property
    def url(self) -> str:
        """What to connect to instead of the central."""
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def cut(self) -> None:
        """Cut the line now."""
        self._whole = False
        self._wake_in.send(b"!")

    def join(self) -> None:
        """Put the line together again."""
        self._whole = True

    def __enter__(self) -> CuttableLine:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopping = True
        self._wake_in.send(b"!")
        self._thread.join()
        for each in (self._listener, self._wake_in, self._wake_out, self._selector):
            each.close()

    def _serve(self) -> None:
        while not self._stopping:
            for key, _ in self._selector.select():
                self._handle(key.fileobj)
            if not self._whole:
                self._drop_all()
        self._drop_all()

    def _handle(self, ready: object) -> None:
        if ready is self._wake_out:
            self._wake_out.recv(PIECE)
        elif ready is self._listener:
            self._accept()
        elif isinstance(ready, socket.socket) and ready in self._peers:
            self._pass_on(ready)

    def _accept(self) -> None:
        caller, _ = self._listener.accept()
        try:
            if not self._whole:
                raise OSError("the line is cut")
            central = socket.create_connection(self._target, timeout=5)
        except OSError:
            caller.close()
            return
        for one, other in ((caller, central), (central, caller)):
            one.settimeout(5)
            self._peers[one] = other
            self._selector.register(one, selectors.EVENT_READ)

    def _pass_on(self, source: socket.socket) -> None:
        try:
            data = source.recv(PIECE)
            if data:
                self._peers[source].sendall(data)
                return
        except OSError:
            pass  # a reset is an end like any other
        self._drop(source)

    def _drop(self, one: socket.socket) -> None:
        for each in (one, self._peers.get(one)):
            if each is not None and self._peers.pop(each, None) is not None:
                with contextlib.suppress(KeyError):
                    self._selector.unregister(each)
                each.close()

    def _drop_all(self) -> None:
        for each in list(self._peers):
            self._drop(each)
