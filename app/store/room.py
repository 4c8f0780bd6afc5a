"""Room on the disk: new work is refused while there is still enough to finish what was begun."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from app.domain.errors import DiskFull

RESERVE_BYTES = 64 << 20
LITTLE_BYTES = 8 << 20


class Room:
    """A reserve file of `reserve_bytes` beside the database, given up when the disk runs full."""

    def __init__(self, folder: Path, reserve_bytes: int = RESERVE_BYTES) -> None:
        self._folder, self._reserve_bytes = folder, reserve_bytes
        self._reserve = folder / "reserve"

    def free_bytes(self) -> int:
        """What the disk has left, without the reserve."""
        return shutil.disk_usage(self._folder).free

    def refuse_new_work_when_low(self) -> None:
        """Raises `DiskFull` when a new case might not be saved whole: less free than the reserve, or that is
        spent.
        """
        if not self._take_reserve() or self.free_bytes() < self._reserve_bytes:
            raise DiskFull(str(self._folder))

    def make_way(self) -> None:
        """Give up the reserve if the disk is nearly full, so that what was begun can be finished."""
        if self._reserve_bytes and self.free_bytes() < LITTLE_BYTES:
            self._reserve.unlink(missing_ok=True)

    def _take_reserve(self) -> bool:
        if self._reserve.exists() and self._reserve.stat().st_size == self._reserve_bytes:
            return True
        if self.free_bytes() < 2 * self._reserve_bytes:
            return False
        return self._fill()

    def _fill(self) -> bool:
        try:
            with open(self._reserve, "wb") as file:
                if hasattr(os, "posix_fallocate") and self._reserve_bytes:
                    os.posix_fallocate(file.fileno(), 0, self._reserve_bytes)
                else:
                    file.truncate(self._reserve_bytes)
        except OSError:
            self._reserve.unlink(missing_ok=True)
            return False
        return True
