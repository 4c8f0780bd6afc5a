"""Loud by default: a warning, an unexpected log line, a leaked thread or a running timer fails the test."""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Iterator

import keyring
import keyring.backends.fail
import pytest
from hypothesis import settings

from tests.support.postgres import WHY_NOT, PrivatePostgres

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

settings.register_profile("ours", deadline=None)  # how long an example takes is the bench's business, not a test's
settings.load_profile("ours")

# no test may write into the key ring of whoever runs it; and keyring would choose a fake one that a test defines
keyring.set_keyring(keyring.backends.fail.Keyring())

OURS = ("counter", "devices", "sync", "store", "central")


@pytest.fixture(autouse=True)
def no_unexpected_log(caplog: pytest.LogCaptureFixture, request: pytest.FixtureRequest) -> Iterator[None]:
    """An error log line of ours fails the test, unless it is marked `expects_log`."""
    yield
    if request.node.get_closest_marker("expects_log"):
        return
    lines = [
        record.getMessage()
        for record in caplog.get_records("call")
        if record.levelno >= logging.ERROR and record.name.partition(".")[0] in OURS
    ]
    assert not lines, f"unexpected log lines: {lines}"


@pytest.fixture(autouse=True)
def no_leaked_thread() -> Iterator[None]:
    """Every thread of ours that a test starts, it joins: a lane, a simulator, a server."""
    before = set(threading.enumerate())
    yield
    left = [thread for thread in threading.enumerate() if thread not in before and thread.is_alive()]
    for thread in left:
        thread.join(timeout=2)
    names = [thread.name for thread in left if thread.is_alive() and not _is_foreign(thread)]
    assert not names, f"threads left running: {names}"


@pytest.fixture(autouse=True)
def no_running_timer() -> Iterator[None]:
    """A QTimer that still runs after its test would fire into the next one."""
    yield
    if "PySide6.QtWidgets" not in sys.modules:
        return
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication
    from shiboken6 import isValid

    running = [
        timer.objectName() or repr(timer.parent())
        for widget in QApplication.topLevelWidgets()
        if isValid(widget) and widget.isVisible()  # one may be deleted while the list is read
        for timer in widget.findChildren(QTimer)
        if isValid(timer) and timer.isActive()
    ]
    assert not running, f"timers left running: {running}"


@pytest.fixture(scope="session")
def postgres() -> Iterator[PrivatePostgres]:
    """A PostgreSQL server for whoever asks; a test that stops it starts it again."""
    if WHY_NOT:
        pytest.skip(WHY_NOT)
    with PrivatePostgres() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """What a central is told of its database: nothing for the embedded one, then a new one on PostgreSQL."""
    if request.param == "sqlite":
        yield ""
        return
    with request.getfixturevalue("postgres").database() as url:
        yield url


def _is_foreign(thread: threading.Thread) -> bool:
    """Pools that libraries keep for the life of the process."""
    return thread.name.startswith(("ThreadPoolExecutor", "AnyIO", "Dummy", "pydevd"))
