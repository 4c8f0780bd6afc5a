"""The parent's side of the text reader: a worker process, fed, watched, and replaced when it fails."""

from __future__ import annotations

import logging
import multiprocessing
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Any

import cv2
import numpy as np

from devices.errors import PictureBroken, PictureTooLarge
from devices.ports import Frame
from devices.reading import serving
from devices.reading.errors import ROLE, ReaderCrashed, ReaderTooLarge, ReaderTooSlow
from devices.reading.models import require_models
from devices.reading.resident import resident_bytes
from devices.reading.text import Text
from devices.scanning.pictures import LARGEST_PICTURE

log = logging.getLogger("devices")

LONGEST_SIDE = 1600  # pixels; larger pictures are made smaller before they are read
CEILING_MB = 1200
PAGE_SECONDS, START_SECONDS = 40.0, 60.0
PAGES_A_WORKER = 60  # the engine's memory only ever grows
LOOK_SECONDS = 0.05
PIECE = 65536  # bytes of a picture that any system's pipe holds

Serve = Callable[[Connection, int], None]


def serve(connection: Connection, threads: int) -> None:
    """What the worker runs; the engine is imported there only."""
    from devices.reading import engine

    engine.serve(connection, threads)


class WorkerReader:
    """A `TextReader` whose engine lives in a process of its own, started with the first page.

    A worker that dies, grows beyond `ceiling_mb` or takes longer than `page_seconds` is ended, said as a
    `ReadingError`, and the next page gets a new one; so does the page after `pages_a_worker`, silently.
    """

    def __init__(
        self,
        *,
        ceiling_mb: int = CEILING_MB,
        page_seconds: float = PAGE_SECONDS,
        start_seconds: float = START_SECONDS,
        pages_a_worker: int = PAGES_A_WORKER,
        threads: int = 2,
        serve: Serve = serve,
    ) -> None:
        self._ceiling_mb, self._threads, self._serve = ceiling_mb, threads, serve
        self._page_seconds, self._start_seconds = page_seconds, start_seconds
        self._pages_a_worker = pages_a_worker
        self._process: SpawnProcess | None = None
        self._connection: Connection | None = None
        self._pages = 0
        self._abandoned = False
        self.peak_mb = 0.0

    def open(self) -> None:
        """See that the models are there. Raises `ReaderMissing`. The worker starts with the first page."""
        require_models()

    def close(self) -> None:
        """End the worker, whatever it is doing."""
        process, connection = self._process, self._connection
        self._process = self._connection = None
        if connection is not None:
            connection.close()
        if process is not None:
            process.kill()
            process.join()
            process.close()

    def abandon(self) -> None:
        """End what is being read, from any thread: its `read` raises at once, and so does every later one."""
        self._abandoned = True
        process = self._process
        if process is not None:
            with suppress(ValueError, AttributeError):  # closed in this moment
                process.kill()

    @property
    def process_id(self) -> int | None:
        """The worker's, while there is one."""
        return self._process.pid if self._process is not None else None

    def read(self, picture: Frame) -> Text:
        """The lines of print in `picture` (height x width x 3 BGR, or grey). Raises a `ReadingError`,
        `PictureTooLarge`, or `PictureBroken` for what is no picture."""
        fitting = _fitting(picture)
        if self._abandoned:
            raise ReaderCrashed("abandoned")
        if self._connection is None or self._pages >= self._pages_a_worker:
            self.close()
            self._start()
        self._pages += 1
        self._send(fitting)
        return self._answer(self._page_seconds)

    def _start(self) -> None:
        self.open()
        try:
            self._connection, self._process = _started(self._serve, self._threads)
        except OSError as error:  # no memory, or no more files
            raise ReaderCrashed(type(error).__name__) from error
        self._pages = 0
        if self._abandoned:  # while it started: what was to end it did not see it yet
            raise self._crashed()
        self._answer(self._start_seconds)

    def _send(self, picture: Frame) -> None:
        """Hand the picture over in pieces that fit the pipe: a worker that stands still is noticed, not waited for."""
        assert self._connection is not None
        data = picture.reshape(-1).data
        try:
            self._connection.send(picture.shape)
            for start in range(0, len(data), PIECE):
                self._answer(self._page_seconds)
                self._connection.send_bytes(data[start : start + PIECE])
        except OSError as error:  # it died between two pages
            raise self._crashed() from error

    def _answer(self, seconds: float) -> Text:
        """Wait for the worker's answer with an eye on its memory and the clock."""
        assert self._connection is not None and self._process is not None
        until = time.monotonic() + seconds
        try:
            while not self._connection.poll(LOOK_SECONDS):
                self._watch_memory()
                if time.monotonic() > until:
                    self._end("took too long")
                    raise ReaderTooSlow(seconds)
            self._watch_memory()
            verdict, answer = self._connection.recv()
        except (EOFError, OSError) as error:
            raise self._crashed() from error
        return self._told(verdict, answer)

    def _told(self, verdict: str, answer: Any) -> Text:
        match verdict:
            case serving.WELL:
                text: Text = answer
                return text
            case serving.TOO_LARGE:
                self._end("was out of memory")
                raise ReaderTooLarge(self._ceiling_mb)
            case _:
                raise ReaderCrashed(str(answer))

    def _watch_memory(self) -> None:
        used = resident_bytes(self.process_id or 0) / 1e6
        self.peak_mb = max(self.peak_mb, used)
        if used > self._ceiling_mb:
            self._end("grew too large")
            raise ReaderTooLarge(self._ceiling_mb)

    def _crashed(self) -> ReaderCrashed:
        self._end("died")
        return ReaderCrashed()

    def _end(self, why: str) -> None:
        log.warning("%s: the worker %s after %d pages", ROLE, why, self._pages)
        self.close()


def _started(serve: Serve, threads: int) -> tuple[Connection, SpawnProcess]:
    """A worker that runs, and the way to it. Raises `OSError`, and leaves nothing behind."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=serve, args=(theirs, threads), name="text-reader", daemon=True)
    try:
        process.start()
    except OSError:
        ours.close()
        raise
    finally:
        theirs.close()
    return ours, process


def _fitting(picture: Frame) -> Frame:
    """The picture in three colours and no larger than is read; blanks out what is no picture."""
    if picture.dtype != np.uint8 or picture.ndim not in (2, 3) or min(picture.shape[:2]) < 8:
        raise PictureBroken("no picture", role=ROLE)
    height, width = picture.shape[:2]
    if height * width > LARGEST_PICTURE:
        raise PictureTooLarge(f"{width} x {height} pixels", role=ROLE)
    factor = LONGEST_SIDE / max(height, width)
    if factor < 1:
        size = (max(8, round(width * factor)), max(8, round(height * factor)))
        picture = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    if picture.ndim == 2:
        picture = np.asarray(cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR), dtype=np.uint8)
    return np.ascontiguousarray(picture[:, :, :3])
