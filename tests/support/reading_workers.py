"""Workers of a text reader that behave badly on a marked page; each runs in a real process, started by name."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from functools import partial
from multiprocessing.connection import Connection

import numpy as np

from devices.ports import Frame
from devices.reading.serving import answer_pages
from devices.reading.text import Text, line_of
from devices.reading.worker import Serve

MARK = 7  # the grey of a page on which a worker misbehaves


def page(grey: int = 255, *, size: int = 64) -> Frame:
    """A page of one grey."""
    return np.full((size, size, 3), grey, np.uint8)


def dying(connection: Connection, _threads: int) -> None:
    """Is killed with the marked page half read."""
    answer_pages(connection, partial(_unless_marked, lambda: os.kill(os.getpid(), signal.SIGKILL)))


def hanging(connection: Connection, _threads: int) -> None:
    """Never comes to an end of the marked page."""
    answer_pages(connection, partial(_unless_marked, lambda: time.sleep(60)))


def growing(connection: Connection, _threads: int) -> None:
    """Takes 500 MB for the marked page, and holds them."""

    def grow() -> None:
        held = np.ones(500_000_000, np.uint8)
        time.sleep(60)
        held.sum()

    answer_pages(connection, partial(_unless_marked, grow))


def failing(connection: Connection, _threads: int) -> None:
    """Trips over the marked page, with a name in the exception's words."""

    def fail() -> None:
        raise ValueError("张三 43060219900307451X")

    answer_pages(connection, partial(_unless_marked, fail))


def starving(connection: Connection, _threads: int) -> None:
    """Gets no more memory for the marked page."""

    def starve() -> None:
        raise MemoryError

    answer_pages(connection, partial(_unless_marked, starve))


def stillborn(_connection: Connection, _threads: int) -> None:
    """Ends before it has begun."""


class StartingSlowly:
    """A worker during whose start `meanwhile` happens: it is called as the worker is handed to its process."""

    def __init__(self, meanwhile: Callable[[], None]) -> None:
        self.meanwhile = meanwhile

    def __reduce__(self) -> tuple[Callable[[], Serve], tuple[()]]:
        self.meanwhile()
        return _dying, ()

    def __call__(self, connection: Connection, threads: int) -> None:
        dying(connection, threads)


def _dying() -> Serve:
    return dying


def _unless_marked(misbehave: object, picture: Frame) -> Text:
    if picture[0, 0, 0] == MARK:
        assert callable(misbehave)
        misbehave()
    height, width, _ = picture.shape
    return (line_of(f"{width}x{height}={int(picture[-1, -1, 0])}", 0, 0, 60, 10),)
