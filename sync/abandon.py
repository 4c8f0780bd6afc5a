"""Connections that another thread can cut, so that closing the window never waits for a silent network."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from typing import Any
from weakref import WeakSet

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection


class AbandonableAdapter(HTTPAdapter):
    """A transport adapter of requests that knows its open sockets."""

    def __init__(self) -> None:
        self._sockets: WeakSet[socket.socket] = WeakSet()
        self._guard = threading.Lock()
        self._abandoned = False
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Have every connection tell its socket once it stands."""
        super().init_poolmanager(*args, **kwargs)
        opened = self._opened

        class Plain(HTTPConnection):
            def connect(self) -> None:
                super().connect()
                opened(self.sock)

        class Secure(HTTPSConnection):
            def connect(self) -> None:
                super().connect()
                opened(self.sock)

        class PlainPool(HTTPConnectionPool):
            ConnectionCls = Plain

        class SecurePool(HTTPSConnectionPool):
            ConnectionCls = Secure

        self.poolmanager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}

    def abandon(self) -> None:
        """Cut every connection, and each one made after."""
        with self._guard:
            self._abandoned = True
            standing = list(self._sockets)
        for each in standing:
            _cut(each)

    def _opened(self, made: socket.socket | None) -> None:
        if made is None:
            return
        with self._guard:
            self._sockets.add(made)
            abandoned = self._abandoned
        if abandoned:
            _cut(made)


def _cut(standing: socket.socket) -> None:
    with suppress(OSError):
        standing.shutdown(socket.SHUT_RDWR)
