"""A folder into which a scanner, or a telephone, puts its files: its newest picture, or all that arrive."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator
from contextlib import suppress
from pathlib import Path

from devices.errors import DeviceAbsent, DeviceSilent, FeederEmpty
from devices.ports import Frame
from devices.scanning.pictures import PICTURES, ROLE, load_picture, pictures_in

Seen = tuple[Path, int, int]
"""A file as it was at one look: its path, when it was changed (ns), its size in bytes."""

STILL = 1.0  # seconds for which a file must not have changed until it counts as whole
PATIENCE = 60.0  # seconds in which a file must become whole
LOOK_EVERY = 0.2
MOST_PAGES = 200  # in one PDF


_GIVEN: dict[Path, set[Seen]] = {}
"""What of each folder was given, or lay there before. A feeder is made anew after each trouble of its folder, and
what arrived meanwhile is still to be given then."""


def files_in(folder: Path) -> list[Seen]:
    """The pictures and PDFs in `folder` that are not empty, oldest first. Raises `DeviceAbsent`."""
    try:
        files = [
            each
            for each in folder.iterdir()
            if each.suffix.lower() in PICTURES | {".pdf"} and not each.name.startswith(".")
        ]
    except OSError as error:
        raise DeviceAbsent(error.strerror or str(error), role=ROLE, where=str(folder)) from error
    seen = [look for each in files if (look := _look_at(each)) is not None]
    return sorted(seen, key=lambda each: (each[1], each[0]))


def _look_at(file: Path) -> Seen | None:
    """None for one that is empty, or was renamed or taken away since its name was read."""
    try:
        stat = file.stat()
    except OSError:
        return None
    return (file, stat.st_mtime_ns, stat.st_size) if stat.st_size else None


class FolderSource:
    """A `PageSource`: the newest picture or PDF in the folder.

    A file counts once it has stopped growing: two looks in a row must find it alike.
    """

    def __init__(self, folder: Path | str) -> None:
        self.folder = Path(folder)
        self.name = self.folder.name
        self._last_look: Seen | None = None
        self._loaded: Seen | None = None
        self._picture: Frame | None = None

    def open(self) -> None:
        """Raises `DeviceAbsent` where there is no such folder."""
        self._last_look = self._newest()

    def close(self) -> None:
        self._picture = self._loaded = self._last_look = None

    def frame(self) -> Frame:
        """The newest picture. `DeviceSilent` while there is none; otherwise raises as `load_picture` does."""
        newest = self._newest()
        settled = newest == self._last_look
        self._last_look = newest
        if newest is not None and settled and newest != self._loaded:
            self._picture = load_picture(newest[0])
            self._loaded = newest
        if self._picture is None:
            raise DeviceSilent("no picture yet", role=ROLE, where=str(self.folder))
        return self._picture

    def _newest(self) -> Seen | None:
        return next(reversed(files_in(self.folder)), None)


class FolderFeeder:
    """A `PageFeeder`: every page of the files that arrive after it was first opened, each once, in the order they came.

    What lay there before belongs to somebody else and is never given, nor is what a cancelled run left.
    """

    def __init__(
        self,
        folder: Path | str,
        *,
        still: float = STILL,
        patience: float = PATIENCE,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.folder = Path(folder)
        self.name = self.folder.name
        self._still, self._patience, self._now = still, patience, now
        self._first_seen: dict[Seen, float] = {}
        self._cancelled = threading.Event()

    def open(self) -> None:
        """Raises `DeviceAbsent` where there is no such folder."""
        lies_there, self._first_seen = files_in(self.folder), {}
        _GIVEN.setdefault(self.folder, set(lies_there))

    def close(self) -> None:
        """What was given is remembered: the next opening goes on from there."""

    def check(self) -> None:
        """Whether the folder is there. Raises `DeviceAbsent`."""
        files_in(self.folder)

    def cancel(self) -> None:
        """Stop waiting; from any thread."""
        self._cancelled.set()

    def pages(self) -> Generator[Frame, None, None]:
        """The pages of what has arrived, one that still grows waited for. Raises `FeederEmpty` when nothing has.

        A file that cannot be read raises as `load_picture` does, names itself in `where`, and is not given again.
        """
        self._cancelled.clear()
        if self.folder not in _GIVEN:
            self.open()
        try:
            yield from self._pages()
        finally:
            if self._cancelled.is_set():
                self._pass_over()

    def _pages(self) -> Generator[Frame, None, None]:
        came = False
        while (file := self._next_whole()) is not None:
            came = True
            _GIVEN[self.folder].add(file)
            for picture in pictures_in([file[0]], limit_pages=MOST_PAGES):
                yield picture.frame
                if self._cancelled.is_set():
                    return
        if not came and not self._cancelled.is_set():
            raise FeederEmpty("nothing arrived", role=ROLE, where=str(self.folder))

    def _pass_over(self) -> None:
        """What a cancelled run left belongs to its applicant: it is not the next one's."""
        with suppress(DeviceAbsent):
            _GIVEN[self.folder].update(files_in(self.folder))

    def _next_whole(self) -> Seen | None:
        """The oldest file not given yet, once it is whole; None when there is none."""
        give_up = self._now() + self._patience
        while not self._cancelled.is_set():
            new = [each for each in files_in(self.folder) if each not in _GIVEN[self.folder]]
            if not new:
                return None
            self._first_seen = {each: self._first_seen.get(each, self._now()) for each in new}
            whole = next((each for each in new if self._now() - self._first_seen[each] >= self._still), None)
            if whole is not None and _can_be_read(whole[0]):
                return whole
            if self._now() >= give_up:
                where = str(new[0][0])
                raise DeviceSilent("a file that still grows", seconds=self._patience, role=ROLE, where=where)
            self._cancelled.wait(LOOK_EVERY)
        return None


def _can_be_read(file: Path) -> bool:
    """Windows keeps a file from us that somebody is writing."""
    try:
        with file.open("rb"):
            return True
    except OSError:
        return False
