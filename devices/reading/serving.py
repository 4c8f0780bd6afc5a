"""The worker's side of the pipe: pictures come in piece by piece, their text goes out."""

from __future__ import annotations

import math
import signal
from collections.abc import Callable
from multiprocessing.connection import Connection

import numpy as np

from devices.ports import Frame
from devices.reading.text import Text

WELL, FAILED, TOO_LARGE = "well", "failed", "too_large"


def answer_pages(connection: Connection, read: Callable[[Frame], Text]) -> None:
    """Answer each picture with what `read` makes of it until the other end closes; nothing touches the disk."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is the parent's to handle
    connection.send((WELL, ()))
    while True:
        try:
            connection.send(_answer(read, _received(connection)))
        except (EOFError, BrokenPipeError, ConnectionResetError):
            return


def _received(connection: Connection) -> Frame:
    """The next picture, asked for piece by piece, so that the parent never waits in a write."""
    shape = connection.recv()
    data = bytearray()
    while len(data) < math.prod(shape):
        connection.send((WELL, ()))
        data += connection.recv_bytes()
    return np.frombuffer(data, np.uint8).reshape(shape)


def _answer(read: Callable[[Frame], Text], picture: Frame) -> tuple[str, Text | str]:
    try:
        return WELL, read(picture)
    except MemoryError:
        return TOO_LARGE, ""
    except Exception as error:  # told by its name only: its words may quote what was read
        return FAILED, type(error).__name__
