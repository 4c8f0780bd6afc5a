"""A PostgreSQL of the tests' own: a real server in a folder of its own, on loopback and on a socket there.

It runs as `nobody` where the tests run as root, whom PostgreSQL refuses. Its settings are those it comes with, so that
a commit is on the disk before it is answered, as in a hall.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from types import TracebackType

import psycopg

PLACES = [*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True), *map(Path, os.get_exec_path())]
BINARIES = next((place for place in PLACES if (place / "initdb").exists()), None)
WHY_NOT = "" if BINARIES else "PostgreSQL's server is not installed (apt-get install postgresql)"

USER = "yichuang"


class PrivatePostgres:
    """`with PrivatePostgres() as server`: a server without a database of ours, and without passwords."""

    def __init__(self) -> None:
        assert BINARIES is not None, WHY_NOT
        self._binaries = BINARIES
        self.home = Path(tempfile.mkdtemp(prefix="postgres-", dir="/tmp"))  # a socket's path has to be short
        self._data = self.home / "data"
        self._names, self._free = count(1), list[str]()
        self.port = 0

    def __enter__(self) -> PrivatePostgres:
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            os.chown(self.home, nobody.pw_uid, nobody.pw_gid)
        self._run("initdb", "--username", USER, "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8")
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        shutil.rmtree(self.home)

    def start(self) -> None:
        """Start it again, on the same port, and wait until it takes connections."""
        settings = f"-c port={self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.home}"
        self._run("pg_ctl", "start", "--wait", "--silent", "--log", str(self.home / "log"), "--options", settings)

    def stop(self, how: str = "fast") -> None:
        """Stop it; everybody's connection is cut. `immediate` is like a power cut."""
        self._run("pg_ctl", "stop", "--wait", "--silent", "--mode", how)

    def url(self, name: str) -> str:
        """The URL of a database, as an installer writes it."""
        return f"postgresql://{USER}@127.0.0.1:{self.port}/{name}"

    @contextmanager
    def database(self) -> Iterator[str]:
        """The URL of an empty database, for the block; it is emptied and lent again, quicker than a new one."""
        name = self._free.pop() if self._free else self._new()
        yield self.url(name)
        self._ask("SET lock_timeout = '5s'; DROP SCHEMA public CASCADE; CREATE SCHEMA public", name)
        self._free.append(name)

    def _new(self) -> str:
        name = f"hall_{next(self._names)}"
        self._ask(f"CREATE DATABASE {name}")
        return name

    def _ask(self, statements: str, name: str = "postgres") -> None:
        with psycopg.connect(self.url(name), autocommit=True) as connection:
            connection.execute(statements)

    def _run(self, program: str, *arguments: str) -> None:
        nobody = {"user": "nobody", "group": pwd.getpwnam("nobody").pw_gid} if os.geteuid() == 0 else {}
        done = subprocess.run(
            [self._binaries / program, "-D", self._data, *arguments],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            cwd=self.home, text=True, timeout=60, extra_groups=[] if nobody else None, **nobody,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
